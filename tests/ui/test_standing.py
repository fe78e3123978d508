"""Another language: all pages are built anew, and the person is where they were on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.filters import Filter
from smo_review.domain.views import QueueFilter
from smo_review.language import set_language
from smo_review.queries.batches import batches
from tests.helpers.learn_cases import built, learner_workspace, trainer_workspace
from tests.helpers.session_driver import begin, deck_file, page_of, press, room_of, settle, started
from ui.filters.views import View, ViewsDialog
from ui.shell import theme
from ui.shell.acts import Act
from ui.tour.driver import Driver


@pytest.fixture
def trainer(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    deck_file(tmp_path)
    driver = Driver(qapp, tmp_path, "trainer")
    yield driver
    driver.close()
    theme.apply(qapp, "light", 100)
    set_language("en")


def speak(driver: Driver, language: str) -> None:
    """Choose another language while another page is seen, as in the preferences."""
    press(driver, Act.PREFERENCES)
    driver.client.settings.change(language=language)
    driver.wait(lambda: driver.speaks(language), "the pages are there again")
    started(driver)


def test_a_guided_session_goes_on_at_its_desk_and_in_its_room(trainer: Driver) -> None:
    session = begin(trainer)
    press(trainer, Act.NEXT_SLIDE, Act.CALL_VOTE, Act.NEXT_SLIDE, Act.SHOW_ROOM, Act.ROOM_REVEAL)
    before = page_of(trainer).presenter.view
    assert before is not None and page_of(trainer).presenter.place == 2
    assert room_of(trainer).stage.level != "covered"
    speak(trainer, "km")
    press(trainer, Act.GO_SESSIONS)
    page = page_of(trainer)
    trainer.wait(lambda: page.presenter.view is not None, "the desk is there again")
    settle(trainer)
    assert page.currentWidget() is page.desk
    assert page.presenter.tally.session == session
    assert page.presenter.view is not None and page.presenter.view.item.id == before.item.id
    room = room_of(trainer)
    assert room.isVisible() and room.stage.level == "covered"
    assert room.stage._view is not None and room.stage._view.item.id == before.item.id
    press(trainer, Act.PREVIOUS_SLIDE)
    assert page.presenter.phase == "voting", "the vote that was called is still on"


def test_the_list_of_sessions_stays_a_list_and_a_closed_room_closed(trainer: Driver) -> None:
    started(trainer)
    press(trainer, Act.GO_SESSIONS)
    speak(trainer, "zh")
    press(trainer, Act.GO_SESSIONS)
    page = page_of(trainer)
    assert page.currentWidget() is page.list and page.rooms.window is None


def test_the_queue_of_a_figure_and_the_item_in_hand_stay(trainer: Driver) -> None:
    started(trainer)
    batch = batches(trainer.context.workspace)[0].info.id
    press(trainer, Act.GO_NUMBERS)
    trainer.context.navigate.open_items(Filter(batch=batch), QueueFilter(mild=True))
    settle(trainer)
    press(trainer, Act.NEXT_ITEM)
    item = trainer.review.position.view.item.id
    speak(trainer, "km")
    press(trainer, Act.GO_REVIEW)
    trainer.wait(lambda: trainer.review.position.view is not None, "the item is there again")
    walk = trainer.review.presenter.walk
    assert (walk.batch, walk.opening.filter) == (batch, QueueFilter(mild=True))
    assert trainer.review.position.view.item.id == item
    assert trainer.review.queue.back.isVisible()


def test_an_exercise_in_hand_stays_in_hand(qapp: QApplication, tmp_path: Path) -> None:
    made = trainer_workspace(tmp_path / "made", 3)
    exercise = built(made, tmp_path / "exam.smo", "exam", n=3).exercise
    made.close()
    learner_workspace(tmp_path / "learner", "Dara", tmp_path / "exam.smo").close()
    driver = Driver(qapp, tmp_path, "learner")
    try:
        started(driver)
        press(driver, Act.GO_LEARN, Act.OPEN_EXERCISE, Act.OPEN_EXERCISE)
        page = driver.client.page(Act.GO_LEARN)
        assert page.currentWidget() is page.desk
        item = page.presenter.question.view.item.id
        speak(driver, "zh")
        press(driver, Act.GO_LEARN)
        page = driver.client.page(Act.GO_LEARN)
        driver.wait(lambda: page.presenter.question is not None, "the question is there again")
        assert page.presenter.sitting.run.exercise == exercise
        assert page.presenter.question.view.item.id == item
    finally:
        driver.close()
        theme.apply(qapp, "light", 100)
        set_language("en")


def test_numbers_come_back_by_what_they_were_broken_down_by_and_views_keep_it(
    trainer: Driver,
) -> None:
    started(trainer)
    press(trainer, Act.GO_NUMBERS, Act.BY_CODE)
    press(trainer, Act.SAVED_VIEWS)
    dialog = trainer.app.activeModalWidget()
    assert isinstance(dialog, ViewsDialog)
    dialog.name.setText("By code")
    dialog._save()
    kept: list[View] = dialog._views
    assert kept[0].choices["numbers"] == "code"
    dialog.reject()
    press(trainer, Act.BY_LABEL)
    speak(trainer, "km")
    press(trainer, Act.GO_NUMBERS)
    assert trainer.client.page(Act.GO_NUMBERS).presenter.by == "label"
    assert trainer.client.actions.action(Act.BY_LABEL).isChecked()
    trainer.context.filters.show(kept[0].filter, kept[0].choices)
    settle(trainer)
    assert trainer.client.actions.action(Act.BY_CODE).isChecked()
    assert trainer.client.page(Act.GO_NUMBERS).model.columnCount() == 4


def test_the_part_of_disputes_and_the_view_of_training_stay(trainer: Driver) -> None:
    started(trainer)
    press(trainer, Act.GO_DISPUTES, Act.SHOW_AUDITORS, Act.GO_TRAIN, Act.TRAIN_RAMP_UP)
    speak(trainer, "zh")
    press(trainer, Act.GO_DISPUTES)
    page = trainer.client.page(Act.GO_DISPUTES)
    assert page._parts.currentWidget() is page.auditors
    assert trainer.client.actions.action(Act.SHOW_AUDITORS).isChecked()
    press(trainer, Act.GO_TRAIN)
    assert trainer.client.actions.action(Act.TRAIN_RAMP_UP).isChecked()
