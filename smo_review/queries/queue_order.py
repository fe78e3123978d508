"""In what order a queue shows its items: the project's rule, and never many severe ones in a row.

High severity is `HIGH` and above. Wherever lighter items are left, they are mixed in; within the
high ones and within the lighter ones the order is that of the rule. All of it is fixed by the
batch and the rule, so that everybody, and every page of the list, has the same order.
"""

from __future__ import annotations

import random
from collections.abc import Sequence, Set

from smo_review.domain.dose import HIGH
from smo_review.store.catalog import BatchRow
from smo_review.store.database import Connection, values


def run_of(batch: BatchRow, most: int | None) -> int:
    """How many of high severity may follow each other: a person may lower what the project says."""
    allowed = batch.project.high_severity_run
    return allowed if most is None else max(1, min(most, allowed))


def high_rows(conn: Connection, batch: BatchRow) -> list[int]:
    """Rows of the batch's items of high severity, in batch order."""
    found = conn.execute(
        f"SELECT row FROM items WHERE severity >= {HIGH} AND row BETWEEN ? AND ? ORDER BY row",
        (batch.first_row, batch.first_row + batch.items - 1),
    )
    return [row for (row,) in found]


def has_high(conn: Connection, batch: BatchRow) -> bool:
    """Whether the batch has any item of high severity."""
    found = conn.execute(
        f"SELECT 1 FROM items WHERE severity >= {HIGH} AND row BETWEEN ? AND ? LIMIT 1",
        (batch.first_row, batch.first_row + batch.items - 1),
    )
    return found.fetchone() is not None


def high_among(conn: Connection, rows: Sequence[int]) -> set[int]:
    """Those of a few rows that are of high severity."""
    found = conn.execute(
        f"SELECT row FROM items WHERE severity >= {HIGH}"
        " AND row IN (SELECT value FROM json_each(?))",
        (values(rows),),
    )
    return {row for (row,) in found}


def unfiltered(conn: Connection, batch: BatchRow, run: int) -> Sequence[int]:
    """All rows of the batch, a `range` where batch order needs no mixing."""
    everything = range(batch.first_row, batch.first_row + batch.items)
    if batch.project.queue_rule != "batch-order":
        return ordered(conn, batch, list(everything), run)
    high = high_rows(conn, batch)
    crowded = any(last - first == run for first, last in zip(high, high[run:], strict=False))
    return mixed(everything, set(high), run) if crowded else everything


def ordered(conn: Connection, batch: BatchRow, rows: list[int], run: int) -> list[int]:
    """Rows, given in batch order, in the order of the project's rule, mixed."""
    rule = batch.project.queue_rule
    if rule == "severity-mild-first":
        return _mild_first(conn, batch, rows, run)
    if rule == "shuffled":
        places = list(range(batch.items))
        random.Random(batch.info.id).shuffle(places)
        rows = sorted(rows, key=lambda row: places[row - batch.first_row])
    return mixed(rows, set(high_rows(conn, batch)), run)


def mixed(rows: Sequence[int], high: Set[int], run: int) -> list[int]:
    """The same rows with at most `run` of `high` in a row for as long as others are left.

    Where a row more of high severity would come, the next lighter one is taken before it.
    """
    lighter = [row for row in rows if row not in high]
    given: list[int] = []
    taken = in_a_row = 0
    for row in rows:
        if row in high:
            if in_a_row == run and taken < len(lighter):
                given.append(lighter[taken])
                taken, in_a_row = taken + 1, 0
            given.append(row)
            in_a_row += 1
        elif taken < len(lighter) and row == lighter[taken]:
            given.append(row)
            taken, in_a_row = taken + 1, 0
    return given


def _mild_first(conn: Connection, batch: BatchRow, rows: list[int], run: int) -> list[int]:
    """Mild before severe, keeping back as many lighter items as the severe ones need between."""
    severity: dict[int, int] = dict(
        conn.execute(
            "SELECT row, coalesce(severity, 0) FROM items WHERE row BETWEEN ? AND ?",
            (batch.first_row, batch.first_row + batch.items - 1),
        )
    )
    rows = sorted(rows, key=lambda row: (severity[row], row))
    high = [row for row in rows if severity[row] >= HIGH]
    lighter = rows[: len(rows) - len(high)]
    between = min(len(lighter) // 2, max(0, -(-len(high) // run) - 1))
    start = len(lighter) - between
    return mixed([*lighter[:start], *high, *lighter[start:]], set(high), run)
