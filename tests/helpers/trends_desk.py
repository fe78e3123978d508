"""The page of trends on a workspace of a test, driven by keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from smo_review.domain.filters import SETTING, Filter
from smo_review.domain.views import QueueFilter
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import setting
from tests.helpers.trend_cases import MISSED, WRONG, Said, week
from ui.context import Context, Navigate, Signals
from ui.filters.state import Filters
from ui.shell.actions import Actions
from ui.shell.notices import Notices
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks
from ui.trends.page import TrendsPage


class Desk:
    """The page on a workspace; `opened` is where its marks led."""

    def __init__(
        self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore, tasks: InlineTasks
    ) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.opened: list[tuple[str, QueueFilter]] = []
        self.actions, self.signals, self.notices = Actions(settings), Signals(), Notices()
        tasks.refused.connect(self.notices.refuse)
        self.filters = Filters()
        self.filters.keep(tasks, workspace, setting(workspace, SETTING))
        self.causes: list[Filter] = []
        navigate = Navigate(
            lambda _: None,
            lambda *_: None,
            lambda about, wanted: self.opened.append((about.batch, wanted)),
            lambda _: None,
            self.causes.append,
            lambda _: None,
        )
        self.context = Context(
            tasks, self.actions, settings, self.notices, self.signals, workspace, navigate,
            lambda _: None, self.filters,
        )  # fmt: skip
        self.page = TrendsPage(self.context)
        qtbot.addWidget(self.page)
        self.actions.enter("trends")
        self.page.resize(1280, 720)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()

    def press(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.page.focusWidget() or self.page, key, modifier)

    @property
    def chart(self) -> Any:
        panel = self.page.blocks.current
        return panel.chart if panel is not None else None

    def words(self) -> str:
        shown = (one for one in self.page.findChildren(QLabel) if one.isVisible())
        return "\n".join(label.text() for label in shown)

    def chips(self) -> list[QToolButton]:
        """The chips that are seen."""
        found = self.page.bar.findChildren(QToolButton)
        return [one for one in found if one.property("kind") == "chip" and one.isVisible()]


def drifting() -> list[Said]:
    """Ten weeks; the error rate rises in the seventh, 2026-02-16."""
    weeks = [one for n in range(10) for one in week(n, 20, 1 if n < 6 else 9, language="km")]
    return [*weeks, *week(3, 8, 4, WRONG, annotator="bob"), *week(4, 8, 1, MISSED, label="spam")]
