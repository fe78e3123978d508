"""A workspace opens, refuses in plain words, keeps its key, and serves many threads."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from smo_review.domain.errors import UserError
from smo_review.domain.views import VerdictDraft
from smo_review.operations.custody import seal_item
from smo_review.operations.verdicts import record_verdict
from smo_review.operations.workspace import save_setting, set_person_name
from smo_review.queries.batches import person, setting
from smo_review.queries.changes import foreign_writes
from smo_review.store import migrations
from smo_review.store.keys import find_key, key_file
from smo_review.store.schema import VERSION
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import case, derived, made


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", case(4))
    yield workspace
    workspace.close()


def keys(home: Path) -> list[Path]:
    return list(home.rglob("*.key"))


def test_there_is_no_workspace_until_one_is_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no workspace"):
        open_workspace(tmp_path)
    assert list(tmp_path.iterdir()) == []
    made(tmp_path / "new").close()
    open_workspace(tmp_path / "new").close()


def test_the_same_person_and_device_come_back(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws")
    before = ws.identity.author
    ws.close()
    again = open_workspace(tmp_path / "ws")
    assert again.identity.author == before
    again.close()


def test_a_new_name_keeps_the_ids(ws: Workspace) -> None:
    before = person(ws)
    set_person_name(ws, "  Sok   Dara ")
    assert person(ws).name == "Sok Dara"
    assert person(ws).person == before.person
    with pytest.raises(UserError):
        set_person_name(ws, "   ")


def test_a_private_setting_comes_back_and_is_no_fact(ws: Workspace) -> None:
    assert setting(ws, "resume:b-1") is None
    save_setting(ws, "resume:b-1", {"item": "i2"})
    assert setting(ws, "resume:b-1") == {"item": "i2"}
    with ws.read() as conn:
        assert conn.execute("SELECT count(*) FROM facts").fetchone() == (0,)


def test_the_key_lies_in_a_file_that_only_its_owner_reads(ws: Workspace, home: Path) -> None:
    (file,) = keys(home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", [None, "", "zz", "00" * 31, "é"])
def test_without_its_key_a_workspace_stays_shut(
    ws: Workspace, home: Path, text: str | None
) -> None:
    ws.close()
    (file,) = keys(home)
    file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="key"):
        open_workspace(ws.path)


def test_another_key_does_not_open_it(ws: Workspace, home: Path) -> None:
    ws.close()
    (file,) = keys(home)
    file.write_text("00" * 32)
    with pytest.raises(UserError, match="damaged, or its key"):
        open_workspace(ws.path)


class Drawer(KeyringBackend):
    """A keyring that answers."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, broken: bool = False) -> None:
        super().__init__()
        self.broken = broken
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise keyring.errors.PasswordSetError("locked")
        self.kept[service, username] = password


def test_a_keyring_that_answers_keeps_the_key_and_no_file_is_made(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests")
    drawer = Drawer()
    monkeypatch.setattr(keyring.core, "_keyring_backend", drawer)
    made(tmp_path / "ws").close()
    open_workspace(tmp_path / "ws").close()
    assert len(drawer.kept) == 1
    assert keys(home) == []


def test_a_keyring_that_fails_counts_as_none_with_one_warning(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests")
    monkeypatch.setattr(keyring.core, "_keyring_backend", Drawer(broken=True))
    made(tmp_path / "ws").close()
    open_workspace(tmp_path / "ws").close()
    assert len(keys(home)) == 1
    assert len([one for one in caplog.records if one.levelno == logging.WARNING]) == 1


def test_a_newer_workspace_is_refused_and_left_alone(ws: Workspace) -> None:
    with ws._writer.alone() as conn:
        conn.execute("PRAGMA user_version = 999")
    ws.close()
    with pytest.raises(UserError, match="newer"):
        open_workspace(ws.path)


def test_a_copy_is_made_before_a_migration(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = derived(ws)
    ws.close()
    monkeypatch.setattr(migrations, "VERSION", VERSION + 1)
    again = open_workspace(ws.path)
    assert [copy.name for copy in migrations.copies(ws.path / "workspace.db")] == [
        f"workspace.db.before-{VERSION + 1}"
    ]
    assert derived(again) == before
    again.close()


def test_a_workspace_without_custody_gets_it_and_counts_as_before(ws: Workspace) -> None:
    before = derived(ws)
    with ws._writer.alone() as conn:
        conn.execute("DROP TABLE custody")
        conn.execute("DROP INDEX items_sealed")
        conn.execute("ALTER TABLE items DROP COLUMN sealed")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name = '0005_custody'")
        conn.execute("UPDATE meta SET value = '1' WHERE key = 'projections'")
        conn.execute("PRAGMA user_version = 4")
    ws.close()
    again = open_workspace(ws.path)
    assert derived(again) == before
    seal_item(again, "b-1", "i0")
    assert derived(again) != before
    again.close()


def test_an_up_to_date_workspace_opens_without_sqlite_utils_and_numpy(ws: Workspace) -> None:
    ws.close()
    code = (
        "import sys; from pathlib import Path\n"
        "from smo_review.operations.workspace import open_workspace\n"
        f"open_workspace(Path({str(ws.path)!r})).close()\n"
        "print([name for name in ('sqlite_utils', 'numpy', 'keyring') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("spoil", [b"", b"{", b'{"format": "other", "id": "x"}', b"\xff"])
def test_a_broken_card_is_a_refusal(ws: Workspace, spoil: bytes) -> None:
    ws.close()
    (ws.path / "workspace.json").write_bytes(spoil)
    with pytest.raises(UserError, match="card"):
        open_workspace(ws.path)


def test_a_broken_database_is_a_refusal(ws: Workspace) -> None:
    ws.close()
    (ws.path / "workspace.db").write_bytes(os.urandom(8192))
    with pytest.raises(UserError, match="damaged"):
        open_workspace(ws.path)


def test_a_folder_that_cannot_be_made_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be made"):
        open_workspace(tmp_path / "file" / "ws", create=True)


def test_a_full_disk_is_a_refusal_and_changes_nothing(ws: Workspace) -> None:
    before = derived(ws)
    with ws._writer.alone() as conn:
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
        conn.execute(f"PRAGMA max_page_count = {pages}")
    long = VerdictDraft("b-1", "i0", "ann", "correct", note="word " * 4000)
    with pytest.raises(UserError, match="no room"):
        record_verdict(ws, long)
    with ws._writer.alone() as conn:
        conn.execute("PRAGMA max_page_count = 1000000")
    assert derived(ws) == before
    assert record_verdict(ws, long).facts == 1


def test_a_read_only_database_is_a_refusal(ws: Workspace) -> None:
    with ws._writer.alone() as conn:
        conn.execute("PRAGMA query_only = ON")
    with pytest.raises(UserError, match="cannot be written"):
        record_verdict(ws, VerdictDraft("b-1", "i0", "ann", "correct"))


def test_the_file_tells_nothing_in_plain(ws: Workspace) -> None:
    ws.close()
    data = b"".join(path.read_bytes() for path in ws.path.iterdir())
    assert b"text number" not in data
    assert b"CREATE TABLE items" not in data
    assert not (ws.path / "workspace.db").read_bytes().startswith(b"SQLite format 3")


def test_any_thread_may_write_and_the_chain_stays_whole(ws: Workspace) -> None:
    def judge(item: str) -> None:
        for annotator in ("ann", "bob"):
            record_verdict(ws, VerdictDraft("b-1", item, annotator, "correct"))

    threads = [threading.Thread(target=judge, args=(f"i{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ws.read() as conn:
        found = conn.execute("SELECT sequence FROM facts ORDER BY sequence").fetchall()
    assert [row[0] for row in found] == list(range(8))


def test_a_write_inside_a_write_is_a_bug_that_is_told(ws: Workspace) -> None:
    with ws.write(), pytest.raises(RuntimeError), ws.write():
        pass


def test_foreign_writes_are_noticed_and_own_ones_are_not(ws: Workspace) -> None:
    before = foreign_writes(ws)
    save_setting(ws, "mine", 1)
    assert foreign_writes(ws) == before
    other = open_workspace(ws.path)
    save_setting(other, "theirs", 1)
    other.close()
    assert foreign_writes(ws) != before


def test_a_key_is_never_made_twice_for_one_workspace(ws: Workspace, home: Path) -> None:
    (file,) = keys(home)
    assert key_file(file.stem) == file
    assert find_key(file.stem, ws.path) == bytes.fromhex(file.read_text())
