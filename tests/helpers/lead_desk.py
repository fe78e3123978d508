"""The numbers page on a small workspace, with what the client gives it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import Workspace
from tests.helpers.desk import PageDesk
from ui.lead.page import LeadPage
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks


class Lead(PageDesk):
    """The page; it begins with the numbers by annotator, or with the overview."""

    def __init__(
        self,
        qtbot: QtBot,
        workspace: Workspace,
        batch: str,
        settings: SettingsStore,
        tasks: InlineTasks,
        *,
        overview: bool = False,
    ) -> None:
        super().__init__(qtbot, workspace, settings, tasks)
        self.batch = batch
        self.page = LeadPage(self.context)
        self.stand(self.page, "numbers")
        if not overview:
            self.actions.press(Act.BY_ANNOTATOR)

    def judge(self, *drafts: VerdictDraft) -> None:
        self.signals.changed.emit(record_verdicts(self.workspace, drafts))

    def words(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel))

    def cell(self, row: int, column: int) -> str:
        model = self.page.table.model()
        return str(model.data(model.index(row, column)))

    def keys(self) -> list[str]:
        return [self.cell(row, 0) for row in range(self.page.table.model().rowCount())]


def wrong(batch: str, item: str, annotator: str, code: str) -> VerdictDraft:
    return VerdictDraft(batch, item, annotator, "incorrect", findings=(FindingDraft(code=code),))


def right(batch: str, item: str, annotator: str) -> VerdictDraft:
    return VerdictDraft(batch, item, annotator, "correct")
