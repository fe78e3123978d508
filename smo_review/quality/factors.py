"""What goes together with errors: circumstances by outcomes, counted from what was judged.

Annotations of one item are alike (a hard item is judged wrong thrice), so chances that take them
for independent would be too small. Each pair carries its design effect: the variance between items
over the variance if annotations were independent, at least 1 (score statistic with variance over
clusters; J. N. K. Rao and A. J. Scott, J. Am. Stat. Assoc. 76 (1981), 221-230).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.quality.causes import Association, Candidate, associations
from smo_review.quality.judged import Ints, Mask

FADED = 0.5
"""A circumstance that takes so much of the excess away is told beside the association."""
Floats = NDArray[np.float64]


class Column(Struct, frozen=True):
    """One circumstance: for each entry a place in `keys`, or -1 where it is not known.

    The key "" is the rest, which is compared with and never told.
    """

    kind: str
    places: Ints
    keys: tuple[str, ...]


class Outcome(Struct, frozen=True):
    """One outcome: where it holds, among which entries it is asked, and by which circumstances."""

    kind: str
    key: str
    holds: Mask
    among: Mask
    by: frozenset[str] = frozenset()


class Told(Struct, frozen=True):
    """An association, with the circumstances that take at least half of it away if held alike."""

    column: int
    place: int
    outcome: int
    association: Association
    fades: tuple[str, ...] = ()


def associated(
    columns: Sequence[Column],
    outcomes: Sequence[Outcome],
    strata: Sequence[Column],
    clusters: Ints,
    rate: float,
) -> tuple[tuple[Told, ...], int]:
    """The associations that are told at a false-discovery rate, and how many pairs were looked at.

    `clusters` numbers the items; `strata` are held alike to see what fades. A circumstance that all
    or none of the entries share is no pair.
    """
    pairs: dict[tuple[str, str], tuple[int, int, int]] = {}
    candidates: list[Candidate] = []
    for which, outcome in enumerate(outcomes):
        for number, column in enumerate(columns):
            if column.kind not in outcome.by:
                continue
            for place, one in _candidates(column, outcome, clusters):
                pairs[one.factor, one.outcome] = (number, place, which)
                candidates.append(one)
    judged = associations(candidates, rate)
    found = []
    for told in judged:
        if told.told:
            number, place, which = pairs[told.candidate.factor, told.candidate.outcome]
            fades = _fading(columns[number], place, outcomes[which], strata)
            found.append(Told(number, place, which, told, fades))
    return tuple(found), len(judged)


def _candidates(column: Column, outcome: Outcome, clusters: Ints) -> list[tuple[int, Candidate]]:
    """Every value of a circumstance beside one outcome."""
    inside = outcome.among & (column.places >= 0)
    places, holds = column.places[inside], outcome.holds[inside]
    n, hits = int(inside.sum()), int(holds.sum())
    if not 0 < hits < n:
        return []
    size = np.bincount(places, minlength=len(column.keys))
    both = np.bincount(places[holds], minlength=len(column.keys))
    design = _design(places, holds.astype(np.float64) - hits / n, clusters[inside], size)
    names = [f"{column.kind}={key}" for key in column.keys]
    told = f"{outcome.kind}={outcome.key}"
    found = []
    for place in np.flatnonzero((size > 0) & (size < n)).tolist():
        if not column.keys[place]:
            continue
        counts = (int(both[place]), int(size[place]), hits, n, float(design[place]))
        found.append((place, Candidate(names[place], told, *counts)))
    return found


def _design(places: Ints, residual: Floats, clusters: Ints, size: Ints) -> Floats:
    """The design effect of each value: sum of squares over items of (x - mean x)(y - mean y)."""
    n = len(places)
    _, item = np.unique(clusters, return_inverse=True)
    whole = np.bincount(item, weights=residual)
    cells, cell = np.unique(item * len(size) + places, return_inverse=True)
    own = np.bincount(cell, weights=residual)
    value = cells % len(size)
    squares = np.bincount(value, weights=own * own, minlength=len(size))
    cross = np.bincount(value, weights=own * whole[cells // len(size)], minlength=len(size))
    share = size / n
    between = squares - 2 * share * cross + share**2 * float((whole * whole).sum())
    independent = n * share * (1 - share) * float((residual * residual).mean())
    return np.maximum(
        1.0, np.divide(between, independent, out=np.ones_like(between), where=independent > 0)
    )


def _fading(own: Column, place: int, outcome: Outcome, strata: Sequence[Column]) -> tuple[str, ...]:
    """Circumstances that, held alike, leave at most half of the excess.

    Mantel and Haenszel's pooled ratio of the two risks over the other's values against the plain
    one (N. Mantel and W. Haenszel, J. Natl. Cancer Inst. 22 (1959), 719-748).
    """
    parts = own.kind.split(" in ")
    faded = []
    for other in strata:
        # A part of a pair ("label in week") says the same thing twice.
        if other.kind in parts:
            continue
        inside = outcome.among & (own.places >= 0) & (other.places >= 0)
        with_it = own.places[inside] == place
        holds = outcome.holds[inside]
        plain = _pooled(with_it, holds, np.zeros(len(holds), dtype=np.int64))
        held = _pooled(with_it, holds, other.places[inside])
        if plain is not None and plain > 1 and (held is None or _halved(plain, held)):
            faded.append(other.kind)
    return tuple(faded)


def _halved(plain: float, held: float) -> bool:
    """Whether at least half of an excess is gone; a ratio to nothing is beyond all others."""
    return held < inf and held - 1 <= FADED * (plain - 1)


def _pooled(with_it: Mask, holds: Mask, strata: Ints) -> float | None:
    """The pooled ratio of risks; None where no stratum has both sides, so that nothing tells them
    apart."""
    size = int(strata.max()) + 1 if len(strata) else 0
    with_n, with_hits, all_n, all_hits = (
        np.bincount(strata[mask], minlength=size).astype(np.float64)
        for mask in (with_it, with_it & holds, np.ones(len(holds), dtype=np.bool_), holds)
    )
    rest_n, rest_hits = all_n - with_n, all_hits - with_hits
    usable = (with_n > 0) & (rest_n > 0)
    upper = (with_hits * rest_n)[usable] / all_n[usable]
    lower = (rest_hits * with_n)[usable] / all_n[usable]
    if not usable.any():
        return None
    return float(upper.sum() / lower.sum()) if lower.sum() > 0 else inf
