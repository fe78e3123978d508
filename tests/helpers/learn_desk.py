"""The learner's page in a window, driven by keys as a person would."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from smo_review.operations.workspace import Workspace
from ui.context import Context, Navigate, Signals
from ui.learn.page import LearnPage, build
from ui.shell.actions import Actions
from ui.shell.keys import KeyReader
from ui.shell.notices import Notices
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks

NAMED = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Down": Qt.Key.Key_Down,
    "Space": Qt.Key.Key_Space,
}
HELD = {
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
}
DIGIT = {"hate": "1", "offensive": "2", "normal": "3"}


def press(window: QMainWindow, *keys: str) -> None:
    """Press keys one after another where the keyboard is."""
    for key in keys:
        *held, last = key.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in held:
            modifiers |= HELD[name]
        code = NAMED.get(last, Qt.Key(ord(last[0].upper())))
        QTest.keyClick(QApplication.focusWidget() or window, code, modifiers)


class LearnWindow:
    """The page, with everything around it that the client gives it."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore) -> None:
        self.workspace = workspace
        self.notices = Notices()
        self.tasks = InlineTasks()
        self.tasks.refused.connect(self.notices.refuse)
        self.actions = Actions(settings)
        self.keys = KeyReader(cast(QApplication, QApplication.instance()), self.actions)
        self.signals = Signals()
        context = Context(
            self.tasks,
            self.actions,
            settings,
            self.notices,
            self.signals,
            workspace,
            Navigate(
                lambda _: None,
                lambda _a, _b: None,
                lambda _a, _b: None,
                lambda _: None,
                lambda _: None,
                lambda _: None,
            ),
            lambda _: None,
        )
        self.page: LearnPage = build(context)
        self.window = QMainWindow()
        self.window.setCentralWidget(self.page)
        self.window.resize(1280, 680)
        qtbot.addWidget(self.window)
        self.actions.enter("learn")
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, *keys: str) -> None:
        press(self.window, *keys)

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    @property
    def item(self) -> str:
        """The item in hand."""
        question = self.page.presenter.question
        return question.view.item.id if question is not None else ""

    def said(self) -> str:
        """The last notice."""
        return self.notices.last.text if self.notices.last else ""

    def seen(self) -> str:
        """All words that labels of the page show now."""
        found = [
            label.text() for label in self.page.findChildren(QLabel) if label.isVisibleTo(self.page)
        ]
        return "\n".join(text for text in found if text)

    def close(self) -> None:
        self.window.close()
        self.page.loader.close()
        self.tasks.close()
        self.workspace.close()
