"""What the review page keeps for another day: how the queue was narrowed, how wide its sides are.

The words of a search are not kept: they may be content, which is gone after a purge.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from smo_review.domain.views import QueueFilter
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import setting
from smo_review.queries.queue import queue_listing

KEPT = ("show", "annotator", "label", "language")
NARROWEST, WIDEST = 120, 4000


def filter_key(batch: str) -> str:
    """The name of the private setting that holds a batch's filter."""
    return f"queue:{batch}"


def filter_fields(filter: QueueFilter) -> dict[str, str]:
    """The part of a filter that is kept."""
    return {field: getattr(filter, field) for field in KEPT}


def filter_of(ws: Workspace, batch: str) -> QueueFilter:
    """The filter kept for a batch; none where it cannot be read or lets nothing through now."""
    try:
        found = msgspec.convert(setting(ws, filter_key(batch)) or {}, QueueFilter)
    except msgspec.ValidationError:
        return QueueFilter()
    return found if queue_listing(ws, batch, found, 1) else QueueFilter()


def sizes_text(sizes: Sequence[int]) -> str:
    """Widths or heights in pixels, as the settings hold them."""
    return ",".join(str(size) for size in sizes)


def sizes_of(text: str, usual: tuple[int, int]) -> tuple[int, int]:
    """The two sizes in a text of the settings, or the usual ones where it holds none."""
    parts = text.split(",")
    if len(parts) != 2 or not all(part.isascii() and part.isdecimal() for part in parts):
        return usual
    first, second = int(parts[0]), int(parts[1])
    fine = NARROWEST <= first <= WIDEST and NARROWEST <= second <= WIDEST
    return (first, second) if fine else usual
