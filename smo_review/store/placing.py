"""Where facts belong: the items that they speak of, and the facts on an item.

A few queries for however many facts there are: merging a hundred thousand costs no question each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from smo_review.store.database import Connection, values
from smo_review.store.envelopes import Read, read_fact
from smo_review.store.standings import Entry


class ItemRow(NamedTuple):
    """What the projections need of an item: where it counts, and its state before."""

    row: int
    batch: int
    stratum: str
    weight: int
    annotations: int
    reviewed: int
    incorrect: int
    unsettled: int
    flagged: int
    open: int
    sealed: int


_COLUMNS = (
    "row, batch, stratum, weight, annotations, reviewed, incorrect, unsettled, flagged, open,"
    " sealed"
)
Placed = tuple[int, Read, int | None]
"""(fact row, fact, item row); None where it is not understood or its item is not here."""


def place(
    conn: Connection, first_row: int, reads: Sequence[Read]
) -> tuple[list[Placed], dict[int, ItemRow]]:
    """Number facts from `first_row` on and find their items; returns those items by row too."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for read in reads:
        if read.payload is not None:
            wanted[read.payload.batch].add(read.payload.item)
    rows: dict[str, dict[str, int]] = {}
    items: dict[int, ItemRow] = {}
    for batch, ids in wanted.items():
        found = rows[batch] = {}
        for id_, *columns in conn.execute(
            f"SELECT id, {_COLUMNS} FROM items WHERE id IN (SELECT value FROM json_each(?))"
            " AND batch = (SELECT number FROM batches WHERE id = ?)",
            (values(ids), batch),
        ):
            found[id_] = columns[0]
            items[columns[0]] = ItemRow._make(columns)
    placed: list[Placed] = [
        (row, read, None if (told := read.payload) is None else rows[told.batch].get(told.item))
        for row, read in enumerate(reads, first_row)
    ]
    return placed, items


def items_at(conn: Connection, rows: Iterable[int]) -> dict[int, ItemRow]:
    """Items by row."""
    found = conn.execute(
        f"SELECT {_COLUMNS} FROM items WHERE row IN (SELECT value FROM json_each(?))",
        (values(rows),),
    )
    return {columns[0]: ItemRow._make(columns) for columns in found}


def set_waiting(conn: Connection, reads: Iterable[Placed]) -> None:
    """Remember the facts whose batch has not come yet."""
    away = [
        (read.payload.batch, row)
        for row, read, item in reads
        if item is None and read.payload is not None
    ]
    if away:
        conn.executemany(
            "INSERT OR IGNORE INTO waiting SELECT ?1, ?2"
            " WHERE NOT EXISTS (SELECT 1 FROM batches WHERE id = ?1)",
            away,
        )


def entries_of(conn: Connection, reads: Iterable[Placed]) -> list[Entry]:
    """The facts that speak of an item that is here."""
    here = [one for one in reads if one[2] is not None]
    persons = person_numbers(conn, {read.envelope.person for _, read, _ in here})
    return [
        Entry(row, read.hash, persons[read.envelope.person], read.envelope.time, item, told)
        for row, read, item in here
        if item is not None and (told := read.payload) is not None
    ]


def person_numbers(conn: Connection, persons: set[str]) -> dict[str, int]:
    """The numbers of persons by id; those not seen before get one, which only a write can do."""
    numbers = _numbers(conn, persons)
    if missing := persons - numbers.keys():
        conn.executemany("INSERT INTO persons (id) VALUES (?)", [(p,) for p in sorted(missing)])
        numbers = _numbers(conn, persons)
    return numbers


def _numbers(conn: Connection, persons: set[str]) -> dict[str, int]:
    return dict(
        conn.execute(
            "SELECT id, number FROM persons WHERE id IN (SELECT value FROM json_each(?))",
            (values(persons),),
        )
    )


def facts_on(conn: Connection, items: Iterable[int], below: int | None = None) -> list[Entry]:
    """All understood facts on some items, or those in rows below a given one."""
    reads = [
        (row, read_fact(body), item)
        for row, item, body in conn.execute(
            "SELECT row, item, body FROM facts WHERE item IN (SELECT value FROM json_each(?))"
            " AND row < ? ORDER BY row",
            (values(items), 2**62 if below is None else below),
        )
    ]
    return entries_of(conn, reads)
