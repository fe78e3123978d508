"""What is read when a batch is opened or filtered: its queue, and where the person was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from smo_review.domain.bundles import Author
from smo_review.domain.errors import UserError
from smo_review.domain.project import Project
from smo_review.domain.views import BatchSummary, QueueFilter
from smo_review.language import tr
from smo_review.operations.workspace import Workspace
from smo_review.queries import batches as batch_queries
from smo_review.queries import queue as queue_queries
from ui.review.kept import filter_of

NO_FILTER = QueueFilter()


class Listing(NamedTuple):
    """The rows that the queue shows, in order, and the place of each."""

    rows: Sequence[int]
    places: dict[int, int] | None

    def place(self, row: int) -> int | None:
        """Where a row stands in the queue, or None."""
        if self.places is not None:
            return self.places.get(row)
        return row - self.rows[0] if self.rows and row in self.rows else None


EMPTY = Listing((), None)


class Opening(NamedTuple):
    """What is read when a batch is opened or filtered."""

    batch: str
    filter: QueueFilter
    project: Project
    person: Author
    summaries: tuple[BatchSummary, ...]
    listing: Listing
    first: int
    place: int | None
    high_run: int
    """How many items of high severity may follow each other; 0 where the batch has none."""


def read_opening(
    ws: Workspace,
    batch: str,
    filter: QueueFilter | None,
    item: str,
    row: int | None,
    most_high: int | None = None,
) -> Opening:
    """Read a batch's queue and where `row`, `item`, else the resume position, stands in it.

    Without a filter the queue is narrowed as the person left it.
    """
    summaries = batch_queries.batches(ws)
    summary = next((one for one in summaries if one.info.id == batch), None)
    if summary is None:
        raise UserError(
            tr("There is no such batch here."), batch, tr("Receive the batch's file first.")
        )
    if filter is None:
        filter = filter_of(ws, batch)
    first, high_run = queue_queries.queue_start(ws, batch, most_high)
    rows = queue_queries.queue_listing(ws, batch, filter, most_high=most_high)
    plain = isinstance(rows, range) and rows.step == 1
    listing = Listing(rows, None if plain else {row: at for at, row in enumerate(rows)})
    wanted = item or summary.resume_item
    if row is None and wanted:
        row = queue_queries.row_of(ws, batch, wanted)
    return Opening(
        batch,
        filter,
        batch_queries.project_of(ws, batch),
        batch_queries.person(ws),
        summaries,
        listing,
        first,
        listing.place(row) if row is not None else None,
        high_run,
    )
