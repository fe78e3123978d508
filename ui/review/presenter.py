"""What the auditor does with an item: verdicts, findings, flags, undo. No widgets.

Each verdict is shown at once and written in the writer lane; if the write fails, the person is
brought back to the annotation and told why.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from smo_review.domain.changes import Changes
from smo_review.domain.content import AnnotationKey, Mark
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Outcome
from smo_review.domain.views import FindingDraft, ItemView, VerdictDraft, without_content
from smo_review.language import tr
from smo_review.operations import custody, flags, settle, undo, verdicts
from smo_review.operations.workspace import Workspace
from ui.review import fixing, flow, recent
from ui.review.position import Position
from ui.review.recent import Answer
from ui.review.walk import Walk

if TYPE_CHECKING:
    from ui.shell.notices import Notices
    from ui.shell.tasks import Tasks


class ReviewPresenter(QObject):
    """Judges the annotation that `position` has selected, and goes on.

    `wrote`: a write of this page has ended, with its `Changes`. `judged`: so many verdicts are
    being given on the item in hand, which is about to be left.
    """

    recent_changed = Signal()
    sealed = Signal(object)
    """The view of an item as it was: nothing of it may be held any more."""
    judged = Signal(int)
    wrote = Signal(object)

    def __init__(
        self,
        ws: Workspace,
        tasks: Tasks,
        notices: Notices,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ws = ws
        self._tasks = tasks
        self._notices = notices
        self.origin = uuid.uuid4().hex
        self.walk = Walk(ws, tasks, self)
        self.position = Position(self.walk, notices, now, self)
        self.recent: tuple[Answer, ...] = ()
        self._held = False
        self._looked = 0
        self.position.shown.connect(self._drop_undone)

    # Verdicts

    def give(
        self,
        outcome: Outcome,
        findings: Sequence[FindingDraft] = (),
        fixed: tuple[Mark, ...] | None = None,
    ) -> None:
        """Record a verdict on the selected annotation and go on."""
        at, opening = self.position, self.walk.opening
        view, key, index = at.view, at.key, at.selected
        if view is None or key is None or index is None or opening is None:
            self._notices.info(tr("There is no annotation to judge here."))
            return
        draft = VerdictDraft(
            batch=key.batch,
            item=key.item,
            annotator=key.annotator,
            outcome=outcome,
            ordinal=key.ordinal,
            findings=tuple(findings),
            fixed=fixed,
            note=at.note.strip(),
            took=at.clock.take(),
            blind=at.blind,
        )
        before = view.annotations[index].mine
        if before is None or before.outcome != outcome:
            self.judged.emit(1)
        changed = flow.judged(view, index, draft, opening.project, opening.person)
        self.walk.put(changed)
        answer = self._remember(view, outcome, key)
        following = flow.next_open(changed, at.order, index) if at.back is None else None
        if following is not None:
            at.select(following)
        else:
            self._leave_item()
        self._write(view, answer, lambda: verdicts.record_verdict(self._ws, draft, self.origin))

    def accept_all(self) -> None:
        """Judge every annotation still open correct and go to the next item."""
        at, opening = self.position, self.walk.opening
        view = at.view
        if view is None or opening is None or not view.annotations:
            self._notices.info(tr("There is no annotation to judge here."))
            return
        took, blind = at.clock.take(), at.blind
        self.judged.emit(sum(entry.mine is None for entry in view.annotations))
        self.walk.put(flow.all_judged_correct(view, opening.project, opening.person))
        answer = self._remember(view, "correct", None)
        self._leave_item()
        self._write(
            view,
            answer,
            lambda: verdicts.accept_all(
                self._ws, view.batch, view.item.id, took=took, blind=blind, origin=self.origin
            ),
        )

    def fix(self, marks: tuple[Mark, ...]) -> None:
        """Record the annotation as it should have been, with the findings that follow."""
        entry, opening = self.position.annotation, self.walk.opening
        if entry is not None and opening is not None:
            findings = fixing.findings_of(entry.annotation.marks, marks, opening.project)
            self.give("incorrect", findings, marks)

    def renote(self) -> None:
        """Keep a changed note on a verdict already given."""
        entry = self.position.annotation
        mine = entry.mine if entry else None
        if mine is not None and mine.note != self.position.note.strip():
            drafts = [flow.draft_of(finding) for finding in mine.findings]
            self.give(mine.outcome, drafts, mine.fixed)

    def withdraw(self) -> None:
        """Take one's own verdict on the selected annotation away."""
        entry, key = self.position.annotation, self.position.key
        if entry is not None and entry.mine is not None and key is not None:
            self._tasks.write(
                lambda: verdicts.withdraw_verdict(self._ws, key, self.origin),
                done=self._after,
                failed=self._refuse,
            )

    def _leave_item(self) -> None:
        at = self.position
        back, at.back = at.back, None
        if back is not None:
            at.go_item(*back)
        elif not self.walk.step(1):
            at.tell_end()
            at.show_again()

    # Flags and settling

    def toggle_flag(self) -> None:
        """Flag the item for a second look, or take the flag off."""
        view = self.position.view
        if view is not None:
            self.set_flag(not view.flagged, "")

    def set_flag(self, on: bool, note: str) -> None:
        """Flag the item, with a note or without, or take the flag off."""
        view, words = self.position.view, note.strip()
        if view is not None:
            self.walk.put(msgspec.structs.replace(view, flagged=on, flag_note=words))
            self.position.shown.emit(False)
            self._write(
                view,
                None,
                lambda: flags.flag_item(
                    self._ws, view.batch, view.item.id, on=on, note=words, origin=self.origin
                ),
            )

    def seal(self) -> None:
        """Seal the item, which may be illegal to hold, and go on."""
        view = self.position.view
        if view is None:
            return
        if view.sealed:
            self._notices.info(tr("This item is sealed already."))
            return
        self.walk.put(without_content(view))
        self._leave_item()
        self.sealed.emit(view)
        self._write(
            view,
            None,
            lambda: custody.seal_item(self._ws, view.batch, view.item.id, self.origin),
            lambda: self.sealed.emit(view),
        )
        self._notices.done(
            tr("Item {item} is sealed. Its card is for the safety specialist.", item=view.item.id)
        )

    def release(self, batch: str, item: str, reason: str) -> None:
        """Take the seal off an item."""
        self._tasks.write(
            lambda: custody.release_item(self._ws, batch, item, reason, self.origin),
            done=self._after,
            failed=self._refuse,
        )

    def settle(self, key: AnnotationKey, fact: str) -> None:
        """Of several standing verdicts on an annotation, let the one in `fact` hold."""
        self._tasks.write(
            lambda: settle.settle(self._ws, key, fact, origin=self.origin),
            done=self._after,
            failed=self._refuse,
        )

    # Writing

    def _write(
        self,
        view: ItemView,
        answer: Answer | None,
        work: Callable[[], Changes],
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Write what `walk.put` has shown already; on failure, come back to `view`."""
        self._held = False

        def done(changes: Changes) -> None:
            self.walk.written(view.row)
            self._after(changes)
            then()

        def failed(error: BaseException) -> None:
            self.walk.written(view.row)
            self.walk.restore(view.row)
            self._fall_back(view, answer, error)

        self._tasks.write(work, done=done, failed=failed)

    def _after(self, changes: Changes) -> None:
        self.walk.apply(changes)
        self.wrote.emit(changes)

    def _refuse(self, error: BaseException) -> None:
        """Known failures are told here; any other is a bug, which the shell shows."""
        if isinstance(error, UserError):
            self._notices.refuse(error)

    def _fall_back(self, view: ItemView, answer: Answer | None, error: BaseException) -> None:
        self._refuse(error)
        if answer is not None:
            self.recent = recent.without(self.recent, answer)
            self.recent_changed.emit()
        if not self._held:
            # Of several failures in a row the first is where work has to be taken up again.
            self._held = True
            self.position.back = None
            self.position.go_item(view.batch, view.item.id, answer.key if answer else None)

    # Undo

    def undo(self) -> None:
        """Take the last act back, wherever it was."""
        self._turn(undo.undo, tr("There is nothing to undo."))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._turn(undo.redo, tr("There is nothing to redo."))

    def _turn(self, operation: Callable[..., Changes], nothing: str) -> None:
        def done(changes: Changes) -> None:
            if changes.items:
                self._go_where(changes)
            else:
                self._notices.info(nothing)

        self._tasks.write(
            lambda: operation(self._ws, origin=self.origin), done=done, failed=self._refuse
        )

    def _go_where(self, changes: Changes) -> None:
        batch, item = min(changes.items)
        at = self.position
        at.back = None
        at.expect_turn(batch, item)
        if at.view is None or (at.view.batch, at.view.item.id) != (batch, item):
            at.go_item(batch, item)
        self._after(changes)

    def _drop_undone(self) -> None:
        view = self.position.view
        if view is None:
            return
        kept = tuple(answer for answer in self.recent if recent.stands(answer, view))
        if kept != self.recent:
            self.recent = kept
            self.recent_changed.emit()

    # The last answers

    def _remember(self, view: ItemView, outcome: Outcome, key: AnnotationKey | None) -> Answer:
        answer = Answer(view.batch, view.item.id, self.walk.number, outcome, key)
        self.recent = recent.with_answer(self.recent, answer)
        self._looked = 0
        self.recent_changed.emit()
        return answer

    def look_back(self) -> None:
        """Go back to the last answer; once more, to the one before it."""
        if not self.recent:
            self._notices.info(tr("There is no answer to go back to yet."))
            return
        self._looked = min(self._looked + 1, len(self.recent))
        self.look_again(self.recent[-self._looked])

    def look_again(self, answer: Answer) -> None:
        """Go back to one of the last answers; after a new verdict, return to where we are now."""
        at = self.position
        view = at.view
        if view is not None and (view.batch, view.item.id) == (answer.batch, answer.item):
            if answer.key is not None:
                at.select(flow.index_of(view, answer.key))
            return
        back = at.back or ((view.batch, view.item.id) if view is not None else None)
        at.go_item(answer.batch, answer.item, answer.key)
        at.back = back
