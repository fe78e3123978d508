"""A control chart of data without a change: how often its rules are broken by chance."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from smo_review.domain.numbers import Rate
from smo_review.quality.charts import ewma
from smo_review.quality.rules import NELSON, WESTERN_ELECTRIC
from smo_review.quality.trends import Reading, Series, read


def alarms(found: Reading, places: int) -> dict[str, float]:
    counts: dict[str, float] = {}
    for one in found.broken:
        counts[one.rule] = counts.get(one.rule, 0.0) + len(one.places) / places
    return counts


def weeks(hits: list[int], n: list[int]) -> Series:
    rates = tuple(Rate(h / k, k, 0.0, 1.0) for h, k in zip(hits, n, strict=True))
    whole = Rate(sum(hits) / sum(n), sum(n), 0.0, 1.0)
    effective = tuple(map(float, n))
    return Series("errors", tuple(range(len(n))), tuple(hits), rates, effective, whole)


def test_a_run_is_what_rises_on_the_chart_whatever_was_checked() -> None:
    """Shares rise from 10% to 15%, but more is checked each week, so that those below the middle
    lie more standard errors away from it."""
    hits, n = [2, 11, 24, 52, 98, 180], [20, 100, 200, 400, 700, 1200]
    more = ([500, 510], [2000, 2000])
    for series in (weeks(hits, n), weeks(hits + more[0], n + more[1])):
        runs = [one for one in read(series).broken if one.rule == "N3"]
        assert [one.side for one in runs] == ["above"]
        assert runs[0].places[0] == 5
    # A tenth of 50 and a tenth of 30 are the same height.
    level = read(weeks([1, 5, 3, 7, 12, 13, 15, 12], [20, 50, 30, 50, 80, 65, 60, 60]))
    assert not [one for one in level.broken if one.rule == "N3"]


@pytest.mark.parametrize(
    ("share", "least", "most"), [(0.05, 20, 60), (0.02, 10, 30), (0.2, 100, 300)]
)
def test_alarms_on_data_without_a_change_are_no_more_frequent_than_theory_says(
    share: float, least: int, most: int
) -> None:
    """Theory: the same rules over points that are normal, which is what they were made for."""
    draw, length, runs = np.random.default_rng(11), 40, 150
    seen: dict[str, float] = {}
    theory: dict[str, float] = {}
    for _ in range(runs):
        n = draw.integers(least, most, length)
        hits = draw.binomial(n, share)
        rates = tuple(
            Rate(h / k, k, 0.0, 1.0) for h, k in zip(hits.tolist(), n.tolist(), strict=True)
        )
        one = Series(
            "errors", tuple(range(length)), tuple(hits.tolist()), rates,
            tuple(map(float, n.tolist())), Rate(share, int(n.sum()), 0.0, 1.0),
        )  # fmt: skip
        for rule, rate in alarms(read(one), length * runs).items():
            seen[rule] = seen.get(rule, 0.0) + rate
        z = draw.standard_normal(length).tolist()
        by_rule = {"EWMA": ewma(z, 0.0, [1.0] * length).outside}
        by_rule |= {name: NELSON[name](z) for name in ("N3", "N4", "N7", "N8")}
        for name, rule in WESTERN_ELECTRIC.items():
            by_rule[name] = tuple(
                {p for side in (1, -1) for p in rule([max(0.0, side * v) for v in z])}
            )
        for name, places in by_rule.items():
            theory[name] = theory.get(name, 0.0) + len(places) / (length * runs)
    assert sum(seen.values()) < sum(theory.values())
    for rule, rate in seen.items():
        noise = 3 * sqrt(max(theory[rule], 0.001) * 8 / (length * runs))
        assert rate <= theory[rule] + noise, rule
