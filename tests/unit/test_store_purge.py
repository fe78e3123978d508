"""After a purge the words and pictures are gone from every file; facts and numbers stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from smo_review.domain.content import Gold, Item, Part
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Verdict
from smo_review.domain.views import FindingDraft, QueueFilter, VerdictDraft
from smo_review.operations.check import check
from smo_review.operations.flags import flag_item
from smo_review.operations.purge import purge
from smo_review.operations.verdicts import record_verdict
from smo_review.queries.batches import batches
from smo_review.queries.items import item_view, media
from smo_review.queries.queue import queue_listing, row_of
from smo_review.store.ingest import ingest_gold
from smo_review.store.keys import key_file
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import Case, Writer, case, derived, exported, made, take

MARKERS = ("zebraword", "zebranote", "zebrafinding", "zebraflag", "zebragold", "zebraspoken")
PICTURE = b"zebrapicture" * 200_000
SHA = hashlib.sha256(PICTURE).hexdigest()


def zebra() -> Case:
    """A batch whose every content carries a marker."""
    items = [
        Item(
            f"i{n}",
            (
                Part("text", text=f"{MARKERS[0]} {n} " * 20),
                Part("image", media=SHA, transcript=f"{MARKERS[5]} {n}"),
            ),
        )
        for n in range(40)
    ]
    return case(items, media=[(SHA, PICTURE)])


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", zebra(), case(2, batch="b-2"))
    for number in range(20):
        finding = FindingDraft("over", "hate", note=f"{MARKERS[2]} {number}")
        record_verdict(
            workspace,
            VerdictDraft(
                "b-1", f"i{number}", "ann", "incorrect", findings=(finding,), note=MARKERS[1]
            ),
        )
    flag_item(workspace, "b-1", "i3", on=True, note=MARKERS[3])
    ingest_gold(workspace, "b-1", [Gold("i0", ("hate",), MARKERS[4])])
    yield workspace
    workspace.close()


def in_the_clear(ws: Workspace, folder: Path) -> bytes:
    """Every byte of the database decrypted, with its log, and of the vault's files."""
    plain = folder / "plain.db"
    plain.unlink(missing_ok=True)
    with ws._writer.alone() as conn:
        conn.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
        conn.execute("SELECT sqlcipher_export('plain')")
        conn.execute("DETACH DATABASE plain")
    files = [plain, *ws.path.glob("vault.db*")]
    return b"".join(path.read_bytes() for path in files)


def pages_decrypted(ws: Workspace) -> bytes:
    """Every page of the database file, the free ones too, decrypted as SQLCipher 4 writes them:
    16 bytes of salt first, then AES-256-CBC, with IV and HMAC in a page's last 80 bytes."""
    name = json.loads((ws.path / "workspace.json").read_text())["id"]
    cipher = algorithms.AES256(bytes.fromhex(key_file(name).read_text()))
    data = (ws.path / "workspace.db").read_bytes()
    pages = []
    for at in range(0, len(data), 4096):
        page = data[at + (16 if at == 0 else 0) : at + 4096]
        opened = Cipher(cipher, modes.CBC(page[-80:-64])).decryptor()
        pages.append(opened.update(page[:-80]) + opened.finalize())
    return b"".join(pages)


def test_the_words_and_pictures_are_gone_from_every_file(ws: Workspace, tmp_path: Path) -> None:
    purge(ws, "b-1")
    assert not (ws.path / "workspace.db-wal").stat().st_size
    assert not (ws.path / "vault.db-wal").stat().st_size
    found = in_the_clear(ws, tmp_path) + pages_decrypted(ws)
    for marker in (*MARKERS, "zebrapicture"):
        assert marker.encode() not in found
    assert b"zeb" not in found, "a trigram of the words is still in the index"


def test_before_the_purge_the_index_does_hold_the_words(ws: Workspace, tmp_path: Path) -> None:
    ws.truncate_logs()
    assert b"zeb" in in_the_clear(ws, tmp_path)
    assert b"zeb" in pages_decrypted(ws)
    assert b"CREATE TABLE items" in pages_decrypted(ws)


def test_facts_and_numbers_stand(ws: Workspace) -> None:
    before, facts = derived(ws), exported(ws)[0]
    purge(ws, "b-1")
    assert derived(ws) == before
    assert exported(ws)[0] == facts
    assert check(ws) == ()
    assert [one.purged for one in batches(ws)] == [True, False]


def test_the_item_is_still_there_without_its_content(ws: Workspace) -> None:
    purge(ws, "b-1")
    row = row_of(ws, "b-1", "i3") or 0
    view = item_view(ws, row)
    assert view.item.parts == ()
    assert view.flagged
    assert view.flag_note == ""
    assert view.annotations[0].verdicts[0].outcome == "incorrect"
    assert queue_listing(ws, "b-1", QueueFilter(text="zebraword")) == []
    with pytest.raises(UserError):
        media(ws, "b-1", SHA)


def test_another_batch_keeps_its_content(ws: Workspace) -> None:
    purge(ws, "b-1")
    assert len(queue_listing(ws, "b-2", QueueFilter(text="text number"))) == 2


def test_no_note_can_be_added_to_a_purged_batch_but_a_verdict_can(ws: Workspace) -> None:
    purge(ws, "b-1")
    with pytest.raises(UserError, match="purged"):
        record_verdict(ws, VerdictDraft("b-1", "i30", "ann", "correct", note="new words"))
    assert record_verdict(ws, VerdictDraft("b-1", "i30", "ann", "correct")).facts == 1


def test_notes_of_a_purged_batch_do_not_come_back_with_results(
    ws: Workspace, tmp_path: Path
) -> None:
    bodies, checkpoints, notes = exported(ws)
    assert notes
    purge(ws, "b-1")
    merge_facts(ws, bodies, checkpoints, notes)
    assert exported(ws)[2] == []


def test_facts_on_a_purged_batch_still_count(ws: Workspace) -> None:
    purge(ws, "b-1")
    body = Writer("bea").write("verdict", Verdict("b-1", "i35", "ann", "correct"))
    assert merge_facts(ws, [body]) == (1, 0)
    assert item_view(ws, row_of(ws, "b-1", "i35") or 0).annotations[0].verdicts


def test_purging_twice_is_fine_and_a_batch_that_is_not_here_is_refused(ws: Workspace) -> None:
    purge(ws, "b-1")
    purge(ws, "b-1")
    with pytest.raises(UserError):
        purge(ws, "b-9")


def test_received_again_a_purged_batch_has_its_content_back(tmp_path: Path) -> None:
    one = zebra()
    ws = made(tmp_path / "ws", one)
    record_verdict(ws, VerdictDraft("b-1", "i3", "ann", "correct"))
    before = derived(ws)
    purge(ws, "b-1")
    assert take(ws, one).new
    assert derived(ws) == before
    assert item_view(ws, row_of(ws, "b-1", "i3") or 0).item == one.items[3]
    assert media(ws, "b-1", SHA) == PICTURE
    assert len(queue_listing(ws, "b-1", QueueFilter(text="zebraword 7"))) == 1
    assert check(ws) == ()
    ws.close()


def test_copies_made_by_migrations_go_with_the_purge(ws: Workspace) -> None:
    copy = ws.path / "workspace.db.before-2"
    copy.write_bytes(b"an old copy with its keys")
    purge(ws, "b-1")
    assert not copy.exists()


def test_a_reader_elsewhere_that_holds_the_log_is_told(ws: Workspace) -> None:
    other = open_workspace(ws.path)
    with ws._writer.alone() as conn:
        conn.execute("PRAGMA busy_timeout = 100")
    with other.read() as conn:
        conn.execute("SELECT count(*) FROM items").fetchone()
        with pytest.raises(UserError, match="holds on"):
            purge(ws, "b-1")
    other.close()
    purge(ws, "b-1")
