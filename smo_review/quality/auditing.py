"""How one auditor's verdicts compare with others' on the same annotations, and with their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import NamedTuple

from smo_review.domain.agreement import Coefficient
from smo_review.domain.auditors import Drift, Mean, Week
from smo_review.domain.numbers import Rate
from smo_review.quality.charts import p_chart
from smo_review.quality.distributions import t_quantile
from smo_review.quality.intervals import rate
from smo_review.quality.rules import WESTERN_ELECTRIC, broken


class Said(NamedTuple):
    """One auditor's verdict: outcome and critical as numbers, worst severity (None without a
    finding), error codes."""

    person: int
    outcome: int
    critical: int
    severity: int | None
    codes: frozenset[str]


class Double(NamedTuple):
    """An annotation that several auditors judged, one verdict each, and the labels it carries."""

    labels: tuple[str, ...]
    said: tuple[Said, ...]


Pair = tuple[Said, Said]


def pairs_of(doubles: Iterable[Double], person: int) -> list[tuple[Double, Pair]]:
    """Each own verdict beside each other's on the same annotation."""
    return [
        (double, (own, other))
        for double in doubles
        for own in double.said
        if own.person == person
        for other in double.said
        if other.person != person
    ]


def agreement(pairs: Sequence[Pair]) -> tuple[Rate, Coefficient]:
    """Raw agreement and Cohen's kappa over outcomes, critical apart from other findings.

    Wilson's interval takes pairs as independent: where one annotation has three verdicts or more,
    it is a little too narrow.
    """
    import numpy as np

    from smo_review.quality.pairs import cohen_kappa

    known = sorted({_category(one) for pair in pairs for one in pair})
    places = {category: place for place, category in enumerate(known)}
    table = np.zeros((len(known), len(known)))
    for own, other in pairs:
        table[places[_category(own)], places[_category(other)]] += 1
    same = sum(_category(own) == _category(other) for own, other in pairs)
    return rate(same, len(pairs)), cohen_kappa(table)


def _category(said: Said) -> tuple[int, int]:
    return said.outcome, said.critical


def severity_difference(pairs: Sequence[Pair]) -> Mean:
    """Mean of own worst severity less the other's, where both found something.

    Student's t interval of the mean of paired differences (W. S. Gosset, Biometrika 6 (1908)).
    """
    differences = [
        own.severity - other.severity
        for own, other in pairs
        if own.severity is not None and other.severity is not None
    ]
    n = len(differences)
    if n < 2:
        return Mean(None, n, None, None)
    middle = fmean(differences)
    half = t_quantile(0.975, n - 1) * stdev(differences) / sqrt(n)
    return Mean(middle, n, middle - half, middle + half)


def codes_found(pairs: Sequence[Pair]) -> dict[str, Rate]:
    """By error code: how often it is found where another found it."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for own, other in pairs:
        for code in other.codes:
            hits[code].append(code in own.codes)
    return {code: rate(sum(found), len(found)) for code, found in sorted(hits.items())}


def labels_agreed(pairs: Iterable[tuple[Double, Pair]]) -> dict[str, Rate]:
    """By label of the annotation: how often both came to the same outcome."""
    same: dict[str, list[bool]] = defaultdict(list)
    for double, (own, other) in pairs:
        for label in double.labels or ("",):
            same[label].append(_category(own) == _category(other))
    return {label: rate(sum(found), len(found)) for label, found in sorted(same.items())}


def drift(weeks: Sequence[tuple[str, int, int]]) -> Drift:
    """A p-chart of (Monday, incorrect, judged) by week, with Western Electric's rules."""
    told = [week for week in weeks if week[2]]
    if not told:
        return Drift((), None)
    chart = p_chart([hits for _, hits, _ in told], [n for _, _, n in told])
    alarms: dict[int, list[str]] = defaultdict(list)
    for rule, places in broken(chart.z, WESTERN_ELECTRIC).items():
        for place in places:
            alarms[place].append(rule)
    return Drift(
        tuple(
            Week(day, chart.values[at], n, chart.low[at], chart.high[at], tuple(alarms[at]))
            for at, (day, _, n) in enumerate(told)
        ),
        chart.centre,
    )
