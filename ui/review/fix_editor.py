"""Fix and accept: say which labels the annotation should have had; the findings follow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from smo_review.domain.project import Project
from smo_review.language import tr
from ui.review import choices, flow, names
from ui.review.picker import Picker
from ui.review.plain import plain_label
from ui.shell.actions import Act, Actions
from ui.shell.theme import STEP, scaled


class FixEditor(QFrame):
    """The labels as they should be. `saved(list of labels)`, `cancelled()`."""

    saved = Signal(list)
    cancelled = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._known: list[choices.Choice] = []
        self._before: tuple[str, ...] = ()
        self.labels: list[str] = []
        self.heading = plain_label()
        self.heading.setFont(scaled(self.font(), "normal", bold=True))
        self.picker = Picker(
            tr("Labels as they should be"), tr("Type a label; Enter puts it on or off"), 10
        )
        self.picker.chosen.connect(self._toggle)
        self.picker.finished.connect(self.save)
        self.outcome = plain_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        layout.setSpacing(STEP * 2)
        layout.addWidget(self.heading)
        layout.addWidget(self.picker)
        layout.addWidget(self.outcome)
        layout.addStretch(1)
        record = actions.button(Act.SAVE_VERDICT)
        record.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout.addWidget(record)
        layout.addWidget(plain_label(tr("Enter goes on and saves · Esc goes back"), "quiet"))

    def start(
        self, project: Project, name: str, labels: Sequence[str], used: Sequence[str]
    ) -> None:
        """Begin with the labels that the annotation has."""
        self._project = project
        self._known = choices.label_choices(project, used)
        self._before = tuple(labels)
        self.labels = list(labels)
        self.heading.setText(tr("How should it have been? {name}", name=name))
        self._show()
        self.picker.setFocus()

    def save(self) -> None:
        """Hand the labels over; unchanged ones are no correction, so say so."""
        if flow.fix_findings(self._before, self.labels):
            self.saved.emit(list(self.labels))
        else:
            self.outcome.setText(tr("Nothing is changed yet. If it is right, judge it correct."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _toggle(self, label: str) -> None:
        if label in self.labels:
            self.labels.remove(label)
        elif label:
            self.labels.append(label)
        self._show()
        self.picker.reopen()

    def _show(self) -> None:
        ticked = [
            choice._replace(title=f"{'☑' if choice.id in self.labels else '☐'} {choice.title}")
            for choice in self._known
        ]
        self.picker.offer(ticked)
        self.outcome.setText(self._told())

    def _told(self) -> str:
        if self._project is None:
            return ""
        shown = [names.label_name(self._project, label) for label in self.labels]
        lines = [", ".join(shown) or tr("None of the labels applies")]
        for finding in flow.fix_findings(self._before, self.labels):
            wrong = names.label_name(self._project, finding.label) or "–"
            right = names.label_name(self._project, finding.right_label) or "–"
            lines.append(f"{wrong} → {right}")
        return "\n".join(lines)
