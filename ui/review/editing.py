"""The editors of the page while they are open: findings, fix and accept, the verdict's note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from smo_review.domain.content import AnnotationKey, Location, Mark
from smo_review.domain.views import FindingDraft
from smo_review.language import tr
from ui.review import flow
from ui.review.presenter import ReviewPresenter
from ui.review.recent import Answer
from ui.review.side import FINDING, FIXING, READING, Side

if TYPE_CHECKING:
    from ui.shell.notices import Notices
    from ui.stage.drawing import Tool
    from ui.stage.stage import Stage


class Editing(QObject):
    """Opens and closes the editors and hands what they give to the presenter.

    `ended` when the keyboard goes back to the page; `place_changed` when `place` is another.
    """

    ended = Signal()
    place_changed = Signal()

    def __init__(
        self, presenter: ReviewPresenter, side: Side, stage: Stage, notices: Notices
    ) -> None:
        super().__init__(side)
        self._presenter = presenter
        self._position = presenter.position
        self._side = side
        self._stage = stage
        self._notices = notices
        self._key: AnnotationKey | None = None
        self._drafts: dict[AnnotationKey, tuple[FindingDraft, ...]] = {}
        self._wanted: AnnotationKey | None = None
        self._newest: Answer | None = None
        self._drawing = False
        presenter.recent_changed.connect(self._judged)
        side.findings.saved.connect(self._save_findings)
        side.findings.cancelled.connect(self.cancel)
        side.fix.saved.connect(self._save_fix)
        side.findings.placed.connect(self.place_changed)
        side.fix.placed.connect(self.place_changed)
        stage.gave_up.connect(self._gave_up)
        side.fix.cancelled.connect(self.cancel)
        side.note.textChanged.connect(self._note_typed)
        side.note.finished.connect(self._note_finished)
        side.note.left.connect(self.ended)

    # Opening

    def start_findings(self) -> None:
        """Open the findings of the selected annotation, those already given with them."""
        project, entry, key = self._position.project, self._position.annotation, self._position.key
        if project is None or entry is None or key is None:
            return
        mine = entry.mine
        given = [flow.draft_of(finding) for finding in mine.findings] if mine else []
        if self._side.mode == FINDING and self._key == key:
            self._keep_draft()
        self._open(FINDING)
        self._side.findings.start(
            project,
            self._position.name,
            entry.annotation.labels,
            self._used(),
            self._drafts.get(key, given),
            self._marked(),
            given,
        )

    def start_fix(self) -> None:
        """Open the labels of the selected annotation for correction."""
        project, entry = self._position.project, self._position.annotation
        if project is None or entry is None:
            return
        self._open(FIXING)
        self._side.fix.start(
            project,
            self._position.name,
            entry.annotation.marks,
            self._used(),
            entry.mine.fixed if entry.mine else None,
        )

    def add_finding(self) -> None:
        """One more finding: in the open editor, else in a new one."""
        if self._side.mode != FINDING:
            self.start_findings()
            entry = self._position.annotation
            begun = self._position.key in self._drafts
            if entry is None or not (begun or (entry.mine and entry.mine.findings)):
                return
        self._side.findings.add_finding()

    def start_note(self) -> None:
        """Put the cursor into the note in hand."""
        self._side.note_in_hand().setFocus()

    def draw(self, tool: Tool) -> None:
        """Draw where it is; what lies in the open editor already is changed."""
        place = self._editor_place()
        if place is not None:
            self._stage.go_to_part(place.part)
        self._drawing = True
        self.place_changed.emit()
        self._stage.start_drawing(tool, place)

    def located(self, location: Location) -> None:
        """Take a drawn place into the editor that is open, or begin a finding with it."""
        self._drawing = False
        if self._side.mode == FIXING:
            self._side.fix.set_location(location)
        else:
            if self._side.mode != FINDING:
                self.start_findings()
            self._side.findings.set_location(location)
        self._back_to_editor()

    @property
    def place(self) -> Location | None:
        """The place that the open editor holds, unless it is just being drawn."""
        return None if self._drawing else self._editor_place()

    def _editor_place(self) -> Location | None:
        if self._side.mode == READING:
            return None
        return (
            self._side.fix.place.place
            if self._side.mode == FIXING
            else self._side.findings.place.place
        )

    def _gave_up(self) -> None:
        self._drawing = False
        self._back_to_editor()
        self.place_changed.emit()

    def _back_to_editor(self) -> None:
        """The keyboard goes where the drawing was begun from, or where it leads."""
        if self._side.mode == FINDING:
            self._side.findings.code.setFocus()
        elif self._side.mode == FIXING:
            self._side.fix.picker.setFocus()

    def save(self) -> None:
        """Record what the open editor holds."""
        if self._side.mode == FINDING:
            self._side.findings.save()
        elif self._side.mode == FIXING:
            self._side.fix.save()
        else:
            self._note_finished()

    def cancel(self) -> None:
        """Close the editor; findings that were begun stay as a draft."""
        if self._side.mode != READING:
            self._leave()
            self._position.show_again()

    def drafts(self) -> set[int]:
        """The annotations of the item in hand, as indexes, whose findings were begun."""
        view = self._position.view
        known = range(len(view.annotations)) if view and self._drafts else ()
        return {index for index in known if view and flow.key_of(view, index) in self._drafts}

    # From the page

    def selection_changed(self, other_item: bool) -> None:
        """Close the editor of an annotation that is no longer selected."""
        if other_item:
            self._drawing = False
        if self._side.mode != READING and (other_item or self._position.key != self._key):
            self._leave()
        if self._wanted is not None and self._position.key == self._wanted:
            self._wanted = None
            self.start_findings()

    def show_note(self) -> None:
        """Show the note of the selected annotation, unless it is just being written."""
        note = self._side.note
        if note.toPlainText().strip() != self._position.note.strip():
            note.blockSignals(True)
            note.setPlainText(self._position.note)
            note.blockSignals(False)

    # Inside

    def _open(self, mode: int) -> None:
        self._key = self._position.key
        self._side.set_mode(mode)
        self.place_changed.emit()

    def _close(self) -> None:
        self._key = None
        for view in self._stage.parts.views:
            view.cancel_pin()
        self._side.set_mode(READING)
        self.place_changed.emit()
        self.ended.emit()

    def _leave(self) -> None:
        """Close the editor without a verdict: what was begun is kept, and that is told."""
        key, kept = self._key, self._side.mode == FINDING and self._keep_draft()
        self._close()
        if kept and key is not None:
            self._notices.done(
                tr("The finding is not recorded yet. It is kept as a draft."),
                tr("Go on with it"),
                lambda: self._take_up(key),
            )

    def _keep_draft(self) -> bool:
        """Keep what the open editor holds; whether that is anything."""
        begun = self._side.findings.unsaved()
        if self._key is not None:
            self._drafts.pop(self._key, None)
            if begun:
                self._drafts[self._key] = begun
        return bool(begun)

    def _take_up(self, key: AnnotationKey) -> None:
        """Go back to a draft, on whatever item it is."""
        if self._position.key == key:
            self.start_findings()
        else:
            self._wanted = key
            self._position.go_item(key.batch, key.item, key)

    def _judged(self) -> None:
        """An annotation that has got its verdict has no draft any more."""
        newest = next(reversed(self._presenter.recent), None)
        if newest is not None and newest is not self._newest and newest.key is not None:
            self._drafts.pop(newest.key, None)
        self._newest = newest

    def _marked(self) -> str:
        """The label whose mark is selected."""
        current, entry = self._side.cards.lines.current_mark, self._position.annotation
        if current is None or entry is None or current[0] != self._position.selected:
            return ""
        return entry.annotation.marks[current[1]].label

    def _used(self) -> tuple[str, ...]:
        view = self._position.view
        entries = view.annotations if view else ()
        return tuple(label for entry in entries for label in entry.annotation.labels)

    def _save_findings(self, findings: list[FindingDraft]) -> None:
        self._close()
        self._presenter.give("incorrect", findings)

    def _save_fix(self, marks: tuple[Mark, ...]) -> None:
        self._close()
        self._presenter.fix(marks)

    def _note_typed(self) -> None:
        self._position.write_note(self._side.note.toPlainText())

    def _note_finished(self) -> None:
        entry = self._position.annotation
        self.ended.emit()
        if entry is not None and entry.mine is not None:
            self._presenter.renote()
        elif self._position.note.strip():
            self._notices.info(tr("The note is kept with the verdict that you give next."))
