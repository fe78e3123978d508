"""Causes: Pareto bars, associations against another program, false discoveries held down."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from smo_review.quality.causes import (
    FALSE_DISCOVERIES,
    Candidate,
    associations,
    benjamini_hochberg,
    change,
    independence,
    pareto,
    vital_few,
)


def test_bars_stand_from_the_largest_down_and_add_up_to_all() -> None:
    bars = pareto({"b": 30, "a": 30, "c": 35, "none": 0, "d": 5})
    assert [(bar.key, bar.n) for bar in bars] == [("c", 35), ("a", 30), ("b", 30), ("d", 5)]
    assert [bar.cumulative for bar in bars] == pytest.approx([0.35, 0.65, 0.95, 1.0])
    assert vital_few(bars) == 3
    assert vital_few(bars, 0.35) == 1
    assert pareto({}) == ()


TABLES = st.tuples(*[st.integers(0, 60)] * 4)


@given(TABLES)
def test_the_chance_of_a_table_agrees_with_scipy(cells) -> None:
    a, b, c, d = cells
    one = Candidate("f", "o", a, a + b, a + c, a + b + c + d)
    if not (0 < one.with_factor < one.n and 0 < one.with_outcome < one.n):
        return
    table = [[a, b], [c, d]]
    expected = stats.contingency.expected_freq(table).min()
    if expected < 10:
        other = stats.fisher_exact(table).pvalue
    else:
        other = stats.chi2_contingency(table, correction=False).pvalue
    assert independence(one) == pytest.approx(other, rel=1e-6, abs=1e-12)


def test_the_lady_tasting_tea() -> None:
    # R. A. Fisher, The Design of Experiments (1935): three of four right, p = 34/70 two-sided.
    assert independence(Candidate("f", "o", 3, 4, 4, 8)) == pytest.approx(34 / 70)


@given(st.lists(st.floats(0, 1), max_size=40))
def test_adjusted_chances_agree_with_scipy(p) -> None:
    if p:
        assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p).tolist())
    else:
        assert benjamini_hochberg(p) == []


def test_a_planted_cause_is_told_with_its_lift_and_interval() -> None:
    planted = Candidate("clause 4.2", "wrong", 60, 200, 150, 2000)
    quiet = [Candidate(f"f{n}", "wrong", 15, 200, 150, 2000) for n in range(30)]
    found = associations([*quiet, planted])
    assert found[0].candidate == planted
    assert found[0].lift == pytest.approx((60 / 200) / (150 / 2000))
    assert 1 < found[0].low < found[0].lift < found[0].high
    assert [one.told for one in found] == [True] + [False] * 30


def test_what_is_rarer_than_elsewhere_is_no_cause() -> None:
    (found,) = associations([Candidate("f", "o", 1, 500, 200, 1000)])
    assert found.q < 0.001
    assert not found.told


def test_what_cannot_vary_is_left_out() -> None:
    assert associations([Candidate("f", "o", 5, 10, 5, 10), Candidate("f", "o", 0, 5, 0, 10)]) == ()


def test_false_discoveries_stay_at_the_set_rate_on_null_data() -> None:
    """Fifty factors that have nothing to do with the error: how often is one told all the same?"""
    random = np.random.default_rng(21)
    runs, n, told = 600, 800, 0
    for _ in range(runs):
        wrong = random.random(n) < 0.15
        factors = random.random((50, n)) < 0.3
        both = (factors & wrong).sum(axis=1)
        found = associations(
            Candidate(str(k), "wrong", int(both[k]), int(factors[k].sum()), int(wrong.sum()), n)
            for k in range(50)
        )
        told += any(one.told for one in found)
    share = told / runs
    print(f"null data: a cause told in {share:.4f} of {runs} runs, at most {FALSE_DISCOVERIES}")
    assert share <= FALSE_DISCOVERIES + 3 * (0.05 * 0.95 / runs) ** 0.5


def test_false_discoveries_stay_at_the_set_rate_among_true_ones() -> None:
    random = np.random.default_rng(22)
    shares = []
    for _ in range(200):
        n = 2000
        factors = random.random((40, n)) < 0.3
        risk = 0.10 + 0.12 * factors[0] + 0.12 * factors[1]
        wrong = random.random(n) < risk
        both = (factors & wrong).sum(axis=1)
        found = associations(
            Candidate(str(k), "wrong", int(both[k]), int(factors[k].sum()), int(wrong.sum()), n)
            for k in range(40)
        )
        told = {one.candidate.factor for one in found if one.told}
        assert {"0", "1"} <= told
        shares.append(len(told - {"0", "1"}) / len(told))
    assert np.mean(shares) <= FALSE_DISCOVERIES + 0.02


def test_a_change_is_told_only_where_its_interval_leaves_out_nothing() -> None:
    shown = change((30, 200), (10, 200))
    assert shown is not None and shown.direction == "down"
    assert shown.difference == pytest.approx(-0.1)
    assert shown.low < -0.1 < shown.high < 0
    unsure = change((15, 100), (11, 100))
    assert unsure is not None and unsure.direction == "not shown"
    worse = change((10, 200), (30, 200))
    assert worse is not None and worse.direction == "up"
    assert change((0, 0), (1, 10)) is None
