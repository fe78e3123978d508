"""Items that are sealed, or were, and everything that was done with them. Never their content."""

from __future__ import annotations

import hashlib

from smo_review.domain.content import Part
from smo_review.domain.custody import CustodyEntry, CustodyRecord, SealedPart
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Custody
from smo_review.language import tr
from smo_review.store import catalog
from smo_review.store.contents import open_in_custody
from smo_review.store.database import Connection
from smo_review.store.envelopes import read_fact
from smo_review.store.workspace import Workspace


def custody_record(ws: Workspace, batch: str, item: str) -> CustodyRecord:
    """What is told of one item; UserError where it was never sealed."""
    with ws.read() as conn:
        row = catalog.item_row(conn, batch, item)
        found = None if row is None else _record(conn, row)
    if found is None:
        raise UserError(
            tr("This item was never sealed."),
            item,
            tr("Seal it first, if it may be illegal to hold."),
        )
    return found


def custody_records(ws: Workspace, batch: str = "") -> tuple[CustodyRecord, ...]:
    """Every item that is sealed or was, in the order received, of one batch or of all.

    UserError where there is no such batch.
    """
    with ws.read() as conn:
        if batch:
            catalog.batch_row(conn, batch)
        rows = conn.execute(
            "SELECT DISTINCT c.item FROM custody c JOIN items i ON i.row = c.item"
            " JOIN batches b ON b.number = i.batch WHERE ?1 IN ('', b.id) ORDER BY c.item",
            (batch,),
        ).fetchall()
        found = [_record(conn, row[0]) for row in rows]
    return tuple(record for record in found if record is not None)


def _record(conn: Connection, row: int) -> CustodyRecord | None:
    entries = _entries(conn, row)
    if not entries:
        return None
    batch, item, sealed = conn.execute(
        "SELECT b.id, i.id, i.sealed FROM items i JOIN batches b ON b.number = i.batch"
        " WHERE i.row = ?",
        (row,),
    ).fetchone()
    info = catalog.batch_row(conn, batch).info
    held = open_in_custody(conn, row, batch)
    return CustodyRecord(
        batch=batch,
        batch_name=info.name,
        project=info.project,
        item=item,
        sealed=bool(sealed),
        parts=tuple(map(_part, held.parts)) if held else (),
        entries=entries,
    )


def _entries(conn: Connection, row: int) -> tuple[CustodyEntry, ...]:
    names = dict(conn.execute("SELECT id, name FROM persons"))
    found = []
    for (body,) in conn.execute(
        "SELECT f.body FROM custody c JOIN facts f ON f.row = c.fact WHERE c.item = ?", (row,)
    ):
        read = read_fact(body)
        told, told_of = read.payload, read.envelope
        if isinstance(told, Custody):
            name = names.get(told_of.person) or told_of.person
            found.append(
                CustodyEntry(
                    told.act, told.reason, told_of.time, told_of.person, name, read.hash.hex()
                )
            )
    return tuple(sorted(found, key=lambda entry: (entry.time, entry.fact)))


def _part(part: Part) -> SealedPart:
    if part.kind == "text":
        body = part.text.encode()
        return SealedPart("text", hashlib.sha256(body).hexdigest(), len(body))
    return SealedPart(part.kind, part.media, part.size)
