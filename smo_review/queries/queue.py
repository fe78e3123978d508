"""The queue: which items of a batch to show, in what order, and their lines.

An unfiltered queue is a `range` of item rows where its order allows that. Filters are driven by the
index that finds least, and stop at `limit`, so that the first page of 100,000 comes at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

import msgspec
from msgspec import structs

from smo_review.domain.dose import HIGH, MILD
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.views import ItemState, QueueChoices, QueueFilter, QueueRow
from smo_review.language import tr
from smo_review.queries import queue_order
from smo_review.queries.looks import rows_to_look_at
from smo_review.queries.queue_order import run_of
from smo_review.store import catalog
from smo_review.store.catalog import BatchRow
from smo_review.store.database import Connection, values
from smo_review.store.search import matching
from smo_review.store.workspace import Workspace

Condition: TypeAlias = tuple[str, tuple[Any, ...]]
_SHOW = {
    "open": "i.open = 1",
    "done": "i.open = 0",
    "flagged": "i.flagged = 1",
    "incorrect": "i.incorrect > 0",
    "unsettled": "i.unsettled > 0",
    "sealed": "i.sealed = 1",
}
_EPOCH = date(1970, 1, 1).toordinal()
_OF_ANNOTATOR = (
    "EXISTS (SELECT 1 FROM {table} a WHERE a.item = i.row"
    " AND a.annotator = (SELECT number FROM annotators WHERE name = ?))"
)
_OF_LABEL = (
    "EXISTS (SELECT 1 FROM {table} a WHERE a.item = i.row AND a.label_set IN"
    " (SELECT l.number FROM label_sets l, json_each(l.labels) j WHERE j.value = ?))"
)
_REVIEWED = (
    "(SELECT x.item, x.label_set FROM annotations x JOIN standings y ON y.item = x.item"
    " AND y.annotator = x.annotator AND y.ordinal = x.ordinal)"
)
_NOTE_STANDS = (
    "(EXISTS (SELECT 1 FROM standings t JOIN facts f ON f.row = t.fact"
    " WHERE t.item = n.item AND instr(f.body, CAST(n.hash AS BLOB)) > 0)"
    " OR EXISTS (SELECT 1 FROM flags g JOIN facts f ON f.row = g.fact"
    " WHERE g.item = n.item AND g.is_on = 1 AND instr(f.body, CAST(n.hash AS BLOB)) > 0))"
)
"""A note that was undone or revised is still in the index, but not found."""


def queue_listing(
    ws: Workspace,
    batch: str,
    wanted: QueueFilter,
    limit: int | None = None,
    most_high: int | None = None,
) -> Sequence[int]:
    """Rows of the batch's items that pass the filter, in the order of the project's queue rule.

    Of high severity at most `most_high` follow each other, or as many as the project says where
    that is less. With `limit`, only the first so many. UserError where the batch is not here or a
    group's key is not one.
    """
    with ws.read() as conn:
        row = catalog.batch_row(conn, batch)
        run = run_of(row, most_high)
        if wanted == QueueFilter():
            return queue_order.unfiltered(conn, row, run)[:limit]
        owed = _owed(conn, ws) if _tells_verdicts(wanted) else set()
        if limit is None or row.project.queue_rule != "batch-order":
            found = [one for one in _filtered(conn, row, wanted, None) if one not in owed]
            return queue_order.ordered(conn, row, found, run)[:limit]
        first = _first(conn, row, wanted, limit + len(owed), run)
        return [one for one in first if one not in owed][:limit]


def queue_start(ws: Workspace, batch: str, most_high: int | None = None) -> tuple[int, int]:
    """The row of the batch's first item, and how many of high severity may follow each other.

    The second is 0 where the batch has none of high severity.
    """
    with ws.read() as conn:
        row = catalog.batch_row(conn, batch)
        return row.first_row, run_of(row, most_high) if queue_order.has_high(conn, row) else 0


def queue_rows(ws: Workspace, rows: Sequence[int]) -> tuple[QueueRow, ...]:
    """The lines of the queue for some item rows, in the order asked for."""
    with ws.read() as conn:
        owed = _owed(conn, ws)
        found = {
            row: _line(row, row in owed, *columns)
            for row, *columns in conn.execute(
                "SELECT i.row, b.id, i.id, i.open, i.flagged, i.kinds, i.language, i.severity,"
                " i.annotations, i.reviewed, i.incorrect, i.sealed FROM items i"
                " JOIN batches b ON b.number = i.batch"
                " WHERE i.row IN (SELECT value FROM json_each(?))",
                (values(rows),),
            )
        }
    return tuple(found[row] for row in rows if row in found)


def row_of(ws: Workspace, batch: str, item: str) -> int | None:
    """The row of an item, or None where the batch has no such item."""
    with ws.read() as conn:
        return catalog.item_row(conn, batch, item)


def queue_choices(ws: Workspace, batch: str) -> QueueChoices:
    """The annotators, labels and languages that a batch has, each in the order of its name."""
    with ws.read() as conn:
        row = catalog.batch_row(conn, batch)
        annotators, labels = (
            conn.execute(
                "SELECT DISTINCT key FROM rollups WHERE axis = ? AND day = 0 AND project = ?"
                " AND batch = ? AND key <> '' ORDER BY key",
                (axis, row.info.project, batch),
            ).fetchall()
            for axis in ("annotator", "label")
        )
        languages = conn.execute(
            "SELECT DISTINCT language FROM items WHERE row BETWEEN ? AND ? AND language <> ''"
            " ORDER BY language",
            (row.first_row, row.first_row + row.items - 1),
        ).fetchall()
    return QueueChoices(
        *(tuple(one[0] for one in found) for found in (annotators, labels, languages))
    )


def _line(
    row: int,
    blind: bool,
    batch: str,
    item: str,
    open_: int,
    flagged: int,
    kinds: str,
    language: str,
    severity: int | None,
    annotations: int,
    reviewed: int,
    incorrect: int,
    sealed: int,
) -> QueueRow:
    state: ItemState = "done" if not open_ else "partly" if reviewed else "open"
    if sealed:
        state = "sealed"
    return QueueRow(
        row,
        batch,
        item,
        state,
        bool(flagged),
        kinds,
        language,
        severity,
        annotations,
        reviewed,
        0 if blind else incorrect,
    )


def _owed(conn: Connection, ws: Workspace) -> set[int]:
    return rows_to_look_at(conn, ws.identity.name, ws.identity.person)


def _tells_verdicts(wanted: QueueFilter) -> bool:
    """Whether who is in such a list tells how others judged."""
    shown = wanted.show in ("incorrect", "unsettled")
    return shown or wanted.group_by == "code" or wanted.judged is not None


def _first(
    conn: Connection, batch: BatchRow, wanted: QueueFilter, limit: int, run: int
) -> list[int]:
    """The first rows that pass the filter, in batch order, mixed.

    So many of high severity and so many others are all that can stand among them.
    """
    found = _filtered(conn, batch, wanted, limit)
    high = queue_order.high_among(conn, found)
    if len(high) <= run:
        return found
    lighter = _filtered(conn, batch, wanted, limit, (("coalesce(i.severity, 0) < ?", (HIGH,)),))
    return queue_order.mixed(sorted({*found, *lighter}), high, run)[:limit]


def _filtered(
    conn: Connection,
    batch: BatchRow,
    wanted: QueueFilter,
    limit: int | None,
    also: Sequence[Condition] = (),
) -> list[int]:
    """Rows in batch order that pass the filter and what else is asked of them."""
    conditions: list[Condition] = [
        ("i.row BETWEEN ? AND ?", (batch.first_row, batch.first_row + batch.items - 1))
    ]
    conditions += [*_conditions(wanted), *also]
    if wanted.judged is not None:
        conditions.append(_judged(conn, wanted.judged, batch))
    text = wanted.text.strip()
    if not text:
        return _rows(conn, "items i", conditions, "i.row", limit)
    conditions.append(("i.sealed = 0", ()))
    phrase = "" if batch.purged else matching(conn, text, batch.number)
    if not phrase:
        return []
    index = f"search_{batch.number}"
    in_content = _rows(
        conn,
        f"{index} s CROSS JOIN items i ON i.row = s.rowid",
        [(f"{index} MATCH ? AND s.rowid > 0", (phrase,)), *conditions],
        "s.rowid",
        limit,
    )
    in_notes = _rows(
        conn,
        f"{index} s CROSS JOIN notes n ON n.number = -s.rowid CROSS JOIN items i ON i.row = n.item",
        [(f"{index} MATCH ? AND s.rowid < 0 AND {_NOTE_STANDS}", (phrase,)), *conditions],
        "i.row",
        None,
    )
    return sorted({*in_content, *in_notes})[:limit]


def _rows(
    conn: Connection,
    source: str,
    conditions: list[Condition],
    order: str,
    limit: int | None,
) -> list[int]:
    """Item rows from a source; one in their order is left as soon as there are enough."""
    where = " AND ".join(sql for sql, _ in conditions)
    parameters = [value for _, values_ in conditions for value in values_]
    found = conn.execute(
        f"SELECT i.row FROM {source} WHERE {where} ORDER BY {order} LIMIT ?",
        (*parameters, -1 if limit is None else limit),
    )
    return [row[0] for row in found]


def _conditions(wanted: QueueFilter) -> list[Condition]:
    """What the fields of a filter other than its text ask of an item."""
    found: list[Condition] = []
    if wanted.show != "all":
        found.append((_SHOW[wanted.show], ()))
    if wanted.mild:
        found.append(("coalesce(i.severity, 0) <= ?", (MILD,)))
    if wanted.language:
        found.append(("i.language = ?", (wanted.language,)))
    if wanted.annotator:
        found.append((_OF_ANNOTATOR.format(table="annotations"), (wanted.annotator,)))
    if wanted.label:
        found.append((_OF_LABEL.format(table="annotations"), (wanted.label,)))
    if wanted.group_by:
        found.append(_group(wanted.group_by, wanted.group_key))
    return found


def _judged(conn: Connection, wanted: Filter, batch: BatchRow) -> Condition:
    """The items of a batch behind a figure. It costs reading what was judged in the batch."""
    # Columns need numpy, which a queue that is narrowed otherwise does not pay for.
    from smo_review.queries.judged import judged_in, meant

    # The figure has already chosen between measurement and risk; a batch named here is meant.
    if not meant(batch.info, wanted):
        return "0", ()
    found = judged_in(conn, structs.replace(wanted, project="", batch=batch.info.id))
    return "i.row IN (SELECT value FROM json_each(?))", (values(set(found.item.tolist())),)


def _group(dimension: str, key: str) -> Condition:
    """The items behind one group of the numbers: those with a verdict in it."""
    if dimension == "annotator":
        return _OF_ANNOTATOR.format(table="standings"), (key,)
    if dimension == "label":
        return f"i.reviewed > 0 AND {_OF_LABEL.format(table=_REVIEWED)}", (key,)
    if dimension == "code":
        # Codes are kept as a JSON list, so the quotes make it a whole one.
        return (
            "i.incorrect > 0 AND EXISTS (SELECT 1 FROM standings s WHERE s.item = i.row"
            " AND instr(s.codes, ?) > 0)",
            (msgspec.json.encode(key).decode(),),
        )
    if dimension == "auditor":
        return (
            "EXISTS (SELECT 1 FROM standings s WHERE s.item = i.row"
            " AND s.person = (SELECT number FROM persons WHERE id = ?))",
            (key,),
        )
    if dimension == "day":
        return (
            "EXISTS (SELECT 1 FROM standings s WHERE s.item = i.row AND s.day = ?)",
            (_day(key),),
        )
    raise UserError(
        tr("The queue cannot be filtered by {dimension}.", dimension=dimension),
        "",
        tr("Choose annotator, label, code, auditor or day."),
    )


def _day(key: str) -> int:
    try:
        return date.fromisoformat(key).toordinal() - _EPOCH
    except ValueError:
        raise UserError(
            tr("{key} is not a day.", key=key), "", tr("Write it as year-month-day.")
        ) from None
