"""What several people said of one thing: double reviews, items annotated by several, gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

import msgspec
import numpy as np

from smo_review.domain.content import MILLION
from smo_review.domain.facts import Verdict
from smo_review.domain.filters import Filter
from smo_review.quality.gaps import Double
from smo_review.quality.judged import UNSETTLED, Ints, Judged
from smo_review.quality.weights import Floats
from smo_review.queries.gold import golds
from smo_review.queries.judged import batches_of
from smo_review.store.database import Connection, values
from smo_review.store.envelopes import read_fact
from smo_review.store.rollups import KINDS, WEIGHS, WEIGHT
from smo_review.store.workspace import Workspace

_MODEL = KINDS.index("model")


def doubles(conn: Connection, judged: Judged) -> list[Double]:
    """The judged annotations with verdicts of several people, and what each of them cited."""
    places = {
        key: place
        for place, key in enumerate(
            zip(judged.item.tolist(), _numbers(conn, judged), judged.ordinal.tolist(), strict=True)
        )
    }
    cited: dict[int, list[frozenset[str]]] = defaultdict(list)
    found = conn.execute(
        "SELECT s.item, s.annotator, s.ordinal, f.body FROM standings s"
        " JOIN facts f ON f.row = s.fact JOIN (SELECT item, annotator, ordinal FROM standings"
        " GROUP BY 1, 2, 3 HAVING count(DISTINCT person) > 1) d ON d.item = s.item"
        " AND d.annotator = s.annotator AND d.ordinal = s.ordinal"
    )
    for *key, body in found:
        place = places.get(tuple(key))
        if place is not None:
            verdict = read_fact(body).payload
            assert isinstance(verdict, Verdict)
            cited[place].append(frozenset(one.clause for one in verdict.findings if one.clause))
    return [
        Double(tuple(own), int(judged.outcome[at]) == UNSETTLED, int(judged.weight[at]))
        for at, own in sorted(cited.items())
    ]


def _numbers(conn: Connection, judged: Judged) -> list[int]:
    """The annotator of each entry by the number that the tables have."""
    known = {name: number for number, name in conn.execute("SELECT number, name FROM annotators")}
    own = [known[name] for name in judged.annotators]
    return [own[place] for place in judged.annotator.tolist()]


def annotated(
    conn: Connection, wanted: Filter
) -> tuple[Ints, Ints, Sequence[tuple[str, ...]], Floats]:
    """(item, label set) of what people said first of each item, judged or not, the sets, and what
    each weighs. What weighs nothing (a hidden repeat) stands for nothing."""
    where, given = "i.batch IN (SELECT value FROM json_each(?))", [values(batches_of(conn, wanted))]
    if wanted.language:
        where, given = f"{where} AND i.language = ?", [*given, wanted.language]
    cursor = conn.execute(
        f"SELECT a.item, a.label_set, {WEIGHT}"
        " FROM annotations a JOIN items i ON i.row = a.item WHERE a.ordinal = 0"
        f" AND a.kind <> {_MODEL} AND {WEIGHS} AND {where}",
        given,
    )
    flat = np.fromiter(chain.from_iterable(cursor), dtype=np.int64).reshape(-1, 3)
    used, category = np.unique(flat[:, 1], return_inverse=True)
    known = dict(conn.execute("SELECT number, labels FROM label_sets"))
    return (
        flat[:, 0],
        category,
        [tuple(msgspec.json.decode(known[int(number)])) for number in used],
        flat[:, 2] / MILLION,
    )


def golds_by_row(ws: Workspace, batch: str = "") -> dict[int, tuple[str, ...]]:
    """The reference labels of every item that has a gold, by the item's row."""
    found = {(one.batch, one.item): one.labels for one in golds(ws, batch=batch)}
    with ws.read() as conn:
        rows = conn.execute(
            "SELECT i.row, b.id, i.id FROM json_each(?) j JOIN batches b"
            " ON b.id = json_extract(j.value, '$[0]') JOIN items i ON i.batch = b.number"
            " AND i.id = json_extract(j.value, '$[1]')",
            (msgspec.json.encode(list(found)).decode(),),
        ).fetchall()
    return {row: found[name, item] for row, name, item in rows}
