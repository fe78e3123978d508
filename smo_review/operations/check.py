"""Check a workspace, and make its derived tables anew."""

from __future__ import annotations

from smo_review.domain.bundles import Problem
from smo_review.domain.changes import Changes, Progress
from smo_review.store import projections
from smo_review.store.checking import check_store
from smo_review.store.database import many_records
from smo_review.store.workspace import Workspace


def check(ws: Workspace, progress: Progress | None = None) -> tuple[Problem, ...]:
    """Verify chains, signatures, tables against a rebuild, and stored content; changes nothing."""
    with many_records():
        return tuple(check_store(ws, progress))


def rebuild(ws: Workspace, progress: Progress | None = None) -> Changes:
    """Make every derived table anew from the ledger and the batches."""
    with many_records(), ws.write() as conn:
        projections.rebuild(conn, progress)
        batches = frozenset(row[0] for row in conn.execute("SELECT id FROM batches"))
    return Changes(batches=batches, numbers=True)
