"""23: what starts mild asks for a decision per item; there is no passive slide show."""

from __future__ import annotations

from pathlib import Path

import msgspec
from pytestqt.qtbot import QtBot

from smo_review.queries.learning import scores
from tests.helpers.learn_cases import built, learner_workspace, trainer_workspace
from tests.helpers.learn_desk import LearnWindow
from tests.helpers.review_cases import PROJECT
from tests.helpers.review_desk import Desk, desk_on
from tests.wellbeing.conftest import SEVERITIES, annotations, items
from ui.shell.settings import SettingsStore


def severity(desk: Desk) -> int | None:
    return SEVERITIES[int(desk.where[0].removeprefix("ad-"))]


def test_a_mild_first_queue_begins_mild_and_goes_on_by_decisions_only(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    project = msgspec.structs.replace(PROJECT, queue_rule="severity-mild-first")
    with desk_on(
        qtbot, tmp_path, settings, items=items(), annotations=annotations(), project=project
    ) as desk:
        desk.page.position.go(0)
        met = []
        for _ in range(8):
            met.append(severity(desk))
            here = desk.where
            desk.press("V")
            desk.page.stage.cover_all()
            assert desk.where == here, "looking leads nowhere"
            desk.press("A")
            assert desk.outcome(here[0]) == "correct", "each item has its decision"
        assert met[:2] == [None, 0]
        assert sorted(one or 0 for one in met) == sorted(one or 0 for one in SEVERITIES)


def test_an_exercise_begins_mild_and_goes_on_by_answers_only(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    trainer = trainer_workspace(tmp_path / "made")
    exercise = built(trainer, tmp_path / "x.smo").exercise
    trainer.close()
    desk = LearnWindow(
        qtbot, learner_workspace(tmp_path / "ws", "Dara", tmp_path / "x.smo"), settings
    )
    desk.press("B", "B")
    met = []
    for place in range(6):
        assert desk.page.presenter.question is not None
        met.append(desk.page.presenter.question.view.item.severity)
        here = desk.item
        desk.press("V")
        desk.page.stage.cover_all()
        desk.press("Enter")
        assert desk.item == here, "looking leads nowhere, and Enter alone neither"
        desk.press("0", "F", "Enter", "Enter")
        assert len(scores(desk.workspace, exercise).learners[0].results) == 6
        assert scores(desk.workspace, exercise).learners[0].answered == place + 1
    assert met == sorted(met), "mild content comes first"
    desk.close()
