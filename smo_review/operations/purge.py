"""Purge a batch."""

from __future__ import annotations

from smo_review.domain.changes import Changes
from smo_review.store.purging import purge_batch
from smo_review.store.workspace import Workspace


def purge(ws: Workspace, batch: str) -> Changes:
    """Destroy a batch's content, notes, search index and keys for good; verdicts and numbers stay.

    UserError where there is no such batch, or another program keeps the log from being emptied.
    """
    purge_batch(ws, batch)
    return Changes(batches=frozenset({batch}))
