"""Guided sessions: a deck, blind votes, the reveal of their spread, rulings, and what remains.

A deck is an exercise of the mode `session`. Votes that come as files are the voters' own `Answer`
facts, their `attempt` being the round; those given at the trainer's keyboard are `Vote` facts.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.content import PartKind
from smo_review.domain.matters import Matter

Channel: TypeAlias = Literal["seat", "file", "before"]
"""At the trainer's keyboard, as a file during the session, or handed in before it began."""
ROUNDS = (1, 2)
FEWEST, MOST = 3, 30
"""Items of a deck."""
LONGEST_ROUND = 3600
"""Seconds that a round may be given at most."""


class Slide(Struct, frozen=True, omit_defaults=True):
    """One item of a session: what the room is asked, and what only the presenter sees.

    `prompt` and `note` are hashes of texts sealed with the deck's key, or empty.
    """

    item: str
    prompt: str = ""
    note: str = ""
    clause: str = ""


class SlideDraft(Struct, frozen=True):
    """What is asked of an item, and what only the presenter sees, in words."""

    item: str
    prompt: str = ""
    note: str = ""
    clause: str = ""


class Deck(Struct, frozen=True):
    """A deck that a session can be begun on; each item with what its gold says of it, where the
    deck was built here. `facts` tells what came with each: (kinds of parts, category, severity).
    """

    deck: str
    title: str
    slides: tuple[SlideDraft, ...]
    facts: tuple[tuple[tuple[PartKind, ...], str, int | None], ...]


class Session(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `session`: who takes whom through which deck. `people` are names, `seats`
    those of them who vote at the trainer's keyboard; the others hand in files."""

    session: str
    deck: str
    title: str
    slides: tuple[Slide, ...]
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.session


class Call(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `call`: the group is called to vote on an item. The round's clock runs from
    this fact's time; `seconds` is what the round is given, 0 without end."""

    session: str
    item: str
    round: int
    seconds: int = 0

    @property
    def subject(self) -> str:
        return self.session


class Vote(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `vote`: what `voter` said at the trainer's keyboard, hidden from others."""

    session: str
    item: str
    round: int
    voter: str
    labels: tuple[str, ...] = ()
    clause: str = ""
    confidence: int | None = None
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.session


class Reveal(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `spread`: the votes of a round were shown. `votes` are the hashes of those
    that were in; what comes later is told as late and counted in no figure."""

    session: str
    item: str
    round: int
    votes: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.session


class Remark(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `remark`: what was said in the discussion of an item, kept by the presenter.
    `text` is a sealed text's hash."""

    session: str
    item: str
    text: str

    @property
    def subject(self) -> str:
        return self.session


class Ruling(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `ruling`: the group's agreed answer on an item. `reason` is a sealed text's
    hash. `undecided` leaves it open, as a question to the guideline."""

    session: str
    item: str
    labels: tuple[str, ...] = ()
    clause: str = ""
    reason: str = ""
    undecided: bool = False
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.session


class Case(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `case`: a precedent. `reason` is the hash of a text sealed with the batch's
    key; `session` says where it was ruled, or is empty."""

    batch: str
    item: str
    labels: tuple[str, ...] = ()
    clause: str = ""
    reason: str = ""
    session: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return f"{self.batch}/{self.item}"


class Question(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `question`: what the guideline does not decide, in the team's own words."""

    question: str
    text: str
    clause: str = ""
    session: str = ""
    answered: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.question


class Ballot(Struct, frozen=True, order=True):
    """One vote as it is counted, from whichever fact it came."""

    item: str
    round: int
    voter: str
    labels: tuple[str, ...]
    clause: str
    confidence: int | None
    channel: Channel
    hash: str
    time: int


class Side(Struct, frozen=True):
    """One answer in a round's spread, and how many gave it."""

    labels: tuple[str, ...]
    n: int


class Round(Struct, frozen=True):
    """A round of votes on an item. `spread` is empty until it is `revealed`.

    `missing`, `late` and `double` are names: who has not voted, whose vote came after the reveal,
    and who voted twice in different ways (then the first counts). `agreement` is the share of
    pairs of voters that agree, None with fewer than two. `called` is when the group was called to
    vote, UTC microseconds, 0 where nobody was; `seconds` is what the round was given.
    """

    round: int
    revealed: bool
    votes: int
    spread: tuple[Side, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    missing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    double: tuple[str, ...] = ()
    agreement: float | None = None
    called: int = 0
    seconds: int = 0


class SlideView(Struct, frozen=True):
    """An item of a session with all that happened to it; texts opened."""

    item: str
    prompt: str
    note: str
    clause: str
    rounds: tuple[Round, ...]
    ruling: Ruling | None
    reason: str
    source_batch: str = ""
    source_item: str = ""
    remarks: tuple[str, ...] = ()


class Tally(Struct, frozen=True):
    """A session as it stands.

    `before` and `after` are the mean agreement over the items revealed in the first and in the
    second round, each as (value, low, high, items), None without any. `at` is the item that the
    session stands at: where it was left, or the next one where that one is ruled.
    """

    session: str
    deck: str
    title: str
    people: tuple[str, ...]
    slides: tuple[SlideView, ...]
    questions: tuple[str, ...]
    before: tuple[float, float | None, float | None, int] | None
    after: tuple[float, float | None, float | None, int] | None
    seats: tuple[str, ...] = ()
    at: str = ""
