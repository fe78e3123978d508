"""What an annotator is told of the rulings on their disputes: why, and what changed. No content."""

from __future__ import annotations

from msgspec import Struct

from smo_review.domain.disputes import RULINGS, RulingOutcome
from smo_review.domain.facts import Outcome
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Words

RULINGS_FORMAT = "smo-rulings/1"


class ClauseWords(Struct, frozen=True, omit_defaults=True):
    """A clause of the guideline as it is read; without a title where it is not known here."""

    number: str
    title: Words = {}
    text: Words = {}


class RuledFinding(Struct, frozen=True, omit_defaults=True):
    """A finding of the verdict that was disputed, what the annotator answered, and whether it
    `falls` by the ruling."""

    code: str
    code_name: Words
    critical: bool = False
    label: Words = {}
    right_label: Words = {}
    clause: ClauseWords | None = None
    answer: str = ""
    reason: str = ""
    falls: bool = False


class Ruled(Struct, frozen=True, omit_defaults=True):
    """One annotation that was ruled on. `on` is the day (ISO, UTC), `before` and `after` what the
    verdicts said; `clauses` are those that the ruling names as the cause of the dispute."""

    batch: str
    item: str
    outcome: RulingOutcome
    on: str
    by: str
    reason: str
    before: Outcome
    after: Outcome
    ordinal: int = 0
    batch_name: str = ""
    findings: tuple[RuledFinding, ...] = ()
    clauses: tuple[ClauseWords, ...] = ()


class Changed(Struct, frozen=True):
    """A figure of the annotator as it would be without the rulings, and as it is."""

    name: str
    before: Rate
    after: Rate


class RulingsLetter(Struct, frozen=True, omit_defaults=True):
    """All rulings on one annotator's disputes. `waiting` disputes are not ruled yet; `sealed` are
    left out, because their items are; `head` names the ledger state."""

    format: str
    annotator: str
    rulings: tuple[Ruled, ...]
    numbers: tuple[Changed, ...] = ()
    waiting: int = 0
    sealed: int = 0
    head: str = ""
    language: str = "en"

    def count(self, outcome: RulingOutcome) -> int:
        """How many rulings say so."""
        return sum(one.outcome == outcome for one in self.rulings)

    @property
    def counts(self) -> dict[RulingOutcome, int]:
        return {outcome: self.count(outcome) for outcome in RULINGS}
