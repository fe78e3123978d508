"""What remains of a guided session: what was agreed to do, and its minutes."""

from __future__ import annotations

from msgspec import Struct

from smo_review.domain.agreement import Coefficient
from smo_review.domain.matters import Matter
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Words
from smo_review.domain.sessions import Round


class SessionAction(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `session-action`: what a session agreed to do.

    `text` is the hash of a text sealed with the deck's key; `due` is an ISO date or empty. `done`
    says that it was done: a later fact that replaces this one.
    """

    action: str
    session: str
    text: str
    owner: str = ""
    due: str = ""
    done: bool = False
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.action


class AgreedAction(Struct, frozen=True):
    """The same with its words opened; empty where the deck was purged."""

    action: str
    text: str
    owner: str
    due: str
    done: bool


class OpenQuestion(Struct, frozen=True):
    """A question to the guideline; `answered` is what was answered, or empty."""

    question: str
    text: str
    clause: str
    answered: str


class Attendance(Struct, frozen=True):
    """Somebody who was there or was asked to come: on how many items they voted in the first and
    in the second round, and how often too late or twice in different ways."""

    name: str
    first: int
    second: int
    late: int
    twice: int


class Ruled(Struct, frozen=True):
    """A ruling with its words, and who recorded it."""

    labels: tuple[str, ...]
    clause: str
    reason: str
    undecided: bool
    by: str


class ItemMinutes(Struct, frozen=True):
    """An item with what became of it. Of a sealed item nothing is told but that it is sealed.

    `item` is its name in the deck, `source` the one it was given in its batch, where that is known.
    """

    item: str
    source: str
    prompt: str
    before: Round | None
    after: Round | None
    remarks: tuple[str, ...]
    ruling: Ruled | None
    sealed: bool = False


class Measure(Struct, frozen=True):
    """A coefficient of agreement over the first votes, and over the second."""

    name: str
    before: Coefficient
    after: Coefficient


class Minutes(Struct, frozen=True):
    """A session as it is told afterwards. Times are UTC microseconds.

    `before` and `after` are the mean shares of pairs of voters who agree, over `n` items each.
    `shift` is the mean change on the items that were voted on twice. `labels` and `clauses` name
    those that are mentioned. `head` is the ledger's state that all of it was read from.
    """

    session: str
    title: str
    project: str
    project_name: Words
    presenter: str
    began: int
    ended: int
    attendance: tuple[Attendance, ...]
    items: tuple[ItemMinutes, ...]
    before: Rate
    after: Rate
    shift: Rate
    measures: tuple[Measure, ...]
    questions: tuple[OpenQuestion, ...]
    actions: tuple[AgreedAction, ...]
    labels: dict[str, Words]
    clauses: dict[str, Words]
    head: str
