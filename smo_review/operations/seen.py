"""Keeps the prints of what the person judges, so that the same content is known again."""

from __future__ import annotations

from collections.abc import Sequence

from smo_review.domain.seen import Print
from smo_review.queries.seen import prints_of
from smo_review.store.catalog import batch_of_row
from smo_review.store.contents import open_item
from smo_review.store.prints import keep_print
from smo_review.store.workspace import Workspace


def keep_prints(ws: Workspace, row: int, prints: Sequence[Print] = ()) -> None:
    """Keep the prints of an item: of its bytes and texts, and these of its pictures and frames.

    Nothing where the item's content is not here any more. No fact, and told to nobody: it is
    derived from content, and goes with it.
    """
    with ws.write() as conn:
        batch = batch_of_row(conn, row)
        item = open_item(conn, row, batch) if batch else None
        if item is not None:
            for part, kind, bits, bands in prints_of(item, prints):
                keep_print(conn, row, part, kind, bits, bands)
