"""What goes together with errors: circumstances by outcomes, counted from what was judged.

Every value of a circumstance is counted beside every outcome in a few passes over the entries, so
that the cost grows with the entries and with the findings, not with the number of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct, structs

from smo_review.quality.causes import Association, Candidate, associations
from smo_review.quality.crossed import Carried, Floats, Hits, crossed
from smo_review.quality.fading import Fading
from smo_review.quality.judged import Ints, Mask


class Column(Struct, frozen=True):
    """One circumstance: places in `keys`, one for each entry in order, -1 where it is not known.

    Where an entry may have several values or none, `entries` says whose each place is, in rising
    order. The key "" is the rest, which is compared with and never told.
    """

    kind: str
    places: Ints
    keys: tuple[str, ...]
    entries: Ints | None = None


class Outcome(Struct, frozen=True):
    """One outcome: the entries where it holds, in rising order, among which entries it is asked,
    and by which circumstances. Outcomes that are asked among the same entries share one mask.
    """

    kind: str
    key: str
    holds: Ints
    among: Mask
    by: frozenset[str] = frozenset()


class Told(Struct, frozen=True):
    """An association, with the circumstances that take at least half of it away if held alike."""

    column: int
    place: int
    outcome: int
    association: Association
    fades: tuple[str, ...] = ()


Step: TypeAlias = Callable[[int, int], object]
"""Called as step(done, total) now and then; may raise to stop the work."""


def associated(
    columns: Sequence[Column],
    outcomes: Sequence[Outcome],
    strata: Sequence[Column],
    clusters: Ints,
    rate: float,
    weights: Ints | None = None,
    step: Step = lambda _done, _total: None,
) -> tuple[tuple[Told, ...], int]:
    """The associations that are told at a false-discovery rate, and how many pairs were looked at.

    `clusters` numbers the items; `strata` are held alike to see what fades. A circumstance that all
    or none of the entries share is no pair. `weights` (millionths) are those of the entries; None:
    all weigh the same.
    """
    heavy = _uneven(weights)
    _, items = np.unique(clusters, return_inverse=True)
    bases = [
        _Base(among, columns, outcomes, items, heavy)
        for among in {id(one.among): one.among for one in outcomes}.values()
    ]
    pairs: dict[tuple[str, str], tuple[_Base, int, int, int]] = {}
    candidates: list[Candidate] = []
    tables = [(base, number) for base in bases for number in range(len(columns))]
    for done, (base, number) in enumerate(tables):
        step(done, len(tables))
        for place, which, one in base.candidates(number):
            pairs[one.factor, one.outcome] = (base, number, place, which)
            candidates.append(one)
    judged = associations(candidates, rate)
    chosen = [one for one in judged if one.told]
    found = []
    for done, told in enumerate(chosen):
        step(done, len(chosen))
        base, number, place, which = pairs[told.candidate.factor, told.candidate.outcome]
        fades = base.fades(number, place, which, strata)
        found.append(Told(number, place, which, told, fades))
    return tuple(found), len(judged)


def beside(column: Column, outcome: Outcome, weights: Ints) -> list[tuple[int, Candidate]]:
    """(place, candidate) of every value of one circumstance beside one outcome, the entries taken
    as drawn one by one."""
    heavy = _uneven(weights[outcome.among])
    asked = structs.replace(outcome, by=frozenset({column.kind}))
    alone = np.arange(len(outcome.among))
    base = _Base(
        outcome.among, (column,), (asked,), alone, None if heavy is None else weights.astype(float)
    )
    told = ((place, one) for place, _, one in base.candidates(0))
    # Alike and one by one: the design costs nothing, whatever the sample's own squares say.
    return [(place, one if heavy is not None else structs.replace(one, design=1.0))
            for place, one in told]  # fmt: skip


def _uneven(weights: Ints | None) -> Floats | None:
    """Weights, where they differ."""
    if weights is None or not len(weights) or weights.min() == weights.max():
        return None
    return weights.astype(np.float64)


class _Base:
    """The entries that some outcomes are asked among, numbered from 0 without the others."""

    def __init__(
        self,
        among: Mask,
        columns: Sequence[Column],
        outcomes: Sequence[Outcome],
        items: Ints,
        weights: Floats | None,
    ) -> None:
        self._among = among
        self._items = items[among]
        self._weights = None if weights is None else weights[among]
        self._number = np.cumsum(among) - 1
        self._columns, self._outcomes = columns, outcomes
        self._holds = {
            number: self._number[one.holds[among[one.holds]]]
            for number, one in enumerate(outcomes)
            if one.among is among
        }
        self._fading: Fading | None = None
        self._members: dict[int, tuple[Carried, Ints, Ints]] = {}

    def candidates(self, column: int) -> Iterator[tuple[int, int, Candidate]]:
        """(place, outcome, pair) of every value of a column beside every outcome that asks for it.

        What cannot vary is left out.
        """
        told = self._columns[column]
        asked = [n for n in self._holds if told.kind in self._outcomes[n].by]
        if not asked:
            return
        counts = [len(self._holds[n]) for n in asked]
        hits = Hits(
            np.concatenate([self._holds[n] for n in asked]),
            np.repeat(np.arange(len(asked)), counts),
            len(asked),
        )
        table = crossed(self._carried(told), hits, self._items, self._weights)
        places = np.flatnonzero((table.size > 0) & (table.size < table.n)).tolist()
        size, both, design = table.size.tolist(), table.both.tolist(), table.design.tolist()
        for at, which in enumerate(asked):
            holds = int(table.holds[at])
            outcome = f"{self._outcomes[which].kind}={self._outcomes[which].key}"
            if not 0 < holds < table.n:
                continue
            for place in places:
                if key := told.keys[place]:
                    counted = (both[at][place], size[place], holds, table.n)
                    factor = f"{told.kind}={key}"
                    weighed = None
                    if table.heavy is not None:
                        sizes, held, boths = table.heavy
                        weighed = float(boths[at, place]), float(sizes[place]), float(held[at])
                    one = Candidate(factor, outcome, *counted, design[at][place], weighed)
                    yield place, which, one

    def fades(
        self, column: int, place: int, outcome: int, strata: Sequence[Column]
    ) -> tuple[str, ...]:
        """The circumstances that take at least half of an association away if held alike."""
        if self._fading is None:
            alike = [(one.kind, one.places[self._among]) for one in strata]
            self._fading = Fading(alike, int(self._among.sum()), self._weights)
        if column not in self._members:
            carried = self._carried(self._columns[column])
            order = np.argsort(carried.values, kind="stable")
            ends = np.cumsum(np.bincount(carried.values, minlength=carried.count))
            self._members[column] = (carried, carried.entries[order], ends)
        carried, members, ends = self._members[column]
        start = ends[place - 1] if place else 0
        return self._fading.circumstances(
            self._columns[column].kind,
            carried,
            members[start : ends[place]],
            self._holds[outcome],
        )

    def _carried(self, column: Column) -> Carried:
        if column.entries is None:
            places = column.places[self._among]
            known = places >= 0
            entries = np.flatnonzero(known)
            whole = None if len(entries) == len(places) else known
            return Carried(entries, places[entries], len(column.keys), whole)
        inside = self._among[column.entries]
        entries = self._number[column.entries[inside]]
        return Carried(entries, column.places[inside], len(column.keys))
