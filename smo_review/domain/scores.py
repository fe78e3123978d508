"""What a learner's answers come to."""

from __future__ import annotations

from msgspec import Struct

from smo_review.domain.numbers import Rate


class LabelScore(Struct, frozen=True):
    """One label against gold: `over` answers gave it wrongly, `missed` did not give it."""

    label: str
    gold: int
    right: int
    missed: int
    over: int
    precision: Rate
    recall: Rate


class Confusion(Struct, frozen=True):
    """Items whose gold is `gold` and that were answered with `answer` (labels, sorted)."""

    gold: tuple[str, ...]
    answer: tuple[str, ...]
    n: int


class Bin(Struct, frozen=True):
    """Answers given with about the same confidence: how sure (0..1, mean), and how often right."""

    confidence: float
    right: Rate


class ItemResult(Struct, frozen=True):
    """One item of a run: its answer beside its gold.

    `reason_right` says whether the clause was the gold's, `place_right` whether the place was;
    None where the gold names none, where it does not count, or where the label was wrong.
    """

    item: str
    gold: tuple[str, ...]
    answer: tuple[str, ...] | None
    right: bool
    clause: str
    gold_clause: str
    reason_right: bool | None
    confidence: float | None
    took: int
    place_right: bool | None = None


class Score(Struct, frozen=True):
    """One learner's run. An item without an answer counts as not right.

    `wrong_reason` counts right labels with another clause; of `placed` right labels whose place
    counts, `wrong_place` lay elsewhere. `brier` is the mean square of confidence against outcome
    (0 best). `passed` is None where the run has not ended, and
    `because` says in codes what stands against it: `mark`, `floor LABEL`, `critical ITEM`.
    """

    person: str
    name: str
    attempt: int
    ended: bool
    items: int
    answered: int
    right: Rate
    wrong_reason: int
    over_flagged: int
    missed: int
    median_took: int
    brier: float | None
    passed: bool | None
    because: tuple[str, ...]
    labels: tuple[LabelScore, ...]
    confusion: tuple[Confusion, ...]
    calibration: tuple[Bin, ...]
    results: tuple[ItemResult, ...]
    placed: int = 0
    wrong_place: int = 0


class GoldHealth(Struct, frozen=True):
    """How a gold fares. `right` is over first answers only; medians are milliseconds, 0 where there
    is none, `again` that of answers by people who had seen it before.

    `disputed` counts rulings and other people's golds that say otherwise. `signs` are codes:
    "memorised" (who saw it before is right and fast), "contested" (most say another thing),
    "disputed", "outdated" (its clause was changed or is gone). `instead` is the (batch, item) of a
    gold of the same labels that is asked less and has no sign, or None.
    """

    batch: str
    item: str
    labels: tuple[str, ...]
    retired: bool
    answers: int
    people: int
    right: Rate
    first: int
    again: int
    disputed: int
    signs: tuple[str, ...]
    instead: tuple[str, str] | None = None


class ItemFigures(Struct, frozen=True):
    """One item over all learners' last runs that ended.

    `said` counts each answer (labels, sorted), the most frequent first. `reading` is "hard" (most
    are wrong in the same way), "split" (they disagree), "easy" (all are right), "suspicious"
    (those who are right elsewhere are wrong here), "few" (too few answers), or "usual".
    """

    item: str
    batch: str
    source: str
    gold: tuple[str, ...]
    concept: str
    difficulty: int
    answers: int
    right: Rate
    said: tuple[tuple[tuple[str, ...], int], ...]
    reading: str
