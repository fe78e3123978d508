"""A workspace as it stood at an earlier head of its ledger: a copy that is thrown away."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from smo_review.domain.errors import UserError
from smo_review.domain.reports import Head
from smo_review.language import tr
from smo_review.store import projections
from smo_review.store.database import Connection, many_records, values
from smo_review.store.heads import head_of, rows_past
from smo_review.store.workspace import CARD, Workspace, open_workspace

_INSIDE = "IN (SELECT value FROM json_each(?))"


@contextmanager
def as_of(ws: Workspace, head: Head) -> Iterator[Workspace]:
    """The workspace with the facts and batches that `head` names and no others.

    Where nothing came since, that is `ws` itself. Else the database is copied, encrypted as it is,
    into a private folder that is removed at the end; content is not copied. UserError where a
    fact, batch or project file that `head` names is not here.
    """
    with ws.read() as conn:
        # Counting costs nothing beside following every link.
        (held,) = conn.execute("SELECT count(*) FROM facts").fetchone()
        named = sum(one.last - one.first + 1 for one in head.chains)
        nothing_came = held == named and head_of(conn).digest == head.digest
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
            yield past
        finally:
            past.close()


def _cut(conn: Connection, head: Head) -> None:
    """Take out what came after, and bring the tables up to date for the items it was about."""
    past = rows_past(conn, head)
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
    known = {held.batch for held in head.batches}
    _take_out_facts(conn, values(past))
    _take_out_batches(conn, values([here[batch] for batch in here if batch not in known]))
    # Queries that ask for the newest file of a project must find the one of that time.
    kept = {files[held.project_file] for held in head.batches}
    gone = [number for number in files.values() if number not in kept]
    conn.execute(f"DELETE FROM projects WHERE number {_INSIDE}", (values(gone),))


def _take_out_facts(conn: Connection, past: str) -> None:
    touched = _items_of(conn, f"row {_INSIDE}", past)
    projections.take_back(conn, touched)
    for table in ("matters", "waiting"):
        conn.execute(f"DELETE FROM {table} WHERE fact {_INSIDE}", (past,))
    conn.execute(f"DELETE FROM facts WHERE row {_INSIDE}", (past,))
    left = conn.execute(
        f"SELECT row FROM facts WHERE item {_INSIDE} ORDER BY row", (values(touched),)
    )
    projections.place_again(conn, [row for (row,) in left])


def _take_out_batches(conn: Connection, later: str) -> None:
    """Facts on their items that had come already were waiting for them."""
    of_items = f"item IN (SELECT row FROM items WHERE batch {_INSIDE})"
    projections.take_back(conn, _items_of(conn, of_items, later))
    conn.execute(
        "INSERT OR IGNORE INTO waiting SELECT b.id, f.row FROM facts f JOIN items i"
        f" ON i.row = f.item JOIN batches b ON b.number = i.batch WHERE i.batch {_INSIDE}",
        (later,),
    )
    conn.execute(f"UPDATE facts SET item = NULL WHERE {of_items}", (later,))
    for table in ("contents", "annotations"):
        conn.execute(f"DELETE FROM {table} WHERE {of_items}", (later,))
    conn.execute(
        f"DELETE FROM rollups WHERE batch IN (SELECT id FROM batches WHERE number {_INSIDE})",
        (later,),
    )
    for table in ("items", "media", "batch_keys", "sheets"):
        conn.execute(f"DELETE FROM {table} WHERE batch {_INSIDE}", (later,))
    conn.execute(f"DELETE FROM batches WHERE number {_INSIDE}", (later,))


def _items_of(conn: Connection, which: str, given: str) -> set[int]:
    """The items that some facts are on."""
    found = conn.execute(
        f"SELECT DISTINCT item FROM facts WHERE item IS NOT NULL AND {which}", (given,)
    )
    return {item for (item,) in found}
