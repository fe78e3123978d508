"""15: seconds revealed, by severity, are kept for the person alone, in a store with its own key."""

from __future__ import annotations

from pathlib import Path

import pytest

from smo_review.cli.main import run
from smo_review.domain.errors import UserError
from smo_review.operations.private import check_in, note_away, note_exposure
from smo_review.operations.results import export_results
from smo_review.queries.private import my_figures
from smo_review.store import private
from smo_review.store.database import connect
from smo_review.store.keys import find_key
from smo_review.store.workspace import CARD, read_card
from tests.helpers.review_desk import Desk
from tests.wellbeing.conftest import Seconds
from ui.stage.exposure import Exposure


def test_seconds_revealed_are_kept_by_severity(desk: Desk, seconds: Seconds) -> None:
    desk.page.exposure.exposure = Exposure(seconds)
    desk.page.exposure.opened(desk.view)
    desk.press("V")
    seconds.now += 7
    desk.press("Esc")
    desk.signals.covered_wanted.emit()
    kept = my_figures(desk.workspace).revealed
    assert [(one.severity, one.today) for one in kept] == [(4, 7000)]


def test_the_workspaces_own_key_does_not_open_them(desk: Desk) -> None:
    ws = desk.workspace
    note_exposure(ws, {"clear": 77.0}, 4)
    own = find_key(private.key_name(ws.path), ws.path / private.DATABASE)
    workspace_key = find_key(read_card(ws.path / CARD), ws.path)
    assert own != workspace_key
    with pytest.raises(UserError):
        connect(ws.path / private.DATABASE, workspace_key, cache_mb=1)


def test_no_file_and_no_number_tells_of_them(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ws = desk.workspace
    desk.press("A", "A")
    before, after = tmp_path / "before.smo", tmp_path / "after.smo"
    export_results(ws, before)
    run(["--workspace", str(ws.path), "--json", "numbers"], open_client=lambda _: 0)
    told = capsys.readouterr().out
    for severity in range(5):
        note_exposure(ws, {"clear": 4321.0}, severity)
    note_away(ws, 987.0)
    check_in(ws, 1)
    export_results(ws, after)
    run(["--workspace", str(ws.path), "--json", "numbers"], open_client=lambda _: 0)
    assert capsys.readouterr().out == told
    assert abs(after.stat().st_size - before.stat().st_size) < 64, "times differ, nothing else"
