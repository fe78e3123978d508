"""An auditor finds their way through a batch: items, filters, search, flags, resuming."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from smo_review.operations.workspace import open_workspace
from tests.helpers.review_desk import Desk, desk_on
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


# Going about


def test_keys_walk_through_items_and_annotations(desk: Desk) -> None:
    desk.press("J", "N")
    assert desk.where == ("post-2", "wei")
    desk.press("K", "P")
    assert desk.where == ("post-1", "robot-7")


def test_the_end_of_the_queue_is_told(desk: Desk) -> None:
    desk.press("J", "J", "J", "J")
    assert desk.where[0] == "post-4"
    assert "last item of the queue; 4" in desk.said()


@pytest.mark.parametrize("wanted", ["3", "post-3"])
def test_an_item_is_reached_by_number_or_id(desk: Desk, wanted: str) -> None:
    desk.press("Ctrl+G")
    desk.type(wanted)
    desk.press("Enter")
    assert desk.where[0] == "post-3"


def test_an_item_that_is_not_there_is_refused_in_plain_words(desk: Desk) -> None:
    desk.press("Ctrl+G")
    desk.type("post-99")
    desk.press("Enter")
    assert "There is no item post-99" in desk.said()
    assert desk.where[0] == "post-1"


def test_jumping_to_a_filtered_item_shows_all_items_again(desk: Desk) -> None:
    desk.press("Shift+A")
    desk.show(show="done")
    desk.page.position.jump("4")
    assert desk.where[0] == "post-4"
    assert len(desk.listed()) == 4


def test_work_goes_on_where_it_was_left(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings) as first:
        first.press("J", "J", "A")
        path, batch = first.workspace.path, first.batch
    again = Desk(qtbot, open_workspace(path), batch, settings)
    assert again.where == ("post-3", "wei")
    again.close()


# The queue


def test_the_queue_is_filtered_by_state(desk: Desk) -> None:
    desk.press("Shift+A", "G", "R")
    desk.type("miss")
    desk.press("Enter", "Enter")
    assert desk.show(show="done") == ["post-1"]
    assert desk.show(show="open") == ["post-2", "post-3", "post-4"]
    assert desk.show(show="flagged") == ["post-2"]
    assert desk.show(show="incorrect") == ["post-2"]


@pytest.mark.parametrize(
    ("text", "items"), [("bridge", ["post-1"]), ("ផ្សារ", ["post-2"]), ("蔬菜", ["post-3"])]
)
def test_content_is_searched_in_any_script(desk: Desk, text: str, items: list[str]) -> None:
    desk.press("Ctrl+F")
    desk.page.queue.search.setText(text)
    desk.press("Enter")
    assert desk.listed() == items
    assert desk.where[0] == items[0]


def test_notes_are_searched_too(desk: Desk) -> None:
    desk.press("J", "E")
    desk.type("sarcasm")
    desk.press("Enter", "S")
    assert desk.show(text="sarcasm") == ["post-2"]


def test_a_filter_that_nothing_matches_says_so(desk: Desk) -> None:
    assert desk.show(text="zzzzzz") == []
    assert not desk.page.queue.empty.isHidden()
    assert desk.page.position.view is None
    assert not desk.actions.is_ready(Act.CORRECT)


def test_a_line_of_the_queue_shows_what_was_done(desk: Desk) -> None:
    desk.press("A", "G")
    text = desk.page.queue.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "Item 1, post-1, 1 of 3, flagged"


# Flags


def test_a_flag_is_put_on_and_off(desk: Desk) -> None:
    desk.press("G")
    assert "Flagged" in desk.page.bar.about.text()
    assert desk.actions.action(Act.FLAG).isChecked()
    desk.press("G")
    assert desk.show(show="flagged") == []


def test_a_flag_can_say_why(desk: Desk) -> None:
    desk.press("Shift+G")
    desk.type("Ask the trainer")
    desk.press("Enter", "J", "K")
    assert desk.view.flagged
    assert desk.view.flag_note == "Ask the trainer"
    assert "Ask the trainer" in desk.page.bar.about.text()
