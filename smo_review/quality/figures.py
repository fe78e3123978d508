"""The first numbers, from counts; and which groups can be told apart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from smo_review.domain.kpis import ENOUGH
from smo_review.domain.numbers import PLAIN, Figures, Rate
from smo_review.quality.weighted import Sums, WeightedRate, rate_of


class Weights(Struct, frozen=True):
    """Sums of weights and of their squares over what was judged, and over parts of it."""

    w: float = 0.0
    w2: float = 0.0
    correct_w: float = 0.0
    correct_w2: float = 0.0
    critical_w: float = 0.0
    critical_w2: float = 0.0
    noncritical_w: float = 0.0
    noncritical_w2: float = 0.0


class Counts(Struct, frozen=True):
    """Annotations by how they stand. `critical` and `noncritical` count annotations that have at
    least one finding of that kind, so that one annotation may be in both."""

    annotations: int = 0
    correct: int = 0
    incorrect: int = 0
    ambiguous: int = 0
    unreviewable: int = 0
    unsettled: int = 0
    critical: int = 0
    noncritical: int = 0
    weights: Weights = Weights()

    @property
    def judged(self) -> int:
        """What rates are over."""
        return self.correct + self.incorrect


def figures(counts: Counts) -> Figures:
    """Rates over correct + incorrect; what is ambiguous, unreviewable or unsettled stays beside."""
    weights, judged = counts.weights, counts.judged
    w, w2 = weights.w, weights.w2
    accuracy = rate_of(counts.correct, Sums(judged, w, w2, weights.correct_w, weights.correct_w2))
    critical = rate_of(
        judged - counts.critical,
        Sums(judged, w, w2, w - weights.critical_w, w2 - weights.critical_w2),
    )
    noncritical = rate_of(
        judged - counts.noncritical,
        Sums(judged, w, w2, w - weights.noncritical_w, w2 - weights.noncritical_w2),
    )
    return Figures(
        reviewed=judged + counts.ambiguous + counts.unreviewable + counts.unsettled,
        annotations=counts.annotations,
        correct=counts.correct,
        incorrect=counts.incorrect,
        ambiguous=counts.ambiguous,
        unreviewable=counts.unreviewable,
        unsettled=counts.unsettled,
        critical=counts.critical,
        accuracy=plain(accuracy),
        critical_accuracy=plain(critical),
        noncritical_accuracy=plain(noncritical),
        noncritical=counts.noncritical,
        effective=round(accuracy.effective, 1),
        method=accuracy.method if judged else PLAIN,
    )


def plain(told: WeightedRate) -> Rate:
    """A rate without its effective n."""
    return Rate(told.value, told.n, told.low, told.high)


def places(rates: Sequence[Rate], enough: int = ENOUGH) -> list[int | None]:
    """The place of each group, 1 for the best; groups that cannot be told apart share one.

    A group stands behind those whose whole interval lies above its own, so that no difference is
    claimed where intervals overlap (H. Goldstein and M. J. R. Healy, J. R. Statist. Soc. A 158
    (1995), 175-177). None with fewer than `enough` judged. Higher rates are better.
    """
    told = [one for one in rates if one.n >= enough]
    return [
        None
        if one.n < enough
        else 1 + sum((other.low or 0.0) > (one.high or 0.0) for other in told)
        for one in rates
    ]
