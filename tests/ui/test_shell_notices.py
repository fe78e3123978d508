"""Messages: quiet, in the window, with what, where and what to do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.errors import UserError
from ui.shell import notice_bar
from ui.shell import notices as notices_of
from ui.shell.crash import Crashes, report
from ui.shell.notice_bar import LongBar, NoticeBar
from ui.shell.notices import Notices
from ui.shell.tasks import InlineTasks, LongTask

REFUSAL = UserError("The file was changed", "b.smo: items.jsonl, line 3", "Ask for it again.")


@pytest.fixture
def bar(qtbot: QtBot, notices: Notices) -> NoticeBar:
    bar = NoticeBar(notices)
    qtbot.addWidget(bar)
    return bar


def words(widget: QWidget) -> list[str]:
    """What a person can read in it."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def button(widget: QWidget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible())


def test_a_refusal_says_what_where_and_what_to_do(bar: NoticeBar, notices: Notices) -> None:
    notices.refuse(REFUSAL)
    assert [text for text in words(bar) if text] == [REFUSAL.what, REFUSAL.where, REFUSAL.do]


def test_a_refusal_can_be_copied(qtbot: QtBot, bar: NoticeBar, notices: Notices) -> None:
    notices.refuse(REFUSAL)
    qtbot.mouseClick(button(bar, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "\n".join(
        [REFUSAL.what, REFUSAL.where, REFUSAL.do]
    )


def test_a_refusal_leaves_with_the_next_act_but_not_unread(
    bar: NoticeBar, notices: Notices, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices.refuse(REFUSAL)
    notices.outdated()
    assert bar.isVisibleTo(None) and notices.last is not None, "keys at a run do not hide it"
    monkeypatch.setattr(notices_of, "UNREAD", 0.0)
    notices.outdated()
    assert notices.last is None and bar.isHidden()


def test_what_was_done_stays_over_acts_and_pages_until_its_time(notices: Notices) -> None:
    notices.done("12 verdicts recorded", "Undo", lambda: None)
    notices.outdated(page_left=True)
    assert notices.last is not None


def test_words_of_others_are_never_read_as_rich_text(bar: NoticeBar, notices: Notices) -> None:
    notices.refuse(UserError("<img src='file:///etc/passwd'>", "<b>x</b>", "<i>y</i>"))
    shown = [label for label in bar.findChildren(QLabel) if label.isVisible() and label.text()]
    assert {label.textFormat() for label in shown} == {Qt.TextFormat.PlainText}


def test_what_was_done_can_be_undone_from_its_message(
    qtbot: QtBot, bar: NoticeBar, notices: Notices
) -> None:
    undone: list[bool] = []
    notices.done("12 verdicts recorded", "Undo", lambda: undone.append(True))
    qtbot.mouseClick(button(bar, "Undo"), Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not bar.isVisible()


def test_a_message_leaves_by_itself_and_a_refusal_stays(
    qtbot: QtBot, bar: NoticeBar, notices: Notices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_bar, "STAYS", 10)
    notices.refuse(REFUSAL)
    notices.info("Received")
    qtbot.waitUntil(lambda: not bar.isVisible())
    notices.refuse(REFUSAL)
    with qtbot.assertNotEmitted(notices.cleared, wait=50):
        pass
    assert bar.isVisible()
    closing = bar.findChild(QToolButton)
    qtbot.mouseClick(closing, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_a_long_task_shows_how_far_it_is_and_can_be_cancelled(
    qtbot: QtBot, tasks: InlineTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = LongBar(tasks)
    qtbot.addWidget(bar)
    tasks.long_changed.emit(LongTask(7, "Receiving b.smo"))
    assert not bar.isVisible()
    qtbot.waitUntil(bar.isVisible)
    # Counts of bytes are beyond what Qt's progress bar can hold.
    tasks.long_changed.emit(LongTask(7, "Receiving b.smo", 3 << 32, 4 << 32, "items"))
    progress = bar.findChild(QProgressBar)
    assert words(bar) == ["Receiving b.smo · items · 12,884,901,888 of 17,179,869,184"]
    assert progress.value() / progress.maximum() == 0.75
    stopped: list[int] = []
    monkeypatch.setattr(tasks, "cancel", stopped.append)
    qtbot.mouseClick(button(bar, "Cancel"), Qt.MouseButton.LeftButton)
    assert stopped == [7]
    tasks.long_changed.emit(LongTask(7, "Receiving b.smo", ended=True))
    assert not bar.isVisible()


def test_a_task_that_is_over_in_a_moment_is_not_shown(qtbot: QtBot, tasks: InlineTasks) -> None:
    bar = LongBar(tasks)
    qtbot.addWidget(bar)
    with qtbot.waitSignal(bar._moment.timeout):
        tasks.run_long("Looking", lambda progress: None)
    assert not bar.isVisible()


def raised(text: str) -> Exception:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_a_bug_opens_one_window_with_a_report_to_copy(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    crashes = Crashes(parent)
    crashes.tell(raised("one"))
    window = crashes.window
    assert window is not None
    crashes.tell(raised("two"))
    assert crashes.window is window
    text = window.text.toPlainText()
    assert text.count("ValueError") == 2
    qtbot.mouseClick(button(window, "Copy the report"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text
    qtbot.mouseClick(button(window, "Go on"), Qt.MouseButton.LeftButton)
    assert crashes.window is None


def test_a_report_quotes_no_content() -> None:
    text = report(raised("words of an item"))
    assert "words of an item" not in text
    assert "test_shell_notices.py" in text
