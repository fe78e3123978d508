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

    `design` is how many times larger the variance is than if annotations were independent and
    weighed the same: they are not where several are of one item, or weights differ. `weighed` are
    the sums of weights behind `both`, `with_factor` and `with_outcome`, in a scale in which all
    add up to `n`; None: all weigh the same.
    """

    factor: str
    outcome: str
    both: int
    with_factor: int
    with_outcome: int
    n: int
    design: float = 1.0
    weighed: tuple[float, float, float] | None = None

    @property
    def table(self) -> tuple[float, float, float, float]:
        """(both, with factor, with outcome, all) as they count."""
        return (*(self.weighed or (self.both, self.with_factor, self.with_outcome)), self.n)


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
    """The ratio to the rest, with Katz's interval, carried over to the ratio to all; in a table of
    weights over the design effect, which is worth as many independent annotations.

    Lift is R / (w R + 1 - w) for the ratio R and the factor's share w, which rises with R. Where a
    side has none, the half counts would leave the lift outside: it is then the interval's end.
    """
    both, factor, outcome, n = one.table
    # Equal sums of weights may differ in their last digit: counts say where none is left.
    rest, rest_hits = n - factor, outcome - both if one.both < one.with_outcome else 0.0
    share = factor / n
    counts = (both, factor, rest_hits, rest)
    _, low, high = ratio(*(count / one.design for count in counts))
    low, high = (end / (share * end + 1 - share) for end in (low, high))
    lift = (both / factor) / (outcome / n)
    return lift, min(low, lift), max(high, lift)


def independence(one: Candidate) -> float:
    """The chance of a table at least as uneven, were factor and outcome independent.

    Pearson's chi-square, or where a cell is expected to hold few, Fisher's exact test, two-sided
    (R. A. Fisher (1935): tables no likelier than the one seen). Where annotations are not
    independent, chi-square over the design effect, if that is the larger chance: for weights the
    first-order correction of J. N. K. Rao and A. J. Scott, Ann. Stat. 12 (1984), 46-60. Weights are
    no counts, so that Fisher's test then takes the table over the design effect, rounded.
    """
    both, factor, outcome, n = one.table
    rest, never = n - factor, n - outcome
    least = min(factor, rest) * min(outcome, never) / n
    cells = both * (never - (factor - both)) - (factor - both) * (outcome - both)
    square = n * cells**2 / (factor * rest * outcome * never)
    chance = chi_square_tail(square / one.design, 1)
    if one.weighed is not None:
        few = least / one.design < _FEW
        return max(_fisher(*_rounded(one)), chance) if few else chance
    if least >= _FEW:
        return chance
    plain = _fisher(one.both, one.with_factor, one.with_outcome, one.n)
    return plain if one.design <= 1 else max(plain, chance)


def _rounded(one: Candidate) -> tuple[int, int, int, int]:
    """The table of weights as whole numbers of independent annotations."""
    both, factor, outcome, n = (part / one.design for part in one.table)
    cells = (both, factor - both, outcome - both, n - factor - outcome + both)
    a, b, c, d = (max(0, round(cell)) for cell in cells)
    return a, a + b, a + c, a + b + c + d


def _fisher(both: int, with_factor: int, with_outcome: int, n: int) -> float:
    lowest = max(0, with_factor + with_outcome - n)
    highest = min(with_factor, with_outcome)
    rest = n - with_factor - with_outcome
    # Each table's chance over that of the first, by the ratio of neighbours, as logarithms.
    many = np.arange(lowest, highest, dtype=np.float64)
    odds = (with_factor - many) * (with_outcome - many) / ((many + 1) * (rest + many + 1))
    logs = np.concatenate(([0.0], np.cumsum(np.log(odds))))
    chances = np.exp(logs - logs.max())
    seen = logs <= logs[both - lowest] + 1e-7
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
