"""The page of causes in a window, on batches with two planted faults."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from smo_review.domain.facts import Finding
from smo_review.domain.views import QueueFilter
from smo_review.operations.workspace import Workspace
from tests.helpers.cause_cases import OVER, PLAIN, SEVERE
from ui.causes.forms import Form, WordsForm
from ui.causes.page import CausesPage, build
from ui.context import Context, Navigate, Signals
from ui.filters.state import Filters
from ui.shell.actions import Act, Actions
from ui.shell.notices import Notices
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks


def misread(day: int, place: int, annotator: str) -> Finding | None:
    if annotator == "ann" and place in (1, 3, 5) and day < 21:
        return OVER
    if place in (0, 2) and day >= 14:
        return PLAIN
    return SEVERE if (day + place) % 19 == 0 else None


class Desk:
    """The page in a window; `opened` and `shown` are where it led."""

    def __init__(self, qtbot: QtBot, ws: Workspace, settings: SettingsStore) -> None:
        self.qtbot, self.ws = qtbot, ws
        self.opened: list[tuple[str, str]] = []
        self.shown: list[QueueFilter] = []
        self.actions, self.notices, self.filters = Actions(settings), Notices(), Filters()
        tasks = InlineTasks()
        tasks.refused.connect(self.notices.refuse)
        navigate = Navigate(
            lambda _: None,
            lambda batch, item: self.opened.append((batch, item)),
            lambda _, wanted: self.shown.append(wanted),
            lambda _: None,
            lambda _: None,
            lambda _: None,
        )
        self.context = Context(
            tasks, self.actions, settings, self.notices, Signals(), ws, navigate,
            lambda _: None, self.filters,
        )  # fmt: skip
        page = build(self.context)
        assert isinstance(page, CausesPage)
        self.page = page
        self.window = QMainWindow()
        self.window.setCentralWidget(page)
        self.window.resize(1140, 690)
        qtbot.addWidget(self.window)
        self.actions.enter("causes")
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, act: Act) -> None:
        """The key of an action, where the keyboard is now."""
        self.key(self.actions.keys(act)[0])

    def key(self, name: str) -> None:
        if QApplication.activeWindow() is None:
            # Without a screen nobody gives the window its activity back when a dialog closes.
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        combination = QKeySequence(name)[0]
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())

    def form(self, kind: type[Form]) -> Form:
        self.qtbot.waitUntil(lambda: any(one.isVisible() for one in self.page.findChildren(kind)))
        return next(one for one in self.page.findChildren(kind) if one.isVisible())

    def say(self, text: str) -> None:
        """Words in the small window that opened, then Enter."""
        form = self.form(WordsForm)
        assert isinstance(form, WordsForm)
        self.qtbot.waitUntil(form.text.hasFocus)
        QTest.keyClicks(form.text, text)
        QTest.keyClick(form.text, Qt.Key.Key_Return)

    def lines(self) -> list[str]:
        tree = self.page.trees.view
        return [node.text for node in tree._nodes]
