"""Whether an action worked: a planted shift is shown, and chance seldom is."""

from __future__ import annotations

import random

import pytest

from smo_review.quality.effect import effect


def weeks(source: random.Random, rate: float, count: int, n: int = 100) -> list[tuple[int, int]]:
    return [(sum(source.random() < rate for _ in range(n)), n) for _ in range(count)]


def test_a_planted_fall_is_shown_with_its_evidence() -> None:
    source = random.Random(1)
    found = effect(weeks(source, 0.15, 8), weeks(source, 0.05, 6), "down")
    assert found.verdict == "shown"
    assert found.signals
    assert found.change is not None and found.change.high < 0
    assert found.after is not None and found.after.centre == pytest.approx(found.change.before)


def test_the_same_rate_after_it_is_not_shown() -> None:
    source = random.Random(2)
    assert effect(weeks(source, 0.15, 8), weeks(source, 0.15, 6), "down").verdict == "not shown"


def test_a_rise_where_a_fall_was_wanted_is_worse_and_shown_where_it_was_wanted() -> None:
    source = random.Random(3)
    before, after = weeks(source, 0.10, 8), weeks(source, 0.25, 6)
    assert effect(before, after, "down").verdict == "worse"
    assert effect(before, after, "up").verdict == "shown"


def test_nothing_checked_on_either_side_is_not_enough() -> None:
    assert effect([], [(1, 10)], "down").verdict == "not enough"
    assert effect([(1, 10)], [(0, 0)], "down").verdict == "not enough"


def test_weeks_without_checks_are_passed_over() -> None:
    found = effect([(15, 100), (0, 0), (16, 100)], [(0, 0), (4, 100)], "down")
    assert found.after is not None and len(found.after.values) == 1


def test_a_difference_that_no_point_shows_does_not_count_alone() -> None:
    """Sixty weeks differ by a third of a point, which no week, rule or moving average shows."""
    month = [(93, 1000), (93, 1000), (107, 1000), (93, 1000)]
    found = effect([(100, 1000)] * 90, month * 15, "down")
    assert found.change is not None and found.change.direction == "down"
    assert (found.verdict, found.signals) == ("not shown", ())


def test_chance_is_seldom_taken_for_an_effect_and_a_half_seldom_missed() -> None:
    source = random.Random(4)
    runs = 1500
    chance = sum(
        effect(weeks(source, 0.15, 8), weeks(source, 0.15, 6), "down").verdict == "shown"
        for _ in range(runs)
    )
    seen = sum(
        effect(weeks(source, 0.15, 8), weeks(source, 0.075, 6), "down").verdict == "shown"
        for _ in range(300)
    )
    print(f"effect: chance {chance / runs:.4f}, a rate that halved {seen / 300:.3f}")
    assert chance / runs <= 0.025 + 3 * (0.025 * 0.975 / runs) ** 0.5
    assert seen / 300 > 0.9


@pytest.mark.parametrize(("before", "wanted"), [(100, "down"), (0, "up")])
def test_a_rate_that_was_all_or_nothing_can_be_seen_to_move(before, wanted) -> None:
    """Its chart has no spread, so that nothing but the same again was to be expected."""
    found = effect([(before, 100)] * 3, [(60, 100)] * 4, wanted)
    assert (found.verdict, found.signals) == ("shown", (0, 1, 2, 3))
    other = "up" if wanted == "down" else "down"
    assert effect([(before, 100)] * 3, [(60, 100)] * 4, other).verdict == "worse"
    assert effect([(before, 100)] * 3, [(before, 100)] * 4, wanted).verdict == "not shown"
