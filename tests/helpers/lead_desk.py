"""The numbers page on a small workspace, with what the client gives it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from smo_review.domain.filters import Filter
from smo_review.domain.overview import Way
from smo_review.domain.views import FindingDraft, QueueFilter, VerdictDraft
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import Workspace
from ui.context import Context, Navigate, Signals
from ui.lead.page import LeadPage
from ui.shell.actions import Act, Actions
from ui.shell.notices import Notices
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks


class Lead:
    """The page on a small workspace; `opened` and `followed` are where its numbers led. It begins
    with the numbers by annotator, or with the overview."""

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
        self.workspace, self.batch = workspace, batch
        self.opened: list[tuple[str, QueueFilter]] = []
        self.causes: list[Filter] = []
        self.followed: list[Way] = []
        self.actions = Actions(settings)
        self.signals = Signals()
        self.notices = Notices()
        self.context = Context(
            tasks,
            self.actions,
            settings,
            self.notices,
            self.signals,
            workspace,
            Navigate(
                lambda _: None,
                lambda *_: None,
                lambda about, wanted: self.opened.append((about.batch, wanted)),
                lambda _: None,
                self.causes.append,
                self.followed.append,
            ),
            lambda _: None,
        )
        self.page = LeadPage(self.context)
        qtbot.addWidget(self.page)
        self.actions.enter("numbers")
        self.page.resize(1280, 720)
        self.page.show()
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
