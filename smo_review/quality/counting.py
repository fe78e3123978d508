"""How each KPI is counted: from the evidence to figures with n, interval, effective n, method."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from smo_review.domain.agreement import Coefficient
from smo_review.language import later
from smo_review.quality.agreement import raw
from smo_review.quality.distributions import beta_cdf
from smo_review.quality.evidence import (
    Evidence,
    by_item,
    by_label,
    scores,
    with_class,
    with_code,
)
from smo_review.quality.intervals import poisson_rate
from smo_review.quality.judged import (
    AMBIGUOUS,
    CORRECT,
    INCORRECT,
    UNREVIEWABLE,
    Mask,
    measured,
    sums_of,
)
from smo_review.quality.weighted import WeightedRate, mean_share, rate_of, rate_over

COUNTED = later("counted, nothing is estimated")
GARWOOD = later("Garwood's exact interval of a rate (1936)")
MEDIAN = later("order statistics (Campbell and Gardner 1988)")
_HOUR, _SECOND = 3_600_000, 1000


class Measured(Struct, frozen=True):
    """A figure before it is told. `hits` of `n`, where the figure is a share; `group` is the label
    or error code that it is about. Low and high are None where no interval can be given."""

    hits: int
    n: int
    value: float | None
    low: float | None
    high: float | None
    effective: float
    method: str
    group: str = ""


Figures = tuple[Measured, ...]


def _of(hits: int, told: WeightedRate, group: str = "") -> Measured:
    return Measured(
        hits, told.n, told.value, told.low, told.high, told.effective, told.method, group
    )


def _share(evidence: Evidence, mask: Mask, of: Mask | None = None, group: str = "") -> Measured:
    base = evidence.judged.counted if of is None else of
    return _of(int((mask & base).sum()), measured(evidence.judged, mask, base), group)


def accuracy(evidence: Evidence) -> Figures:
    """Judged correct, of all judged correct or incorrect."""
    return (_share(evidence, evidence.judged.outcome == CORRECT),)


def critical_accuracy(evidence: Evidence) -> Figures:
    """Without a critical finding, of the same."""
    judged = evidence.judged
    return (_share(evidence, ~((judged.outcome == INCORRECT) & (judged.critical > 0))),)


def noncritical_accuracy(evidence: Evidence) -> Figures:
    """Without a finding that is not critical, of the same."""
    judged = evidence.judged
    return (_share(evidence, ~((judged.outcome == INCORRECT) & (judged.noncritical > 0))),)


def weighted_score(evidence: Evidence) -> Figures:
    """The mean score; `hits` counts those with full score."""
    counted = evidence.judged.counted
    own = scores(evidence)[counted]
    told = mean_share(own, evidence.judged.weight[counted].astype(np.float64))
    return (_of(int((own == 1).sum()), told),)


def error_rate(evidence: Evidence) -> Figures:
    """For every error code, the share of judged annotations that it was found in."""
    return tuple(_share(evidence, mask, group=code) for code, mask in with_code(evidence).items())


def missed_rate(evidence: Evidence) -> Figures:
    """With a finding of the class missed."""
    return (_share(evidence, with_class(evidence, "missed")),)


def over_flagged_rate(evidence: Evidence) -> Figures:
    """With a finding of the class over-flagged."""
    return (_share(evidence, with_class(evidence, "over-flagged")),)


def ambiguous_rate(evidence: Evidence) -> Figures:
    """Judged ambiguous, of all with a verdict."""
    return _of_all(evidence, AMBIGUOUS)


def unreviewable_rate(evidence: Evidence) -> Figures:
    """Judged unreviewable, of all with a verdict."""
    return _of_all(evidence, UNREVIEWABLE)


def _of_all(evidence: Evidence, outcome: int) -> Figures:
    judged = evidence.judged
    return (_share(evidence, judged.outcome == outcome, np.ones(len(judged), dtype=np.bool_)),)


def precision(evidence: Evidence) -> Figures:
    """For every label: rightly given, of all times given."""
    return tuple(
        _share(evidence, sides.given & ~sides.wrong, sides.given, label)
        for label, sides in by_label(evidence).items()
    )


def recall(evidence: Evidence) -> Figures:
    """For every label: rightly given, of all times it was right to give it."""
    told = []
    for label, sides in by_label(evidence).items():
        right = sides.given & ~sides.wrong
        told.append(_share(evidence, right & ~sides.missing, right | sides.missing, label))
    return tuple(told)


def first_pass_acceptance(evidence: Evidence) -> Figures:
    """Items of which no judged annotation is incorrect, of all judged items."""
    passed, weight = by_item(evidence.judged)
    hits = int(passed.sum())
    return (_of(hits, rate_of(hits, sums_of(weight, weight[passed]))),)


def _coefficient(told: Coefficient, n: int, effective: float) -> Figures:
    return (Measured(0, n, told.value, told.low, told.high, effective, told.method),)


def agreement(evidence: Evidence) -> Figures:
    """Mean pairwise agreement among annotators."""
    told = evidence.agreement
    return () if told is None else _coefficient(told.raw, told.pairable, told.effective)


def agreement_kappa(evidence: Evidence) -> Figures:
    """Fleiss' kappa among annotators."""
    told = evidence.agreement
    return () if told is None else _coefficient(told.fleiss, told.pairable, told.effective)


def agreement_ac1(evidence: Evidence) -> Figures:
    """Gwet's AC1 among annotators."""
    told = evidence.agreement
    return () if told is None else _coefficient(told.ac1, told.pairable, told.effective)


def agreement_alpha(evidence: Evidence) -> Figures:
    """Krippendorff's alpha among annotators."""
    told = evidence.agreement
    return () if told is None else _coefficient(told.alpha, told.pairable, told.effective)


def auditor_agreement(evidence: Evidence) -> Figures:
    """Mean pairwise agreement in outcome among auditors of one annotation."""
    own = evidence.doubles
    return _coefficient(raw(own), round(float(own.times.sum())), float(own.weight.sum()))


def self_consistency(evidence: Evidence) -> Figures:
    """Hidden repeats judged alike by the same auditor."""
    alike = sum(same for weight, same in evidence.repeats if weight > 0)
    return (_of(alike, rate_over(evidence.repeats)),)


def dispute_rate(evidence: Evidence) -> Figures:
    """Disputed, of all found incorrect."""
    return () if evidence.disputed is None else (_of(*evidence.disputed),)


def overturn_rate(evidence: Evidence) -> Figures:
    """Accepted wholly or in part, of all disputes that were ruled on."""
    return () if evidence.overturned is None else (_of(*evidence.overturned),)


def coverage(evidence: Evidence) -> Figures:
    """With a verdict, of all annotations in reach."""
    n, hits = evidence.annotations, evidence.reviewed
    if not n or hits is None:
        return ()
    value = hits / n
    return (Measured(hits, n, value, value, value, float(n), COUNTED),)


def throughput(evidence: Evidence) -> Figures:
    """Verdicts an hour of review; time away is never in it. `hits` is the hours, rounded."""
    took = evidence.judged.took[evidence.judged.took > 0]
    n, hours = len(took), float(took.sum()) / _HOUR
    if not n:
        return ()
    low, high = poisson_rate(n, hours)
    return (Measured(round(hours), n, n / hours, low, high, float(n), GARWOOD),)


def below_median(n: int) -> int:
    """The rank (from 1) of the value that is the interval's lower end; 0 where n is too small.

    The highest with at most 2.5% below it, by the binomial with chance one half: what the tables
    of M. J. Campbell and M. J. Gardner, BMJ 296 (1988), 1454-1456, hold.
    """
    low, high = 0, n // 2 + 1
    while high - low > 1:
        rank = (low + high) // 2
        # The chance of fewer than `rank` of n values below the median.
        fewer = beta_cdf(0.5, n - rank + 1, rank)
        low, high = (rank, high) if fewer <= 0.025 else (low, rank)
    return low


def median_time(evidence: Evidence) -> Figures:
    """The median of the seconds that a verdict took."""
    took = np.sort(evidence.judged.took[evidence.judged.took > 0]) / _SECOND
    n = len(took)
    if not n:
        return ()
    below = below_median(n)
    low, high = (float(took[below - 1]), float(took[n - below])) if below else (None, None)
    return (Measured(n, n, float(np.median(took)), low, high, float(n), MEDIAN),)
