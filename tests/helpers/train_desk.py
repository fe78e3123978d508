"""The trainer's page in a window, driven by keys as a person would."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from smo_review.operations.workspace import Workspace
from tests.helpers.desk import PageDesk
from ui.shell.settings import SettingsStore
from ui.train.page import TrainPage, build


class TrainWindow(PageDesk):
    """The trainer's page."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore) -> None:
        super().__init__(qtbot, workspace, settings)
        self.page: TrainPage = build(self.context)
        self.stand(self.page, "train", 1280, 680)

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
