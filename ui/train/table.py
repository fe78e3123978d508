"""A table record in the window: shown in words, copied, and handed back to be kept as a file."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from smo_review.domain.numbers import Rate
from smo_review.domain.tables import Entry, Table
from smo_review.reports.tables import shown, tab_text
from ui.shell.theme import STEP
from ui.shell.tips import plain_tip

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
MEASURED = 60
"""Rows that a column's width is taken from, and the most whose words are broken into lines: with
more, every row is one line high, for measuring thousands would be felt."""
WIDEST = 44
"""A column is at most so many average characters wide, so that none pushes the others away."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """The cells of one table."""

    def __init__(self) -> None:
        super().__init__()
        self.told = Table("", (), ())

        self._numeric: tuple[bool, ...] = ()

    def show(self, told: Table) -> None:
        """Show another table."""
        self.beginResetModel()
        self.told = told
        self._numeric = tuple(
            all(row[n] is None or isinstance(row[n], int | float) for row in told.rows)
            for n in range(len(told.heads))
        )
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.told.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.told.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self._numeric[section]:
            return _RIGHT
        return self.told.heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.told.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(entry)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, str):
            return plain_tip(entry)
        if role == Qt.ItemDataRole.TextAlignmentRole and self._numeric[index.column()]:
            return _RIGHT
        return _ordered(entry) if role == SORT_ROLE else None


class Roomy(QStyledItemDelegate):
    """Leaves the height that broken lines need: Khmer is cut to one where a pixel is missing."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        narrower = QStyleOptionViewItem(option)
        if index.column() == index.model().columnCount() - 1:
            # Words that fill a column are measured without what the theme pads beside them.
            narrower.rect.setWidth(option.rect.width() - STEP * 5)
        return super().sizeHint(narrower, index) + QSize(0, STEP * 2)


class TableView(QTableView):
    """Shows one table. Ctrl+C copies the chosen rows, or all. `opened(link)` on Enter; `copied(n)`.

    Sorted by a click on a heading only where `sortable`: learners are never ranked. `wrap` breaks
    long words into lines.
    """

    opened = Signal(str)
    copied = Signal(int)

    def __init__(
        self, sortable: bool = False, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = TableModel()
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setSortRole(SORT_ROLE)
        self.setModel(self._proxy)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self._wraps = wrap
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_rows)
        self.verticalHeader().hide()
        if wrap:
            self.setItemDelegate(Roomy(self))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * WIDEST)
        head.setSectionsClickable(sortable)
        head.setHighlightSections(False)
        head.setResizeContentsPrecision(MEASURED)
        if sortable:
            self.setSortingEnabled(True)
            head.setSortIndicatorClearable(True)
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        head.sectionResized.connect(lambda *_: self._fitting.start())
        self.activated.connect(lambda _: self.open_chosen())
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy_rows).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )

    @property
    def told(self) -> Table:
        """The table that is shown."""
        return self._model.told

    def show_table(self, told: Table) -> None:
        """Show another table; of one with the same rows the chosen row stays chosen."""
        row = self.currentIndex().row()
        wraps = self._wraps and len(told.rows) <= MEASURED
        self.setWordWrap(wraps)
        self._model.show(told)
        self.setAccessibleName(told.title)
        if told.heads:
            self._share_room(len(told.heads) - 1)
        if told.rows:
            self._put_in_hand(min(max(row, 0), len(told.rows) - 1))
        self._fit_rows()

    def _share_room(self, last: int) -> None:
        """The last column takes the room that is left where it has words; figures stay close."""
        head, modes = self.horizontalHeader(), QHeaderView.ResizeMode
        has_words = any(isinstance(row[last], str) for row in self.told.rows)
        if self._wraps:
            head.setSectionResizeMode(modes.ResizeToContents)
            if has_words:
                head.setSectionResizeMode(last, modes.Stretch)
        else:
            head.setStretchLastSection(has_words)

    def chosen(self) -> int:
        """The row in hand, counted in the table's own order; -1 where there is none."""
        index = self.currentIndex()
        return self._proxy.mapToSource(index).row() if index.isValid() else -1

    def link(self) -> str:
        """What opens behind the row in hand, or empty."""
        row = self.chosen()
        return self.told.links[row] if 0 <= row < len(self.told.links) else ""

    def choose(self, row: int) -> None:
        """Put a row of the table in hand."""
        self._put_in_hand(self._proxy.mapFromSource(self._model.index(row, 0)).row())

    def _put_in_hand(self, row: int) -> None:
        """Not selectRow: that toggles where the key that led here, with Shift, is still down."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self._proxy.index(row, 0), flags.ClearAndSelect | flags.Rows
        )

    def _fit_rows(self) -> None:
        """As high as their words are: Qt measures rows once, and not again for another width."""
        if self.wordWrap():
            self.resizeRowsToContents()

    def open_chosen(self) -> None:
        if self.link():
            self.opened.emit(self.link())

    def copy_rows(self) -> None:
        """The chosen rows with tabs between their cells; of one or none, the whole table."""
        picked = sorted(index.row() for index in self.selectionModel().selectedRows())
        places = picked if len(picked) > 1 else range(self._proxy.rowCount())
        rows = [self._proxy.mapToSource(self._proxy.index(row, 0)).row() for row in places]
        QGuiApplication.clipboard().setText(tab_text(self.told, rows))
        self.copied.emit(len(rows))


def _ordered(entry: Entry) -> Any:
    """What a cell is sorted by; what is not known comes first."""
    if isinstance(entry, Rate):
        return -1.0 if entry.value is None else entry.value
    return "" if entry is None else entry
