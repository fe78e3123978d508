"""How far annotators agree, read straight into arrays: no record is built for an annotation."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from smo_review.domain.agreement import AgainstGold, Agreement, LabelCount, Pair
from smo_review.domain.content import Gold
from smo_review.domain.errors import UserError
from smo_review.language import later, tr
from smo_review.quality.intervals import wilson
from smo_review.store import catalog
from smo_review.store.database import Connection
from smo_review.store.rollups import KINDS
from smo_review.store.workspace import Workspace

if TYPE_CHECKING:
    from smo_review.quality.weights import Floats

Metric: TypeAlias = Literal["nominal", "ordinal"]
LabelRule: TypeAlias = Literal["set", "masi"]
Labels: TypeAlias = tuple[str, ...]
_MODEL, _VOTES = KINDS.index("model"), KINDS.index("votes")


class _Ratings(msgspec.Struct, frozen=True):
    """One annotation an entry of four arrays; `category` indexes `sets`."""

    item: Any
    annotator: Any
    kind: Any
    category: Any
    sets: tuple[Labels, ...]


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
    with ws.read() as conn:
        number = catalog.batch_row(conn, batch).number if batch else 0
        ranks = _ranks(conn, batch) if metric == "ordinal" else None
        ratings = _read(conn, number, with_models)
        gold = _gold(conn, number)
        names: dict[int, str] = dict(conn.execute("SELECT number, name FROM annotators"))
    ratings, left_out = _in_order(ratings, ratings.sets, ranks)
    told = _coefficients(ratings, metric, labels)
    return msgspec.structs.replace(
        told,
        pairs=_pairs(ratings, names, _weights(ratings.sets, metric, labels)),
        gold=_against_gold(ratings, gold, names, ranks, metric, labels),
        left_out=left_out,
    )


def _read(conn: Connection, batch: int, with_models: bool) -> _Ratings:
    import numpy as np

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
    return _Ratings(flat[:, 0], flat[:, 1], flat[:, 2], category, sets)


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


def _in_order(
    ratings: _Ratings, sets: Iterable[Labels], ranks: Labels | None
) -> tuple[_Ratings, int]:
    """The ratings over `sets` in order, and how many had to be left out.

    Where labels are ranked, the order is theirs, and only what has exactly one of them counts.
    """
    import numpy as np

    if ranks is None:
        ordered = tuple(sorted(set(sets)))
    else:
        ordered = tuple((label,) for label in ranks if (label,) in set(sets))
    place = {labels: number for number, labels in enumerate(ordered)}
    lookup = np.array([place.get(labels, -1) for labels in ratings.sets], dtype=np.int64)
    category = lookup[ratings.category]
    keep = category >= 0
    kept = _Ratings(
        ratings.item[keep], ratings.annotator[keep], ratings.kind[keep], category[keep], ordered
    )
    return kept, int(np.count_nonzero(~keep))


def _coefficients(ratings: _Ratings, metric: Metric, labels: LabelRule) -> Agreement:
    import numpy as np

    from smo_review.quality import agreement as quality
    from smo_review.quality.patterns import patterns

    q = len(ratings.sets)
    found = patterns(ratings.item, ratings.category, q)
    told = quality.coefficients(found, _weights(ratings.sets, metric, labels))
    counts = np.bincount(ratings.category, minlength=q)
    return Agreement(
        items=int(found.times.sum()),
        pairable=int(found.pairable().times.sum()),
        annotations=len(ratings.item),
        raw=told.raw,
        fleiss=told.fleiss,
        ac1=told.ac1,
        alpha=quality.krippendorff_rank(found) if metric == "ordinal" else told.alpha,
        weights=_named(metric, labels),
        nominal=metric == "nominal" and labels == "set",
        labels=tuple(LabelCount(*one) for one in zip(ratings.sets, counts.tolist(), strict=True)),
    )


def _named(metric: Metric, labels: LabelRule) -> str:
    if metric == "ordinal":
        return later("ordinal (Gwet 2014; alpha by Krippendorff's ordinal metric)")
    if labels == "masi":
        return later("MASI between sets of labels")
    return later("nominal, equal sets of labels")


def _weights(sets: tuple[Labels, ...], metric: Metric, labels: LabelRule) -> Floats | None:
    from smo_review.quality import weights

    if metric == "ordinal":
        return weights.ordinal(len(sets))
    return weights.masi([frozenset(one) for one in sets]) if labels == "masi" else None


def _pairs(ratings: _Ratings, names: dict[int, str], weights: Floats | None) -> tuple[Pair, ...]:
    """Every two annotators who rated an item both, by name."""
    from smo_review.quality.pairs import pair_table

    own = ratings.kind != _VOTES
    table = pair_table(
        ratings.item[own], ratings.annotator[own], ratings.category[own], len(ratings.sets), weights
    )
    columns = (table.first, table.second, table.n, table.raw, table.kappa, table.ac1, table.alpha)
    found = []
    for first, second, n, raw, *corrected in zip(*(c.tolist() for c in columns), strict=True):
        ours, theirs = sorted((names[first], names[second]))
        found.append(Pair(ours, theirs, n, raw, *map(_or_none, corrected)))
    return tuple(sorted(found, key=lambda pair: (pair.first, pair.second)))


def _against_gold(
    ratings: _Ratings,
    gold: dict[int, Labels],
    names: dict[int, str],
    ranks: Labels | None,
    metric: Metric,
    labels: LabelRule,
) -> tuple[AgainstGold, ...]:
    """Every annotator against gold: gold is one more rater, with number 0, below all of them."""
    import numpy as np

    from smo_review.quality.pairs import pair_table

    if not gold or not len(ratings.item):
        return ()
    own, _ = _in_order(ratings, (*ratings.sets, *gold.values()), ranks)
    place = {one: number for number, one in enumerate(own.sets)}
    right = [(row, place[one]) for row, one in gold.items() if one in place]
    rows = np.array(right, dtype=np.int64).reshape(-1, 2)
    keep = (own.kind != _VOTES) & np.isin(own.item, rows[:, 0])
    table = pair_table(
        np.concatenate([rows[:, 0], own.item[keep]]),
        np.concatenate([np.zeros(len(rows), dtype=np.int64), own.annotator[keep]]),
        np.concatenate([rows[:, 1], own.category[keep]]),
        len(own.sets),
        _weights(own.sets, metric, labels),
    )
    against = table.first == 0
    columns = (table.second, table.n, table.raw, table.kappa)
    found = [
        AgainstGold(names[number], n, raw, *wilson(round(raw * n), n), _or_none(kappa))
        for number, n, raw, kappa in zip(*(c[against].tolist() for c in columns), strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one.annotator))


def _or_none(value: float) -> float | None:
    return None if value != value else value
