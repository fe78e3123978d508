"""The ramp-up of a new joiner as records: what a stage asks, what is there, what follows from it.

Days are counted in UTC, as in the numbers. Figures with too few behind them decide nothing: "not
enough yet" is a state of its own. The rules are in `quality.rampup`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.numbers import Rate
from smo_review.domain.project import Person, Stage

LEAST = 30
"""Judged annotations, or shared items, below which a share is "not enough yet"."""
Asked: TypeAlias = Literal["volume", "accuracy", "agreement", "exercise"]
Reached: TypeAlias = Literal["met", "undecided", "behind", "few", "open"]
"""`met` and `behind` are decided; `undecided`: the interval holds the target; `few`: not enough
yet; `open`: an exercise that has not been handed in, in time."""
State: TypeAlias = Literal["waiting", "few", "on-track", "behind", "ready", "done"]
"""Of a joiner: `waiting` has not begun; `ready` meets all and waits for the sign-off."""


class Day(Struct, frozen=True):
    """A joiner's work on one day: how much, and how much of it was judged right.

    `w`, `w2`: sums of weights and of their squares over what was judged, `right_w`, `right_w2` over
    what was right, in millionths; all 0 where nothing is known of weights.
    """

    day: date
    volume: int = 0
    right: int = 0
    judged: int = 0
    w: int = 0
    w2: int = 0
    right_w: int = 0
    right_w2: int = 0


class Passing(Struct, frozen=True):
    """How a joiner's last run of an exercise ended: passed or not, with its score."""

    title: str
    passed: bool
    right: Rate
    day: date


class Evidence(Struct, frozen=True):
    """All that is known of a joiner. `agreement` is over items that others judged too: the share
    on which more than half of those others said the same."""

    days: tuple[Day, ...] = ()
    agreement: Rate = Rate(None, 0, None, None)
    exercises: tuple[Passing, ...] = ()


class Check(Struct, frozen=True):
    """One thing that a stage asks. `target` is a share, or for `volume` what was planned up to
    yesterday; `rate` or `count` is what is there. `title` names an exercise."""

    asked: Asked
    state: Reached
    target: float
    rate: Rate | None = None
    count: int = 0
    title: str = ""


class Stretch(Struct, frozen=True):
    """A stage as a joiner goes through it. `end` is the planned last day; `signed` the day of the
    sign-off, or of its end where none is wanted, None before."""

    stage: Stage
    start: date
    end: date
    signed: date | None = None


class Milestone(Struct, frozen=True):
    """The end of a day since the joiner started: work done and planned up to then, and how much
    of what was judged up to then was right."""

    day: date
    done: int
    planned: int
    right: Rate


class Joiner(Struct, frozen=True):
    """Where a joiner stands. `stage` is the one under way, None before and after all. `late` says
    that its planned days are over. `checks` are what it asks. `course` has an entry for each day
    from the start to today."""

    person: Person
    state: State
    stage: Stage | None = None
    late: bool = False
    checks: tuple[Check, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    days: tuple[Day, ...] = ()
    course: tuple[Milestone, ...] = ()
