"""Narrowing the queue by keyboard: annotator, label, language, and words as they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Annotation, Mark
from tests.helpers.review_cases import ANNOTATIONS
from tests.helpers.review_desk import Desk, desk_on
from ui.review.picker import CHOICE
from ui.shell.settings import SettingsStore

LONE = Annotation("post-3", "dara", (Mark("spam"),))
"""An annotator and a label that only one item has, and the project does not know."""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings, annotations=[*ANNOTATIONS, LONE]) as opened:
        yield opened


def narrowed(desk: Desk) -> str:
    button = desk.page.queue.narrowed
    return button.text() if button.isVisible() else ""


def test_the_queue_is_narrowed_to_one_annotator_by_keyboard(desk: Desk) -> None:
    desk.press("Q")
    desk.type("dar")
    desk.press("Enter")
    assert desk.listed() == ["post-3"]
    assert desk.where[0] == "post-3"
    assert "dara" in narrowed(desk)


def test_a_label_and_a_language_narrow_it_together(desk: Desk) -> None:
    desk.press("Q")
    desk.page.queue.filters.language.setFocus()
    desk.type("en")
    desk.press("Enter")
    assert desk.listed() == ["post-1", "post-4"]
    desk.page.queue.filters.label.setFocus()
    desk.type("spam")
    desk.press("Enter")
    assert desk.listed() == []
    assert desk.page.queue.empty.isVisible()


def test_a_field_that_is_emptied_no_longer_narrows(desk: Desk) -> None:
    desk.press("Q")
    desk.type("dara")
    desk.press("Enter")
    desk.page.queue.filters.annotator.setFocus()
    desk.page.queue.filters.annotator.field.selectAll()
    desk.press("Del", "Enter")
    assert len(desk.listed()) == 4
    assert narrowed(desk) == ""


def test_esc_leaves_the_filter_and_letters_are_verdicts_again(desk: Desk) -> None:
    desk.press("Q", "Esc")
    assert not desk.page.queue.filters.isVisible()
    desk.press("A")
    assert desk.outcome("post-1") == "correct"


def test_one_click_shows_all_items_again(desk: Desk) -> None:
    desk.press("Q")
    desk.type("dara")
    desk.press("Enter", "Esc")
    desk.page.queue.narrowed.click()
    assert len(desk.listed()) == 4


def test_labels_are_offered_by_their_names_and_strange_ones_as_they_came(desk: Desk) -> None:
    desk.press("Q")
    model = desk.page.queue.filters.label.list.model()
    told = [model.index(row, 0).data(CHOICE).title for row in range(model.rowCount())]
    assert told == ["Hate speech", "Normal", "Offensive", "spam"]


def test_blind_nobody_can_be_picked_out(desk: Desk) -> None:
    desk.press("Q")
    desk.type("dara")
    desk.press("Enter", "Esc", "B")
    assert not [text for text in desk.words() if "dara" in text or "sokha" in text]
    desk.press("Q")
    assert not desk.page.queue.filters.annotator.isVisible()
    assert not [text for text in desk.words() if "dara" in text or "sokha" in text]


def test_words_find_items_while_they_are_typed_and_the_item_in_hand_stays(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("quiet")
    assert desk.listed() == ["post-4"]
    assert desk.where[0] == "post-1"


def test_enter_makes_what_was_found_the_queue(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("quiet")
    desk.press("Enter")
    assert desk.where[0] == "post-4"
    assert QApplication.focusWidget() is desk.page.side.cards


def test_esc_leaves_the_queue_as_it_was(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("quiet")
    desk.press("Esc")
    assert len(desk.listed()) == 4
    assert desk.page.queue.search.text() == ""
    assert desk.page.queue.list.currentIndex().row() == 0
    assert desk.where[0] == "post-1"


def test_words_that_are_taken_back_leave_the_queue_as_it_was(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("q")
    assert desk.listed() == ["post-4"]
    desk.page.queue.search.clear()
    assert len(desk.listed()) == 4


def test_an_item_found_while_typing_can_be_chosen_at_once(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("the")
    found = desk.listed()
    assert found == ["post-1", "post-4"]
    desk.page.queue.list.clicked.emit(desk.page.queue.model.index(1))
    assert desk.where[0] == "post-4"
    assert desk.listed() == found
