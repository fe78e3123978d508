"""How far annotators agree, read straight into arrays: no record is built for an annotation."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from smo_review.domain.agreement import Agreement
from smo_review.domain.content import Gold
from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.store import catalog
from smo_review.store.database import Connection
from smo_review.store.rollups import KINDS
from smo_review.store.workspace import Workspace

if TYPE_CHECKING:
    from smo_review.quality.ratings import LabelRule, Labels, Metric, Ratings

_MODEL, _VOTES = KINDS.index("model"), KINDS.index("votes")


def agreement(
    ws: Workspace,
    *,
    batch: str = "",
    metric: Metric = "nominal",
    labels: LabelRule = "set",
    with_models: bool = False,
) -> Agreement:
    """Agreement over the items of a batch, or of all.

    Of several annotations of one item by one annotator, the first counts. Votes, which nobody
    signed, count for the coefficients but have no place in pairs and against gold. UserError
    where the batch is not here, or where labels are to be ranked and the batches here rank them
    each in their own way.
    """
    from smo_review.quality.ratings import agreement_of

    with ws.read() as conn:
        number = catalog.batch_row(conn, batch).number if batch else 0
        ranks = _ranks(conn, batch) if metric == "ordinal" else None
        ratings = _read(conn, number, with_models)
        gold = _gold(conn, number)
        names: dict[int, str] = dict(conn.execute("SELECT number, name FROM annotators"))
    return agreement_of(ratings, names, gold, ranks, labels)


def _read(conn: Connection, batch: int, with_models: bool) -> Ratings:
    import numpy as np

    from smo_review.quality.ratings import Ratings

    where = "ordinal = 0" + ("" if with_models else f" AND kind <> {_MODEL}")
    if batch:
        first, items = conn.execute(
            "SELECT first_row, items FROM batches WHERE number = ?", (batch,)
        ).fetchone()
        where += f" AND item BETWEEN {first} AND {first + items - 1}"
    cursor = conn.execute(f"SELECT item, annotator, kind, label_set FROM annotations WHERE {where}")
    flat = np.fromiter(chain.from_iterable(cursor), dtype=np.int64).reshape(-1, 4)
    used, category = np.unique(flat[:, 3], return_inverse=True)
    known = dict(conn.execute("SELECT number, labels FROM label_sets"))
    sets = tuple(tuple(msgspec.json.decode(known[int(number)])) for number in used)
    return Ratings(flat[:, 0], flat[:, 1], category, flat[:, 2] == _VOTES, sets)


def _gold(conn: Connection, batch: int) -> dict[int, Labels]:
    """The reference answer of every item that has one, by the item's row."""
    where = f" WHERE b.number = {batch}" if batch else ""
    found = conn.execute(
        "SELECT i.row, g.body FROM gold g JOIN batches b ON b.id = g.batch"
        f" JOIN items i ON i.batch = b.number AND i.id = g.item{where}"
    )
    golds = ((row, msgspec.json.decode(body, type=Gold)) for row, body in found)
    return {row: tuple(sorted(set(gold.labels))) for row, gold in golds}


def _ranks(conn: Connection, batch: str) -> Labels:
    """The labels in the project's own order, lowest first."""
    rows = [catalog.batch_row(conn, batch)] if batch else catalog.all_batches(conn)
    orders = {tuple(label.id for label in row.project.labels) for row in rows}
    if len(orders) > 1:
        raise UserError(
            tr("The batches here do not rank labels in one order."),
            "--metric ordinal",
            tr("Name one batch with --batch."),
        )
    return next(iter(orders), ())
