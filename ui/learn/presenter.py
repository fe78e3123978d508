"""What a learner does with an exercise: begin, answer item by item, hand in. No widgets.

An answer is written before anything of it is compared with the gold: what the person sees after it
comes from the store, which tells nothing before.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from smo_review.domain.changes import Changes
from smo_review.domain.content import Location
from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.operations import answers, custody
from smo_review.queries.learning import exercises
from ui.context import Context
from ui.learn.sitting import (
    CONFIDENCES,
    Draft,
    Outcome,
    Question,
    Sitting,
    draft_of,
    read_ahead,
    read_outcome,
    read_question,
    read_sitting,
)
from ui.shell.acts import Act
from ui.stage.clock import Clock
from ui.stage.stage import AHEAD


class LearnPresenter(QObject):
    """Keeps the exercise in hand and the answer that is being made."""

    listed = Signal(object)
    """Every exercise here."""
    shown = Signal(bool)
    """Another item is in hand (True), or the draft has changed."""
    ahead = Signal(object)
    """Views of the next items."""
    ended = Signal(object)
    """An `Outcome`: no item is in hand."""
    answered = Signal()
    """An answer to the item in hand is being recorded."""
    sealed = Signal(object)
    """The view of an item that may be illegal to hold: nothing of it may stay in the client."""

    def __init__(
        self, context: Context, parent: QObject, now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._tasks, self._ws = context.tasks, context.workspace
        self.origin = uuid.uuid4().hex
        self.clock = Clock(now)
        self.sitting: Sitting | None = None
        self.question: Question | None = None
        self.draft = Draft()
        self._exercise = ""
        self._warned: set[str] = set()
        self._writing = False

    # The list, and ways into an exercise.

    def refresh(self) -> None:
        """Read the list of exercises."""
        self._tasks.read(exercises, self._ws, done=self.listed.emit, key="exercises")

    def open(self, exercise: str) -> None:
        """Go on with an attempt that is under way; else show what there is of it."""
        self._exercise = exercise
        self._tasks.read(
            read_sitting, self._ws, exercise, done=lambda found: self._sit(found), key="sitting"
        )

    def begin(self) -> None:
        """Begin an attempt at the exercise in hand."""
        exercise = self._exercise
        self._write(
            lambda: answers.begin_attempt(self._ws, exercise, self.origin),
            lambda: self.open(exercise),
        )

    def leave(self) -> None:
        """Back to the list."""
        self._exercise = ""
        self.sitting = self.question = None
        self.refresh()

    def _sit(self, sitting: Sitting) -> None:
        self.sitting = sitting
        if not sitting.under_way or not sitting.run.items:
            self.show_outcome()
            return
        self.go(sitting.run.next_item or sitting.run.items[-1])

    def show_outcome(self) -> None:
        """What the attempts at the exercise in hand came to."""
        self.question = None
        self._tasks.read(
            read_outcome, self._ws, self._exercise, done=self._show_outcome, key="outcome"
        )

    def _show_outcome(self, outcome: Outcome) -> None:
        self.sitting = outcome.sitting
        self.ended.emit(outcome)

    # Items

    @property
    def place(self) -> int:
        """The place of the item in hand, from 0."""
        if self.sitting is None or self.question is None:
            return 0
        return self.sitting.run.items.index(self.question.view.item.id)

    @property
    def can_answer(self) -> bool:
        """Whether the item in hand takes an answer: in practice it takes one only."""
        return self.question is not None and self.question.told is None

    def go(self, item: str) -> None:
        """Put an item to the person."""
        self._tasks.read(
            read_question, self._ws, self._exercise, item, done=self._put, key="question"
        )

    def step(self, by: int) -> None:
        """Go to the item before or after."""
        if self.sitting is None or self.question is None:
            return
        items = self.sitting.run.items
        place = self.place + by
        if 0 <= place < len(items):
            self.go(items[place])

    def _put(self, question: Question) -> None:
        if self.sitting is None:
            return
        self.question = question
        self.draft = draft_of(self.sitting.run, question.view.item.id)
        self._warned = set()
        self.clock.restart()
        self.shown.emit(True)
        following = self.sitting.run.items[self.place + 1 : self.place + 1 + AHEAD]
        self._tasks.read(
            read_ahead, self._ws, self._exercise, following, done=self.ahead.emit, key="ahead"
        )

    # The answer

    def toggle(self, label: str) -> None:
        """Put a label on the answer, or take it off."""
        self._draft(self.draft.toggled(label))

    def none(self) -> None:
        """Say that none of the labels applies, or take that back."""
        self._draft(self.draft.emptied())

    def set_clause(self, number: str) -> None:
        self._draft(replace(self.draft, clause=number))

    def set_sure(self, step: int) -> None:
        """How sure the person is: a step from 0 to 4."""
        self._draft(replace(self.draft, confidence=CONFIDENCES[step]))

    def set_place(self, location: Location | None) -> None:
        self._draft(replace(self.draft, location=location))

    def set_reason(self, words: str) -> None:
        self._draft(replace(self.draft, reason=words), tell=False)

    def _draft(self, draft: Draft, tell: bool = True) -> None:
        if self.can_answer and not self._writing:
            self.draft = draft
            if tell:
                self.shown.emit(False)

    def answer_or_go_on(self) -> None:
        """Record the answer; where it was recorded and told, go on."""
        if self._writing or self.question is None or self.sitting is None:
            return
        if not self.can_answer:
            self._go_on()
        elif self._is_whole():
            self._record()

    def _is_whole(self) -> bool:
        """Whether all is said that is asked before anything is shown; what is missing is told."""
        assert self.sitting is not None and self.question is not None
        key = self._context.actions.key_text
        if not self.draft.decided:
            words = tr(
                "Choose a label first, or say that none applies ({key}).", key=key(Act.NO_LABEL)
            )
        elif self.draft.confidence is None:
            words = tr(
                "Say first how sure you are ({low} to {high}).",
                low=key(Act.SURE_1),
                high=key(Act.SURE_5),
            )
        elif self._wants_clause and "clause" not in self._warned:
            self._warned.add("clause")
            words = tr(
                "No clause is named. {key} names one; {again} again answers without.",
                key=key(Act.ANSWER_CLAUSE),
                again=key(Act.GIVE_ANSWER),
            )
        elif self._wants_place and "place" not in self._warned:
            self._warned.add("place")
            words = tr(
                "The place counts here. {pin}, {box} or {outline} marks one, {range} takes a time "
                "range; {again} again answers without.",
                pin=key(Act.ANSWER_PLACE),
                box=key(Act.ANSWER_BOX),
                outline=key(Act.ANSWER_OUTLINE),
                range=key(Act.USE_RANGE),
                again=key(Act.GIVE_ANSWER),
            )
        else:
            return True
        self._context.notices.info(words)
        return False

    @property
    def _wants_clause(self) -> bool:
        """Whether the guideline has clauses, a label was named, and no clause yet."""
        assert self.sitting is not None
        clauses = self.sitting.project.guideline.clauses
        return bool(clauses and self.draft.labels and not self.draft.clause)

    @property
    def _wants_place(self) -> bool:
        """Whether the place counts, a label was named, and no place is marked yet."""
        assert self.sitting is not None
        counts = self.sitting.run.sheet.places
        return counts and bool(self.draft.labels) and self.draft.location is None

    def _record(self) -> None:
        assert self.question is not None
        exercise, item = self._exercise, self.question.view.item.id
        draft = self.draft.as_answer(exercise, item, self.clock.take())
        self.answered.emit()
        self._writing = True
        self._write(
            lambda: answers.answer(self._ws, draft, self.origin), lambda: self._recorded(item)
        )

    def _recorded(self, item: str) -> None:
        """Read again where we stand; in practice show the gold, else go on."""

        def sat(sitting: Sitting) -> None:
            self.sitting = sitting
            if sitting.run.sheet.mode == "practice":
                self.go(item)
            else:
                self._go_on()

        self._tasks.read(read_sitting, self._ws, self._exercise, done=sat, key="sitting")

    def _go_on(self) -> None:
        """To the next item without an answer; where there is none, the attempt can be handed in."""
        assert self.sitting is not None
        run = self.sitting.run
        later = [item for item in run.items[self.place + 1 :] if item not in run.answers]
        following = later[0] if later else run.next_item
        if following:
            self.go(following)
        elif run.sheet.mode == "practice":
            self.end()
        else:
            self.shown.emit(False)
            self._context.notices.info(
                tr(
                    "Every item has an answer. Look at them again, or hand in ({key}).",
                    key=self._context.actions.key_text(Act.END_ATTEMPT),
                )
            )

    def end(self) -> None:
        """Hand in. Items without an answer are told once: they will count as not right."""
        if self.sitting is None or self.question is None or self._writing:
            return
        left = len(self.sitting.run.items) - len(self.sitting.run.answers)
        if left and "end" not in self._warned:
            self._warned.add("end")
            self._context.notices.info(
                tr("{n} items have no answer and will not be right. Again hands in.", n=left)
            )
            return
        self.answered.emit()
        self._hand_in()

    def seal(self) -> None:
        """Seal the item in hand, which may be illegal to hold, and go on without it."""
        if self.question is None or self._writing:
            return
        exercise, view = self._exercise, self.question.view
        self.question = None
        self.sealed.emit(view)
        self._writing = True
        self._write(
            lambda: custody.seal_item(self._ws, exercise, view.item.id, self.origin),
            lambda: self._tasks.read(
                read_sitting, self._ws, exercise, done=self._go_on_without, key="sitting"
            ),
        )
        self._context.notices.done(
            tr(
                "Item {item} is sealed: it is asked no more and counts for nobody. "
                "Tell whoever gave you the exercise.",
                item=view.item.id,
            )
        )

    def _go_on_without(self, sitting: Sitting) -> None:
        self.sitting = sitting
        if sitting.run.items:
            self.go(sitting.run.next_item or sitting.run.items[-1])
        else:
            self._hand_in()

    def _hand_in(self) -> None:
        exercise = self._exercise
        self._writing = True
        self._write(lambda: answers.end_attempt(self._ws, exercise, self.origin), self.show_outcome)

    def _write(self, work: Callable[[], Changes], then: Callable[[], object]) -> None:
        def done(changes: Changes) -> None:
            self._writing = False
            self._context.signals.changed.emit(changes)
            then()

        def failed(error: BaseException) -> None:
            self._writing = False
            if isinstance(error, UserError):
                self._context.notices.refuse(error)

        self._tasks.write(work, done=done, failed=failed)
