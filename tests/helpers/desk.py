"""A page in a window, with everything around it that the client gives it, driven by keys."""

from __future__ import annotations

from typing import cast

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.filters import Filter
from smo_review.domain.overview import Way
from smo_review.domain.views import QueueFilter
from smo_review.operations.workspace import Workspace
from ui.context import Context, Navigate, Signals
from ui.filters.state import Filters
from ui.shell.actions import Act, Actions
from ui.shell.keys import KeyReader
from ui.shell.notices import Notices
from ui.shell.reach import Where
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks, Tasks


class PageDesk:
    """Whoever inherits builds the page from `context` and lets it `stand` in the window.

    `items`, `queues`, `causes` and `followed` are where the page led. All of it ends with the
    window: keys of actions that live on would slow every later test.
    """

    def __init__(
        self,
        qtbot: QtBot,
        workspace: Workspace,
        settings: SettingsStore,
        tasks: Tasks | None = None,
    ) -> None:
        self.qtbot, self.workspace, self.settings = qtbot, workspace, settings
        self.items: list[tuple[str, str]] = []
        self.queues: list[tuple[str, QueueFilter]] = []
        self.causes: list[Filter] = []
        self.followed: list[Way] = []
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.notices = Notices()
        self.tasks = tasks or InlineTasks()
        self.tasks.refused.connect(self.notices.refuse)
        self.actions = Actions(settings, self.window)
        self.reader = KeyReader(cast(QApplication, QApplication.instance()), self.actions)
        self.reader.setParent(self.window)
        self.reader.watch(self.window)
        self.signals, self.filters = Signals(), Filters()
        self.context = Context(
            self.tasks,
            self.actions,
            settings,
            self.notices,
            self.signals,
            workspace,
            Navigate(
                lambda _: None,
                lambda batch, item: self.items.append((batch, item)),
                lambda about, wanted: self.queues.append((about.batch, wanted)),
                lambda _: None,
                self.causes.append,
                self.followed.append,
            ),
            lambda _: None,
            self.filters,
        )

    def stand(self, page: QWidget, place: Where, width: int = 1280, height: int = 720) -> None:
        """Show the page in the window, where keys go to it."""
        self.window.setCentralWidget(page)
        self.window.resize(width, height)
        self.actions.enter(place)
        self.window.show()
        self._activate()

    def press(self, *keys: str | Act) -> None:
        """Press keys one after another where the keyboard is: "A", "Shift+A", "Enter", or the
        first key of an action."""
        for key in keys:
            if QApplication.activeWindow() is None:
                # Without a screen nobody gives the window its activity back when a dialog closes.
                self._activate()
            name = self.actions.keys(key)[0] if isinstance(key, Act) else key
            # Qt calls the key on the keypad so.
            pressed = QKeySequence(name.replace("Enter", "Return"))[0]
            target = QApplication.focusWidget() or self.window
            QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type words where the keyboard is."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    def said(self) -> str:
        """The last notice."""
        return self.notices.last.text if self.notices.last else ""

    def seen(self) -> str:
        """All words that labels of the window show now."""
        labels = self.window.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible() and label.text())

    def close(self) -> None:
        """Leave the page as the client does when its window is closed."""
        self.window.close()
        self.tasks.close()
        self.workspace.close()

    def _activate(self) -> None:
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
