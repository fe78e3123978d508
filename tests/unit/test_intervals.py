"""Wilson's interval against published figures and another program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from smo_review.quality.figures import Counts, figures
from smo_review.quality.intervals import rate, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # Two critical errors in eighty checked.
        (2, 80, 0.0069, 0.0866),
    ],
)
def test_wilson_gives_the_published_interval(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_scipy(pair: tuple[int, int]) -> None:
    hits, n = pair
    other = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert wilson(hits, n) == pytest.approx((other.low, other.high), abs=1e-9)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_rate_lies_inside_its_interval_and_the_interval_inside_zero_and_one(
    pair: tuple[int, int],
) -> None:
    figure = rate(*pair)
    assert figure.value is not None and figure.low is not None and figure.high is not None
    assert 0 <= figure.low <= figure.value <= figure.high <= 1


@given(st.floats(0, 1), st.floats(0, 9), st.sampled_from([1.0, 1.959964, 12.706]))
def test_a_weighted_share_of_any_size_has_ends_inside_zero_and_one(share, power, z) -> None:
    """A count need not be whole: 2e-9 of 10 had a lower end below zero, by rounding."""
    n = 10**power
    low, high = wilson(share * n, n, z)
    assert 0 <= low <= high <= 1
    assert low - 1e-12 <= share <= high + 1e-12


def test_the_end_of_an_interval_is_never_below_zero_by_rounding() -> None:
    assert wilson(1.879742152880846e-09, 10.152332331041169, 1.96)[0] >= 0


def test_a_rate_over_nothing_has_no_value() -> None:
    figure = rate(0, 0)
    assert (figure.value, figure.n, figure.low, figure.high) == (None, 0, None, None)


@pytest.mark.parametrize(("hits", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_proportion_is_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(hits, n)


def test_rates_leave_out_what_was_not_judged() -> None:
    shown = figures(
        Counts(
            annotations=20,
            correct=6,
            incorrect=4,
            ambiguous=2,
            unreviewable=1,
            unsettled=3,
            critical=1,
            noncritical=4,
        )
    )
    assert (shown.reviewed, shown.accuracy.n) == (16, 10)
    assert shown.accuracy.value == pytest.approx(0.6)
    assert shown.critical_accuracy.value == pytest.approx(0.9)
    assert shown.noncritical_accuracy.value == pytest.approx(0.6)
