"""Where errors gather: Pareto bars, what goes along with them, and whether something changed.

An association is a reason to look, never a proof: a page that shows one says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct

from smo_review.quality.distributions import chi_square_tail
from smo_review.quality.intervals import difference, ratio

FALSE_DISCOVERIES = 0.05
"""Of the associations that are told, this share at most is chance on average."""
_FEW = 10
"""Where a cell is expected to hold fewer, Fisher's exact test takes the place of chi-square's."""
Direction: TypeAlias = Literal["up", "down", "not shown"]


class Bar(Struct, frozen=True):
    """One bar: its count, its share of all with weights, and that of all bars up to and with it."""

    key: str
    n: int
    share: float
    cumulative: float


def pareto(
    counts: Mapping[str, int], weights: Mapping[str, float] | None = None
) -> tuple[Bar, ...]:
    """The bars from the largest share down, equal ones by name; empty bars are left out.

    `weights` are the sums of the weights of what is counted; None: all weigh the same.
    """
    heavy: Mapping[str, float] = counts if weights is None else weights
    total = sum(heavy.values())
    bars, reached = [], 0.0
    for key, n in sorted(counts.items(), key=lambda one: (-heavy[one[0]], one[0])):
        if n > 0:
            reached += heavy[key]
            bars.append(Bar(key, n, heavy[key] / total, reached / total))
    return tuple(bars)


def vital_few(bars: Sequence[Bar], share: float = 0.8) -> int:
    """How many bars from the left it takes to hold `share` of all."""
    before = (bar.cumulative - bar.share for bar in bars)
    return sum(reached < share - 1e-12 for reached in before)


class Candidate(Struct, frozen=True):
    """A circumstance beside an outcome: `both` of `with_factor` annotations have the outcome, and
    `with_outcome` of all `n` have.

    `design` is how many times larger the variance is than if annotations were independent: they
    are not where several are of one item.
    """

    factor: str
    outcome: str
    both: int
    with_factor: int
    with_outcome: int
    n: int
    design: float = 1.0


class Association(Struct, frozen=True):
    """How much likelier the outcome is where the factor is.

    `lift` is P(outcome | factor) / P(outcome) with its 95% interval; `p` is of no association at
    all, `q` the same after Benjamini and Hochberg. `told`: q is at or below the set rate, and
    the lift above 1.
    """

    candidate: Candidate
    lift: float
    low: float
    high: float
    p: float
    q: float
    told: bool


def associations(
    candidates: Iterable[Candidate], rate: float = FALSE_DISCOVERIES
) -> tuple[Association, ...]:
    """All that can be judged, strongest evidence first.

    Give every candidate that was looked at, not only promising ones: the control of false
    discoveries counts them. What cannot vary (everybody or nobody has it) is left out.
    """
    judged = [
        one for one in candidates if 0 < one.with_factor < one.n and 0 < one.with_outcome < one.n
    ]
    chances = [independence(one) for one in judged]
    found = []
    for one, p, q in zip(judged, chances, benjamini_hochberg(chances), strict=True):
        lift, low, high = _lift(one)
        found.append(Association(one, lift, low, high, p, q, q <= rate and lift > 1))
    return tuple(sorted(found, key=lambda a: (a.p, -a.lift, a.candidate.factor)))


def _lift(one: Candidate) -> tuple[float, float, float]:
    """The ratio to the rest, with Katz's interval, carried over to the ratio to all.

    Lift is R / (w R + 1 - w) for the ratio R and the factor's share w, which rises with R. Where a
    side has none, the half counts would leave the lift outside: it is then the interval's end.
    """
    rest, rest_hits = one.n - one.with_factor, one.with_outcome - one.both
    share = one.with_factor / one.n
    counts = (one.both, one.with_factor, rest_hits, rest)
    _, low, high = ratio(*(count / one.design for count in counts))
    low, high = (end / (share * end + 1 - share) for end in (low, high))
    lift = (one.both / one.with_factor) / (one.with_outcome / one.n)
    return lift, min(low, lift), max(high, lift)


def independence(one: Candidate) -> float:
    """The chance of a table at least as uneven, were factor and outcome independent.

    Pearson's chi-square, or where a cell is expected to hold few, Fisher's exact test, two-sided
    (R. A. Fisher (1935): tables no likelier than the one seen). Where annotations are not
    independent, chi-square over the design effect, if that is the larger chance.
    """
    rest, never = one.n - one.with_factor, one.n - one.with_outcome
    least = min(one.with_factor, rest) * min(one.with_outcome, never) / one.n
    cells = one.both * (never - (one.with_factor - one.both)) - (one.with_factor - one.both) * (
        one.with_outcome - one.both
    )
    square = one.n * cells**2 / (one.with_factor * rest * one.with_outcome * never)
    chance = chi_square_tail(square / one.design, 1)
    if least >= _FEW:
        return chance
    return _fisher(one) if one.design <= 1 else max(_fisher(one), chance)


def _fisher(one: Candidate) -> float:
    lowest = max(0, one.with_factor + one.with_outcome - one.n)
    highest = min(one.with_factor, one.with_outcome)
    rest = one.n - one.with_factor - one.with_outcome
    # Each table's chance over that of the first, by the ratio of neighbours, as logarithms.
    both = np.arange(lowest, highest, dtype=np.float64)
    odds = (one.with_factor - both) * (one.with_outcome - both) / ((both + 1) * (rest + both + 1))
    logs = np.concatenate(([0.0], np.cumsum(np.log(odds))))
    chances = np.exp(logs - logs.max())
    seen = logs <= logs[one.both - lowest] + 1e-7
    return min(1.0, float(chances[seen].sum() / chances.sum()))


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Each p adjusted: telling those up to r makes at most r of them false on average.

    Y. Benjamini and Y. Hochberg, J. R. Statist. Soc. B 57 (1995), 289-300.
    """
    order = sorted(range(len(p)), key=lambda place: p[place], reverse=True)
    adjusted, least = [1.0] * len(p), 1.0
    for rank, place in enumerate(order):
        least = min(least, p[place] * len(p) / (len(p) - rank))
        adjusted[place] = least
    return adjusted


class Change(Struct, frozen=True):
    """A share before and after, their difference (after - before) with its 95% interval.

    `direction` is "not shown" where the interval holds 0: the change may be chance.
    """

    before: float
    after: float
    difference: float
    low: float
    high: float
    direction: Direction


def change(before: tuple[float, float], after: tuple[float, float]) -> Change | None:
    """Compare (hits, n) with (hits, n); None where either side has nothing checked."""
    (hits_a, n_a), (hits_b, n_b) = before, after
    if not n_a or not n_b:
        return None
    low, high = difference(hits_b, n_b, hits_a, n_a)
    direction: Direction = "up" if low > 0 else "down" if high < 0 else "not shown"
    return Change(hits_a / n_a, hits_b / n_b, hits_b / n_b - hits_a / n_a, low, high, direction)
