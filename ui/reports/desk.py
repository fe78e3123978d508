"""Opens the dialog, writes in the background, and leads to the folder afterwards."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from smo_review.domain.filters import Filter
from smo_review.domain.reports import KINDS, ReportChoice
from smo_review.language import tr, translated
from smo_review.operations.workspace import Workspace
from smo_review.queries.reports.build import report_templates
from smo_review.queries.reports.choices import report_choices
from ui.context import Context
from ui.reports.dialog import ReportDialog
from ui.reports.wanted import Wanted, write_wanted


def _asked_about(workspace: Workspace) -> tuple[tuple[ReportChoice, ...], str]:
    return report_choices(workspace), str(report_templates(workspace) or "")


class ReportDesk(QObject):
    """What the action Reports does on a page."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self.dialog: ReportDialog | None = None

    def open(self, shown: Filter) -> None:
        """Ask for a report; it begins with what the page shows."""
        self._context.tasks.read(
            _asked_about,
            self._context.workspace,
            done=partial(self._ask, shown),
            key="report choices",
        )

    def _ask(self, shown: Filter, answer: tuple[tuple[ReportChoice, ...], str]) -> None:
        choices, templates = answer
        if not choices:
            self._context.notices.info(tr("There is nothing to report on: receive a batch first."))
            return
        self.dialog = ReportDialog(choices, shown, templates, self._page)
        self.dialog.wanted.connect(self._write)
        self.dialog.open()

    def _write(self, wanted: Wanted) -> None:
        title = next(title for kind, title in KINDS.items() if kind == wanted.kind)
        self._context.tasks.run_long(
            translated(title),
            partial(write_wanted, self._context.workspace, wanted),
            done=self._written,
        )

    def _written(self, files: tuple[Path, ...]) -> None:
        names = ", ".join(path.name for path in files)
        folder = QUrl.fromLocalFile(str(files[0].parent))
        self._context.notices.done(
            tr("Written: {path}", path=names),
            tr("Open the folder"),
            partial(QDesktopServices.openUrl, folder),
        )
