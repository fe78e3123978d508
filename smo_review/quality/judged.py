"""Every annotation that was judged, as columns: what trends, causes and reports count in.

One entry is one annotation with what its standing verdicts come to. Columns are NumPy arrays of
one length; names are kept once and referred to by their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from smo_review.domain.content import MILLION
from smo_review.domain.facts import ErrorClass
from smo_review.domain.filters import Clock
from smo_review.domain.numbers import Rate
from smo_review.quality.figures import Counts, Weights
from smo_review.quality.weighted import Sums, WeightedRate, in_units, rate_of

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
CORRECT, INCORRECT, AMBIGUOUS, UNREVIEWABLE, UNSETTLED = range(5)
"""Outcomes as the columns hold them."""
_EPOCH = date(1970, 1, 1)
_COLUMNS = (
    "item", "batch", "annotator", "ordinal", "kind", "labels", "outcome", "critical", "noncritical",
    "day", "made", "took", "weight", "language", "severity", "stratum", "auditor", "fact",
)  # fmt: skip


class Judged(Struct, frozen=True):
    """`item`, `fact`: rows in the workspace. `batch`, `annotator`, `auditor`, `language`,
    `stratum`, `labels`: places in the tuples below (`auditor`: of the verdict that counts).

    `kind`: 0 person, 1 model, 2 votes. `outcome`: CORRECT ... UNSETTLED. `critical`,
    `noncritical`: 1 where there is such a finding. `day`, `made`: days since 1970-01-01, `made` 0
    where unknown. `took`: milliseconds. `weight`: millionths, item's times annotation's.
    `severity`: -1 where unknown. `head` names the ledger state.
    """

    item: Ints
    batch: Ints
    annotator: Ints
    ordinal: Ints
    kind: Ints
    labels: Ints
    outcome: Ints
    critical: Ints
    noncritical: Ints
    day: Ints
    made: Ints
    took: Ints
    weight: Ints
    language: Ints
    severity: Ints
    stratum: Ints
    auditor: Ints
    fact: Ints
    batches: tuple[str, ...]
    annotators: tuple[str, ...]
    auditors: tuple[str, ...]
    languages: tuple[str, ...]
    strata: tuple[str, ...]
    label_sets: tuple[tuple[str, ...], ...]
    head: str

    def __len__(self) -> int:
        return len(self.item)

    def where(self, mask: Mask) -> Judged:
        """Only the entries that `mask` holds True for."""
        return structs.replace(self, **{name: getattr(self, name)[mask] for name in _COLUMNS})

    def clock(self, clock: Clock) -> Ints:
        """The day that counts: when it was judged, or made; who does not say counts as judged."""
        if clock == "judged":
            return self.day
        return np.where(self.made > 0, self.made, self.day)

    @property
    def counted(self) -> Mask:
        """The entries that rates are over: judged correct or incorrect."""
        return self.outcome <= INCORRECT

    def has_label(self, label: str) -> Mask:
        """The entries whose annotation carries the label; "" means no label at all."""
        holds = np.array([label in (said or ("",)) for said in self.label_sets], dtype=np.bool_)
        return holds[self.labels] if len(holds) else np.zeros(len(self), dtype=np.bool_)


class Found(Struct, frozen=True, gc=False):
    """One finding of the verdict that counts; `place` is its entry in `Judged`."""

    place: int
    code: str
    error_class: ErrorClass
    critical: bool
    severity: int
    label: str
    right_label: str
    root_cause: str
    clause: str


def share(judged: Judged, hits: Mask, of: Mask | None = None) -> Rate:
    """The share of `hits` among the counted entries (or `of`), every entry with its weight.

    Where all weighed the same it is the plain rate with Wilson's interval; else the weighted one,
    and `n` is still what was checked.
    """
    return measured(judged, hits, of).rate


def measured(judged: Judged, hits: Mask, of: Mask | None = None) -> WeightedRate:
    """The same with its effective n and its method (see `weighted.rate_of`)."""
    base = judged.counted if of is None else of
    found = hits & base
    return rate_of(int(found.sum()), sums_of(judged.weight[base], judged.weight[found]))


def sums_of(weights: Ints, hits: Ints) -> Sums:
    """The sums behind a rate, from weights in millionths; squares are cut as the roll-ups do."""
    told = (int(part.sum()) for w in (weights, hits) for part in (w, w * w // MILLION))
    return in_units(len(weights), *told)


def counts_of(judged: Judged, annotations: int = 0) -> Counts:
    """The counts behind `figures`, from columns. `annotations` counts what was not reviewed too."""
    (told,) = counts_by(judged, np.zeros(len(judged), dtype=np.int64), 1)
    return structs.replace(told, annotations=annotations or len(judged))


def counts_by(judged: Judged, group: Ints, groups: int) -> list[Counts]:
    """The same for every group; `group` (0..groups-1) says which one an entry belongs to."""
    wrong = judged.outcome == INCORRECT
    critical, noncritical = wrong & (judged.critical > 0), wrong & (judged.noncritical > 0)
    n = np.bincount(group * 5 + judged.outcome, minlength=groups * 5).reshape(groups, 5)
    sums: list[list[int]] = []
    for mask in (judged.counted, judged.outcome == CORRECT, critical, noncritical):
        own, w = group[mask], judged.weight[mask]
        sums += [_added(own, part, groups) for part in (w, w * w // MILLION)]
    hits = [np.bincount(group[mask], minlength=groups) for mask in (critical, noncritical)]
    return [
        Counts(
            annotations=int(n[one].sum()),
            correct=int(n[one, CORRECT]),
            incorrect=int(n[one, INCORRECT]),
            ambiguous=int(n[one, AMBIGUOUS]),
            unreviewable=int(n[one, UNREVIEWABLE]),
            unsettled=int(n[one, UNSETTLED]),
            critical=int(hits[0][one]),
            noncritical=int(hits[1][one]),
            weights=Weights(*(told[one] / MILLION for told in sums)),
        )
        for one in range(groups)
    ]


def added(group: Ints, weights: Ints, groups: int) -> tuple[list[int], list[int], list[int]]:
    """By group: how many, the sum of their weights in millionths, and that of their squares."""
    n: list[int] = np.bincount(group, minlength=groups).tolist()
    squares = _added(group, weights * weights // MILLION, groups)
    return n, _added(group, weights, groups), squares


def _added(group: Ints, values: Ints, groups: int) -> list[int]:
    """Sums by group, exact: halves of 2^30 stay exact in the floats that `bincount` adds."""
    high, low = values >> 30, values & (2**30 - 1)
    parts = (np.bincount(group, half, minlength=groups).tolist() for half in (high, low))
    return [(int(above) << 30) + int(below) for above, below in zip(*parts, strict=True)]


def iso_day(day: int) -> str:
    """Days since 1970 as an ISO date."""
    return (_EPOCH + timedelta(days=int(day))).isoformat()


def day_number(text: str) -> int:
    """An ISO date as days since 1970; ValueError where it is none."""
    return (date.fromisoformat(text) - _EPOCH).days


def week_starts(days: Ints) -> Ints:
    """The Monday (days since 1970) of each day's ISO week."""
    return days - (days + 3) % 7


def names_of(places: Ints, names: Sequence[str]) -> list[str]:
    """The names at some places."""
    return [names[place] for place in places.tolist()]
