"""A workspace as it stood at an earlier head of its ledger: a copy that is thrown away."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.domain.reports import Head
from smo_review.language import tr
from smo_review.store import projections
from smo_review.store.database import Connection, many_records, values
from smo_review.store.heads import head_of, rows_past
from smo_review.store.workspace import CARD, Workspace, open_workspace


@contextmanager
def as_of(ws: Workspace, head: Head, progress: Progress | None = None) -> Iterator[Workspace]:
    """The workspace with the facts and batches that `head` names and no others.

    Where nothing came since, that is `ws` itself. Else the database is copied, encrypted as it is,
    into a private folder that is removed at the end; content is not copied. UserError where a
    fact, batch or project file that `head` names is not here.
    """
    with ws.read() as conn:
        nothing_came = head_of(conn).digest == head.digest
    if nothing_came:
        yield ws
        return
    with TemporaryDirectory(prefix="smo-review-") as name:
        folder = Path(name) / "past"
        folder.mkdir(mode=0o700)
        shutil.copyfile(ws.path / CARD, folder / CARD)
        ws.copy_database(folder)
        past = open_workspace(folder)
        try:
            with many_records(), past.write() as conn:
                _cut(conn, head)
                projections.rebuild(conn, progress)
            yield past
        finally:
            past.close()


def _cut(conn: Connection, head: Head) -> None:
    """Take out what came after."""
    rows = values(rows_past(conn, head))
    inside = "IN (SELECT value FROM json_each(?))"
    for table in ("standings", "flags", "custody", "waiting", "matters"):
        conn.execute(f"DELETE FROM {table}")
    conn.execute(f"DELETE FROM facts WHERE row {inside}", (rows,))
    files = {
        hashlib.sha256(body).hexdigest(): number
        for number, body in conn.execute("SELECT number, body FROM projects")
    }
    here = dict(conn.execute("SELECT id, number FROM batches"))
    for held in head.batches:
        if held.batch not in here or held.project_file not in files:
            raise UserError(
                tr("A batch that the report was computed from is not in this workspace."),
                held.batch,
                tr("Receive the batch's file, then verify again."),
            )
        conn.execute(
            "UPDATE batches SET project_file = ? WHERE number = ?",
            (files[held.project_file], here[held.batch]),
        )
    # Queries that ask for the newest file of a project must find the one of that time.
    kept = {files[held.project_file] for held in head.batches}
    later = [here[batch] for batch in here if batch not in {held.batch for held in head.batches}]
    for table in ("contents", "annotations"):
        conn.execute(
            f"DELETE FROM {table} WHERE item IN (SELECT row FROM items WHERE batch {inside})",
            (values(later),),
        )
    for table in ("items", "media", "batch_keys", "sheets"):
        conn.execute(f"DELETE FROM {table} WHERE batch {inside}", (values(later),))
    conn.execute(f"DELETE FROM batches WHERE number {inside}", (values(later),))
    gone = [number for number in files.values() if number not in kept]
    conn.execute(f"DELETE FROM projects WHERE number {inside}", (values(gone),))
