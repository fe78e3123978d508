"""Which batches hold the items behind a figure: the queue is of one batch, a figure is of many."""

from __future__ import annotations

from smo_review.domain.filters import Filter
from smo_review.domain.views import BatchItems, QueueFilter
from smo_review.queries.batches import batches
from smo_review.queries.queue import queue_listing
from smo_review.store.workspace import Workspace


def batches_behind(ws: Workspace, about: Filter, wanted: QueueFilter) -> tuple[BatchItems, ...]:
    """The batches that the figure counts and that have any item for the queue, due soonest first.

    `about` says which batches are counted, as it does for the figure; `wanted` which items.
    """
    found = []
    for summary in batches(ws):
        info = summary.info
        purpose = info.sampling.purpose if info.sampling is not None else "measurement"
        if about.batch:
            counted = info.id == about.batch
        else:
            counted = about.purpose in ("all", purpose) and about.project in ("", info.project)
        n = len(queue_listing(ws, info.id, wanted)) if counted else 0
        if n:
            found.append(BatchItems(info.id, info.name or info.id, n))
    return tuple(found)
