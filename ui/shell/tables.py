"""A plain table whose rows are chosen whole, and copied with their heads for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget


class RowTable(QTableWidget):
    """`copied(n)` when the chosen rows, or all where none is, were put on the clipboard."""

    copied = Signal(int)

    def __init__(self, name: str, heads: Sequence[str], wide: Sequence[int] = (0,)) -> None:
        super().__init__(0, len(heads))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([*heads])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        # Pages speak of the current row; several are chosen only to be copied.
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in wide:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy_rows).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def copy_rows(self) -> None:
        """Tab-separated text; a line break in a cell would begin a row of its own."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = chosen or list(range(self.rowCount()))
        columns = range(self.columnCount())
        heads = [self.horizontalHeaderItem(column) for column in columns]
        cells = [[self.item(row, column) for column in columns] for row in rows]
        lines = [[" ".join(cell.text().split()) if cell else "" for cell in row]
                 for row in (heads, *cells)]  # fmt: skip
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        self.copied.emit(len(rows))
