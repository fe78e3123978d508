"""A batch to choose where what was asked for lies in several: each with how many items it has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.views import BatchItems
from smo_review.language import tr
from ui.shell.labels import plain
from ui.shell.tables import RowTable
from ui.shell.theme import STEP, scaled

WIDTH, HEIGHT = 520, 340


class BatchChoice(QDialog):
    """`chosen(batch)` on Enter, a double click or “Open”; Esc leaves everything as it was.

    `before` is the batch that was chosen last for the same figure: the next one is offered first.
    """

    chosen = Signal(str)

    def __init__(self, found: Sequence[BatchItems], before: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Items of several batches"))
        self.resize(WIDTH, HEIGHT)
        total = sum(one.items for one in found)
        title = plain(tr("{items} items in {batches} batches", items=f"{total:,}",
                         batches=len(found)))  # fmt: skip
        title.setFont(scaled(self.font(), "large", bold=True))
        self._batches = [one.batch for one in found]
        self.table = self._made_table(found)
        names = self._batches
        self.table.selectRow((names.index(before) + 1) % len(names) if before in names else 0)
        self.table.activated.connect(lambda _: self.accept())
        buttons = QDialogButtonBox()
        open_ = buttons.addButton(tr("Open the batch"), QDialogButtonBox.ButtonRole.AcceptRole)
        open_.setProperty("kind", "main")
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 5)
        column.setSpacing(STEP * 3)
        column.addWidget(title)
        column.addWidget(plain(tr("The queue is of one batch. Which one first?"), "quiet"))
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        self.table.setFocus()
        self.accepted.connect(self._tell)

    def _made_table(self, found: Sequence[BatchItems]) -> RowTable:
        table = RowTable(tr("Batches"), [tr("Batch"), tr("Items")])
        table.setRowCount(len(found))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        count = table.horizontalHeaderItem(1)
        if count is not None:
            count.setTextAlignment(right)
        for row, one in enumerate(found):
            name, items = QTableWidgetItem(one.name), QTableWidgetItem(f"{one.items:,}")
            name.setToolTip(one.name)
            items.setTextAlignment(right)
            table.setItem(row, 0, name)
            table.setItem(row, 1, items)
        return table

    def _tell(self) -> None:
        self.chosen.emit(self._batches[self.table.currentRow()])
