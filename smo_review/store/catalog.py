"""Batches and projects as they are kept, and the person's private settings."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.errors import UserError
from smo_review.domain.project import Project
from smo_review.language import tr
from smo_review.store.database import Connection


class BatchRow(Struct, frozen=True):
    """A batch: its items are rows first_row up to, not including, first_row + items."""

    number: int
    info: BatchInfo
    project: Project
    first_row: int
    items: int
    purged: bool


_SELECT = (
    "SELECT b.number, b.info, p.body, b.first_row, b.items, b.purged FROM batches b"
    " JOIN projects p ON p.number = b.project_file"
)


def all_batches(conn: Connection) -> list[BatchRow]:
    """Every batch, in the order received."""
    return [_batch(row) for row in conn.execute(f"{_SELECT} ORDER BY b.number")]


def batch_row(conn: Connection, batch: str) -> BatchRow:
    """One batch by its id; UserError where it is not here."""
    found = conn.execute(f"{_SELECT} WHERE b.id = ?", (batch,)).fetchone()
    if not found:
        raise UserError(
            tr("There is no such batch in this workspace."),
            batch,
            tr("Receive the batch's file first, or check its id."),
        )
    return _batch(found)


def _batch(row: tuple[Any, ...]) -> BatchRow:
    number, info, project, first_row, items, purged = row
    return BatchRow(
        number,
        msgspec.json.decode(info, type=BatchInfo),
        msgspec.json.decode(project, type=Project),
        first_row,
        items,
        bool(purged),
    )


def item_row(conn: Connection, batch: str, item: str) -> int | None:
    """The row of an item, or None."""
    found = conn.execute(
        "SELECT row FROM items WHERE batch = (SELECT number FROM batches WHERE id = ?) AND id = ?",
        (batch, item),
    ).fetchone()
    return int(found[0]) if found else None


def batch_of_row(conn: Connection, row: int) -> str | None:
    """The id of the batch that an item's row belongs to, or None."""
    found = conn.execute(
        "SELECT b.id FROM items i JOIN batches b ON b.number = i.batch WHERE i.row = ?", (row,)
    ).fetchone()
    return str(found[0]) if found else None


def save_setting(conn: Connection, key: str, value: Any) -> None:
    """Keep a private value (anything that JSON can hold)."""
    conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, msgspec.json.encode(value)))


def read_setting(conn: Connection, key: str) -> Any:
    """A private value, or None."""
    found = conn.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return msgspec.json.decode(found[0]) if found else None
