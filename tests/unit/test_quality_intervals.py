"""Intervals: published figures, another program, and exact coverage by enumeration."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from smo_review.quality import distributions as d
from smo_review.quality.intervals import (
    clopper_pearson,
    difference,
    poisson_rate,
    ratio,
    wilson,
)
from smo_review.quality.weighted import Stratum, Sums, stratified_rate, weighted_rate

GRID = np.linspace(0.005, 0.995, 199)
Interval = Callable[[int, int], tuple[float, float]]


def coverage(interval: Interval, n: int, grid: np.ndarray = GRID) -> np.ndarray:
    """The exact chance, for each p of the grid, that the interval of n draws holds p."""
    held = np.zeros(len(grid))
    for hits in range(n + 1):
        low, high = interval(hits, n)
        chance = comb(n, hits) * grid**hits * (1 - grid) ** (n - hits)
        held += chance * ((low <= grid) & (grid <= high))
    return held


@pytest.mark.parametrize("n", [10, 20, 50, 100, 300])
def test_wilson_covers_on_average_as_it_says(n: int) -> None:
    held = coverage(wilson, n)
    print(f"wilson n={n}: mean {held.mean():.4f}, minimum {held.min():.4f}")
    assert 0.94 <= held.mean() <= 0.965


@pytest.mark.parametrize("n", [5, 20, 100])
def test_the_exact_interval_never_covers_less_than_it_says(n: int) -> None:
    assert coverage(clopper_pearson, n).min() >= 0.95 - 1e-12


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684),
     (1, 29, 0.0009, 0.1776)],
)  # fmt: skip
def test_clopper_pearson_gives_the_published_interval(hits, n, low, high) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 5.
    assert clopper_pearson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_newcombes_difference_gives_the_published_interval(a, m, b, n, low, high) -> None:
    assert difference(a, m, b, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_clopper_pearson_agrees_with_scipy(pair) -> None:
    other = stats.binomtest(*pair).proportion_ci(0.95, method="exact")
    assert clopper_pearson(*pair) == pytest.approx((other.low, other.high), abs=1e-9)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)]
)
def test_garwoods_interval_of_a_count_is_the_published_one(count, low, high) -> None:
    # F. Garwood (1936), Biometrika 28, 437-442.
    assert poisson_rate(count, 1.0) == pytest.approx((low, high), abs=5e-5)
    assert poisson_rate(count, 4.0) == pytest.approx((low / 4, high / 4), abs=5e-5)


def test_a_ratio_of_shares_has_the_textbook_interval() -> None:
    # Katz et al. (1978): the logarithm's variance is 1/a - 1/m + 1/b - 1/n.
    value, low, high = ratio(40, 100, 20, 100)
    assert value == pytest.approx(2.0)
    error = np.sqrt(1 / 40 - 1 / 100 + 1 / 20 - 1 / 100)
    assert (low, high) == pytest.approx(
        (2 * np.exp(-1.959964 * error), 2 * np.exp(1.959964 * error))
    )


def test_a_ratio_to_nothing_is_finite() -> None:
    value, low, high = ratio(5, 10, 0, 10)
    assert low < value < high < 1e4


@given(st.floats(0.001, 0.999), st.floats(0.5, 500), st.floats(0.5, 500))
def test_beta_agrees_with_scipy(x: float, a: float, b: float) -> None:
    assert d.beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-9)
    assert d.beta_quantile(x, a, b) == pytest.approx(stats.beta.ppf(x, a, b), abs=1e-8)


@given(st.floats(0.001, 0.999), st.floats(0.5, 500))
def test_gamma_and_chi_square_agree_with_scipy(p: float, a: float) -> None:
    x = float(stats.gamma.ppf(p, a))
    assert d.gamma_cdf(x, a) == pytest.approx(p, abs=1e-9)
    assert d.gamma_quantile(p, a) == pytest.approx(x, rel=1e-7)
    assert d.chi_square_tail(2 * x, 2 * a) == pytest.approx(1 - p, abs=1e-9)


@given(st.floats(0.55, 0.9999), st.floats(0, 9))
def test_t_agrees_with_scipy(p: float, power: float) -> None:
    assert d.t_quantile(p, 10**power) == pytest.approx(stats.t.ppf(p, 10**power), rel=1e-9)


def test_a_tail_far_out_keeps_its_digits() -> None:
    assert d.chi_square_tail(200, 1) == pytest.approx(stats.chi2.sf(200, 1), rel=1e-9)


def sums(values: np.ndarray, weights: np.ndarray) -> Sums:
    return Sums(
        len(values), weights.sum(), (weights**2).sum(), (weights * values).sum(),
        (weights**2 * values).sum(),
    )  # fmt: skip


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_equal_weights_are_worth_about_n(pair) -> None:
    hits, n = pair
    found = weighted_rate(Sums(n, n, n, hits, hits))
    assert found.value == pytest.approx(hits / n)
    assert max(1, n - 1) - 1e-9 <= found.effective <= n


def test_nothing_sampled_has_no_weighted_rate() -> None:
    assert weighted_rate(Sums(0, 0, 0, 0, 0)).value is None
    assert stratified_rate([]).value is None


def test_a_weighted_design_covers_as_it_says() -> None:
    """Two strata, one drawn five times as densely and with more errors: 2,000 samples."""
    random = np.random.default_rng(5)
    truth = (8000 * 0.04 + 2000 * 0.20) / 10_000
    held = naive = 0
    worth = 0.0
    for _ in range(2000):
        rare = random.random(200) < 0.20
        common = random.random(160) < 0.04
        values = np.concatenate([rare, common]).astype(float)
        weights = np.concatenate([np.full(200, 2000 / 200), np.full(160, 8000 / 160)])
        found = weighted_rate(sums(values, weights))
        held += found.low <= truth <= found.high
        low, high = wilson(values.sum(), len(values))
        naive += low <= truth <= high
        worth += found.effective / 2000
    print(
        f"weighted: covers {held / 2000:.4f}, 360 are worth {worth:.0f}; plain {naive / 2000:.4f}"
    )
    assert 150 < worth < 350
    assert 0.935 <= held / 2000 <= 0.985
    assert naive / 2000 < 0.6


def test_a_stratified_design_covers_as_it_says() -> None:
    random = np.random.default_rng(6)
    truth = (6000 * 0.05 + 3000 * 0.15 + 1000 * 0.4) / 10_000
    held = 0
    for _ in range(2000):
        strata = [
            Stratum(size, n, int(random.binomial(n, p)))
            for size, n, p in ((6000, 120, 0.05), (3000, 60, 0.15), (1000, 40, 0.4))
        ]
        found = stratified_rate(strata)
        held += found.low <= truth <= found.high
    print(f"stratified coverage {held / 2000:.4f}")
    assert 0.935 <= held / 2000 <= 0.985


def test_a_population_that_was_checked_whole_has_no_uncertainty() -> None:
    found = stratified_rate([Stratum(10, 10, 1), Stratum(30, 30, 6)])
    assert (found.low, found.value, found.high) == pytest.approx((7 / 40, 7 / 40, 7 / 40))
