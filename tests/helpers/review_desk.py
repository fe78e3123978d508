"""A review page on a real small workspace, driven by keys as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Annotation, Item
from smo_review.domain.project import Project
from smo_review.domain.views import AnnotationView, ItemView, QueueFilter
from smo_review.operations.receive import receive
from smo_review.operations.workspace import Workspace, open_workspace
from smo_review.queries.items import item_view
from smo_review.queries.queue import row_of
from tests.helpers.bundles import write_batch
from tests.helpers.desk import PageDesk
from tests.helpers.review_cases import ANNOTATIONS, ITEMS, PROJECT
from ui.review.page import ReviewPage, build
from ui.shell.settings import SettingsStore
from ui.shell.tasks import Tasks


def workspace_with_batch(
    folder: Path,
    items: list[Item] = ITEMS,
    annotations: list[Annotation] = ANNOTATIONS,
    project: Project = PROJECT,
) -> tuple[Workspace, str]:
    """A workspace that has received one batch, and the batch's id."""
    bundle = folder / "batch.smo"
    folder.mkdir(parents=True, exist_ok=True)
    write_batch(bundle, items, annotations, project=project, media=(), name="Week 47")
    workspace = open_workspace(folder / "workspace", create=True)
    received = receive(workspace, bundle)
    return workspace, received.id


class Desk(PageDesk):
    """The page of a batch."""

    def __init__(
        self,
        qtbot: QtBot,
        workspace: Workspace,
        batch: str,
        settings: SettingsStore,
        tasks: Tasks | None = None,
    ) -> None:
        super().__init__(qtbot, workspace, settings, tasks)
        self.batch = batch
        self.page: ReviewPage = build(self.context)
        self.stand(self.page, "review")
        self.page.open_batch(batch)

    @property
    def view(self) -> ItemView:
        """The item on the screen."""
        view = self.page.position.view
        assert view is not None
        return view

    @property
    def where(self) -> tuple[str, str]:
        """The item on the screen and the annotator of the selected annotation."""
        entry = self.page.position.annotation
        return self.view.item.id, entry.annotation.annotator if entry else ""

    def stored(self, item: str, annotator: str = "sokha") -> AnnotationView:
        """An annotation as the store has it."""
        row = row_of(self.workspace, self.batch, item)
        assert row is not None
        view = item_view(self.workspace, row)
        return next(one for one in view.annotations if one.annotation.annotator == annotator)

    def outcome(self, item: str, annotator: str = "sokha") -> str:
        """My standing verdict in the store, or empty."""
        mine = self.stored(item, annotator).mine
        return mine.outcome if mine else ""

    def show(self, **fields: Any) -> list[str]:
        """Filter the queue; the ids of the items that it shows then."""
        self.page.position.filter(QueueFilter(**fields))
        return self.listed()

    def listed(self) -> list[str]:
        """The ids of the items that the queue shows."""
        from ui.review.queue_model import ROW

        model = self.page.queue.model
        return [model.index(place).data(ROW).item for place in range(model.rowCount())]

    def words(self) -> list[str]:
        """Every text that any widget of the page shows or tells a screen reader."""
        found: list[str] = []
        for widget in self.page.findChildren(QWidget):
            found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
            if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
                found.append(widget.text())
            if isinstance(widget, QPlainTextEdit):
                found.append(widget.toPlainText())
            if isinstance(widget, QAbstractItemView):
                found += list(_all_texts(widget.model()))
        return [text for text in found if text]


def _all_texts(model: QAbstractItemModel) -> Iterator[str]:
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
    for row in range(min(model.rowCount(), 200)):
        for role in roles:
            yield str(model.index(row, 0).data(role) or "")


@contextmanager
def desk_on(qtbot: QtBot, folder: Path, settings: SettingsStore, **batch: Any) -> Iterator[Desk]:
    """A desk on a fresh workspace in `folder`; everything is ended in order."""
    workspace, name = workspace_with_batch(folder, **batch)
    desk = Desk(qtbot, workspace, name, settings)
    yield desk
    desk.close()
