"""The statistics: agreement beside two programs that know one coefficient each, and skill.

The floors need `krippendorff` and `scikit-learn`, which are there for development only.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from smo_review.quality.agreement import coefficients
from smo_review.quality.irt import fit
from smo_review.quality.patterns import patterns
from tests.benchmarks.harness import Row, bulk, telling, timed

SIZES = (100_000, 1_000_000)
RUNS = 5
LABELS, RATERS = 6, 3
PEOPLE, ITEMS = 5_000, 500


def agreement_rows(folder: Path) -> Iterator[Row]:
    """Four coefficients with intervals, against alpha alone and three kappas alone, without any."""
    import krippendorff
    from sklearn.metrics import cohen_kappa_score

    for size in SIZES:
        with telling(f"agreement {size:,} x {RATERS}"):
            table = _ratings(size)
            unit = np.repeat(np.arange(size), RATERS)

            def floor(table: np.ndarray = table) -> None:
                krippendorff.alpha(table.T, level_of_measurement="nominal")
                for one, two in combinations(range(RATERS), 2):
                    cohen_kappa_score(table[:, one], table[:, two])

            def product(table: np.ndarray = table, unit: np.ndarray = unit) -> None:
                coefficients(patterns(unit, table.ravel(), LABELS))

            times = [timed(product) for _ in range(RUNS)]
            floors = [timed(floor) for _ in range(RUNS)]
        yield bulk(f"agreement {size:,} x {RATERS}", times, floors, 1.0)


def skill_rows(folder: Path) -> Iterator[Row]:
    """Skills and difficulties, against as many logistic regressions on skills that are known."""
    from sklearn.linear_model import LogisticRegression

    with telling(f"item response {PEOPLE:,} x {ITEMS}"):
        random = np.random.default_rng(1)
        skill = random.normal(size=PEOPLE)
        slope, difficulty = random.uniform(0.7, 1.8, ITEMS), random.normal(size=ITEMS)
        chance = 1 / (1 + np.exp(-slope * (skill[:, None] - difficulty)))
        right = random.random((PEOPLE, ITEMS)) < chance
        person, item = np.indices(right.shape).reshape(2, -1)

        def floor() -> None:
            for column in right.T:
                LogisticRegression().fit(skill[:, None], column)

        times = [timed(lambda: fit(person, item, right.ravel())) for _ in range(3)]
        floors = [timed(floor)]
    yield bulk(f"item response {PEOPLE:,} x {ITEMS}", times, floors, 4.0)


def _ratings(size: int) -> np.ndarray:
    """Labels that three raters gave: mostly the item's own, else any."""
    random = np.random.default_rng(size)
    own = random.choice(LABELS, size, p=(0.5, 0.2, 0.12, 0.1, 0.05, 0.03))
    slips = random.random((size, RATERS)) < 0.2
    return np.where(slips, random.integers(0, LABELS, (size, RATERS)), own[:, None])
