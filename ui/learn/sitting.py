"""What a learner's page reads and keeps of an exercise. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smo_review.domain.content import Gold, Location
from smo_review.domain.learning import Answer
from smo_review.domain.project import Clause, Project
from smo_review.domain.scores import ItemResult, Score
from smo_review.domain.views import ItemView
from smo_review.operations.answers import AnswerDraft
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import project_of
from smo_review.queries.items import item_view
from smo_review.queries.learning import Run, hint_for, own_scores, run_of, shown_gold
from smo_review.queries.queue import row_of

CONFIDENCES = (200_000, 400_000, 600_000, 800_000, 1_000_000)
"""What the five steps stand for, in millionths."""


@dataclass(frozen=True)
class Sitting:
    """An exercise in hand: where the person stands, and what may be said."""

    run: Run
    project: Project

    @property
    def under_way(self) -> bool:
        return bool(self.run.attempt) and not self.run.ended

    @property
    def may_begin(self) -> bool:
        """Whether another attempt is left and none is under way."""
        return not self.under_way and self.run.attempt < self.run.sheet.attempts

    def clause(self, number: str) -> Clause | None:
        """A clause of the guideline, where it has it."""
        found = self.project.guideline.clauses
        return next((one for one in found if one.number == number), None)


@dataclass(frozen=True)
class Told:
    """What is told after an answer in practice."""

    gold: Gold
    result: ItemResult

    @property
    def missed(self) -> tuple[str, ...]:
        return tuple(one for one in self.result.gold if one not in (self.result.answer or ()))

    @property
    def over(self) -> tuple[str, ...]:
        return tuple(one for one in self.result.answer or () if one not in self.result.gold)


@dataclass(frozen=True)
class Question:
    """One item of the exercise as it is put to the person: never its gold before the answer."""

    view: ItemView
    answer: Answer | None
    told: Told | None
    hint: str


@dataclass(frozen=True)
class Draft:
    """An answer that is being made. `none` says that no label applies; None is "not said"."""

    labels: frozenset[str] = frozenset()
    none: bool = False
    clause: str = ""
    confidence: int | None = None
    location: Location | None = None
    reason: str = ""

    @property
    def decided(self) -> bool:
        return bool(self.labels) or self.none

    def toggled(self, label: str) -> Draft:
        """The draft with a label put on or taken off."""
        return replace(self, labels=self.labels ^ {label}, none=False)

    def emptied(self) -> Draft:
        """The draft with "none applies" put on or taken off."""
        return replace(self, labels=frozenset(), none=not self.none)

    def as_answer(self, exercise: str, item: str, took: int) -> AnswerDraft:
        return AnswerDraft(
            exercise,
            item,
            tuple(sorted(self.labels)),
            self.location,
            self.clause,
            self.confidence,
            self.reason,
            took,
        )


def draft_of(run: Run, item: str) -> Draft:
    """What the person said of an item already, to be revised; else an empty draft."""
    said = run.answers.get(item)
    if said is None:
        return Draft()
    return Draft(
        frozenset(said.labels),
        not said.labels,
        said.clause,
        said.confidence,
        said.location,
        run.reasons.get(item, ""),
    )


def read_sitting(ws: Workspace, exercise: str) -> Sitting:
    """Where the person stands in an exercise."""
    return Sitting(run_of(ws, exercise), project_of(ws, exercise))


def read_question(ws: Workspace, exercise: str, item: str) -> Question:
    """One item to answer, or as it was answered."""
    row = row_of(ws, exercise, item)
    assert row is not None, "the run names only items that are here"
    shown = shown_gold(ws, exercise, item)
    return Question(
        item_view(ws, row),
        run_of(ws, exercise).answers.get(item),
        Told(*shown) if shown is not None else None,
        hint_for(ws, exercise, item),
    )


def read_ahead(ws: Workspace, exercise: str, items: tuple[str, ...]) -> list[ItemView]:
    """The next items, so that the stage can bring what they need."""
    rows = [row_of(ws, exercise, item) for item in items]
    return [item_view(ws, row) for row in rows if row is not None]


@dataclass(frozen=True)
class Outcome:
    """What the person's attempts came to; `scores` is empty where only the builder can score."""

    sitting: Sitting
    scores: tuple[Score, ...]


def read_outcome(ws: Workspace, exercise: str) -> Outcome:
    """The person's own attempts: nobody else's are read."""
    sitting = read_sitting(ws, exercise)
    return Outcome(sitting, own_scores(ws, exercise) if sitting.run.attempt else ())
