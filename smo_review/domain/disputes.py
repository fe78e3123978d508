"""Disputes: an annotator's answers to findings, the blind second look, and the ruling.

All three are facts about one annotation. What they come to is read off their set (`stand_of`),
so that files may come in any order; the verdict that a ruling lets hold is chosen by a `settle`
fact with `final`, written beside it, from which the numbers follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.content import AnnotationKey
from smo_review.domain.facts import Finding, Outcome
from smo_review.domain.matters import Matter, Told, standing
from smo_review.domain.numbers import Rate

FindingReply: TypeAlias = Literal["accept", "dispute"]
RulingOutcome: TypeAlias = Literal["accept", "partly", "reject"]
REPLIES: tuple[FindingReply, ...] = ("accept", "dispute")
RULINGS: tuple[RulingOutcome, ...] = ("accept", "partly", "reject")
DisputeState: TypeAlias = Literal["open", "second-look", "looked", "ruled", "late", "apart"]
STATES: tuple[DisputeState, ...] = ("open", "second-look", "looked", "ruled", "late", "apart")
"""Open; a second look is wanted; it was given; ruled; ruled, and something came afterwards; ruled
twice, apart from each other, in different ways."""
KINDS = ("finding-answer", "second-look", "dispute-ruling")


class AboutAnnotation(Matter, frozen=True, omit_defaults=True, kw_only=True):
    """What the three have in common: the annotation they speak of."""

    batch: str
    item: str
    annotator: str
    ordinal: int = 0
    replaces: tuple[str, ...] = ()

    @property
    def key(self) -> AnnotationKey:
        return AnnotationKey(self.batch, self.item, self.annotator, self.ordinal)

    @property
    def subject(self) -> str:
        return subject_of(self.key)


class FindingAnswer(AboutAnnotation, frozen=True, omit_defaults=True, kw_only=True):
    """Payload of kind `finding-answer`: what the annotator says to one finding on their work.

    `verdict` is the hash of the verdict fact, `finding` the place (from 0) in its findings, `code`
    the error code there. `reason` is the hash of a sealed text, needed with `dispute`. `source`
    is the SHA-256 of the file that it came in.
    """

    verdict: str
    finding: int
    code: str
    answer: FindingReply
    reason: str = ""
    source: str = ""


class SecondLook(AboutAnnotation, frozen=True, omit_defaults=True, kw_only=True):
    """Payload of kind `second-look`: `auditor` (a name) is to judge the annotation again, blind.

    Their verdict is an ordinary one, marked blind.
    """

    auditor: str


class DisputeRuling(AboutAnnotation, frozen=True, omit_defaults=True, kw_only=True):
    """Payload of kind `dispute-ruling`: the answer to an annotator's dispute.

    `holds` is the hash of the verdict that holds from now on, which a `settle` fact chooses;
    `over` are the other verdicts that stood: one that is in neither came late. `answers` are the
    hashes of the answers ruled on, `upheld` of those that the annotator was right in. `clauses`
    caused the dispute where it was upheld. `reason` is a sealed text's hash.
    """

    outcome: RulingOutcome
    holds: str
    answers: tuple[str, ...]
    over: tuple[str, ...] = ()
    upheld: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    reason: str = ""


def subject_of(key: AnnotationKey) -> str:
    """The subject of all facts about an annotation's disputes."""
    return "/".join((key.batch, key.item, key.annotator, str(key.ordinal)))


class Stand(Struct, frozen=True):
    """What the facts on one annotation come to, whatever the order they came in.

    `answers` are those that stand; `late` came after, or apart from, the ruling that stands.
    `looks` are the second looks that are wanted. Of several `rulings` made apart all are told.
    """

    answers: tuple[Told, ...]
    looks: tuple[Told, ...]
    rulings: tuple[Told, ...]
    late: tuple[Told, ...]

    @property
    def disputed(self) -> tuple[Told, ...]:
        return tuple(one for one in self.answers if one.matter.answer == "dispute")

    @property
    def ruling(self) -> Told | None:
        """The ruling that stands; None where there is none, or several that differ."""
        return self.rulings[0] if self.rulings and not self.apart else None

    @property
    def apart(self) -> bool:
        """Whether rulings that know nothing of each other say different things."""
        return len({(one.matter.outcome, one.matter.upheld) for one in self.rulings}) > 1


def stand_of(told: Iterable[Told]) -> Stand:
    """Read what stands off all facts on one annotation."""
    told = list(told)
    left = standing(told)
    answers = tuple(one for one in left if one.kind == "finding-answer")
    rulings = tuple(one for one in left if one.kind == "dispute-ruling")
    # Whatever any ruling answered was there before it, even where a later ruling names fewer.
    ruled = {hash_ for one in told if one.kind == "dispute-ruling" for hash_ in one.matter.answers}
    late = tuple(one for one in answers if rulings and one.hash not in ruled)
    return Stand(answers, tuple(one for one in left if one.kind == "second-look"), rulings, late)


class AnswerView(Struct, frozen=True):
    """An annotator's answer to one finding, with its words opened; `fact` is its hash."""

    fact: str
    verdict: str
    finding: int
    code: str
    answer: FindingReply
    reason: str
    time: int
    late: bool = False
    upheld: bool | None = None


class DisputedVerdict(Struct, frozen=True):
    """A verdict on a disputed annotation: stands, or was disputed (`first`). `blind`: given without
    knowing another; `holds`: a settle fact or ruling chose it. `auditor` is a name."""

    fact: str
    auditor: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    time: int
    first: bool
    blind: bool
    mine: bool
    holds: bool


class RulingView(Struct, frozen=True):
    """A ruling with its words opened: who ruled, when (UTC microseconds), how and why."""

    fact: str
    by: str
    time: int
    outcome: RulingOutcome
    holds: str
    reason: str
    clauses: tuple[str, ...]


class DisputeView(Struct, frozen=True):
    """One disputed annotation. To whoever is to look at it again, `answers` and `verdicts` are
    withheld (`hidden`) until theirs is given. `since` is when it was disputed; `late` counts facts.
    """

    key: AnnotationKey
    batch_name: str
    project: str
    state: DisputeState
    answers: tuple[AnswerView, ...]
    verdicts: tuple[DisputedVerdict, ...]
    look: tuple[str, ...]
    rulings: tuple[RulingView, ...]
    since: int
    late: int = 0
    hidden: bool = False


class ClauseCount(Struct, frozen=True):
    """How many upheld disputes a clause caused: in whole, and in part."""

    clause: str
    accepted: int
    partly: int

    @property
    def upheld(self) -> int:
        return self.accepted + self.partly


class DisputeFigures(Struct, frozen=True):
    """Counts of disputed annotations by what became of them.

    `dispute_rate`: disputed of all annotations that were found incorrect, now or when they were
    disputed. `overturn_rate`: accepted or partly accepted of all that were ruled. `answered`
    counts findings with an answer, `accepted_findings` those that the annotator accepts. `open`
    are not ruled yet (or ruled apart in different ways).
    """

    disputed: int
    open: int
    ruled: int
    accepted: int
    partly: int
    rejected: int
    late: int
    answered: int
    accepted_findings: int
    dispute_rate: Rate
    overturn_rate: Rate
    clauses: tuple[ClauseCount, ...] = ()
