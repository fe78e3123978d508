"""What goes together with errors is asked of the frame: weights neither plant a cause nor hide one.

Under weights the rate of false discoveries holds, as `test_quality_factors` shows it without.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import MILLION
from smo_review.quality.causes import Candidate, independence
from smo_review.quality.factors import Column, Told, associated
from tests.helpers.factor_cases import columns, outcome


def found(made: list[Column], holds: np.ndarray, w: np.ndarray, items=None) -> tuple[Told, ...]:
    own = np.arange(len(holds)) if items is None else items
    weights = np.rint(w * MILLION).astype(np.int64)
    return associated(made, [outcome(holds)], made, own, 0.05, weights)[0]


RUNS = 200


def told_without_a_cause(rate: float, *, weighed: bool) -> int:
    """In how many of `RUNS` frames in which nothing goes together with errors something is told
    from a sample that was drawn where annotators 0 and 1 were suspected of errors."""
    dice = np.random.default_rng(20261126)
    told = 0
    for _ in range(RUNS):
        made, wrong = columns(dice, 5000), dice.random(5000) < rate
        suspected = (made[0].places < 2) & wrong
        chance = np.where(suspected, 0.8, np.where(made[2].places == 0, 0.3, 0.06))
        drawn = dice.random(5000) < chance
        own = [Column(one.kind, one.places[drawn], one.keys) for one in made]
        told += bool(
            found(own, wrong[drawn], 1 / chance[drawn] if weighed else np.ones(drawn.sum()))
        )
    return told


@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_weights_keep_chance_at_the_set_rate_where_the_sample_alone_would_mislead(rate) -> None:
    # 5% of 200 is 10; 19 would come by chance in less than one of 100 such tests.
    assert told_without_a_cause(rate, weighed=True) <= 18
    assert told_without_a_cause(rate, weighed=False) > 150


def test_a_planted_cause_is_found_under_weights_and_its_lift_told() -> None:
    dice = np.random.default_rng(5)
    hits, held, runs = 0, 0, 60
    true = 0.6 / (0.15 * 11 / 12 + 0.6 / 12)
    for _ in range(runs):
        made = columns(dice, 900)
        wrong = dice.random(900) < np.where(made[1].places == 0, 0.6, 0.15)
        told = found(made, wrong, dice.choice([1.0, 5, 25], 900))
        own = [one.association for one in told if (one.column, one.place) == (1, 0)]
        hits += bool(own)
        held += any(one.low <= true <= one.high for one in own)
    assert hits > 0.75 * runs
    assert held >= 0.93 * hits


def test_a_rare_value_that_was_drawn_whole_is_found() -> None:
    """All of 150 in one language, one in a hundred of the rest: each side is 150 drawn."""
    dice = np.random.default_rng(8)
    hits = 0
    for _ in range(40):
        place = np.repeat([0, 1], 150)
        wrong = dice.random(300) < np.where(place == 1, 0.4, 0.2)
        made = [Column("language", place, ("km", "zh"))]
        hits += any(one.place == 1 for one in found(made, wrong, np.where(place == 1, 1.0, 100.0)))
    # Two samples of 150 tell 40% from 20% in nineteen cases of twenty.
    assert hits > 34


def test_lift_and_design_effect_are_those_of_the_weighted_table() -> None:
    dice = np.random.default_rng(2)
    n = 400
    place, items = dice.integers(0, 3, n), dice.integers(0, 150, n)
    wrong = dice.random(n) < np.where(place == 1, 0.6, 0.2)
    w = dice.choice([1.0, 4, 9], n)
    made = [Column("language", place, ("km", "zh", "en"))]
    (one,) = (told.association for told in found(made, wrong, w, items) if told.place == 1)
    x, y, own = place == 1, wrong.astype(float), w / w.mean()
    p, q = float(own @ x) / n, float(own @ y) / n
    assert one.lift == pytest.approx((own @ (x * y)) / (own @ x) / q)
    each = own * (x - p) * (y - q)
    between = sum(each[items == item].sum() ** 2 for item in range(150))
    candidate: Candidate = one.candidate
    assert candidate.design == pytest.approx(between / (n * p * (1 - p) * q * (1 - q)))
    assert (candidate.both, candidate.with_factor) == (int((x & wrong).sum()), int(x.sum()))
    # One degree of freedom: the score statistic over its variance, theta^2 / var(theta).
    theta = float(own @ (x * y)) / n - p * q
    both, factor, outcome_, whole = candidate.table
    assert both / whole - factor * outcome_ / whole**2 == pytest.approx(theta)


def test_an_outcome_that_is_nowhere_else_has_its_lift_under_weights() -> None:
    place = np.repeat([0, 1], 300)
    wrong = (place == 1) & (np.arange(600) % 2 == 0)
    # Thirds do not add up to the last digit.
    w = np.tile([1 / 3, 20 / 3, 1.1], 200)
    made = [Column("language", place, ("km", "zh"))]
    (told,) = (one.association for one in found(made, wrong, w) if one.place == 1)
    assert told.lift == pytest.approx(w.sum() / w[place == 1].sum(), rel=1e-5)
    assert 1 < told.low < told.lift <= told.high


def test_errors_that_weigh_next_to_nothing_are_none_in_the_frame() -> None:
    place = np.repeat([0, 1], 300)
    wrong = np.arange(600) % 20 == 0
    w = np.where((place == 1) & wrong, 1e-6, 1000.0)
    (told,) = found([Column("language", place, ("km", "zh"))], wrong, w)
    assert told.place == 0 and told.association.lift == pytest.approx(1.95)


@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.booleans(), st.integers(0, 9)), min_size=30, max_size=80
    ),
    st.sampled_from((1, 250_000, 40 * MILLION)),
)
def test_equal_weights_change_no_suggestion(told, weight: int) -> None:
    places = np.array([one[0] % 4 for one in told])
    holds = np.array([one[1] and one[0] < 6 for one in told])
    items = np.array([one[2] for one in told])
    made = [Column("language", places, ("km", "zh", "en", "fr"))]
    plain = associated(made, [outcome(holds)], [], items, 0.9)
    even = associated(made, [outcome(holds)], [], items, 0.9, np.full(len(told), weight))
    assert even == plain


def test_fishers_test_of_weights_takes_what_they_are_worth() -> None:
    plain = Candidate("f", "o", 3, 4, 4, 8)
    same = Candidate("f", "o", 3, 4, 4, 8, 1.0, (3.0, 4.0, 4.0))
    assert independence(same) == pytest.approx(independence(plain)) == pytest.approx(34 / 70)
    # Over a design effect of 2 there are 2, 0, 0 and 2 left, of which six tables are as likely.
    halved = Candidate("f", "o", 3, 4, 4, 8, 2.0, (3.9, 4.0, 4.0))
    assert independence(halved) == pytest.approx(2 / 6)
