"""Hidden repeats: items that come again in one batch under another id, to tell an auditor's own
consistency.

A repeat weighs nothing, so that it is in no figure; its content is that of another item of its
batch, and this is how the two are put together. For consistency it counts with that item's weight.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

import msgspec

from smo_review.domain.content import Item
from smo_review.domain.facts import OUTCOMES
from smo_review.store.contents import open_in_custody
from smo_review.store.database import Connection
from smo_review.store.rollups import WEIGHT


def content_key(item: Item) -> bytes:
    """SHA-256 over what an item shows: the same for an item and its repeat."""
    return hashlib.sha256(msgspec.json.encode(item.parts)).digest()


def repeats_judged(conn: Connection, batches: Collection[int]) -> list[tuple[int, bool]]:
    """(weight in millionths, whether judged alike) of the annotations that one auditor judged both
    on an item and on its repeat; alike is the same outcome, and critical both times or neither."""
    return [(weight, alike) for *_, weight, alike in judged_twice(conn, batches)]


def judged_twice(
    conn: Connection, batches: Collection[int]
) -> Iterator[tuple[str, str, int, int, bool]]:
    """(batch, item, annotator's number, weight, whether judged alike) of each such annotation."""
    for batch in batches:
        for first, again in _pairs(conn, batch):
            one, two = _verdicts(conn, first), _verdicts(conn, again)
            names = conn.execute(
                "SELECT b.id, i.id FROM items i JOIN batches b ON b.number = i.batch"
                " WHERE i.row = ?",
                (first,),
            ).fetchone()
            for key in sorted(one.keys() & two.keys()):
                weight, *said = one[key]
                yield (*names, key[1], weight, said == two[key][1:])


def _pairs(conn: Connection, batch: int) -> list[tuple[int, int]]:
    """Rows of (item, its repeat) in one batch; contents are opened only where there is a repeat."""
    rows = conn.execute(
        "SELECT row, weight FROM items WHERE batch = ? AND EXISTS"
        " (SELECT 1 FROM items WHERE batch = ? AND weight = 0) ORDER BY row",
        (batch, batch),
    ).fetchall()
    id_ = conn.execute("SELECT id FROM batches WHERE number = ?", (batch,)).fetchone()[0]
    known: dict[bytes, int] = {}
    again: list[tuple[bytes, int]] = []
    for row, weight in rows:
        item = open_in_custody(conn, row, id_)
        if item is None or not item.parts:
            continue
        if weight:
            known.setdefault(content_key(item), row)
        else:
            again.append((content_key(item), row))
    return [(known[key], row) for key, row in again if key in known]


def _verdicts(conn: Connection, row: int) -> dict[tuple[int, int, int], list[int]]:
    """What each auditor said of each annotation of an item: its weight, outcome and critical."""
    return {
        (person, annotator, ordinal): [weight, outcome, critical]
        for person, annotator, ordinal, weight, outcome, critical in conn.execute(
            f"SELECT s.person, s.annotator, s.ordinal, {WEIGHT}, s.outcome, s.critical"
            " FROM standings s JOIN items i ON i.row = s.item JOIN annotations a"
            " ON a.item = s.item AND a.annotator = s.annotator AND a.ordinal = s.ordinal"
            " WHERE s.item = ? AND s.outcome < ?",
            (row, len(OUTCOMES)),
        )
    }
