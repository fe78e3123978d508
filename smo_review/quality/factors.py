"""What goes together with errors: circumstances by outcomes, counted from what was judged.

Annotations of one item are alike (a hard item is judged wrong thrice), so chances that take them
for independent would be too small. Each pair carries its design effect: the variance between items
over the variance if annotations were independent, at least 1 (score statistic with variance over
clusters; J. N. K. Rao and A. J. Scott, J. Am. Stat. Assoc. 76 (1981), 221-230). Where annotations
weigh differently, shares and the variance are those of the weighted table, so that the effect holds
what weighing costs too.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.quality.causes import Association, Candidate, associations
from smo_review.quality.judged import Ints, Mask

FADED = 0.5
"""A circumstance that takes so much of the excess away is told beside the association."""
STANDS_OUT = 1.0
"""A count whose distance from the expected one, squared, over that is more might be told; others
have a chance far above any rate."""
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
    weights: Ints | None = None,
) -> tuple[tuple[Told, ...], int]:
    """The associations that are told at a false-discovery rate, and how many pairs were looked at.

    `clusters` numbers the items; `strata` are held alike to see what fades. A circumstance that all
    or none of the entries share is no pair. `weights` (millionths) are those of the entries; None:
    all weigh the same.
    """
    heavy = _uneven(weights)
    _, items = np.unique(clusters, return_inverse=True)
    pairs: dict[tuple[str, str], tuple[int, int, int]] = {}
    candidates: list[Candidate] = []
    for among in {id(outcome.among): outcome.among for outcome in outcomes}.values():
        here = [(n, one) for n, one in enumerate(outcomes) if one.among is among]
        hits = {n: np.flatnonzero(one.holds[among]) for n, one in here}
        for number, column in enumerate(columns):
            own = None if heavy is None else heavy[among]
            asked = _Asked(column, column.places[among], items[among], own)
            for which, outcome in here:
                if column.kind not in outcome.by:
                    continue
                for place, one in asked.candidates(outcome, hits[which]):
                    pairs[one.factor, one.outcome] = (number, place, which)
                    candidates.append(one)
    judged = associations(candidates, rate)
    found = []
    for told in judged:
        if told.told:
            number, place, which = pairs[told.candidate.factor, told.candidate.outcome]
            fades = _fading(columns[number], place, outcomes[which], strata, heavy)
            found.append(Told(number, place, which, told, fades))
    return tuple(found), len(judged)


def beside(column: Column, outcome: Outcome, weights: Ints) -> list[tuple[int, Candidate]]:
    """(place, candidate) of every value of one circumstance beside one outcome, the entries taken
    as drawn one by one."""
    among = outcome.among
    asked = _Asked(column, column.places[among], None, _uneven(weights[among]))
    return asked.candidates(outcome, np.flatnonzero(outcome.holds[among]))


def _uneven(weights: Ints | None) -> Floats | None:
    """Weights, where they differ."""
    if weights is None or not len(weights) or weights.min() == weights.max():
        return None
    return weights.astype(np.float64)


class _Asked:
    """One circumstance among some entries: what is worked out once for all outcomes.

    `items` None: every entry is an item of its own. Weights are brought to a mean of 1.
    """

    def __init__(
        self, column: Column, places: Ints, items: Ints | None, weights: Floats | None
    ) -> None:
        self._column = column
        self._known = places >= 0
        self._whole = bool(self._known.all())
        self._places, self._items = self._of_known(places), self._of_known(items)
        own = self._of_known(weights)
        self._weights = own if own is None or not len(own) else own / own.mean()
        self._size = np.bincount(self._places, minlength=len(column.keys))
        self._heavy = np.bincount(self._places, self._weights, minlength=len(column.keys))
        self._cells: tuple[Ints, Ints] | None = None

    def _of_known(self, values: Any) -> Any:
        return values if values is None or self._whole else values[self._known]

    def candidates(self, outcome: Outcome, hits: Ints) -> list[tuple[int, Candidate]]:
        """Every value beside one outcome, which holds at the entries `hits`.

        A design effect only makes a chance larger, so it is worked out where a value stands out.
        """
        if not self._whole:
            hits = (np.cumsum(self._known) - 1)[hits[self._known[hits]]]
        n, with_outcome, size = len(self._places), len(hits), self._size
        if not 0 < with_outcome < n:
            return []
        both = heavy = np.bincount(self._places[hits], minlength=len(size))
        share = with_outcome / n
        if self._weights is not None:
            heavy = np.bincount(self._places[hits], self._weights[hits], minlength=len(size))
            share = float(self._weights[hits].sum()) / n
        expected = self._heavy * share
        design = np.ones(len(size))
        alone = self._items is None and self._weights is None
        if not alone and bool(((heavy - expected) ** 2 > STANDS_OUT * expected).any()):
            design = self._design(hits, share)
        told = f"{outcome.kind}={outcome.key}"
        found = []
        for place in np.flatnonzero((size > 0) & (size < n)).tolist():
            key = self._column.keys[place]
            if key:
                counts = (int(both[place]), int(size[place]), with_outcome, n)
                weighed = float(heavy[place]), float(self._heavy[place]), share * n
                one = Candidate(
                    f"{self._column.kind}={key}",
                    told,
                    *counts,
                    float(design[place]),
                    None if self._weights is None else weighed,
                )
                found.append((place, one))
        return found

    def _design(self, hits: Ints, mean: float) -> Floats:
        """Of each value: sum of squares over items of w (x - mean x)(y - mean y), over what it were
        if annotations were independent and weighed the same; at least 1."""
        size, n = self._size, len(self._places)
        items = np.arange(n) if self._items is None else self._items
        if self._cells is None:
            self._cells = np.unique(items * len(size) + self._places, return_inverse=True)
        cells, cell = self._cells
        residual = np.full(n, -mean)
        residual[hits] += 1
        if self._weights is not None:
            residual *= self._weights
        whole = np.bincount(items, weights=residual)
        own = np.bincount(cell, weights=residual)
        value = cells % len(size)
        squares = np.bincount(value, weights=own * own, minlength=len(size))
        cross = np.bincount(value, weights=own * whole[cells // len(size)], minlength=len(size))
        share = self._heavy / n
        between = squares - 2 * share * cross + share**2 * float((whole * whole).sum())
        independent = n * share * (1 - share) * mean * (1 - mean)
        return np.maximum(
            1.0, np.divide(between, independent, out=np.ones_like(between), where=independent > 0)
        )


def _fading(
    own: Column, place: int, outcome: Outcome, strata: Sequence[Column], weights: Floats | None
) -> tuple[str, ...]:
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
        heavy = None if weights is None else weights[inside]
        plain = _pooled(with_it, holds, np.zeros(len(holds), dtype=np.int64), heavy)
        held = _pooled(with_it, holds, other.places[inside], heavy)
        if plain is not None and plain > 1 and (held is None or _halved(plain, held)):
            faded.append(other.kind)
    return tuple(faded)


def _halved(plain: float, held: float) -> bool:
    """Whether at least half of an excess is gone; a ratio to nothing is beyond all others."""
    return held < inf and held - 1 <= FADED * (plain - 1)


def _pooled(with_it: Mask, holds: Mask, strata: Ints, weights: Floats | None) -> float | None:
    """The pooled ratio of risks; None where no stratum has both sides, so that nothing tells them
    apart."""
    cells = np.bincount(strata * 4 + with_it * 2 + holds, weights, minlength=4).astype(np.float64)
    cells = np.pad(cells, (0, -len(cells) % 4)).reshape(-1, 4)
    rest_hits, with_hits = cells[:, 1], cells[:, 3]
    rest_n, with_n = cells[:, 0] + rest_hits, cells[:, 2] + with_hits
    usable = (with_n > 0) & (rest_n > 0)
    all_n = (with_n + rest_n)[usable]
    upper, lower = ((a * b)[usable] / all_n for a, b in ((with_hits, rest_n), (rest_hits, with_n)))
    if not usable.any():
        return None
    return float(upper.sum() / lower.sum()) if lower.sum() > 0 else inf
