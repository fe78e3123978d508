"""Prints of the items that the person has judged, to know the same content again.

`prints` holds one row a print, `print_bands` the numbers by which near ones are found. They are
made from content, so they are kept in the encrypted database only, and go when the batch is purged.
"""

from __future__ import annotations

from collections.abc import Iterable

from smo_review.store.database import Connection, values

EXACT, PICTURE, FRAME, TEXT = range(4)
"""Kinds of print: SHA-256 of the bytes; PDQ of a picture; PDQ of a key frame; nothing but bands."""


def keep_print(
    conn: Connection, item: int, part: int, kind: int, bits: bytes, bands: Iterable[int]
) -> None:
    """Keep a print of a part of an item, once."""
    added = conn.execute(
        "INSERT OR IGNORE INTO prints (item, part, kind, print) VALUES (?, ?, ?, ?)",
        (item, part, kind, bits),
    )
    if added.rowcount:
        conn.executemany(
            "INSERT OR IGNORE INTO print_bands VALUES (?, ?, ?)",
            [(kind, band, added.lastrowid) for band in bands],
        )


def alike(
    conn: Connection, kind: int, probes: Iterable[int], most: int
) -> list[tuple[int, int, bytes]]:
    """(item, part, print) of the `most` prints that have most bands in common with `probes`."""
    found = conn.execute(
        "SELECT p.item, p.part, p.print FROM prints p JOIN"
        " (SELECT print, count(*) AS shared FROM print_bands"
        " WHERE kind = ? AND value IN (SELECT value FROM json_each(?))"
        " GROUP BY print ORDER BY shared DESC, print DESC LIMIT ?) b ON b.print = p.number",
        (kind, values(probes), most),
    )
    return found.fetchall()


def of_items(conn: Connection, items: Iterable[int]) -> list[tuple[int, int, int, bytes]]:
    """(item, part, kind, print) of all prints kept of some items."""
    found = conn.execute(
        "SELECT item, part, kind, print FROM prints"
        " WHERE item IN (SELECT value FROM json_each(?)) ORDER BY item, part, kind, number",
        (values(items),),
    )
    return found.fetchall()


def drop_prints(conn: Connection, first: int, last: int) -> None:
    """Forget the prints of the items in these rows."""
    conn.execute(
        "DELETE FROM print_bands WHERE print IN"
        " (SELECT number FROM prints WHERE item BETWEEN ? AND ?)",
        (first, last),
    )
    conn.execute("DELETE FROM prints WHERE item BETWEEN ? AND ?", (first, last))
