"""The table of groups: it is as wide as the page, whatever the language and the size of text."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from smo_review.language import tr
from ui.lead.interval_bar import LONG, SHORT, IntervalDelegate
from ui.lead.model import SORT_ROLE, GroupsModel

_LONGEST = 34
"""Characters of a name before it is cut: one long name would push the figures out of sight."""
_SHORTEST = 12


class GroupsTable(QTableView):
    """Sorted by any column. `copy_wanted` on the system's key for it."""

    copy_wanted = Signal()

    def __init__(self, model: GroupsModel) -> None:
        super().__init__()
        self.groups = model
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(model)
        self._proxy.setSortRole(SORT_ROLE)
        self._bars = IntervalDelegate(self)
        self.setModel(self._proxy)
        self.setItemDelegate(self._bars)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Numbers"))
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        model.modelReset.connect(self.fit)
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy_wanted.emit).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def rows_chosen(self) -> list[int]:
        """The chosen lines of the model, in the order chosen."""
        chosen = self.selectionModel().selectedRows()
        return [self._proxy.mapToSource(index).row() for index in chosen]

    def rows_seen(self) -> list[int]:
        """All lines of the model, in the order that is seen."""
        rows = range(self._proxy.rowCount())
        return [self._proxy.mapToSource(self._proxy.index(row, 0)).row() for row in rows]

    def choose(self, keys: list[str], at: int) -> None:
        """Choose the lines of these keys, where they are there, scrolled to `at`."""
        flags = QItemSelectionModel.SelectionFlag
        for row in range(self.groups.rowCount()):
            if self.groups.group(row).key in keys:
                there = self._proxy.mapFromSource(self.groups.index(row, 0))
                self.selectionModel().setCurrentIndex(there, flags.Select | flags.Rows)
        self.verticalScrollBar().setValue(at)

    def fit(self) -> None:
        """Give each column its room; the name has what is left. Where that is too little, the
        bars of the intervals give way first, which are told as figures beside them: they are
        shorter where a name would be cut, and go where it could not be read."""
        count, head = self._proxy.columnCount(), self.horizontalHeader()
        if not count:
            return
        letter = self.fontMetrics().averageCharWidth()
        for bar, letters in ((LONG, _LONGEST), (SHORT, _SHORTEST), (0, 0)):
            self._bars.bar = bar
            widths = [
                max(self.sizeHintForColumn(at), head.sectionSizeHint(at)) for at in range(count)
            ]
            left = self.viewport().width() - sum(widths[1:])
            if left >= min(widths[0], letters * letter):
                break
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        wanted = min(widths[0], _LONGEST * letter)
        widths[0] = max(min(wanted, left), min(widths[0], _SHORTEST * letter))
        # What is left over goes to all, so that a chosen line reaches both edges.
        over, more = divmod(max(0, left - widths[0]), count)
        for at, width in enumerate(widths):
            head.resizeSection(at, width + over + (more if at == 0 else 0))
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
