"""Fix and accept: say which labels the annotation should have had, and where; findings follow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from smo_review.domain.content import Location, Mark
from smo_review.domain.project import Project
from smo_review.domain.views import FindingDraft
from smo_review.language import tr
from ui.review import choices, fixing, names
from ui.review.picker import Picker
from ui.review.place_row import PlaceRow
from ui.review.places import location_text
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

ROWS = 5
"""Marks seen at once; of more, the list scrolls."""


class FixEditor(QFrame):
    """The annotation as it should be. `saved(tuple of Mark)`, `cancelled()`.

    `placed()` when the mark in hand lies elsewhere, or another one is in hand.
    """

    saved = Signal(object)
    cancelled = Signal()
    placed = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._known: list[choices.Choice] = []
        self._before: tuple[Mark, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.heading = plain()
        self.heading.setFont(scaled(self.font(), "normal", bold=True))
        self.picker = Picker(
            tr("Labels as they should be"), tr("Type a label; Enter puts it on or off"), 10
        )
        self.picker.chosen.connect(self._toggle)
        self.picker.finished.connect(self.save)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Labels and where they lie"))
        self.list.currentRowChanged.connect(self._show_place)
        self.place = PlaceRow(actions)
        self.place.removed.connect(lambda: self.set_location(None))
        self.outcome = plain()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        layout.setSpacing(STEP * 2)
        for widget in (self.heading, self.picker, self.list, self.place, self.outcome):
            layout.addWidget(widget)
        layout.addStretch(1)
        record = actions.button(Act.SAVE_VERDICT)
        record.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout.addWidget(record)
        layout.addWidget(plain(tr("Enter goes on and saves · Esc goes back"), "quiet"))

    def start(
        self,
        project: Project,
        name: str,
        before: Sequence[Mark],
        used: Sequence[str],
        fixed: Sequence[Mark] | None = None,
    ) -> None:
        """Begin with the marks that the annotation has, or as they were `fixed` earlier.

        `used` are all labels seen on the item.
        """
        self._project = project
        self._known = choices.label_choices(project, used)
        self._before = tuple(before)
        self.marks = self._before if fixed is None else tuple(fixed)
        self.heading.setText(tr("How should it have been? {name}", name=name))
        self._show(0)
        self.picker.setFocus()

    def set_location(self, location: Location | None) -> None:
        """Put the mark in hand elsewhere, or nowhere."""
        row = self.list.currentRow()
        if 0 <= row < len(self.marks):
            self.marks = fixing.placed(self.marks, row, location)
            self._show(row)
        elif location is not None:
            self.outcome.setText(tr("Put a label on first, then say where it lies."))

    def save(self) -> None:
        """Hand the marks over; unchanged ones are no correction, so say so."""
        if self._findings():
            self.saved.emit(self.marks)
        else:
            self.outcome.setText(tr("Nothing is changed yet. If it is right, judge it correct."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _findings(self) -> tuple[FindingDraft, ...]:
        if self._project is None:
            return ()
        return fixing.findings_of(self._before, self.marks, self._project)

    def _toggle(self, label: str) -> None:
        if not label:
            return
        self.marks = fixing.toggled(self._before, self.marks, label)
        rows = [row for row, mark in enumerate(self.marks) if mark.label == label]
        self._show(rows[0] if rows else 0)
        self.picker.reopen()

    def _show(self, row: int) -> None:
        labels = {mark.label for mark in self.marks}
        ticked = [
            choice._replace(title=f"{'☑' if choice.id in labels else '☐'} {choice.title}")
            for choice in self._known
        ]
        self.picker.offer(ticked)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([self._line(mark) for mark in self.marks])
        self.list.setCurrentRow(min(row, len(self.marks) - 1))
        self.list.blockSignals(False)
        self.list.setVisible(bool(self.marks))
        shown = min(len(self.marks), ROWS)
        self.list.setFixedHeight(shown * max(self.list.sizeHintForRow(0), 24) + 4)
        self.place.setVisible(bool(self.marks))
        self.outcome.setText(self._told())
        self._show_place(self.list.currentRow())

    def _show_place(self, row: int) -> None:
        self.place.show_place(self.marks[row].location if 0 <= row < len(self.marks) else None)
        self.placed.emit()

    def _line(self, mark: Mark) -> str:
        assert self._project is not None
        where = location_text(mark.location) if mark.location else ""
        return " · ".join(
            part for part in (names.label_name(self._project, mark.label), where) if part
        )

    def _told(self) -> str:
        if self._project is None:
            return ""
        lines = [] if self.marks else [tr("None of the labels applies")]
        for finding in self._findings():
            wrong = names.label_name(self._project, finding.label) or "–"
            right = names.label_name(self._project, finding.right_label) or "–"
            lines.append(
                tr("{label} lies elsewhere", label=wrong) if finding.code else f"{wrong} → {right}"
            )
        return "\n".join(lines)
