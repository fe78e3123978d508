"""Where the auditor is: the item in hand, the annotation selected, the note begun. No widgets."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from smo_review.domain.content import AnnotationKey
from smo_review.domain.project import Project
from smo_review.domain.views import AnnotationView, ItemView, QueueFilter
from smo_review.language import tr
from ui.review import flow, names
from ui.review.opening import NO_FILTER
from ui.review.walk import Walk
from ui.stage.clock import Clock

if TYPE_CHECKING:
    from ui.shell.notices import Notices


class Position(QObject):
    """The selection within the item in hand, and the ways to others.

    `shown(other_item)`: the item, its verdicts or the selection changed.
    """

    shown = Signal(bool)
    blind_changed = Signal()

    def __init__(
        self,
        walk: Walk,
        notices: Notices,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.walk = walk
        self._notices = notices
        self.clock = Clock(now)
        self.selected: int | None = None
        self.blind = False
        self.note = ""
        self.back: tuple[str, str] | None = None
        self._target: AnnotationKey | None = None
        self._turned: ItemView | None = None
        self._notes: dict[AnnotationKey, str] = {}
        walk.arrived.connect(self._arrive)
        walk.refreshed.connect(self._refresh)

    # What is in hand

    @property
    def view(self) -> ItemView | None:
        return self.walk.view

    @property
    def project(self) -> Project | None:
        return self.walk.opening.project if self.walk.opening else None

    @property
    def order(self) -> tuple[int, ...]:
        """The annotations of the item in the order shown, as indexes."""
        return names.display_order(self.view, self.blind) if self.view else ()

    @property
    def annotation(self) -> AnnotationView | None:
        """The selected annotation."""
        if self.view is None or self.selected is None:
            return None
        return self.view.annotations[self.selected]

    @property
    def key(self) -> AnnotationKey | None:
        """The identity of the selected annotation."""
        if self.view is None or self.selected is None:
            return None
        return flow.key_of(self.view, self.selected)

    @property
    def name(self) -> str:
        """The selected annotation's annotator as shown."""
        if self.annotation is None or self.selected is None:
            return ""
        place = self.order.index(self.selected)
        return names.annotator_name(self.annotation.annotation, place, self.blind)

    # What comes from the walk

    def _arrive(self) -> None:
        view = self.view
        self.clock.restart()
        self.selected = None
        if view is not None:
            if self._target is not None:
                self.selected = flow.index_of(view, self._target)
                self._target = None
            if self.selected is None:
                first = flow.first_open(view, self.order)
                self.selected = first if first is not None else next(iter(self.order), None)
        self._take_note()
        self.shown.emit(True)

    def _refresh(self) -> None:
        view, before = self.view, self._turned
        if view is None:
            return
        if before is not None and before.row == view.row:
            self._turned = None
            changed = flow.turned(before, view, self.order)
            if changed is not None:
                self.selected = changed
                self._take_note()
        if self.selected is not None and self.selected >= len(view.annotations):
            self.selected = next(iter(self.order), None)
        self.shown.emit(False)

    def expect_turn(self, batch: str, item: str) -> None:
        """An undo touched this item: once read again, select the annotation that it changed."""
        self._turned = self.walk.cached(batch, item)

    # Within the item

    def select(self, index: int | None) -> None:
        """Select an annotation of the item by its index."""
        if self.view is None or index == self.selected:
            return
        self.selected = index
        self._take_note()
        self.shown.emit(False)

    def step_annotation(self, by: int) -> None:
        """Select the next (1) or previous (-1) annotation, going round."""
        order = self.order
        if order:
            place = order.index(self.selected) if self.selected in order else -by
            self.select(order[(place + by) % len(order)])

    def show_again(self) -> None:
        """Show the item in hand once more, with its note: it changed under the person's hands."""
        self._take_note()
        self.shown.emit(False)

    def set_blind(self, blind: bool) -> None:
        """Hide, or show again, who annotated."""
        self.blind = blind
        self.blind_changed.emit()
        self.shown.emit(False)

    def write_note(self, text: str) -> None:
        """Words for the verdict; they stay with the annotation until it gets one."""
        self.note = text
        if self.key is not None:
            self._notes[self.key] = text

    def _take_note(self) -> None:
        mine = self.annotation.mine if self.annotation else None
        kept = mine.note if mine else ""
        begun = self._notes.get(self.key, kept) if self.key is not None else ""
        if self.key is not None and begun.strip() == kept:
            self._notes.pop(self.key, None)
        self.note = begun

    # To other items

    def go(self, place: int) -> None:
        """Go to a place of the queue."""
        self.back = None
        self.walk.go(place)

    def step_item(self, by: int) -> None:
        """Go to the next (1) or previous (-1) item of the queue."""
        self.back = None
        if not self.walk.step(by):
            if by > 0:
                self.tell_end()
            else:
                self._notices.info(tr("This is the first item of the queue."))

    def tell_end(self) -> None:
        """Say that the queue ends here, and what is left of the batch."""
        summary = self.walk.summary
        left = summary.info.items - summary.items_done if summary else 0
        if left > 0:
            self._notices.info(
                tr("This is the last item of the queue; {n} of the batch are not done.", n=left)
            )
        else:
            self._notices.info(tr("This is the last item of the queue."))

    def jump(self, text: str) -> None:
        """Go to an item by its number in the batch or by its id."""
        wanted = text.strip()
        summary = self.walk.summary
        if not wanted or summary is None:
            return
        if wanted.isdecimal() and 1 <= int(wanted) <= summary.info.items:
            self._jump_to(self.walk.first + int(wanted) - 1, wanted)
        else:
            self.walk.row_of(self.walk.batch, wanted, lambda row: self._jump_to(row, wanted))

    def _jump_to(self, row: int | None, wanted: str) -> None:
        self.back = None
        if row is None:
            # No refusal, which would stay: a slip of the finger is told and goes away.
            self._notices.info(
                tr("There is no item {wanted} in this batch: give its number or id.", wanted=wanted)
            )
        elif not self.walk.go_to_row(row):
            self._notices.info(tr("That item was filtered out. All items are shown again."))
            self.walk.open(self.walk.batch, NO_FILTER, row=row)

    def filter(self, filter: QueueFilter) -> None:
        """Show other items of the batch."""
        self.back = None
        self.walk.filter(filter)

    def go_item(self, batch: str, item: str, key: AnnotationKey | None = None) -> None:
        """Go to an item, in whatever batch it is, and select the annotation `key` in it."""
        self._target = key
        view = self.walk.cached(batch, item)
        if batch != self.walk.batch:
            self.walk.open(batch, NO_FILTER, item)
        elif view is None or not self.walk.go_to_row(view.row):
            self.walk.row_of(batch, item, self._go_known)

    def _go_known(self, row: int | None) -> None:
        if row is not None and not self.walk.go_to_row(row):
            self.walk.open(self.walk.batch, NO_FILTER, row=row)
