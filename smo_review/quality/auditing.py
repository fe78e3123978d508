"""How one auditor's verdicts compare with others' on the same annotations, and with their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import fsum, sqrt
from typing import NamedTuple

import numpy as np

from smo_review.domain.agreement import Coefficient
from smo_review.domain.auditors import Drift, Mean, Week
from smo_review.domain.content import MILLION
from smo_review.domain.numbers import Rate
from smo_review.quality.charts import p_chart
from smo_review.quality.distributions import t_quantile
from smo_review.quality.judged import iso_day
from smo_review.quality.pairs import cohen_kappa
from smo_review.quality.rules import WESTERN_ELECTRIC, broken
from smo_review.quality.trends import DaySums, summed
from smo_review.quality.weighted import rate_over


class Said(NamedTuple):
    """One auditor's verdict: outcome and critical as numbers, worst severity (None without a
    finding), error codes."""

    person: int
    outcome: int
    critical: int
    severity: int | None
    codes: frozenset[str]


class Double(NamedTuple):
    """An annotation that several auditors judged, one verdict each, the labels it carries, and what
    it weighs (millionths)."""

    labels: tuple[str, ...]
    said: tuple[Said, ...]
    weight: int = MILLION


class Pair(NamedTuple):
    """One's own verdict beside another's on the same annotation."""

    double: Double
    own: Said
    other: Said


def pairs_of(doubles: Iterable[Double], person: int) -> list[Pair]:
    """Each own verdict beside each other's on the same annotation."""
    return [
        Pair(double, own, other)
        for double in doubles
        for own in double.said
        if own.person == person
        for other in double.said
        if other.person != person
    ]


def agreement(pairs: Sequence[Pair]) -> tuple[Rate, Coefficient]:
    """Raw agreement and Cohen's kappa over outcomes, critical apart from other findings.

    A pair counts with the annotation's weight. Intervals take pairs as independent: where one
    annotation has three verdicts or more, they are a little too narrow.
    """
    known = sorted({_category(one) for pair in pairs for one in (pair.own, pair.other)})
    places = {category: place for place, category in enumerate(known)}
    even = len({pair.double.weight for pair in pairs}) < 2
    table, squares = np.zeros((2, len(known), len(known)))
    for double, own, other in pairs:
        at = places[_category(own)], places[_category(other)]
        weight = 1.0 if even else double.weight / MILLION
        table[at] += weight
        squares[at] += weight**2
    return _alike(pairs), cohen_kappa(table, None, None if even else squares)


def _alike(pairs: Iterable[Pair]) -> Rate:
    """How often both came to the same outcome."""
    return rate_over(
        (double.weight, _category(own) == _category(other)) for double, own, other in pairs
    ).rate


def _category(said: Said) -> tuple[int, int]:
    return said.outcome, said.critical


def severity_difference(pairs: Sequence[Pair]) -> Mean:
    """Mean of own worst severity less the other's, where both found something, with weights.

    Student's t interval of the mean of paired differences (W. S. Gosset, Biometrika 6 (1908));
    where weights differ, with the linearised variance of a weighted mean (Kish 1965). Where all
    differences are equal there is no spread to make an interval from, and none is told.
    """
    told = [
        (pair.double.weight / MILLION, pair.own.severity - pair.other.severity)
        for pair in pairs
        if pair.own.severity is not None and pair.other.severity is not None
    ]
    n = len(told)
    if n < 2:
        return Mean(None, n, None, None)
    whole = fsum(weight for weight, _ in told)
    middle = fsum(weight * by for weight, by in told) / whole
    if len({by for _, by in told}) == 1:
        return Mean(middle, n, None, None)
    spread = fsum((weight * (by - middle)) ** 2 for weight, by in told)
    half = t_quantile(0.975, n - 1) * sqrt(n / (n - 1) * spread) / whole
    return Mean(middle, n, middle - half, middle + half)


def codes_found(pairs: Sequence[Pair]) -> dict[str, Rate]:
    """By error code: how often it is found where another found it."""
    hits: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for double, own, other in pairs:
        for code in other.codes:
            hits[code].append((double.weight, code in own.codes))
    return {code: rate_over(found).rate for code, found in sorted(hits.items())}


def labels_agreed(pairs: Iterable[Pair]) -> dict[str, Rate]:
    """By label of the annotation: how often both came to the same outcome."""
    carry: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        for label in pair.double.labels or ("",):
            carry[label].append(pair)
    return {label: _alike(found) for label, found in sorted(carry.items())}


def drift(days: Sequence[DaySums]) -> Drift:
    """A p-chart of what was judged incorrect, by week, with Western Electric's rules.

    Where weights differ, a week counts with its effective n, as a point of a trend does.
    """
    told = summed(days, "errors", "week")
    if not told.starts:
        return Drift((), None)
    hits, n = zip(*told.weighed, strict=True)
    chart = p_chart(hits, n, told.whole.value)
    alarms: dict[int, list[str]] = defaultdict(list)
    for rule, places in broken(chart.z, WESTERN_ELECTRIC).items():
        for place in places:
            alarms[place].append(rule)
    return Drift(
        tuple(
            Week(
                iso_day(start),
                chart.values[at],
                told.rates[at].n,
                chart.low[at],
                chart.high[at],
                tuple(alarms[at]),
                n[at],
            )
            for at, start in enumerate(told.starts)
        ),
        chart.centre,
    )
