"""The queue as a list that Qt can show: 100,000 lines, read a page at a time off the UI thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from smo_review.domain.views import QueueRow
from smo_review.language import listed, tr
from ui.review import names
from ui.shell.tips import plain_tip

PAGE = 100
KEPT_PAGES = 40
ROW = Qt.ItemDataRole.UserRole
NUMBER = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[int], Callable[[tuple[QueueRow, ...]], None]], None]
"""Called as fetch(rows, deliver): reads the queue rows elsewhere and delivers them here."""


class QueueModel(QAbstractListModel):
    """Lines of one listing. A line that has not been read yet shows its number only."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._rows: Sequence[int] = ()
        self._first = 0
        self._pages: OrderedDict[int, tuple[QueueRow, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0

    def show(self, rows: Sequence[int], first: int) -> None:
        """Show a listing; `first` is the row number of the batch's item 1."""
        self.beginResetModel()
        self._rows, self._first = rows, first
        self._pages.clear()
        self._asked.clear()
        self._generation += 1
        self.endResetModel()

    def refresh(self, places: Iterable[int]) -> None:
        """Read the lines at these places again; they keep their old look until then."""
        for page in {place // PAGE for place in places if 0 <= place < len(self._rows)}:
            if page in self._pages:
                self._ask(page)

    def row_at(self, place: int) -> int:
        """The row number of the item at a place."""
        return self._rows[place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = index.row()
        if role == NUMBER:
            return self._rows[place] - self._first + 1
        if role == Qt.ItemDataRole.ToolTipRole:
            row = self._row(place)
            return plain_tip(row.item) if row is not None else None
        if role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._row(place)
        if role == ROW:
            return row
        number = self._rows[place] - self._first + 1
        return tr("Item {n}", n=number) if row is None else spoken(row, number)

    def _row(self, place: int) -> QueueRow | None:
        page = place // PAGE
        rows = self._pages.get(page)
        if rows is None:
            if page not in self._asked:
                self._ask(page)
            rows = self._pages.get(page)
            if rows is None:
                return None
        self._pages.move_to_end(page)
        offset = place - page * PAGE
        return rows[offset] if offset < len(rows) else None

    def _ask(self, page: int) -> None:
        self._asked.add(page)
        generation = self._generation
        start = page * PAGE

        def deliver(rows: tuple[QueueRow, ...]) -> None:
            if generation == self._generation:
                self._keep(page, rows)

        self._fetch(tuple(self._rows[start : start + PAGE]), deliver)

    def _keep(self, page: int, rows: tuple[QueueRow, ...]) -> None:
        self._asked.discard(page)
        before = self._pages.get(page, ())
        self._pages[page] = rows
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        changed = [at for at, row in enumerate(rows) if before[at : at + 1] != (row,)]
        if changed:
            first, last = page * PAGE + changed[0], page * PAGE + changed[-1]
            self.dataChanged.emit(self.index(first), self.index(last))


def state_text(row: QueueRow) -> str:
    """How far an item is, in words."""
    if row.state == "partly":
        return tr("{done} of {all}", done=row.reviewed, all=row.annotations)
    return names.state_word(row.state)


def spoken(row: QueueRow, number: int) -> str:
    """A line of the queue as a screen reader says it."""
    said = [tr("Item {n}", n=number), row.item, state_text(row)]
    if row.incorrect:
        said.append(tr("{n} incorrect", n=row.incorrect))
    if row.flagged:
        said.append(tr("flagged"))
    return listed(said)
