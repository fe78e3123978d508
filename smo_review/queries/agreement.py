"""How far annotators agree, read straight into arrays: no record is built for an annotation."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from smo_review.domain.agreement import Agreement
from smo_review.domain.content import MILLION, Gold
from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.quality.weighted import equal, in_units
from smo_review.store import catalog
from smo_review.store.catalog import BatchRow
from smo_review.store.database import Connection, values
from smo_review.store.rollups import KINDS, WEIGHS, WEIGHT
from smo_review.store.workspace import Workspace

if TYPE_CHECKING:
    from smo_review.quality.ratings import LabelRule, Labels, Metric, Ratings

_UNREPEATED = " AND a.item NOT IN (SELECT row FROM items WHERE weight = 0)"
"""A hidden repeat says again what another item says, a hidden gold what may never have been."""
_MODEL, _VOTES = KINDS.index("model"), KINDS.index("votes")


def agreement(
    ws: Workspace,
    *,
    batch: str = "",
    project: str = "",
    metric: Metric = "nominal",
    labels: LabelRule = "set",
    with_models: bool = False,
) -> Agreement:
    """Agreement over the items of a batch, of a project, or of all.

    Every item counts with its weight times that of its annotations, their mean where they differ.
    Where none is named, batches that were drawn from others are left out as long as there are
    others: they hold again what those hold.
    Of several annotations of one item by one annotator, the first counts. Votes, which nobody
    signed, count for the coefficients but have no place in pairs and against gold. UserError
    where the batch is not here, or where labels are to be ranked and the batches here rank them
    each in their own way.
    """
    from smo_review.quality.ratings import agreement_of

    with ws.read() as conn:
        meant = _meant(conn, batch, project)
        ranks = _ranks(meant) if metric == "ordinal" else None
        ratings = _read(conn, meant, with_models)
        gold = _gold(conn, meant)
        names: dict[int, str] = dict(conn.execute("SELECT number, name FROM annotators"))
    return agreement_of(ratings, names, gold, ranks, labels)


def rated_by_several(
    conn: Connection, *, batch: str = "", project: str = ""
) -> list[tuple[str, str, bool, bool]]:
    """(batch, item, whether it is sealed, whether the labels differ) of every item that `agreement`
    compares annotators on, in the order of items."""
    found = []
    for one in _meant(conn, batch, project):
        again = " AND i.weight > 0" if one.info.sampling or one.project.hidden_gold.share else ""
        found += [
            (one.info.id, item, bool(sealed), bool(differ))
            for item, sealed, differ in conn.execute(
                "SELECT i.id, i.sealed, count(DISTINCT a.label_set) > 1 FROM annotations a"
                f" JOIN items i ON i.row = a.item WHERE a.ordinal = 0 AND a.kind <> {_MODEL}"
                f" AND a.item BETWEEN ? AND ?{again}"
                " GROUP BY a.item HAVING count(*) > 1",
                (one.first_row, one.first_row + one.items - 1),
            )
        ]
    return found


def _meant(conn: Connection, batch: str, project: str) -> list[BatchRow]:
    if batch:
        return [catalog.batch_row(conn, batch)]
    known = [row for row in catalog.all_batches(conn) if project in ("", row.info.project)]
    return [row for row in known if row.info.sampling is None] or known


def _read(conn: Connection, meant: list[BatchRow], with_models: bool) -> Ratings:
    import numpy as np

    from smo_review.quality.ratings import Ratings

    where = "a.ordinal = 0" + ("" if with_models else f" AND a.kind <> {_MODEL}")
    even = _alike(conn, meant)
    select = (
        f"SELECT a.item, a.annotator, a.kind, a.label_set FROM annotations a WHERE {where}"
        if even
        else "SELECT a.item, a.annotator, a.kind, a.label_set,"
        f" {WEIGHT} FROM annotations a JOIN items i ON i.row = a.item WHERE {where} AND {WEIGHS}"
    )
    # One range a batch: its items are rows without gaps.
    cursors = (
        conn.execute(
            f"{select} AND a.item BETWEEN ? AND ?"
            + (_UNREPEATED if one.info.sampling or one.project.hidden_gold.share else ""),
            (one.first_row, one.first_row + one.items - 1),
        )
        for one in meant
    )
    every = chain.from_iterable(chain.from_iterable(cursors))
    flat = np.fromiter(every, dtype=np.int64).reshape(-1, 4 if even else 5)
    used, category = np.unique(flat[:, 3], return_inverse=True)
    known = dict(conn.execute("SELECT number, labels FROM label_sets"))
    sets = tuple(tuple(msgspec.json.decode(known[int(number)])) for number in used)
    weight = None if even else flat[:, 4] / MILLION
    return Ratings(flat[:, 0], flat[:, 1], category, flat[:, 2] == _VOTES, sets, weight)


def _alike(conn: Connection, meant: list[BatchRow]) -> bool:
    """Whether all that may be read weighs the same: the roll-ups tell it without reading any."""
    n, w, w2 = conn.execute(
        "SELECT coalesce(sum(n), 0), coalesce(sum(w), 0), coalesce(sum(w2), 0) FROM rollups"
        " WHERE axis = 'total' AND outcome = '' AND batch IN (SELECT value FROM json_each(?))",
        (values(one.info.id for one in meant),),
    ).fetchone()
    return equal(in_units(n, w, w2, 0, 0))


def _gold(conn: Connection, meant: list[BatchRow]) -> dict[int, Labels]:
    """The reference answer of every item that has one, by the item's row."""
    numbers = ", ".join(str(one.number) for one in meant)
    found = conn.execute(
        "SELECT i.row, g.body FROM gold g JOIN batches b ON b.id = g.batch"
        f" JOIN items i ON i.batch = b.number AND i.id = g.item WHERE b.number IN ({numbers})"
    )
    golds = ((row, msgspec.json.decode(body, type=Gold)) for row, body in found)
    return {row: tuple(sorted(set(gold.labels))) for row, gold in golds}


def _ranks(meant: list[BatchRow]) -> Labels:
    """The labels in the project's own order, lowest first."""
    orders = {tuple(label.id for label in row.project.labels) for row in meant}
    if len(orders) > 1:
        raise UserError(
            tr("The batches here do not rank labels in one order."),
            "--metric ordinal",
            tr("Name one batch with --batch."),
        )
    return next(iter(orders), ())
