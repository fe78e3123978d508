"""Items and annotations as they are kept: content sealed, the rest in columns."""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from smo_review.domain.content import Item, Mark
from smo_review.store.batch_keys import key_of
from smo_review.store.database import Connection
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
    """The whole item in a row of a batch, or None where it was purged."""
    found = conn.execute(
        "SELECT c.sealed, b.key_id FROM contents c JOIN items i ON i.row = c.item"
        " JOIN batches b ON b.number = i.batch WHERE c.item = ?",
        (row,),
    ).fetchone()
    key = key_of(conn, batch, found[1]) if found else None
    if key is None:
        return None
    return msgspec.json.decode(unseal(AESGCM(key), found[0], _about(row)), type=Item)


def _about(row: int) -> bytes:
    return f"item {row}".encode()
