"""The first numbers, from counts."""

from __future__ import annotations

from msgspec import Struct

from smo_review.domain.numbers import Figures
from smo_review.quality.intervals import rate


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


def figures(counts: Counts) -> Figures:
    """Rates over correct + incorrect; what is ambiguous, unreviewable or unsettled stays beside."""
    judged = counts.correct + counts.incorrect
    return Figures(
        reviewed=judged + counts.ambiguous + counts.unreviewable + counts.unsettled,
        annotations=counts.annotations,
        correct=counts.correct,
        incorrect=counts.incorrect,
        ambiguous=counts.ambiguous,
        unreviewable=counts.unreviewable,
        unsettled=counts.unsettled,
        critical=counts.critical,
        accuracy=rate(counts.correct, judged),
        critical_accuracy=rate(judged - counts.critical, judged),
        noncritical_accuracy=rate(judged - counts.noncritical, judged),
    )
