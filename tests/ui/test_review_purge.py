"""Destroying a batch's content: it is asked first, nothing of it stays on the screen, and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.helpers.review_desk import Desk, desk_on
from ui.shell.settings import SettingsStore
from ui.transfer.transfer import Transfer


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


def ask(qtbot: QtBot, desk: Desk) -> QMessageBox:
    """What is asked before anything is destroyed."""
    Transfer(desk.context, desk.window).ask_and_purge(desk.batch, "Week 47")
    box = desk.window.findChild(QMessageBox)
    assert box is not None
    qtbot.waitUntil(box.isVisible)
    return box


def button(box: QMessageBox, text: str) -> QPushButton:
    return next(one for one in box.findChildren(QPushButton) if one.text() == text)


def test_enter_and_esc_keep_the_content(desk: Desk, qtbot: QtBot) -> None:
    question = ask(qtbot, desk)
    assert question.defaultButton().text() == "Keep it"
    assert question.escapeButton() is question.defaultButton()
    question.defaultButton().click()
    assert desk.view.item.parts


def test_nothing_of_the_content_stays_at_hand(desk: Desk, qtbot: QtBot) -> None:
    desk.press("J", "K")
    button(ask(qtbot, desk), "Destroy content").click()
    assert desk.view.item.id == "post-1"
    held = desk.page.presenter.walk._views.values()
    assert not [view for view in held if view.item.parts]
    assert "gone" in desk.said()


def test_the_page_says_that_the_content_was_destroyed(desk: Desk, qtbot: QtBot) -> None:
    desk.press("A")
    button(ask(qtbot, desk), "Destroy content").click()
    assert "content was destroyed" in desk.page.queue.progress_text.text()
    assert desk.outcome("post-1") == "correct"


def test_a_begun_finding_is_kept_when_the_content_goes(desk: Desk, qtbot: QtBot) -> None:
    desk.press("R")
    desk.type("neigh")
    desk.press("Enter")
    button(ask(qtbot, desk), "Destroy content").click()
    assert 0 in desk.page.editing.drafts()
