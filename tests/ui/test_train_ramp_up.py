"""The ramp-up on the trainer's page: where joiners stand, sign-offs, and taking one back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.charts import LineChart
from smo_review.domain.project import Person, Stage
from smo_review.domain.views import VerdictDraft
from smo_review.operations.verdicts import record_verdicts
from smo_review.queries.rampup import ramp_up
from tests.helpers.store_cases import PROJECT, case, made
from tests.helpers.train_desk import TrainWindow
from ui.shell.acts import Act
from ui.shell.settings import SettingsStore
from ui.train.sign_dialog import SignDialog


@pytest.fixture
def train(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[TrainWindow]:
    """Dara began ten days ago and has done all; Mei begins in a year."""
    start = date.today() - timedelta(10)
    people = (
        Person("Dara", ("ann",), started=start.isoformat()),
        Person("Mei", started=(start + timedelta(365)).isoformat()),
    )
    plan = (
        Stage("first", {"en": "Shadowing"}, 14, volume=3, accuracy=0.8),
        Stage("second", {"en": "Certified"}, 14, volume=6),
    )
    project = structs.replace(PROJECT, people=people, ramp_up=plan)
    ws = made(tmp_path / "w", case(40, ("ann", "bob"), project=project))
    record_verdicts(ws, [VerdictDraft("b-1", f"i{n}", "ann", "correct") for n in range(40)])
    desk = TrainWindow(qtbot, ws, settings)
    desk.press("6")
    yield desk
    desk.close()


def dialog() -> SignDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, SignDialog)
    return found


def stage_of(desk: TrainWindow) -> str:
    stage = ramp_up(desk.workspace).joiners[0].stage
    return stage.id if stage is not None else ""


def test_joiners_stand_beside_the_plan_with_the_evidence(train: TrainWindow) -> None:
    assert train.column("Joiner") == ["Dara", "Mei"]
    assert train.column("Where they stand") == ["ready for the sign-off", "has not begun"]
    seen = train.seen()
    assert "Dara · Shadowing · ready for the sign-off" in seen
    assert "accuracy: 100.0% (95%: 91.2% to 100.0%; n 40), wanted 80.0%: reached" in seen
    assert "Shadowing: 14 days, 3 a working day, accuracy 80.0%, a sign-off" in seen
    curve = train.page.joiners.chart
    assert isinstance(curve, LineChart)
    assert [line.name for line in curve.lines] == ["done", "plan"]
    assert curve.lines[0].points[-1].value == 40


def test_a_sign_off_is_confirmed_in_words_and_can_be_taken_back(train: TrainWindow) -> None:
    train.press("S")
    asked = dialog()
    assert not asked.confirm.isEnabled() and not asked.warning.isVisible()
    asked.words.setText("40 of 40 right")
    asked.confirm.click()
    assert stage_of(train) == "second"
    assert "Dara: signed off." in train.said()
    assert "Shadowing · signed off · " in train.seen() and "40 of 40 right" in train.seen()
    train.press("Ctrl+Z")
    asked = dialog()
    asked.words.setText("the wrong Dara")
    asked.confirm.click()
    assert stage_of(train) == "first"
    assert "not yet" in train.seen() and "the wrong Dara" in train.seen()
    assert not train.actions.is_ready(Act.TAKE_BACK)


def test_nothing_is_recorded_where_the_dialog_is_left(train: TrainWindow) -> None:
    train.press("S")
    asked = dialog()
    asked.words.setText("almost")
    asked.reject()
    assert stage_of(train) == "first" and not ramp_up(train.workspace).signed


def test_not_yet_is_recorded_with_its_reason(train: TrainWindow) -> None:
    train.press("Shift+S")
    asked = dialog()
    asked.words.setText("two weeks more")
    asked.confirm.click()
    (said,) = ramp_up(train.workspace).signed
    assert (said.matter.passed, said.matter.evidence) == (False, "two weeks more")
    assert stage_of(train) == "first"


def test_a_sign_off_against_the_plan_says_so_first(train: TrainWindow) -> None:
    train.press("S")
    dialog().words.setText("fine")
    dialog().confirm.click()
    train.press("S")
    assert "The plan is not reached" in dialog().warning.text()
    dialog().reject()


def test_whoever_has_not_begun_cannot_be_signed_off(train: TrainWindow) -> None:
    train.press("Down")
    assert "Mei · has not begun" in train.seen()
    for act in (Act.SIGN_OFF, Act.NOT_YET, Act.TAKE_BACK, Act.KEEP_CHART):
        assert not train.actions.is_ready(act)
