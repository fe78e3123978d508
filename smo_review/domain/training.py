"""What a trainer sees of an exercise: who needs what, and which items teach or mislead."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.agreement import Agreement
from smo_review.domain.learning import PassRule
from smo_review.domain.numbers import Rate
from smo_review.domain.scores import ItemFigures, Score

Certified: TypeAlias = Literal["passed", "not passed", "undecided"]
"""By the exercise's rule; `undecided` while the run has not been handed in."""


class Skill(Struct, frozen=True):
    """How skilled a learner is, the group's mean being 0 and its spread 1; `low` to `high` is the
    95% interval. Not `enough`: too few answers to tell."""

    person: str
    name: str
    answers: int
    value: float
    low: float
    high: float
    enough: bool


class Difficulty(Struct, frozen=True):
    """How hard an item is, on the scale of skill: who has that skill is right half of the time.

    `value` is None where skill does not decide the item. `suspicious`: better people do hardly
    better on it, or worse; look at its gold.
    """

    item: str
    batch: str
    source: str
    answers: int
    value: float | None
    low: float | None
    high: float | None
    enough: bool
    suspicious: bool


class Training(Struct, frozen=True):
    """An exercise as its trainer sees it. `learners` are all attempts, by name; names that two
    people share carry the end of the person's id. `perfect` is what a run with every item right
    comes to. `agreement` is over the last runs handed in, of the first `MOST_PAIRED` learners by
    name; None where nobody handed in."""

    exercise: str
    title: str
    mode: str
    rule: PassRule
    learners: tuple[Score, ...]
    items: tuple[ItemFigures, ...]
    perfect: Rate
    skills: tuple[Skill, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    agreement: Agreement | None = None


MOST_PAIRED = 40


def certified(score: Score) -> Certified:
    """What the rule says of a run."""
    if score.passed is None:
        return "undecided"
    return "passed" if score.passed else "not passed"
