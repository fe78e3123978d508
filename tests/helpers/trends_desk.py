"""The page of trends on a workspace of a test, driven by keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from smo_review.domain.filters import SETTING
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import setting
from tests.helpers.desk import PageDesk
from tests.helpers.trend_cases import MISSED, WRONG, Said, week
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks
from ui.trends.page import TrendsPage


class Desk(PageDesk):
    """The page of trends."""

    def __init__(
        self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore, tasks: InlineTasks
    ) -> None:
        super().__init__(qtbot, workspace, settings, tasks)
        self.filters.keep(tasks, workspace, setting(workspace, SETTING))
        self.page = TrendsPage(self.context)
        self.stand(self.page, "trends")

    @property
    def chart(self) -> Any:
        panel = self.page.blocks.current
        return panel.chart if panel is not None else None

    def chips(self) -> list[QToolButton]:
        """The chips that are seen."""
        found = self.page.bar.findChildren(QToolButton)
        return [one for one in found if one.property("kind") == "chip" and one.isVisible()]


def drifting() -> list[Said]:
    """Ten weeks; the error rate rises in the seventh, 2026-02-16."""
    weeks = [one for n in range(10) for one in week(n, 20, 1 if n < 6 else 9, language="km")]
    return [*weeks, *week(3, 8, 4, WRONG, annotator="bob"), *week(4, 8, 1, MISSED, label="spam")]
