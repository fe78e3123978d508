"""Whether people and models are as sure as they should be, and agree with themselves."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from msgspec import Struct

from smo_review.domain.numbers import Rate
from smo_review.quality.intervals import rate

BINS = 10


class Bin(Struct, frozen=True):
    """Answers whose confidence lay in one tenth: how sure on average, how often right."""

    low: float
    high: float
    confidence: float
    right: Rate


class Calibration(Struct, frozen=True):
    """`brier` is the mean squared error (0 best), `ece` the mean gap between sure and right,
    weighted by bin; `over` is mean confidence less accuracy: above 0 is too sure."""

    n: int
    brier: float
    ece: float
    over: float
    bins: tuple[Bin, ...]


def calibration(answers: Sequence[tuple[float, bool]], bins: int = BINS) -> Calibration | None:
    """From (confidence 0..1, right); None where there is no answer. Empty bins are left out.

    G. W. Brier, Monthly Weather Review 78 (1950), 1-3; M. P. Naeini et al., AAAI (2015), ECE.
    """
    if not answers:
        return None
    n = len(answers)
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        groups.setdefault(min(bins - 1, int(confidence * bins + 1e-9)), []).append(
            (confidence, right)
        )
    told = tuple(
        Bin(
            place / bins,
            (place + 1) / bins,
            sum(confidence for confidence, _ in group) / len(group),
            rate(sum(right for _, right in group), len(group)),
        )
        for place, group in sorted(groups.items())
    )
    return Calibration(
        n=n,
        brier=sum((confidence - right) ** 2 for confidence, right in answers) / n,
        ece=sum(b.right.n / n * abs(b.confidence - (b.right.value or 0.0)) for b in told),
        over=sum(confidence - right for confidence, right in answers) / n,
        bins=told,
    )


def self_consistency(answers: Iterable[tuple[Hashable, Hashable]]) -> Rate:
    """How often somebody who judged the same thing again judged it the same.

    `answers` are (thing, answer) in time order; each repeat is compared with the answer before it.
    """
    last: dict[Hashable, Hashable] = {}
    same = repeats = 0
    for thing, answer in answers:
        if thing in last:
            repeats += 1
            same += last[thing] == answer
        last[thing] = answer
    return rate(same, repeats)
