"""Learning to judge as the team judges: gold, exercises, answers, sign-offs.

What a learner is handed is a `Sheet` and items; the key to score by is in the `Exercise` fact and
stays with those who build and score.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.content import Location, Mark
from smo_review.domain.matters import Matter

Mode: TypeAlias = Literal["practice", "exam", "session"]
"""Practice shows the gold after each answer, an exam nothing until it is scored, a session's deck
is voted on and ruled by the group."""
MOST_ATTEMPTS = 100
GoldSource: TypeAlias = Literal["review", "agreement", "file", "ruling"]
"""How an item became gold: an auditor said so, annotators agreed, a file or a session's ruling."""


class GoldRecord(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `gold`: the reference answer of an item, or that it is no longer one.

    `rationale` and `teaching` are hashes of texts sealed with the batch's key, or empty.
    `difficulty` is 1 (easy) to 5, 0 where nobody said. A `retired` gold is asked no more. `marks`
    say where its labels lie; each has a location.
    """

    batch: str
    item: str
    labels: tuple[str, ...] = ()
    rationale: str = ""
    clause: str = ""
    teaching: str = ""
    concept: str = ""
    difficulty: int = 0
    source: GoldSource = "review"
    retired: bool = False
    replaces: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def subject(self) -> str:
        return f"{self.batch}/{self.item}"


class SetMember(Struct, frozen=True, omit_defaults=True):
    """A gold of a set, as the fact `gold` says it; empty where it came in a file."""

    batch: str
    item: str
    gold: str = ""


class GoldSet(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `gold-set`: version `version` (from 1) of the set `name`.

    Earlier versions stay: an exercise can be built from any of them.
    """

    name: str
    version: int
    members: tuple[SetMember, ...]

    @property
    def subject(self) -> str:
        return self.name


class PassRule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What certifies: a share of right answers (millionths), held to the point or to the lower end
    of its interval; the least recall for some labels; items that must be right."""

    mark: int = 800_000
    on: Literal["point", "low"] = "point"
    floors: dict[str, int] = {}
    critical: tuple[str, ...] = ()


class Member(Struct, frozen=True, omit_defaults=True):
    """One item of an exercise with its gold as it was when the exercise was made.

    `item` is its name in the exercise, which tells nothing of `batch` and `source`.
    """

    item: str
    batch: str
    source: str
    labels: tuple[str, ...]
    clause: str = ""
    concept: str = ""
    difficulty: int = 0
    gold: str = ""
    marks: tuple[Mark, ...] = ()


class Exercise(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `exercise`: what was handed out, with the key to score it by.

    It stays with those who build and score: learners get the sheet and the items only. `exercise`
    is the id of the bundle. With `places` it also tells how many places were right, apart from
    the labels: they never decide who passes.
    """

    exercise: str
    title: str
    mode: Mode
    members: tuple[Member, ...]
    rule: PassRule = PassRule()
    attempts: int = 1
    replaces: tuple[str, ...] = ()
    places: bool = False

    @property
    def subject(self) -> str:
        return self.exercise


class Attempt(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `attempt`: a learner began run number `attempt` (from 1), or `ended` it."""

    exercise: str
    attempt: int
    ended: bool = False

    @property
    def subject(self) -> str:
        return self.exercise


class Answer(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `answer`: what a learner, or a voter, says of one item before any gold.

    No labels means "none of the labels applies". `confidence` is in millionths, None where nobody
    asked. `reason` is the hash of a text sealed with the exercise's key. `took` is milliseconds.
    """

    exercise: str
    item: str
    attempt: int = 1
    labels: tuple[str, ...] = ()
    location: Location | None = None
    clause: str = ""
    confidence: int | None = None
    reason: str = ""
    took: int = 0
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.exercise


class SignOff(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `sign-off`: a joiner was let through a stage of the ramp-up, or not yet.

    `joiner` is the name on the project's roster, `evidence` what it was decided on, in words.
    """

    joiner: str
    stage: str
    passed: bool = True
    evidence: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return f"{self.joiner}/{self.stage}"


class Sheet(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`exercise.json` of a bundle: what a learner is told, and nothing derived from gold.

    With `places` the place of what is named counts too.
    """

    title: str
    mode: Mode
    attempts: int = 1
    words: str = ""
    places: bool = False


class GoldView(Struct, frozen=True):
    """A reference answer that stands, its texts opened. `fact` is empty where it came in a file."""

    batch: str
    item: str
    labels: tuple[str, ...]
    rationale: str = ""
    clause: str = ""
    teaching: str = ""
    concept: str = ""
    difficulty: int = 0
    source: GoldSource = "file"
    retired: bool = False
    fact: str = ""
    language: str = ""
    severity: int | None = None
    marks: tuple[Mark, ...] = ()
