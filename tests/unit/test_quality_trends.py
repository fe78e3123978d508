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
