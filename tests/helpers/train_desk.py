"""The trainer's page in a window, driven by keys as a person would."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from smo_review.operations.workspace import Workspace
from tests.helpers.learn_desk import press
from ui.context import Context, Navigate, Signals
from ui.shell.actions import Actions
from ui.shell.keys import KeyReader
from ui.shell.notices import Notices
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks
from ui.train.page import TrainPage, build


class TrainWindow:
    """The page on a workspace; `opened` is where its items led."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore) -> None:
        self.workspace = workspace
        self.opened: list[tuple[str, str]] = []
        self.notices = Notices()
        self.tasks = InlineTasks()
        self.tasks.refused.connect(self.notices.refuse)
        self.actions = Actions(settings)
        self.keys = KeyReader(cast(QApplication, QApplication.instance()), self.actions)
        self.signals = Signals()
        self.page: TrainPage = build(
            Context(
                self.tasks,
                self.actions,
                settings,
                self.notices,
                self.signals,
                workspace,
                Navigate(
                    lambda _: None,
                    lambda batch, item: self.opened.append((batch, item)),
                    lambda _a, _b: None,
                    lambda _: None,
                    lambda _: None,
                    lambda _: None,
                ),
                lambda _: None,
            )
        )
        self.window = QMainWindow()
        self.window.setCentralWidget(self.page)
        self.window.resize(1280, 680)
        qtbot.addWidget(self.window)
        self.actions.enter("train")
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, *keys: str) -> None:
        press(self.window, *keys)

    def said(self) -> str:
        """The last notice."""
        return self.notices.last.text if self.notices.last else ""

    def seen(self) -> str:
        """All words that labels of the page show now."""
        found = [
            label.text() for label in self.page.findChildren(QLabel) if label.isVisibleTo(self.page)
        ]
        return "\n".join(text for text in found if text)

    def column(self, head: str) -> list[str]:
        """A column of the table in hand, by its heading, as it is shown."""
        table = self.page.in_hand
        assert table is not None
        place = table.told.heads.index(head)
        model = table.model()
        return [str(model.index(row, place).data()) for row in range(model.rowCount())]

    def keep(self, path: str) -> None:
        """Name a file in the dialog that is open."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(path)
        dialog.reject()

    def close(self) -> None:
        self.window.close()
        self.tasks.close()
        self.workspace.close()
