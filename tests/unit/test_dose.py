"""The dose, the person's own budgets, and when something is suggested."""

from __future__ import annotations

import pytest

from smo_review.domain.dose import budget_state, dose_of
from ui.review.pace import Limits, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def test_a_second_counts_as_often_as_the_severity_and_twice_where_none_is_known() -> None:
    assert dose_of([(4, 10), (0, 1000), (1, 3), (None, 5)]) == 40 + 0 + 3 + 10


@pytest.mark.parametrize(
    ("dose", "state"), [(0, "within"), (79, "within"), (80, "near"), (99, "near"), (100, "reached")]
)
def test_a_budget_is_near_from_four_fifths_on(dose: int, state: str) -> None:
    assert budget_state(dose, 100) == state
    assert budget_state(dose, 0) == "within", "0 is no budget"


def test_a_budget_is_told_when_nearly_used_and_when_used_once_each(pace: Pace) -> None:
    pace.limits = Limits(day_budget=1)
    pace.start_day(30)
    assert pace.due() is None
    pace.add_dose(18)
    assert (pace.due(), pace.due()) == ("day-near", None)
    pace.add_dose(20)
    assert (pace.due(), pace.due()) == ("day-reached", None)
    pace.add_dose(500)
    assert pace.due() is None


def test_a_session_begins_anew_after_five_minutes_away(pace: Pace, clock: Clock) -> None:
    pace.limits = Limits(session_budget=1)
    pace.set_working(True)
    pace.add_dose(60)
    assert pace.due() == "session-reached"
    pace.set_working(False)
    clock.now += 299
    pace.set_working(True)
    pace.add_dose(60)
    assert pace.due() is None, "that was no break"
    pace.set_working(False)
    clock.now += 300
    pace.set_working(True)
    assert pace.due() is None
    pace.add_dose(60)
    assert pace.due() == "session-reached"


def test_a_break_is_suggested_after_so_much_work_and_again_after_as_much(
    pace: Pace, clock: Clock
) -> None:
    pace.limits = Limits(break_minutes=50)
    pace.set_working(True)
    clock.now += 49 * 60
    pace.set_working(False)
    clock.now += 200
    pace.set_working(True)
    assert pace.due() is None, "only work counts"
    clock.now += 60
    assert (pace.due(), pace.due()) == ("time", None)
    clock.now += 50 * 60
    assert pace.due() == "time"


def test_a_break_is_suggested_after_many_items_of_high_severity(pace: Pace) -> None:
    pace.limits = Limits(break_high=3)
    for severity in (3, None, 2, 4):
        pace.took_up(severity)
    assert pace.due() is None
    pace.took_up(3)
    assert (pace.due(), pace.due()) == ("high", None)


def test_a_person_who_wants_no_suggestion_gets_none(pace: Pace, clock: Clock) -> None:
    pace.set_working(True)
    clock.now += 100_000
    pace.add_dose(1_000_000)
    for _ in range(100):
        pace.took_up(4)
    assert pace.due() is None
