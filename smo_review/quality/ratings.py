"""Agreement of ratings, however they came: coefficients, every pair of annotators, and gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from smo_review.domain.agreement import AgainstGold, Agreement, LabelCount, Pair
from smo_review.language import later
from smo_review.quality import agreement as quality
from smo_review.quality import weights
from smo_review.quality.pairs import PairTable, pair_table
from smo_review.quality.patterns import Ints, patterns
from smo_review.quality.weighted import Sums, rate_of
from smo_review.quality.weights import Floats

Metric: TypeAlias = Literal["nominal", "ordinal"]
LabelRule: TypeAlias = Literal["set", "masi"]
Labels: TypeAlias = tuple[str, ...]
_GOLD = 0


class Ratings(Struct, frozen=True):
    """One rating an entry: `item`, `annotator` (above 0), `category`, which indexes `sets`.

    Labels of a set are sorted. `nameless` ratings (votes) have no place in pairs. An annotator
    rates an item once at most. `weight` is what each stands for; None where all weigh the same.
    """

    item: Ints
    annotator: Ints
    category: Ints
    nameless: NDArray[np.bool_]
    sets: tuple[Labels, ...]
    weight: Floats | None = None


def from_answers(
    answers: Iterable[tuple[str, str, Iterable[str]]],
) -> tuple[Ratings, dict[int, str], dict[str, int]]:
    """From (item, annotator, labels): the ratings, who has which number, and each item's.

    Of several answers of one annotator to one item the first counts.
    """
    items: dict[str, int] = {}
    people: dict[str, int] = {}
    sets: dict[Labels, int] = {}
    told: dict[tuple[int, int], int] = {}
    for item, annotator, labels in answers:
        row = items.setdefault(item, len(items))
        who = people.setdefault(annotator, len(people) + 1)
        said = tuple(sorted(set(labels)))
        told.setdefault((row, who), sets.setdefault(said, len(sets)))
    rows = np.array([(*key, said) for key, said in told.items()], dtype=np.int64).reshape(-1, 3)
    ratings = Ratings(
        rows[:, 0], rows[:, 1], rows[:, 2], np.zeros(len(rows), dtype=np.bool_), tuple(sets)
    )
    return ratings, {number: name for name, number in people.items()}, items


def agreement_of(
    ratings: Ratings,
    names: Mapping[int, str],
    gold: Mapping[int, Labels],
    ranks: Labels | None = None,
    rule: LabelRule = "set",
) -> Agreement:
    """All of it. `gold` is by item; `ranks` are the labels from the lowest up, None: no order.

    Where labels are ranked, annotations with none or several labels are left out, and counted.
    """
    ranked, left_out = _in_order(ratings, ratings.sets, ranks)
    metric: Metric = "nominal" if ranks is None else "ordinal"
    return structs.replace(
        _coefficients(ranked, metric, rule),
        pairs=_pairs(ranked, names, _weights(ranked.sets, metric, rule)),
        gold=_against_gold(ranked, gold, names, ranks, rule),
        left_out=left_out,
    )


def _in_order(
    ratings: Ratings, sets: Iterable[Labels], ranks: Labels | None
) -> tuple[Ratings, int]:
    """The ratings over `sets` in order, and how many had to be left out."""
    if ranks is None:
        ordered = tuple(sorted(set(sets)))
    else:
        ordered = tuple((label,) for label in ranks if (label,) in set(sets))
    place = {labels: number for number, labels in enumerate(ordered)}
    lookup = np.array([place.get(labels, -1) for labels in ratings.sets], dtype=np.int64)
    category = lookup[ratings.category]
    keep = category >= 0
    kept = Ratings(
        ratings.item[keep],
        ratings.annotator[keep],
        category[keep],
        ratings.nameless[keep],
        ordered,
        None if ratings.weight is None else ratings.weight[keep],
    )
    return kept, int(np.count_nonzero(~keep))


def _coefficients(ratings: Ratings, metric: Metric, rule: LabelRule) -> Agreement:
    q = len(ratings.sets)
    found = patterns(ratings.item, ratings.category, q, ratings.weight)
    told = quality.coefficients(found, _weights(ratings.sets, metric, rule))
    counts, two = np.bincount(ratings.category, minlength=q), found.pairable()
    return Agreement(
        items=int(found.times.sum()),
        pairable=int(two.times.sum()),
        effective=float(two.weight.sum()),
        annotations=len(ratings.item),
        raw=told.raw,
        fleiss=told.fleiss,
        ac1=told.ac1,
        alpha=quality.krippendorff_rank(found) if metric == "ordinal" else told.alpha,
        weights=_named(metric, rule),
        nominal=metric == "nominal" and rule == "set",
        labels=tuple(LabelCount(*one) for one in zip(ratings.sets, counts.tolist(), strict=True)),
    )


def _named(metric: Metric, rule: LabelRule) -> str:
    if metric == "ordinal":
        return later("ordinal (Gwet 2014; alpha by Krippendorff's ordinal metric)")
    if rule == "masi":
        return later("MASI between sets of labels")
    return later("nominal, equal sets of labels")


def _weights(sets: tuple[Labels, ...], metric: Metric, rule: LabelRule) -> Floats | None:
    if metric == "ordinal":
        return weights.ordinal(len(sets))
    return weights.masi([frozenset(one) for one in sets]) if rule == "masi" else None


def _pairs(ratings: Ratings, names: Mapping[int, str], matrix: Floats | None) -> tuple[Pair, ...]:
    """Every two annotators who rated an item both, by name."""
    own = ~ratings.nameless
    table = pair_table(
        ratings.item[own],
        ratings.annotator[own],
        ratings.category[own],
        len(ratings.sets),
        matrix,
        None if ratings.weight is None else ratings.weight[own],
    )
    columns = (table.first, table.second, table.n, table.raw, table.kappa, table.ac1, table.alpha)
    found = []
    for first, second, n, raw, *corrected in zip(*(c.tolist() for c in columns), strict=True):
        ours, theirs = sorted((names[first], names[second]))
        found.append(Pair(ours, theirs, n, raw, *map(_or_none, corrected)))
    return tuple(sorted(found, key=lambda pair: (pair.first, pair.second)))


def _against_gold(
    ratings: Ratings,
    gold: Mapping[int, Labels],
    names: Mapping[int, str],
    ranks: Labels | None,
    rule: LabelRule,
) -> tuple[AgainstGold, ...]:
    """Every annotator against gold, which is one more rater, with a number below all of them and
    no weight of its own."""
    if not gold or not len(ratings.item):
        return ()
    own, _ = _in_order(ratings, (*ratings.sets, *gold.values()), ranks)
    place = {one: number for number, one in enumerate(own.sets)}
    right = [(row, place[one]) for row, one in gold.items() if one in place]
    rows = np.array(right, dtype=np.int64).reshape(-1, 2)
    keep = ~own.nameless & np.isin(own.item, rows[:, 0])
    table: PairTable = pair_table(
        np.concatenate([rows[:, 0], own.item[keep]]),
        np.concatenate([np.full(len(rows), _GOLD), own.annotator[keep]]),
        np.concatenate([rows[:, 1], own.category[keep]]),
        len(own.sets),
        _weights(own.sets, "nominal" if ranks is None else "ordinal", rule),
        None if own.weight is None else np.concatenate([np.zeros(len(rows)), own.weight[keep]]),
    )
    against = table.first == _GOLD
    columns = (
        table.second, table.kappa, table.hits, table.n, table.w, table.w2, table.hit_w, table.hit_w2
    )  # fmt: skip
    found = []
    for number, kappa, hits, *sums in zip(*(c[against].tolist() for c in columns), strict=True):
        told = rate_of(hits, Sums(*sums))
        assert told.value is not None and told.low is not None and told.high is not None
        found.append(
            AgainstGold(
                names[number],
                told.n,
                told.value,
                told.low,
                told.high,
                _or_none(kappa),
                told.effective,
            )
        )
    return tuple(sorted(found, key=lambda one: one.annotator))


def _or_none(value: float) -> float | None:
    return None if value != value else value
