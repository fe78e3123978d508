"""What figures count that is no judged annotation by itself: annotations without a verdict, items
that several annotators or auditors judged, hidden repeats."""

from __future__ import annotations

from heapq import nsmallest

import msgspec
import numpy as np
from msgspec import Struct

from smo_review.domain.reports import ItemRef
from smo_review.language import tr
from smo_review.quality.judged import Judged
from smo_review.queries.agreement import rated_by_several
from smo_review.queries.repeats import judged_twice
from smo_review.queries.reports.lists import MOST_NAMED
from smo_review.store.database import Connection, values

_OF_BATCHES = "i.batch IN (SELECT value FROM json_each(?)) AND i.weight * a.weight >= 1000000"
"""What weighs nothing (a hidden repeat) stands for nothing."""


class Total(Struct, frozen=True):
    """How many annotations carry these labels on content of this language; `kind` as in Judged."""

    language: str
    labels: tuple[str, ...]
    kind: int
    n: int


def totals(conn: Connection, batches: list[int]) -> tuple[Total, ...]:
    """Annotations that are there, judged or not."""
    rows = conn.execute(
        "SELECT i.language, l.labels, a.kind, count(*) FROM annotations a"
        " JOIN items i ON i.row = a.item JOIN label_sets l ON l.number = a.label_set"
        f" WHERE {_OF_BATCHES} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        (values(batches),),
    )
    return tuple(
        Total(language, tuple(msgspec.json.decode(labels)), kind, n)
        for language, labels, kind, n in rows
    )


def unreviewed(conn: Connection, batches: list[int]) -> dict[str, list[ItemRef]]:
    """The first annotations without a verdict, by name, of each language of content."""
    found: dict[str, list[ItemRef]] = {}
    for language, *names in conn.execute(
        "SELECT i.language, b.id, i.id, n.name FROM items i JOIN batches b ON b.number = i.batch"
        " JOIN annotations a ON a.item = i.row JOIN annotators n ON n.number = a.annotator"
        f" WHERE {_OF_BATCHES} AND i.sealed = 0 AND i.reviewed < i.annotations AND NOT EXISTS"
        " (SELECT 1 FROM standings s WHERE s.item = a.item AND s.annotator = a.annotator"
        " AND s.ordinal = a.ordinal) ORDER BY 2, 3, 4",
        (values(batches),),
    ):
        named = found.setdefault(language, [])
        if len(named) < MOST_NAMED:
            named.append(ItemRef(*names))
    return found


def labelled(conn: Connection, batches: list[int], label: str) -> list[ItemRef]:
    """The first annotations with a label, judged or not, by name; "" is no label at all."""
    has = "l.labels = '[]'" if not label else (
        "EXISTS (SELECT 1 FROM json_each(l.labels) j WHERE j.value = ?)"
    )  # fmt: skip
    rows = conn.execute(
        "SELECT b.id, i.id, n.name FROM annotations a JOIN items i ON i.row = a.item"
        " JOIN batches b ON b.number = i.batch JOIN annotators n ON n.number = a.annotator"
        f" WHERE {_OF_BATCHES} AND i.sealed = 0"
        f" AND a.label_set IN (SELECT l.number FROM label_sets l WHERE {has})"
        " ORDER BY 1, 2, 3 LIMIT ?",
        (values(batches), *([label] if label else ()), MOST_NAMED),
    )
    return [ItemRef(*row) for row in rows]


def rated_items(conn: Connection, batch: str, project: str) -> tuple[list[ItemRef], int]:
    """Items that several annotators labelled, those in disagreement first; and how many."""
    rated = rated_by_several(conn, batch=batch, project=project)
    open_ones = ((not differ, batch, item) for batch, item, sealed, differ in rated if not sealed)
    words = (tr("labelled differently"), tr("labelled alike"))
    first = nsmallest(MOST_NAMED, open_ones)
    return [ItemRef(batch, item, said=words[alike]) for alike, batch, item in first], len(rated)


class Double(Struct, frozen=True):
    """An entry on which verdicts of several auditors stand: whether their outcomes differ, and the
    first and last of their days."""

    place: int
    differ: bool
    first: int
    last: int


def judged_by_several(conn: Connection, judged: Judged) -> list[Double]:
    """Every such entry, in the order of entries."""
    told = {
        (item, annotator, ordinal): (bool(differ), first, last)
        for item, annotator, ordinal, differ, first, last in conn.execute(
            "SELECT item, annotator, ordinal, count(DISTINCT outcome) > 1, min(day), max(day)"
            " FROM standings GROUP BY 1, 2, 3 HAVING count(DISTINCT person) > 1"
        )
    }
    if not told or not len(judged):
        return []
    numbers = dict(conn.execute("SELECT name, number FROM annotators"))
    known = np.array([numbers[name] for name in judged.annotators], dtype=np.int64)
    whose = known[judged.annotator].tolist()
    keys = zip(judged.item.tolist(), whose, judged.ordinal.tolist(), strict=True)
    return [Double(place, *told[key]) for place, key in enumerate(keys) if key in told]


def repeated_items(conn: Connection, judged: Judged) -> list[ItemRef]:
    """The items that one auditor judged twice without knowing, those judged differently first. An
    item is named by its first id: which one was the repeat is told to nobody."""
    batches = [
        number
        for number, id_ in conn.execute("SELECT number, id FROM batches ORDER BY number")
        if id_ in judged.batches
    ]
    numbers = dict(conn.execute("SELECT number, name FROM annotators"))
    words = (tr("judged differently"), tr("judged alike"))
    found = sorted(
        (alike, batch, item, numbers[annotator])
        for batch, item, annotator, _weight, alike in judged_twice(conn, batches)
    )
    return [ItemRef(batch, item, name, words[alike]) for alike, batch, item, name in found]
