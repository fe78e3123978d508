"""Where a new joiner stands in the ramp-up: pure rules over what is known on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from operator import add

from smo_review.domain.numbers import Rate
from smo_review.domain.project import Person, Stage
from smo_review.domain.rampup import (
    LEAST,
    Check,
    Day,
    Evidence,
    Joiner,
    Milestone,
    Reached,
    State,
    Stretch,
)
from smo_review.quality.intervals import rate
from smo_review.quality.weighted import in_units, rate_of


def workdays(first: date, last: date) -> int:
    """Mondays to Fridays from `first` to `last`, both counted."""
    if last < first:
        return 0
    whole, rest = divmod((last - first).days + 1, 7)
    return 5 * whole + sum((first + timedelta(n)).weekday() < 5 for n in range(rest))


def planned(stretches: Sequence[Stretch], day: date) -> int:
    """The volume that the plan asks up to the end of `day`, over all stages that had begun.

    A stage that goes on after its planned days asks the same a day until it is signed off.
    """
    total = 0
    for place, stretch in enumerate(stretches):
        after = stretches[place + 1].start if place + 1 < len(stretches) else None
        last = day if after is None else min(day, after - timedelta(1))
        total += stretch.stage.volume * workdays(stretch.start, last)
    return total


MOST_DAYS = 366
"""Days of a course that are told; a ramp-up that takes longer shows its last ones."""


def course(
    stretches: Sequence[Stretch], days: Sequence[Day], started: date, today: date
) -> tuple[Milestone, ...]:
    """Work and plan added up day by day from the start to today; days are counted whole."""
    told = {one.day: one for one in days}
    done, sums = 0, (0,) * 6
    found = []
    for n in range((today - started).days + 1):
        day = started + timedelta(n)
        one = told.get(day, Day(day))
        done, sums = done + one.volume, tuple(map(add, sums, _sums(one)))
        found.append(Milestone(day, done, planned(stretches, day), _right(*sums)))
    return tuple(found[-MOST_DAYS:])


def _sums(one: Day) -> tuple[int, ...]:
    return one.right, one.judged, one.w, one.w2, one.right_w, one.right_w2


def _right(right: int, *sums: int) -> Rate:
    """The share of what was judged that is right, as every rate over drawn annotations is told."""
    return rate_of(right, in_units(*sums)).rate


def judge(
    person: Person,
    plan: Sequence[Stage],
    signed: Mapping[str, date],
    evidence: Evidence,
    today: date,
) -> Joiner:
    """Hold what is known of a joiner against the plan, which has a stage at least.

    `signed`: the day each stage was passed. ValueError where `person.started` is no date.
    """
    started = date.fromisoformat(person.started)
    stretches: list[Stretch] = []
    start = started
    for stage in plan:
        end = start + timedelta(stage.days - 1)
        passed = signed.get(stage.id)
        if passed is None and not stage.sign_off and end < today:
            checks = _checks(stage, start, evidence, today, late=True)
            passed = end if all(one.state == "met" for one in checks) else None
        stretches.append(Stretch(stage, start, end, passed))
        if passed is None:
            break
        start = passed if stage.sign_off else passed + timedelta(1)
    told, now = tuple(stretches), stretches[-1]
    if today < started:
        return Joiner(person, "waiting", days=evidence.days)
    way = course(told, evidence.days, started, today)
    if now.signed is not None:
        return Joiner(person, "done", stretches=told, days=evidence.days, course=way)
    late = today > now.end
    found = _checks(now.stage, now.start, evidence, today, late)
    state = _state(now.stage, found, late)
    return Joiner(person, state, now.stage, late, found, told, evidence.days, way)


def _state(stage: Stage, checks: Sequence[Check], late: bool) -> State:
    states = {one.state for one in checks}
    if states <= {"met"}:
        return "ready" if stage.sign_off else "on-track"
    if "behind" in states or late:
        return "behind"
    return "few" if not states & {"met", "undecided"} else "on-track"


def _checks(
    stage: Stage, start: date, evidence: Evidence, today: date, late: bool
) -> tuple[Check, ...]:
    found = []
    inside = [one for one in evidence.days if start <= one.day <= today]
    if stage.volume:
        expected = stage.volume * workdays(start, today - timedelta(1))
        done = sum(one.volume for one in inside)
        state: Reached = "few" if not expected else "met" if done >= expected else "behind"
        found.append(Check("volume", state, float(expected), count=done))
    if stage.accuracy:
        right = _accuracy(inside, start, evidence)
        found.append(Check("accuracy", _against(right, stage.accuracy), stage.accuracy, right))
    if stage.agreement:
        state = _against(evidence.agreement, stage.agreement)
        found.append(Check("agreement", state, stage.agreement, evidence.agreement))
    runs = {one.title: one for one in evidence.exercises}
    for title in stage.exercises:
        run = runs.get(title)
        state = "met" if run and run.passed else "behind" if run or late else "open"
        found.append(Check("exercise", state, 1.0, run.right if run else None, title=title))
    return tuple(found)


def _accuracy(days: Sequence[Day], start: date, evidence: Evidence) -> Rate:
    """Of the annotations judged since the stage began; of whoever annotates nothing, of the
    answers to exercises."""
    if any(one.judged for one in days) or not evidence.exercises:
        return _right(*map(sum, zip((0,) * 6, *map(_sums, days), strict=True)))
    runs = [one.right for one in evidence.exercises if one.day >= start]
    return rate(sum(round((one.value or 0.0) * one.n) for one in runs), sum(r.n for r in runs))


def _against(told: Rate, target: float) -> Reached:
    if told.n < LEAST or told.low is None or told.high is None:
        return "few"
    if told.low >= target:
        return "met"
    return "behind" if told.high < target else "undecided"
