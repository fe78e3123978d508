"""Samples: how many, how many of each stratum, and the same ones on every machine."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.quality.intervals import wilson
from smo_review.quality.sampling import draw, equal, needed, neyman, proportional, weights

SIZES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 300), min_size=1
)

DRAWN = ["item-405", "item-950", "item-77", "item-422", "item-39"]


@pytest.mark.parametrize(("half", "rate"), [(0.05, 0.5), (0.03, 0.1), (0.02, 0.02), (0.1, 0.9)])
def test_the_sample_is_just_large_enough(half: float, rate: float) -> None:
    n = needed(half, rate)
    for size, reached in ((n, True), (n - 1, False)):
        low, high = wilson(rate * size, size)
        assert ((high - low) / 2 <= half) is reached


def test_the_worst_case_is_the_textbooks_381() -> None:
    # Wald's formula gives 385 for 5 points at one half; Wilson's needs z*z fewer.
    assert needed(0.05) == 381


def test_a_small_population_needs_fewer_and_never_more_than_it_has() -> None:
    assert needed(0.05, population=1000) < needed(0.05)
    assert needed(0.05, population=1000) == 277  # 381 / (1 + 380/1000), rounded up
    assert needed(0.001, population=50) == 50


@pytest.mark.parametrize(("half", "rate"), [(0, 0.5), (1, 0.5), (0.1, 1.5)])
def test_a_precision_that_is_none_is_refused(half: float, rate: float) -> None:
    with pytest.raises(ValueError, match="half width"):
        needed(half, rate)


def test_a_draw_is_the_same_on_every_machine() -> None:
    ids = [f"item-{n}" for n in range(1000)]
    assert draw(ids, 5, "week-7") == DRAWN
    assert draw(reversed(ids), 5, "week-7") == DRAWN
    assert draw(ids, 3, "week-7") == DRAWN[:3]
    assert draw(ids, 5, "week-8") != DRAWN
    assert sorted(draw(ids, 2000, "s")) == sorted(ids)


def test_every_item_is_drawn_as_often_as_every_other() -> None:
    ids = [str(n) for n in range(20)]
    seen = Counter(one for seed in range(4000) for one in draw(ids, 5, str(seed)))
    # Each is drawn 1,000 times on average, with a standard error of 27.
    assert all(abs(count - 1000) < 4.5 * 27.4 for count in seen.values())


def test_proportional_and_equal_and_neyman_in_a_textbook_case() -> None:
    sizes = {"a": 500, "b": 300, "c": 200}
    assert proportional(sizes, 100) == {"a": 50, "b": 30, "c": 20}
    assert equal(sizes, 100) == {"a": 34, "b": 33, "c": 33}
    # Size times sqrt(p(1-p)): 500*.3 = 150, 300*.5 = 150, 200*.4 = 80.
    assert neyman(sizes, 190, {"a": 0.1, "b": 0.5, "c": 0.2}) == {"a": 75, "b": 75, "c": 40}


def test_a_small_stratum_gives_all_it_has_and_the_others_fill_up() -> None:
    assert equal({"a": 5, "b": 100, "c": 100}, 65) == {"a": 5, "b": 30, "c": 30}


def test_the_least_stratum_is_looked_at_where_the_sample_allows_it() -> None:
    assert proportional({"a": 9990, "b": 10}, 50) == {"a": 49, "b": 1}
    assert sum(proportional({"a": 10, "b": 10, "c": 10}, 2).values()) == 2


@given(SIZES, st.integers(0, 3000), st.dictionaries(st.text("abc", max_size=2), st.floats(0, 1)))
def test_allocations_are_exact_and_never_beyond_a_stratum(sizes, n, rates) -> None:
    for given_ in (proportional(sizes, n), equal(sizes, n), neyman(sizes, n, rates)):
        assert sum(given_.values()) == min(n, sum(sizes.values()))
        assert all(0 <= given_[name] <= size for name, size in sizes.items())
        if n >= len([size for size in sizes.values() if size]):
            assert all(given_[name] for name, size in sizes.items() if size)


@given(SIZES, st.integers(1, 500))
def test_weights_add_up_to_what_they_stand_for(sizes, n) -> None:
    drawn = proportional(sizes, n)
    told = weights(sizes, drawn)
    total = sum(told[name] * drawn[name] for name in told)
    assert total == pytest.approx(sum(sizes[name] for name in told))
