"""Saved views: a name for a page, its filter and what it is set to. Kept in the workspace, local.

Open with Enter, rename with F2, delete with Delete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.filters import Filter
from smo_review.language import tr
from smo_review.operations.workspace import Workspace, save_setting
from smo_review.queries.batches import setting
from ui.shell.acts import Act
from ui.shell.theme import STEP, scaled

if TYPE_CHECKING:
    from ui.context import Context

KEY = "views"
"""The workspace's private setting that holds them."""
LONGEST = 80
"""Characters of a name."""


class View(Struct, frozen=True):
    """A page by the name of its action, what its figures are about, and what it is set to."""

    name: str
    page: str
    filter: Filter
    choices: dict[str, str] = {}


def saved_views(ws: Workspace) -> tuple[View, ...]:
    """The views kept here; none where they cannot be read."""
    try:
        return msgspec.convert(setting(ws, KEY) or (), tuple[View, ...])
    except msgspec.ValidationError:
        return ()


class ViewsDialog(QDialog):
    """The saved views, and a field that saves what is seen now."""

    def __init__(self, context: Context, place: Act, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._place = context, place
        self._views: list[View] = []
        self.setWindowTitle(tr("Saved views"))
        title = QLabel(tr("Saved views"))
        title.setFont(scaled(self.font(), "large", bold=True))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Saved views"))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.itemActivated.connect(lambda _: self._open())
        self.list.itemChanged.connect(self._rename)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(tr("A name for what you see now"))
        self.name.setAccessibleName(tr("Name of a new view"))
        self.name.returnPressed.connect(self._save)
        self._empty = QLabel(tr("Nothing saved yet. Give what you see now a name, and save it."))
        self._empty.setWordWrap(True)
        self._empty.setProperty("kind", "quiet")
        self._lay_out(title)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.list, self._delete)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.resize(460, 420)
        self.name.setFocus()
        context.tasks.read(saved_views, context.workspace, done=self._show)

    def _lay_out(self, title: QLabel) -> None:
        new = QHBoxLayout()
        new.setSpacing(STEP * 2)
        new.addWidget(self.name, 1)
        new.addWidget(self._button(tr("Save"), self._save))
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        self._of_one = [
            self._button(tr("Rename"), self._edit),
            self._button(tr("Delete"), self._delete),
            self._button(tr("Open view"), self._open),
        ]
        row.addWidget(self._of_one[0])
        row.addWidget(self._of_one[1])
        row.addStretch()
        row.addWidget(self._button(tr("Close"), self.reject))
        self._of_one[2].setProperty("kind", "main")
        row.addWidget(self._of_one[2])
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 5)
        column.setSpacing(STEP * 3)
        column.addWidget(title)
        column.addLayout(new)
        column.addWidget(self._empty)
        column.addWidget(self.list, 20)
        column.addStretch(1)
        column.addLayout(row)

    def _button(self, words: str, slot: Any) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _show(self, views: tuple[View, ...]) -> None:
        self._views = sorted(views, key=lambda one: one.name.casefold())
        self.list.blockSignals(True)
        self.list.clear()
        for view in self._views:
            entry = QListWidgetItem(view.name)
            entry.setFlags(entry.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(entry)
        self.list.blockSignals(False)
        self._empty.setVisible(not self._views)
        self.list.setVisible(bool(self._views))
        for button in self._of_one:
            button.setEnabled(bool(self._views))
        if self._views:
            self.list.setCurrentRow(0)

    def _save(self) -> None:
        """Keep what is seen now; a view of that name is replaced."""
        name = self.name.text().strip()
        if not name:
            return
        filters = self._context.filters
        made = View(name, self._place.name, filters.filter, filters.choices)
        self._keep([*(one for one in self._views if one.name != name), made])
        self.name.clear()
        self.list.setFocus()

    def _edit(self) -> None:
        if self.list.currentItem() is not None:
            self.list.editItem(self.list.currentItem())

    def _rename(self, entry: QListWidgetItem) -> None:
        """A name that is empty, or another view's, is not taken."""
        old, name = self._views[self.list.row(entry)], entry.text().strip()[:LONGEST]
        taken = {one.name for one in self._views if one is not old}
        if not name or name in taken:
            name = old.name
        renamed = msgspec.structs.replace(old, name=name)
        self._keep([renamed if one is old else one for one in self._views])

    def _delete(self) -> None:
        place = self.list.currentRow()
        if place >= 0:
            self._keep([one for at, one in enumerate(self._views) if at != place])

    def _keep(self, views: list[View]) -> None:
        told = msgspec.to_builtins(views)
        self._context.tasks.write(save_setting, self._context.workspace, KEY, told)
        self._show(tuple(views))

    def _open(self) -> None:
        """Go to the view's page with its filter."""
        place = self.list.currentRow()
        if place < 0:
            return
        view = self._views[place]
        self.accept()
        self._context.filters.show(view.filter, view.choices)
        if view.page in Act.__members__:
            self._context.actions.press(Act[view.page])
