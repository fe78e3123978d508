"""Making findings by keyboard: code, wrong and right label, place, root cause, clause, note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.content import Location
from smo_review.domain.project import Project
from smo_review.domain.views import FindingDraft
from smo_review.language import tr
from ui.review import choices, names
from ui.review.finding_form import BLANK, FindingForm, wants_right, wants_wrong
from ui.review.note_field import NoteField
from ui.review.picker import Picker
from ui.review.place_row import PlaceRow
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled
from ui.stage.buttons import SmallButton


class FindingEditor(QFrame):
    """The findings of an incorrect verdict. `saved(list of FindingDraft)`, `cancelled()`.

    `placed()` when the finding in hand lies elsewhere, or another one is in hand.
    """

    saved = Signal(list)
    placed = Signal()
    cancelled = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form: FindingForm | None = None
        self._project: Project | None = None
        self.heading = plain()
        self.heading.setFont(scaled(self.font(), "normal", bold=True))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Findings of this verdict"))
        self.list.currentRowChanged.connect(self._take_up)
        self.code = Picker(tr("Error code"), tr("Type a code or what went wrong"), 7)
        self.wrong = Picker(tr("Wrong label"), tr("The label that should not be there"))
        self.right = Picker(tr("Right label"), tr("The label that should be there"))
        self.cause = Picker(tr("Root cause"), tr("Why it happened, if it shows"), 5)
        self.clause = Picker(tr("Clause"), tr("The rule that it breaks"), 5)
        self.note = NoteField(tr("Note on the finding"), tr("Note on the finding"))
        self.place = PlaceRow(actions)
        self.remove = QPushButton(tr("Remove finding"))
        self.problem = plain()
        self.problem.hide()
        self._lay_out(actions)
        self._connect()

    def _lay_out(self, actions: Actions) -> None:
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(STEP * 3, STEP, STEP * 3, STEP)
        column.setSpacing(STEP * 2)
        for picker in (self.code, self.wrong, self.right):
            column.addWidget(picker)
        column.addWidget(self.place)
        for widget in (self.cause, self.clause, self.note):
            column.addWidget(widget)
        column.addWidget(self.remove)
        column.addStretch(1)
        self.fields = QScrollArea()
        self.fields.setFrameShape(QFrame.Shape.NoFrame)
        self.fields.setWidgetResizable(True)
        self.fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fields.setWidget(fields)
        top = QHBoxLayout()
        top.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, 0)
        top.addWidget(self.heading, 1)
        top.addWidget(SmallButton(actions, Act.ADD_FINDING, self))
        foot = QVBoxLayout()
        foot.setContentsMargins(STEP * 3, STEP, STEP * 3, STEP * 2)
        foot.addWidget(self.problem)
        record = actions.button(Act.SAVE_VERDICT)
        record.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        foot.addWidget(record)
        foot.addWidget(plain(tr("Enter goes on and saves · Esc goes back"), "quiet"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addLayout(top)
        layout.addWidget(self.list)
        layout.addWidget(self.fields, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.code.chosen.connect(self._choose_code)
        self.wrong.chosen.connect(lambda label: self._choose(label=label))
        self.right.chosen.connect(lambda label: self._choose(right_label=label))
        self.cause.chosen.connect(lambda cause: self._set(root_cause=cause))
        self.clause.chosen.connect(lambda clause: self._set(clause=clause))
        for picker in (self.code, self.wrong, self.right, self.cause, self.clause):
            picker.finished.connect(self.save)
            picker.opened.connect(lambda shown=picker: self._bring_up(shown))
        self.note.finished.connect(self.save)
        self.note.left.connect(self.cancelled)
        self.note.textChanged.connect(self._note_typed)
        self.place.removed.connect(lambda: self.set_location(None))
        self.remove.clicked.connect(self._remove)

    # From the page

    def start(
        self,
        project: Project,
        name: str,
        labels: Sequence[str],
        used: Sequence[str],
        drafts: Sequence[FindingDraft],
        marked: str = "",
        given: Sequence[FindingDraft] = (),
    ) -> None:
        """Begin for an annotation with `labels`, `marked` the selected one, if any.

        `used` are all labels seen on the item, `drafts` what to go on with, `given` the findings
        of the verdict that stands.
        """
        self._project = project
        self._form = FindingForm(project, labels, drafts, marked, given)
        self.heading.setText(tr("What is wrong? {name}", name=name))
        self.code.offer(choices.code_choices(project))
        known = choices.label_choices(project, used)
        first = {label: place for place, label in enumerate(labels)}
        self.wrong.offer(sorted(known, key=lambda one: first.get(one.id, len(first))))
        self.right.offer(known)
        self.cause.offer(choices.cause_choices(project))
        self.clause.offer(choices.clause_choices(project))
        self.cause.setVisible(bool(project.root_causes))
        self.clause.setVisible(bool(project.guideline.clauses))
        self._show()
        self.code.setFocus()

    def set_location(self, location: Location | None) -> None:
        """Take the place that was drawn on the stage, or none."""
        self._set(location=location)
        self._show_place()

    def unsaved(self) -> tuple[FindingDraft, ...]:
        """What was begun here and not recorded."""
        return self._form.unsaved() if self._form else ()

    def add_finding(self) -> None:
        """Begin one more finding, once the one in hand says something."""
        if self._form is not None and self._form.add():
            self._show()
        else:
            self._complain()
        self.code.setFocus()

    def save(self) -> None:
        """Hand the findings over; without any, say what is missing."""
        found = self._form.result() if self._form else []
        if found:
            self.saved.emit(found)
        else:
            self._complain()
            self.code.setFocus()

    # Inside

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _complain(self) -> None:
        self.problem.setText(tr("Choose an error code, or the wrong and the right label."))
        self.problem.show()

    def _choose_code(self, code: str) -> None:
        if self._form is None:
            return
        self._form.set_code(code)
        self._show()
        following = {"label": self.wrong, "right_label": self.right}.get(self._form.next_field())
        (following or self.code).setFocus()

    def _choose(self, **fields: object) -> None:
        self._set(**fields)
        if self._form is not None and self._form.next_field() == "right_label":
            self.right.setFocus()

    def _set(self, **fields: object) -> None:
        if self._form is not None:
            self._form.change(**fields)
            self._show_list()

    def _note_typed(self) -> None:
        self._set(note=self.note.toPlainText().strip())

    def _take_up(self, row: int) -> None:
        if self._form is not None and 0 <= row < len(self._form.findings):
            self._form.place = row
            self._show_fields()

    def _remove(self) -> None:
        if self._form is not None:
            self._form.remove()
            self._show()
            self.code.setFocus()

    def _show(self) -> None:
        self.problem.hide()
        self._show_list()
        self._show_fields()

    def _show_fields(self) -> None:
        finding = self._form.current if self._form else BLANK
        kind = self._form.error_class if self._form else None
        self.code.set_value(finding.code)
        self.wrong.set_value(finding.label)
        self.right.set_value(finding.right_label)
        self.cause.set_value(finding.root_cause)
        self.clause.set_value(finding.clause)
        self.note.blockSignals(True)
        self.note.setPlainText(finding.note)
        self.note.blockSignals(False)
        self.wrong.setVisible(wants_wrong(kind))
        self.right.setVisible(wants_right(kind))
        self._show_place()

    def _show_place(self) -> None:
        location = self._form.current.location if self._form else None
        if location != self.place.place:
            self.place.show_place(location)
            self.placed.emit()

    def _show_list(self) -> None:
        findings = self._form.findings if self._form else []
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([self._line(finding) for finding in findings])
        self.list.setCurrentRow(self._form.place if self._form else -1)
        self.list.blockSignals(False)
        self.list.setVisible(len(findings) > 1)
        self.remove.setVisible(findings != [BLANK])
        shown = min(len(findings), 4)
        self.list.setFixedHeight(shown * max(self.list.sizeHintForRow(0), 24) + 4)

    def _line(self, finding: FindingDraft) -> str:
        if self._project is None or not FindingForm.says_something(finding):
            return tr("New finding")
        wrong = names.label_name(self._project, finding.label)
        right = names.label_name(self._project, finding.right_label)
        labels = " → ".join(part for part in (wrong, right) if part)
        code = names.code_name(self._project, finding.code)
        return " · ".join(part for part in (code, labels) if part)

    def _bring_up(self, picker: Picker) -> None:
        self.fields.ensureWidgetVisible(picker, 0, STEP)
