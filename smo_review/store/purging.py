"""Purge: a batch's content, notes, index and keys destroyed; its facts and numbers stand."""

from __future__ import annotations

from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.store.catalog import batch_row
from smo_review.store.prints import drop_prints
from smo_review.store.search import drop_index
from smo_review.store.workspace import Workspace


def purge_batch(ws: Workspace, batch: str) -> None:
    """Destroy what a batch brought, then empty the write-ahead logs.

    The keys go first, in one transaction with everything in the database, so that a purge cut off
    in the middle has already made the media unreadable. Purging again finishes it. UserError where
    another program holds on to the log.
    """
    with ws.write() as conn:
        row = batch_row(conn, batch)
        media = [
            m[0] for m in conn.execute("SELECT number FROM media WHERE batch = ?", (row.number,))
        ]
        conn.execute("DELETE FROM batch_keys WHERE batch = ?", (row.number,))
        conn.execute("DELETE FROM texts WHERE batch = ?", (batch,))
        conn.execute("DELETE FROM gold WHERE batch = ?", (batch,))
        conn.execute(
            "DELETE FROM contents WHERE item BETWEEN ? AND ?",
            (row.first_row, row.first_row + row.items - 1),
        )
        conn.execute("DELETE FROM media WHERE batch = ?", (row.number,))
        drop_index(conn, row.number)
        drop_prints(conn, row.first_row, row.first_row + row.items - 1)
        conn.execute("UPDATE batches SET purged = 1 WHERE number = ?", (row.number,))
    ws.vault.delete(media)
    if not ws.truncate_logs():
        raise UserError(
            tr("The content is destroyed, but another program still holds on to a log of it."),
            str(ws.path),
            tr("Close the other program and purge the batch again."),
        )
