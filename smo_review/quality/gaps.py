"""Where the guideline, the labels or a language need work.

Clauses that auditors read differently, labels on which annotators do not meet, languages whose
accuracy is below the others'. Each is a reason to look, with its n and interval, not a verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from msgspec import Struct, structs

from smo_review.domain.content import MILLION
from smo_review.domain.filters import Filter
from smo_review.domain.numbers import Rate
from smo_review.domain.trends import LabelAgreement, LanguageGap, SplitClause
from smo_review.quality.causes import (
    FALSE_DISCOVERIES,
    benjamini_hochberg,
    independence,
)
from smo_review.quality.distributions import t_quantile
from smo_review.quality.factors import Column, Outcome, beside
from smo_review.quality.intervals import wilson
from smo_review.quality.judged import Ints, Judged
from smo_review.quality.patterns import means
from smo_review.quality.trends import measured
from smo_review.quality.weighted import rate_over
from smo_review.quality.weights import Floats


class Double(Struct, frozen=True):
    """An annotation that several auditors judged: the clauses each of them cited, and what it
    weighs (millionths)."""

    cited: tuple[frozenset[str], ...]
    unsettled: bool
    weight: int = MILLION


def split_clauses(double: Sequence[Double], wanted: Filter) -> tuple[SplitClause, ...]:
    """For each clause that anybody cited: how often the auditors did not all cite it, every
    annotation with its weight."""
    seen: dict[str, list[Double]] = defaultdict(list)
    for one in double:
        for clause in frozenset().union(*one.cited):
            if clause:
                seen[clause].append(one)
    told = []
    for clause, own in seen.items():
        split = ((one.weight, any(clause not in cited for cited in one.cited)) for one in own)
        told.append(
            SplitClause(
                clause,
                rate_over(split).rate,
                sum(one.unsettled for one in own),
                structs.replace(wanted, clause=clause),
            )
        )
    return tuple(sorted(told, key=lambda one: (-(one.split.low or 0.0), one.clause)))


def label_agreement(
    item: Ints,
    label_set: Ints,
    sets: Sequence[tuple[str, ...]],
    wanted: Filter,
    weight: Floats | None = None,
) -> tuple[LabelAgreement, ...]:
    """How far annotators meet on each label, lowest first.

    Specific agreement: of all ordered pairs of annotations of one item whose first has the label,
    the share whose second has it too (D. V. Cicchetti and A. R. Feinstein, J. Clin. Epidemiol. 43
    (1990), 551-558, for any number of annotators). It is a ratio of sums over items; its interval
    is Wilson's with the effective n that its linearised variance gives, as for weighted rates.
    `weight` is that of each entry, and an item's the mean of its entries; None: all the same.
    """
    _, place = np.unique(item, return_inverse=True)
    several = np.bincount(place)
    heavy = np.ones(len(several)) if weight is None else means(item, weight)
    told = []
    for label in sorted({label for said in sets for label in said}):
        has = np.array([label in said for said in sets], dtype=np.bool_)[label_set]
        gave = np.bincount(place[has], minlength=len(several))
        shared = (several > 1) & (gave > 0)
        met = (gave * (gave - 1))[shared].astype(np.float64)
        pairs = (gave * (several - 1))[shared].astype(np.float64)
        told.append(
            LabelAgreement(
                label, ratio_rate(met, pairs, heavy[shared]), structs.replace(wanted, label=label)
            )
        )
    known = [one for one in told if one.agreement.n]
    return tuple(sorted(known, key=lambda one: (one.agreement.value or 0.0, one.label)))


def ratio_rate(met: Floats, of: Floats, weight: Floats) -> Rate:
    """sum(w met) / sum(w of) over clusters (items), with an interval that knows the clusters."""
    n = len(of)
    if not n:
        return Rate(None, 0, None, None)
    whole = float(weight @ of)
    value = min(1.0, float(weight @ met) / whole)
    spread = float(((weight * (met - value * of)) ** 2).sum())
    effective = float(weight.sum()) ** 2 / float(weight @ weight)
    if n > 1 and 0 < value < 1 and spread > 0:
        variance = n / (n - 1) * spread / whole**2
        effective = max(1.0, value * (1 - value) / variance)
    low, high = wilson(value * effective, effective, t_quantile(0.975, max(1, n - 1)))
    return Rate(value, n, low, high)


def language_gaps(judged: Judged, hits: Ints, wanted: Filter) -> tuple[LanguageGap, ...]:
    """Each language's accuracy against all others together, furthest behind first.

    `hits` are the errors that are counted (see `hits_of`).

    Newcombe's interval of the difference. Whether it is behind is settled by chi-square or
    Fisher's exact test (of weighted tables where weights differ, see `independence`) over all
    languages at once, so that of those told at most one in twenty is chance on average (Benjamini
    and Hochberg).
    """
    counted = judged.counted
    right = counted & (hits == 0)
    column = Column("language", judged.language, judged.languages)
    tables = dict(
        beside(column, Outcome("right", "", np.flatnonzero(right), counted), judged.weight)
    )
    found = []
    for place, name in enumerate(judged.languages):
        mine = judged.language == place
        own, others = (
            measured(judged, right.astype(np.int64), "errors", one) for one in (mine, ~mine)
        )
        if name and own.n and others.n:
            found.append((name, own, others, tables.get(place)))
    # Where all or none are right, no language can be told from another.
    q = benjamini_hochberg([1.0 if one is None else independence(one) for *_, one in found])
    gaps = []
    for (name, own, others, _), chance in zip(found, q, strict=True):
        value, low, high = apart(own, others)
        gaps.append(
            LanguageGap(
                name, own, others, value, low, high, chance,
                chance <= FALSE_DISCOVERIES and high < 0, structs.replace(wanted, language=name),
            )
        )  # fmt: skip
    return tuple(sorted(gaps, key=lambda one: (one.difference, one.language)))


def apart(a: Rate, b: Rate) -> tuple[float, float, float]:
    """a - b with its interval from the two intervals: for Wilson's this is Newcombe's method 10.

    The method of variance estimates recovery, good for any two independent estimates: G. Y. Zou
    and A. Donner, Statistics in Medicine 27 (2008), 1693-1702. ValueError where either is empty.
    """
    told: Mapping[str, float | None] = {
        "a": a.value, "la": a.low, "ua": a.high, "b": b.value, "lb": b.low, "ub": b.high,
    }  # fmt: skip
    known = {name: one for name, one in told.items() if one is not None}
    if len(known) < len(told):
        raise ValueError("both sides need something judged")
    value = known["a"] - known["b"]
    low = sqrt((known["a"] - known["la"]) ** 2 + (known["ub"] - known["b"]) ** 2)
    high = sqrt((known["ua"] - known["a"]) ** 2 + (known["b"] - known["lb"]) ** 2)
    return value, value - low, value + high
