"""Places in answers: drawn with the stage's tools, asked for where they count, told afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Box, Mark, Span
from smo_review.operations.gold import draft_of, set_gold
from smo_review.operations.workspace import Workspace
from smo_review.queries.gold import golds
from smo_review.queries.learning import run_of
from tests.helpers.learn_cases import built, key_of, learner_workspace, trainer_workspace
from tests.helpers.learn_desk import DIGIT, LearnWindow
from tests.helpers.review_desk import desk_on
from ui.gold.form import GoldForm
from ui.learn.build_dialog import BuildDialog
from ui.shell.settings import SettingsStore

WHERE = Span(0, 0, 3)


def placed_trainer(folder: Path) -> Workspace:
    """Golds that all say where their label lies: at the beginning."""
    trainer = trainer_workspace(folder, 3)
    for one in golds(trainer):
        marks = (Mark(one.labels[0], WHERE),)
        set_gold(trainer, [structs.replace(draft_of(one), marks=marks)])
    return trainer


class Made:
    """A learner at a practice whose places count."""

    def __init__(self, qtbot: QtBot, folder: Path, settings: SettingsStore) -> None:
        trainer = placed_trainer(folder / "made")
        found = built(trainer, folder / "practice.smo", n=3, places=True)
        self.name = found.exercise
        ws = learner_workspace(folder / "ws", "Dara", folder / "practice.smo")
        self.labels = key_of(trainer, self.name)
        trainer.close()
        self.desk = LearnWindow(qtbot, ws, settings)
        self.desk.press("B", "B")

    def choose(self) -> None:
        """The right label, its clause and how sure; nothing is answered yet."""
        desk = self.desk
        desk.press(DIGIT[self.labels[desk.item]], "Y")
        desk.type(
            {"hate": "attack", "offensive": "offensive", "normal": "quot"}[self.labels[desk.item]]
        )
        desk.press("Enter", "F")

    def mark(self, clusters: int, end: bool = False) -> None:
        """Reveal the text and select so many clusters of it, from its start or its end, by keys."""
        desk = self.desk
        desk.press("V", "I")
        page = QApplication.focusWidget()
        if end:
            QTest.keyClick(page, Qt.Key.Key_End)
        for _ in range(clusters):
            way = Qt.Key.Key_Left if end else Qt.Key.Key_Right
            QTest.keyClick(page, way, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(page, Qt.Key.Key_Return)


@pytest.fixture
def made(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Made]:
    one = Made(qtbot, tmp_path, settings)
    yield one
    one.desk.close()


def test_a_place_that_counts_is_asked_for_once_and_told_after_the_answer(made: Made) -> None:
    desk = made.desk
    assert "No place marked; it counts here" in desk.seen()
    made.choose()
    desk.press("Enter")
    assert "The place counts here" in desk.said() and "Ctrl+B" in desk.said()
    assert not run_of(desk.workspace, made.name).answers
    first = desk.item
    made.mark(2)
    said = desk.page.presenter.draft.location
    assert isinstance(said, Span) and said.start == 0
    assert "A place is marked" in desk.seen()
    desk.press("Enter")
    assert run_of(desk.workspace, made.name).answers[first].location == said
    assert "✓ Right" in desk.seen()


def test_the_right_label_in_the_wrong_place_is_told_apart_and_gold_is_drawn(made: Made) -> None:
    desk = made.desk
    made.choose()
    made.mark(1, end=True)
    desk.press("Enter")
    assert "≈ Right label, wrong place" in desk.seen()
    assert "drawn on the item, in another line" in desk.seen()
    drawn = [mark.mark for mark in desk.page.stage._marks]
    assert [mark.location for mark in drawn][1:] == [WHERE]
    desk.press("Enter")
    for _ in range(2):
        made.choose()
        desk.press("Enter", "Enter", "Enter")
    assert "Right label in the wrong place: 3 of 3" in desk.page.outcome.words


def test_the_box_key_draws_with_the_stages_own_tools(made: Made) -> None:
    taken: list[str] = []
    stage = made.desk.page.stage
    stage.start_drawing = lambda tool, place=None: taken.append(tool)
    made.desk.press("Ctrl+B", "Ctrl+D", "I")
    assert taken == ["box", "polygon", "pin"]
    stage.located.emit(Box(0, 1, 2, 3, 4))
    assert made.desk.page.presenter.draft.location == Box(0, 1, 2, 3, 4)


def test_where_the_place_does_not_count_nobody_is_asked_for_one(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    trainer = placed_trainer(tmp_path / "made")
    built(trainer, tmp_path / "p.smo", n=3)
    trainer.close()
    ws = learner_workspace(tmp_path / "ws", "Dara", tmp_path / "p.smo")
    desk = LearnWindow(qtbot, ws, settings)
    desk.press("B", "B")
    assert "No place marked" in desk.seen() and "it counts" not in desk.seen()
    desk.press("1", "F", "Enter", "Enter")
    assert "wrong place" not in desk.seen()
    desk.close()


def test_gold_made_in_review_keeps_where_its_labels_lie(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings) as desk:
        while not any(m.location for m in desk.view.annotations[0].annotation.marks):
            desk.press("J")
        mark = next(m for m in desk.view.annotations[0].annotation.marks if m.location)
        item = desk.view.item.id
        desk.press("A", "K", "Shift+D")
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), GoldForm))
        form = QApplication.activeModalWidget()
        assert isinstance(form, GoldForm)
        assert form.places.isChecked() and "(1)" in form.places.text()
        form.save()
        (gold,) = (one for one in golds(desk.workspace) if one.item == item)
        assert gold.marks == (Mark(mark.label, mark.location),)


def test_the_dialog_offers_places_only_where_gold_has_some(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    for trainer, has in (
        (trainer_workspace(tmp_path / "a"), False),
        (placed_trainer(tmp_path / "b"), True),
    ):
        desk = LearnWindow(qtbot, trainer, settings)
        desk.press("Shift+G", "Shift+B")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BuildDialog) and dialog.places.isEnabled() is has
        dialog.reject()
        desk.close()
