"""Walking through a batch: its queue, the item in hand, the items fetched ahead. No widgets.

Everything is read in the reader lane. An item that was fetched ahead is there at once; for one
that was not, nothing is shown until it has come, so that no key can meet the item before.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from smo_review.domain.changes import Changes
from smo_review.domain.views import BatchSummary, ItemView, QueueFilter, QueueRow
from smo_review.operations.workspace import Workspace, save_setting
from smo_review.queries import batches as batch_queries
from smo_review.queries import items as item_queries
from smo_review.queries import queue as queue_queries
from ui.review.opening import EMPTY, Listing, Opening, read_opening

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.shell.tasks import Tasks

AHEAD = 3
KEPT_VIEWS = 24
READ_PATIENCE = 0.008
"""Seconds that reading an item may take before the page is shown without it meanwhile."""
RESUME_DELAY_MS = 800


def read_views(ws: Workspace, rows: Sequence[int]) -> tuple[ItemView, ...]:
    """Read items of the queue."""
    return tuple(item_queries.item_view(ws, row) for row in rows)


class Walk(QObject):
    """The queue and the item in hand.

    `opened`: another batch or filter. `arrived`: another item is in hand, or None while it is
    fetched. `refreshed`: the same item, read again. `ahead`: views of the next items.
    """

    opened = Signal()
    arrived = Signal()
    refreshed = Signal()
    ahead = Signal(list)
    progressed = Signal()
    lines_changed = Signal(list)

    def __init__(self, ws: Workspace, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws = ws
        self._tasks = tasks
        self.opening: Opening | None = None
        self.summaries: tuple[BatchSummary, ...] = ()
        self.view: ItemView | None = None
        self.place = -1
        self.most_high: int | None = None
        """So many items of high severity in a row, where the project does not say fewer."""
        self.came = False
        """Whether another page led here, which the way back leads to."""
        self._views: OrderedDict[int, ItemView] = OrderedDict()
        self._pending: Counter[int] = Counter()
        self._resume_timer = QTimer(self)
        self._resume_timer.setSingleShot(True)
        self._resume_timer.setInterval(RESUME_DELAY_MS)
        self._resume_timer.timeout.connect(self.keep_place)
        self._saved = ("", "")

    # What is open

    @property
    def batch(self) -> str:
        return self.opening.batch if self.opening else ""

    @property
    def listing(self) -> Listing:
        return self.opening.listing if self.opening else EMPTY

    @property
    def first(self) -> int:
        """The row number of the batch's item 1."""
        return self.opening.first if self.opening else 0

    @property
    def summary(self) -> BatchSummary | None:
        return next((one for one in self.summaries if one.info.id == self.batch), None)

    @property
    def number(self) -> int:
        """The number of the item in hand within its batch, from 1; 0 where there is none."""
        rows = self.listing.rows
        return rows[self.place] - self.first + 1 if 0 <= self.place < len(rows) else 0

    def open(
        self,
        batch: str,
        filter: QueueFilter | None = None,
        item: str = "",
        row: int | None = None,
    ) -> None:
        """Open a batch at an item by id or row, else where the person was, else at its start."""
        self.keep_place()
        self._tasks.read(
            read_opening,
            self._ws,
            batch,
            filter,
            item,
            row,
            self.most_high,
            done=self._open,
            key="review-opening",
        )

    def _open(self, opening: Opening) -> None:
        if opening.batch != self.batch:
            self._views.clear()
        self.opening = opening
        self.summaries = opening.summaries
        self.place = -1
        self.opened.emit()
        self.progressed.emit()
        self.go(opening.place if opening.place is not None else 0)

    def filter(self, filter: QueueFilter) -> None:
        """Show other items of the batch, staying on the item in hand where it is among them."""
        if self.opening is not None:
            self.open(self.batch, filter, self.view.item.id if self.view else "")

    def reopen(self) -> None:
        """Read the batch anew where the person is: its content came, or was destroyed."""
        self._views.clear()
        if self.opening is not None:
            self.filter(self.opening.filter)

    def set_most_high(self, most: int) -> None:
        """The person wants at most so many items of high severity in a row."""
        before, self.most_high = self.most_high, most
        if before is not None and before != most and self.opening is not None:
            self.filter(self.opening.filter)

    def standing(self) -> tuple[str, QueueFilter, str, bool] | None:
        """The batch, the filter and the item in hand, to come back to."""
        if self.opening is None:
            return None
        return self.batch, self.opening.filter, self.view.item.id if self.view else "", self.came

    def resume(self, told: tuple[str, QueueFilter, str, bool]) -> None:
        """Come back to where the person was."""
        batch, wanted, item, self.came = told
        self.open(batch, wanted, item)

    # Going about

    def go(self, place: int) -> None:
        """Take the item at `place` of the queue in hand."""
        rows = self.listing.rows
        if not 0 <= place < len(rows):
            self.place, self.view = -1, None
            self.arrived.emit()
            return
        self.place = place
        row = rows[place]
        self.view = self._views.get(row)
        if self.view is not None:
            self.arrived.emit()
            self._settle_in()
            return
        self._tasks.read(
            read_views, self._ws, (row,), done=self._come, key="review-item", patience=READ_PATIENCE
        )
        if self.place == place and self.view is None:
            self.arrived.emit()

    def _come(self, views: tuple[ItemView, ...]) -> None:
        for view in views:
            self._keep(view)
            if self.view is None and self.place >= 0 and self.listing.rows[self.place] == view.row:
                self.view = view
                self.arrived.emit()
                self._settle_in()

    def _settle_in(self) -> None:
        self._resume_timer.start()
        self._fetch_ahead()

    def step(self, by: int) -> bool:
        """Go `by` places on; False at either end."""
        if not 0 <= self.place + by < len(self.listing.rows):
            return False
        self.go(self.place + by)
        return True

    def go_to_row(self, row: int) -> bool:
        """Go to a row of the queue; False where the queue does not show it."""
        place = self.listing.place(row)
        if place is None:
            return False
        self.go(place)
        return True

    def row_of(self, batch: str, item: str, done: Callable[[int | None], None]) -> None:
        """Find an item's row number by its id."""
        self._tasks.read(queue_queries.row_of, self._ws, batch, item, done=done, key="review-find")

    def keep_place(self) -> None:
        """Remember the item in hand, to come back to it another day."""
        self._resume_timer.stop()
        if self.view is None or self._saved == (self.view.batch, self.view.item.id):
            return
        self._saved = (self.view.batch, self.view.item.id)
        self._tasks.write(save_setting, self._ws, f"resume:{self.view.batch}", self.view.item.id)

    # Views at hand

    def cached(self, batch: str, item: str) -> ItemView | None:
        """The view of an item if it is at hand."""
        found = (view for view in self._views.values() if view.item.id == item)
        return next((view for view in found if view.batch == batch), None)

    def put(self, view: ItemView) -> None:
        """Show a view that is ahead of the store: a write is on its way."""
        self._pending[view.row] += 1
        self._keep(view)
        if self.view is not None and self.view.row == view.row:
            self.view = view

    def written(self, row: int) -> None:
        """A write that `put` announced has ended."""
        self._pending[row] -= 1
        if self._pending[row] <= 0:
            del self._pending[row]

    def restore(self, row: int) -> None:
        """Show an item as the store has it: what `put` showed did not come about."""
        if row not in self._pending:
            self._reread([row])

    def apply(self, changes: Changes) -> None:
        """Show what an operation touched."""
        rows = [
            view.row for view in self._views.values() if (view.batch, view.item.id) in changes.items
        ]
        self._reread([row for row in rows if row not in self._pending])
        self._refresh_lines(rows)
        if self.batch in changes.batches or changes.items:
            self._tasks.read(
                batch_queries.batches, self._ws, done=self._progress, key="review-batches"
            )

    def reload(self) -> None:
        """Read everything on the screen again: another program wrote to the workspace."""
        current = self.view.row if self.view else None
        for row in [row for row in self._views if row != current and row not in self._pending]:
            del self._views[row]
        self._reread([] if current is None else [current])
        self.lines_changed.emit(list(range(len(self.listing.rows))) if self.opening else [])
        self._tasks.read(batch_queries.batches, self._ws, done=self._progress, key="review-batches")

    def _reread(self, rows: Iterable[int]) -> None:
        wanted = tuple(rows)
        if wanted:
            self._tasks.read(read_views, self._ws, wanted, done=self._renew)

    def _renew(self, views: tuple[ItemView, ...]) -> None:
        for view in views:
            if view.row in self._pending:
                continue
            self._keep(view)
            if self.view is not None and self.view.row == view.row:
                self.view = view
                self.refreshed.emit()

    def _refresh_lines(self, rows: Iterable[int]) -> None:
        places = [place for row in rows if (place := self.listing.place(row)) is not None]
        if places:
            self.lines_changed.emit(places)

    def _progress(self, summaries: tuple[BatchSummary, ...]) -> None:
        self.summaries = summaries
        self.progressed.emit()

    def _keep(self, view: ItemView) -> None:
        self._views[view.row] = view
        self._views.move_to_end(view.row)
        while len(self._views) > KEPT_VIEWS:
            self._views.popitem(last=False)

    def _fetch_ahead(self) -> None:
        rows = self.listing.rows
        coming = rows[self.place + 1 : self.place + 1 + AHEAD]
        missing = tuple(row for row in coming if row not in self._views)
        if missing:
            self._tasks.read(read_views, self._ws, missing, done=self._ahead, key="review-ahead")
        else:
            self._ahead(())

    def _ahead(self, views: tuple[ItemView, ...]) -> None:
        for view in views:
            if view.row not in self._pending:
                self._keep(view)
        rows = self.listing.rows
        coming = rows[self.place + 1 : self.place + 1 + AHEAD]
        self.ahead.emit([self._views[row] for row in coming if row in self._views])

    def read_lines(
        self, rows: Sequence[int], deliver: Callable[[tuple[QueueRow, ...]], None]
    ) -> None:
        """Read lines of the queue, for the list."""
        self._tasks.read(queue_queries.queue_rows, self._ws, rows, done=deliver)
