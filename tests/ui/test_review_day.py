"""My day: what is due, done and left, and the way on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.changes import Changes
from smo_review.domain.project import Mixing
from smo_review.domain.views import BatchSummary
from smo_review.operations.receive import receive
from smo_review.operations.verdicts import accept_all
from tests.helpers.bundles import write_batch
from tests.helpers.review_cases import ITEMS, PROJECT
from tests.helpers.review_desk import Desk, desk_on
from ui.review.day import DayPage, build
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


@pytest.fixture
def day(qtbot: QtBot, desk: Desk) -> DayPage:
    page = build(desk.context)
    qtbot.addWidget(page)
    desk.actions.enter("day")
    page.resize(900, 600)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def texts(day: DayPage) -> list[str]:
    return [card.accessibleName() for card in day.cards]


def test_a_batch_tells_what_is_done_and_left(day: DayPage, desk: Desk) -> None:
    changes = accept_all(desk.workspace, desk.batch, "post-1")
    desk.signals.changed.emit(changes)
    assert "1 of 4 items done · 3 left" in texts(day)[0]
    assert day.today.text() == "3 verdicts today · 3 items left"


def test_enter_on_a_batch_goes_on_with_it(day: DayPage, desk: Desk, qtbot: QtBot) -> None:
    card = day.cards[0]
    with qtbot.waitSignal(card.wanted) as wanted:
        qtbot.keyClick(card, Qt.Key.Key_Return)
    assert wanted.args == [desk.batch]


def test_the_batch_to_go_on_with_has_the_keyboard(day: DayPage) -> None:
    assert QApplication.focusWidget() is day.cards[0]
    assert day.cards[0].button.property("kind") == "main"


def test_an_empty_day_says_what_to_do_next(day: DayPage) -> None:
    day.show_batches(())
    assert not day.empty.isHidden()
    assert "Drop a batch file" in day.empty.text()
    assert day.today.text() == ""


def test_of_a_purged_batch_it_is_said_that_its_content_was_destroyed(day: DayPage) -> None:
    gone = BatchSummary(BatchInfo("b", "p", "Gone", 3, 3, due="2026-01-01"), "P", 1, 0, 0, "", True)
    day.show_batches((gone,))
    assert "1 of 3 items done · content was destroyed" in texts(day)[0]
    assert "late" not in texts(day)[0]
    assert day.cards[0].button.property("kind") != "main"
    assert day.today.text() == "0 verdicts today · all batches are done"


def test_a_batch_tells_what_is_flagged_and_unsettled(day: DayPage) -> None:
    batch = BatchSummary(BatchInfo("b", "p", "Week 48", 9, 9), "P", 1, 0, 0, flagged=2, unsettled=1)
    day.show_batches((batch,))
    assert texts(day)[0].endswith("1 of 9 items done · 8 left · 2 flagged · 1 unsettled")


def test_the_chosen_batch_keeps_the_keyboard_when_the_day_is_read_again(
    day: DayPage, qtbot: QtBot
) -> None:
    batches = [
        BatchSummary(BatchInfo(f"b{n}", "p", f"Week {n}", 9, 9), "P", 0, 0, 0) for n in "123"
    ]
    day.show_batches(batches)
    qtbot.keyClick(day.cards[0], Qt.Key.Key_Down)
    day.show_batches(batches)
    focused = QApplication.focusWidget()
    assert focused is day.cards[1]
    day.show_batches(batches[1:])
    assert QApplication.focusWidget() is day.cards[0]
    assert day.cards[0].batch == "b2"


def test_a_batch_that_came_while_another_page_was_shown_is_in_the_palette(
    day: DayPage, desk: Desk, tmp_path: Path
) -> None:
    day.hide()
    bundle = tmp_path / "later.smo"
    write_batch(bundle, ITEMS[:1], [], project=PROJECT, media=(), name="Week 48")
    received = receive(desk.workspace, bundle)
    desk.signals.changed.emit(Changes(batches=frozenset(received.batches), numbers=True))
    assert "Week 48" in [entry.title for entry in day._entries()]


def test_the_open_key_works_without_the_mouse(day: DayPage, desk: Desk) -> None:
    assert desk.actions.is_ready(Act.OPEN_BATCH)


def test_a_batch_says_that_golds_may_be_hidden_in_it_where_its_project_does(
    day: DayPage, desk: Desk, tmp_path: Path
) -> None:
    assert not any("known answer" in text for text in texts(day))
    told = structs.replace(PROJECT, id="told", hidden_gold=Mixing(0.05))
    write_batch(tmp_path / "told.smo", ITEMS, [], project=told, media=(), name="Told")
    desk.signals.changed.emit(
        Changes(batches=frozenset({receive(desk.workspace, tmp_path / "told.smo").id}))
    )
    assert [text for text in texts(day) if "About 5% of the items" in text]
    assert len([text for text in texts(day) if "known answer" in text]) == 1
