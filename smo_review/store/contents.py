"""Items and annotations as they are kept: content sealed, the rest in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from smo_review.domain.content import Item, Mark
from smo_review.store.batch_keys import key_of
from smo_review.store.database import Connection, values
from smo_review.store.sealing import seal, unseal


class AnnotationBody(Struct, frozen=True, omit_defaults=True):
    """What of an annotation is not in columns of its own."""

    marks: tuple[Mark, ...] = ()
    guideline: str = ""
    made: str = ""


def seal_item(cipher: AESGCM, row: int, item: Item) -> bytes:
    """An item's content, sealed to its row, so that contents cannot be swapped unseen."""
    return seal(cipher, msgspec.json.encode(item), _about(row))


def open_item(conn: Connection, row: int, batch: str) -> Item | None:
    """The whole item in a row of a batch, or None where it was purged or is sealed."""
    found = conn.execute("SELECT sealed FROM items WHERE row = ?", (row,)).fetchone()
    return None if not found or found[0] else open_in_custody(conn, row, batch)


def open_items(conn: Connection, rows: Iterable[int]) -> Iterator[tuple[int, Item]]:
    """(row, item) of many rows, in no order; what was purged or is sealed is left out."""
    ciphers: dict[tuple[str, str], AESGCM | None] = {}
    for row, sealed, batch, name in conn.execute(
        "SELECT c.item, c.sealed, b.id, b.key_id FROM contents c JOIN items i ON i.row = c.item"
        " JOIN batches b ON b.number = i.batch WHERE i.sealed = 0"
        " AND c.item IN (SELECT value FROM json_each(?))",
        (values(rows),),
    ).fetchall():
        if (batch, name) not in ciphers:
            key = key_of(conn, batch, name)
            ciphers[batch, name] = AESGCM(key) if key else None
        cipher = ciphers[batch, name]
        if cipher is not None:
            yield row, msgspec.json.decode(unseal(cipher, sealed, _about(row)), type=Item)


def open_in_custody(conn: Connection, row: int, batch: str) -> Item | None:
    """The item also where it is sealed: for hashes and sizes of its parts, never to be shown."""
    found = conn.execute(
        "SELECT c.sealed, b.key_id FROM contents c JOIN items i ON i.row = c.item"
        " JOIN batches b ON b.number = i.batch WHERE c.item = ?",
        (row,),
    ).fetchone()
    key = key_of(conn, batch, found[1]) if found else None
    if key is None:
        return None
    return msgspec.json.decode(unseal(AESGCM(key), found[0], _about(row)), type=Item)


def is_withheld(conn: Connection, sha256: str) -> bool:
    """Whether a medium is part of an item that is sealed, in whichever batch."""
    rows = conn.execute(
        "SELECT i.row, b.id FROM items i JOIN batches b ON b.number = i.batch WHERE i.sealed = 1"
    ).fetchall()
    found = (open_in_custody(conn, row, batch) for row, batch in rows)
    return any(part.media == sha256 for item in found if item for part in item.parts)


def _about(row: int) -> bytes:
    return f"item {row}".encode()
