"""Narrows the queue to one annotator, label or language; opens below the queue's own controls."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from smo_review.domain.project import Project
from smo_review.domain.views import QueueChoices, QueueFilter
from smo_review.language import tr
from ui.review.choices import Choice, label_choices
from ui.review.picker import Picker
from ui.shell.theme import STEP


class FilterPanel(QFrame):
    """`changed(field, value)` when something was chosen, `left` when the person is done here."""

    changed = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blind = False
        hint = tr("Any")
        self.annotator = Picker(tr("Annotator"), hint)
        self.label = Picker(tr("Label"), hint)
        self.language = Picker(tr("Language"), hint)
        self._pickers = {
            "annotator": self.annotator,
            "label": self.label,
            "language": self.language,
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP * 2)
        for field, picker in self._pickers.items():
            picker.chosen.connect(lambda value, field=field: self.changed.emit(field, value))
            picker.finished.connect(self.left)
            column.addWidget(picker)
        self.hide()

    def set_blind(self, blind: bool) -> None:
        """Blind, nobody can be picked out by name, and no name stays behind in a hidden field."""
        self._blind = blind
        if blind:
            self.annotator.offer(())
        self.hide()

    def offer(self, project: Project, known: QueueChoices, filter: QueueFilter) -> None:
        """Set what can be chosen and what is."""
        annotators = () if self._blind else known.annotators
        used = {one.id: one for one in label_choices(project, known.labels)}
        self.annotator.offer(_plain(annotators))
        self.label.offer([used[label] for label in known.labels])
        self.language.offer(_plain(known.languages))
        self.show_filter(filter)
        self.annotator.setVisible(bool(annotators))
        self.label.setVisible(bool(known.labels))
        self.language.setVisible(bool(known.languages))

    def show_filter(self, filter: QueueFilter) -> None:
        """Show what the queue is narrowed to now."""
        for field, picker in self._pickers.items():
            secret = self._blind and picker is self.annotator
            picker.set_value("" if secret else getattr(filter, field))

    def start(self) -> None:
        """Open, with the keyboard in the first field."""
        self.show()
        shown = [picker for picker in self._pickers.values() if not picker.isHidden()]
        if shown:
            shown[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _plain(names: tuple[str, ...]) -> list[Choice]:
    return [Choice(name, name, "", (name,)) for name in names]
