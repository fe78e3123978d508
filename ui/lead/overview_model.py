"""The rows of the overview as a tree: areas, and below each what is to look at."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from smo_review.domain.overview import Overview, OverviewRow
from smo_review.language import tr
from smo_review.queries.overview_words import area_words, figure_words, state_words
from ui.shell.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
STATE, NAME, FIGURE, N, WORDS = range(5)
WEIGHT_ROLE = Qt.ItemDataRole.UserRole + 1
_KEY_ROLE = Qt.ItemDataRole.UserRole + 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class OverviewModel(QStandardItemModel):
    """Areas are headings: they cannot be chosen."""

    def __init__(self) -> None:
        super().__init__(0, WORDS + 1)
        self._rows: dict[str, OverviewRow] = {}

    def show(self, told: Overview) -> None:
        """Replace all rows."""
        self.clear()
        self.setHorizontalHeaderLabels(
            [tr("State"), tr("What"), tr("Value"), tr("Counted"), tr("In words")]
        )
        self._rows = {row.key: row for row in told.rows}
        heads: dict[str, QStandardItem] = {}
        for row in told.rows:
            if row.area not in heads:
                heads[row.area] = _plain(area_words(row.area))
                heads[row.area].setFlags(Qt.ItemFlag.NoItemFlags)
                self.appendRow(heads[row.area])
            heads[row.area].appendRow(_cells(row))

    def row_at(self, index: Index) -> OverviewRow | None:
        """The row of an index; None for a heading."""
        first = index.sibling(index.row(), STATE)
        return self._rows.get(str(first.data(_KEY_ROLE)))

    def index_of(self, key: str) -> QModelIndex:
        """Where a row stands; the first row where it is gone; an invalid index without rows."""
        found = [
            self.index(place, STATE, self.index(head, 0))
            for head in range(self.rowCount())
            for place in range(self.rowCount(self.index(head, 0)))
        ]
        same = [index for index in found if index.data(_KEY_ROLE) == key]
        return (same or found or [QModelIndex()])[0]


def texts(row: OverviewRow) -> tuple[str, ...]:
    """What the cells of a row say."""
    figure = figure_words(row) if row.figure is not None else "–"
    return state_words(row), row.name, figure, f"{row.count:,}", row.words


def _cells(row: OverviewRow) -> list[QStandardItem]:
    cells = [_plain(text) for text in texts(row)]
    cells[STATE].setData(row.key, _KEY_ROLE)
    for column, cell in enumerate(cells):
        cell.setData(row.weight, WEIGHT_ROLE)
        cell.setTextAlignment(_RIGHT if column == N else _LEFT)
        cell.setToolTip(plain_tip(row.words if column == WORDS else cell.text()))
    return cells


def _plain(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setEditable(False)
    return item
