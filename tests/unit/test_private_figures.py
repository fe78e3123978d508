"""The person's private figures: kept apart, under a key of their own, reached by nothing else."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from smo_review.domain.errors import UserError
from smo_review.domain.private import Away, CheckIn, PrivateFigures, Revealed, Sufficed
from smo_review.domain.views import VerdictDraft
from smo_review.operations.check import check, rebuild
from smo_review.operations.private import (
    check_in,
    forget_private,
    note_away,
    note_exposure,
    note_sufficed,
)
from smo_review.operations.purge import purge
from smo_review.operations.results import export_results
from smo_review.operations.verdicts import record_verdict
from smo_review.queries.private import my_figures
from smo_review.store import keys, private
from smo_review.store.handing_over import export_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import case, derived, made

CATEGORY = "zebra-category-4411"


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", case(4))
    yield workspace
    workspace.close()


def file(ws: Workspace) -> Path:
    return ws.path / private.DATABASE


def key(ws: Workspace) -> Path:
    return keys.key_file(private.key_name(ws.path))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_is_made_before_there_is_something_to_keep(ws: Workspace) -> None:
    assert my_figures(ws) == PrivateFigures(7)
    note_exposure(ws, {"covered": 9.0, "grey": 0.0}, 2)
    assert not file(ws).exists()
    assert not key(ws).exists()


def test_seconds_add_up_by_severity_and_level(ws: Workspace) -> None:
    note_exposure(ws, {"grey": 3.0, "clear": 2.5}, 2)
    note_exposure(ws, {"grey": 1.25, "covered": 60.0}, 2)
    note_exposure(ws, {"outline": 4.0}, None)
    assert my_figures(ws).revealed == (
        Revealed(None, "outline", 4000, 4000),
        Revealed(2, "clear", 2500, 2500),
        Revealed(2, "grey", 4250, 4250),
    )


def test_verdicts_add_up_by_category_and_level(ws: Workspace) -> None:
    note_sufficed(ws, "covered", "for sale", 1, verdicts=7)
    note_sufficed(ws, "covered", "for sale", 3)
    note_sufficed(ws, "grey", "for sale", 3, verdicts=2)
    assert my_figures(ws).sufficed == (
        Sufficed("for sale", "covered", 8),
        Sufficed("for sale", "grey", 2),
    )


def test_days_that_are_over_leave_the_figures(ws: Workspace) -> None:
    today = date.today().toordinal()
    with private.writing(ws.path) as conn:
        for ago, seconds in ((0, 1), (6, 10), (7, 100), (-1, 1000)):
            private.add_exposure(conn, today - ago, 3, {"clear": seconds * 1000})
            private.add_sufficed(conn, today - ago, "clear", "", 3, seconds)
    assert my_figures(ws, days=7).revealed == (Revealed(3, "clear", 1000, 11_000),)
    assert my_figures(ws, days=8).sufficed == (Sufficed("", "clear", 111),)


def test_the_tables_hold_no_item_no_batch_and_no_time_of_day(ws: Workspace) -> None:
    note_sufficed(ws, "covered", CATEGORY, 2)
    with private.reading(ws.path) as conn:
        assert conn is not None
        columns = {
            name
            for (table,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in conn.execute("SELECT name FROM pragma_table_info(?)", (table,))
        }
    assert columns == {
        "day",
        "severity",
        "level",
        "milliseconds",
        "category",
        "verdicts",
        "times",
        "step",
    }


def test_times_away_add_up_and_the_last_answer_of_a_day_stands(ws: Workspace) -> None:
    for seconds in (60.0, 30.5):
        note_away(ws, seconds)
    for step in (4, 2):
        check_in(ws, step)
    today = date.today().toordinal()
    assert my_figures(ws).away == (Away(today, 2, 90_500),)
    assert my_figures(ws).check_ins == (CheckIn(today, 2),)


@pytest.mark.parametrize("first", ["read", "written"])
def test_figures_of_the_version_before_are_kept_and_go_on(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    with monkeypatch.context() as before:
        before.setattr(private, "VERSION", 1)
        before.setattr(private, "_STEPS", private._STEPS[:1])
        with private.writing(ws.path) as conn:
            private.add_exposure(conn, date.today().toordinal(), 3, {"clear": 5000})
    if first == "written":
        note_away(ws, 1.0)
    figures = my_figures(ws)
    assert figures.revealed == (Revealed(3, "clear", 5000, 5000),)
    assert [one.milliseconds for one in figures.by_day] == [5000]
    assert len(figures.away) == (first == "written")


# Apart from everything else


def test_file_and_key_are_for_their_owner_only(ws: Workspace) -> None:
    before = os.umask(0)
    try:
        note_sufficed(ws, "covered", "", None)
    finally:
        os.umask(before)
    assert mode(file(ws)) == 0o600
    assert mode(key(ws)) == 0o600


def test_the_key_is_another_one_than_the_workspaces(ws: Workspace) -> None:
    note_sufficed(ws, "covered", CATEGORY, 2)
    workspace_key = keys.key_file(private.key_name(ws.path).removesuffix("-private"))
    assert bytes.fromhex(key(ws).read_text()) != bytes.fromhex(workspace_key.read_text())
    key(ws).write_text(workspace_key.read_text())
    with pytest.raises(UserError, match="cannot be opened"):
        my_figures(ws)


def test_the_file_tells_nothing_in_plain(ws: Workspace) -> None:
    note_sufficed(ws, "covered", CATEGORY, 2)
    held = b"".join(path.read_bytes() for path in ws.path.glob("private.db*"))
    assert held
    assert CATEGORY.encode() not in held
    assert b"CREATE TABLE" not in held


def test_purge_check_and_rebuild_do_not_touch_them(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_sufficed(ws, "covered", CATEGORY, 2)
    figures, held = my_figures(ws), file(ws).read_bytes()
    with monkeypatch.context() as watched:
        watch(watched)
        assert check(ws) == ()
        rebuild(ws)
        purge(ws, "b-1")
    assert file(ws).read_bytes() == held
    assert my_figures(ws) == figures


def test_keeping_them_changes_nothing_that_others_see(ws: Workspace) -> None:
    before = derived(ws)
    note_exposure(ws, {"clear": 5.0}, 4)
    note_sufficed(ws, "clear", CATEGORY, 4)
    assert derived(ws) == before


def watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whoever opens the private figures fails the test."""

    def opened(folder: Path) -> None:
        raise AssertionError("the private figures were opened")

    monkeypatch.setattr(private, "_open", opened)


def test_seconds_revealed_are_in_no_file_that_travels_wellbeing_15(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_exposure(ws, {"clear": 4321.0}, 4)
    note_sufficed(ws, "clear", CATEGORY, 4)
    record_verdict(ws, VerdictDraft("b-1", "i0", "ann", "correct"))
    private_key = key(ws).read_text()
    watch(monkeypatch)
    with export_facts(ws, "project") as export:
        assert export.facts == 1
        assert list(export.bodies)
    out = tmp_path / "results.smo"
    export_results(ws, out)
    with zipfile.ZipFile(out) as bundle:
        held = b"".join(bundle.read(name) for name in bundle.namelist())
    assert b'"correct"' in held, "the search must be able to find what is there"
    for needle in (CATEGORY, "4321000", "exposure", "sufficed", private_key):
        assert needle.encode() not in held


# Erasing, and what goes wrong


def test_erased_figures_are_gone_with_their_key_and_the_next_begin_anew(ws: Workspace) -> None:
    note_exposure(ws, {"clear": 5.0}, 4)
    old_key = key(ws).read_text()
    forget_private(ws)
    assert list(ws.path.glob("private.db*")) == []
    assert not key(ws).exists()
    assert my_figures(ws) == PrivateFigures(7)
    note_exposure(ws, {"grey": 1.0}, 1)
    assert my_figures(ws).revealed == (Revealed(1, "grey", 1000, 1000),)
    assert key(ws).read_text() != old_key


def test_erasing_nothing_is_fine(ws: Workspace) -> None:
    forget_private(ws)
    assert my_figures(ws) == PrivateFigures(7)


def spoil_file(ws: Workspace) -> None:
    file(ws).write_bytes(os.urandom(8192))


def lose_key(ws: Workspace) -> None:
    key(ws).unlink()


def cut_key(ws: Workspace) -> None:
    key(ws).write_text("00ff")


@pytest.mark.parametrize("spoil", [spoil_file, lose_key, cut_key])
def test_figures_that_cannot_be_opened_are_a_refusal_and_can_be_erased(
    ws: Workspace, spoil: object
) -> None:
    note_exposure(ws, {"clear": 5.0}, 4)
    spoil(ws)  # type: ignore[operator]
    held = file(ws).read_bytes()
    for act in (lambda: my_figures(ws), lambda: note_sufficed(ws, "grey", "", 1)):
        with pytest.raises(UserError, match="cannot be opened") as refusal:
            act()
        assert "erase them" in refusal.value.do
    assert file(ws).read_bytes() == held
    forget_private(ws)
    note_sufficed(ws, "grey", "", 1)
    assert my_figures(ws).sufficed == (Sufficed("", "grey", 1),)


def test_figures_of_a_newer_program_are_refused_and_left_alone(ws: Workspace) -> None:
    with private.writing(ws.path) as conn:
        conn.execute("PRAGMA user_version = 99")
    held = file(ws).read_bytes()
    with pytest.raises(UserError, match="newer"):
        note_exposure(ws, {"clear": 5.0}, 4)
    assert file(ws).read_bytes() == held


def test_a_creation_cut_off_is_taken_up(ws: Workspace) -> None:
    file(ws).touch()
    key(ws).write_text("cut")
    note_exposure(ws, {"clear": 1.0}, 0)
    assert my_figures(ws).revealed == (Revealed(0, "clear", 1000, 1000),)


NOTE = """
import sys
from pathlib import Path
from smo_review.operations.private import note_exposure
from smo_review.operations.workspace import open_workspace
ws = open_workspace(Path(sys.argv[1]))
while True:
    note_exposure(ws, {"clear": 1.0}, 2)
    print("kept", flush=True)
"""


def test_nothing_that_was_kept_is_lost_by_a_kill(ws: Workspace) -> None:
    kept = 0
    for _ in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", NOTE, str(ws.path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(random.randint(1, 6))]
        time.sleep(random.random() / 50)
        child.kill()
        rest, _ = child.communicate(timeout=30)
        kept += ("".join(told) + rest).count("kept\n")
    (revealed,) = my_figures(ws).revealed
    # A note cut off after it was durable and before it was told may stand: one for each kill.
    assert kept * 1000 <= revealed.days <= (kept + 4) * 1000
