"""Which batches hold the items behind a figure: the queue is of one batch, a figure is of many."""

from __future__ import annotations

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.filters import Filter
from smo_review.domain.views import BatchItems, QueueFilter
from smo_review.queries.batches import batches
from smo_review.queries.judged import meant
from smo_review.queries.queue import queue_listing
from smo_review.store.workspace import Workspace


def batches_behind(ws: Workspace, about: Filter, wanted: QueueFilter) -> tuple[BatchItems, ...]:
    """The batches that the figure counts and that have any item for the queue, due soonest first.

    `about` says which batches are counted, as it does for the figure; `wanted` which items.
    """
    found = (
        BatchItems(info.id, info.name or info.id, len(queue_listing(ws, info.id, wanted)))
        for info in counted(ws, about)
    )
    return tuple(one for one in found if one.items)


def counted(ws: Workspace, about: Filter) -> list[BatchInfo]:
    """The batches that a figure counts, due soonest first."""
    return [summary.info for summary in batches(ws) if meant(summary.info, about)]
