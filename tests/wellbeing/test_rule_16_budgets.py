"""16: budgets are configurable, warned early, claim nothing; reaching one offers lighter work."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from smo_review.domain.project import Project
from smo_review.language import translated
from smo_review.operations.private import note_exposure
from tests.helpers.review_desk import Desk, workspace_with_batch
from tests.wellbeing.conftest import annotations, items
from ui.review.care import suggestion
from ui.review.pace import ORDER
from ui.shell.acts import Act
from ui.shell.settings import BUDGET, SettingsStore
from ui.stage.exposure import Measured


def reveal(desk: Desk, minutes: float, severity: int = 4) -> None:
    """So much was revealed: minutes times severity."""
    measured = Measured({severity: {"clear": minutes * 60 / severity}}, {})
    desk.page.exposure.measured.emit(measured)


@pytest.mark.parametrize("which", ["day_budget", "session_budget"])
def test_a_budget_is_warned_early_and_its_end_offers_lighter_items(desk: Desk, which: str) -> None:
    desk.settings.change(day_budget=0, session_budget=0)
    desk.settings.change(**{which: 100})
    bar = desk.page.care.bar
    reveal(desk, 79)
    assert bar.isHidden()
    reveal(desk, 1)
    assert "nearly used" in bar.words.text()
    reveal(desk, 20)
    assert "Lighter items can come next" in bar.words.text()
    assert bar.buttons[Act.LIGHTER].isVisibleTo(bar)
    desk.actions.press(Act.LIGHTER)
    assert desk.listed() == ["ad-4", "ad-5", "ad-7"]
    assert bar.isHidden()
    desk.actions.press(Act.LIGHTER)
    assert len(desk.listed()) == 8


def test_the_day_begins_with_what_was_revealed_before_the_program_was_opened(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    settings.change(day_budget=100, session_budget=0)
    workspace, batch = workspace_with_batch(tmp_path / "day", items(), annotations())
    note_exposure(workspace, {"clear": 20 * 60.0}, 4)
    desk = Desk(qtbot, workspace, batch, settings)
    assert "nearly used" in desk.page.care.bar.words.text()
    desk.close()


def test_it_is_no_wall_work_goes_on_and_the_offer_can_be_put_away(desk: Desk) -> None:
    desk.settings.change(day_budget=10)
    reveal(desk, 500)
    assert desk.page.care.bar.isVisible()
    desk.press("A")
    assert desk.outcome("ad-0") == "correct"
    assert desk.where[0] == "ad-1"
    desk.actions.press(Act.PUT_AWAY)
    assert desk.page.care.bar.isHidden()


def test_no_budget_is_a_choice_and_the_project_has_no_say(desk: Desk) -> None:
    desk.settings.change(day_budget=0, session_budget=0)
    reveal(desk, 5000)
    assert desk.page.care.bar.isHidden()
    fields = {field.name for field in msgspec.structs.fields(Project)}
    assert not {name for name in fields if "budget" in name or "break" in name}


def test_nothing_that_is_said_names_a_safe_amount() -> None:
    said = [suggestion(kind) for kind in ORDER] + [translated(BUDGET)]
    for words in said:
        assert "safe" not in words.lower()
        assert not any(sign.isdigit() for sign in words.replace("0 is none", ""))
