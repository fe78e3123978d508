"""A text with its translation beside it, below it where it is narrow; both are covered alike."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from smo_review.domain.content import Part
from smo_review.domain.masking import WordFinder
from smo_review.language import tr
from ui.stage.marks import StageMark
from ui.stage.part_view import PartView
from ui.stage.reveal import Reveal
from ui.stage.text_view import TextView

BESIDE = 720
"""Pixels across from which the two stand beside each other."""


class TranslatedView(PartView):
    """Labels lie on the text, and what is selected is of the text: the translation is a note."""

    def __init__(
        self,
        index: int,
        part: Part,
        zoom: float,
        finder: WordFinder | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.text = TextView(index, part.text, zoom, self, finder)
        self.translation = TextView(index, part.translation, zoom, self, finder)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(1)
        self._box.addWidget(self.text, 1)
        beside = QWidget(self)
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = QLabel(tr("Translation"), beside)
        title.setProperty("kind", "quiet")
        title.setContentsMargins(12, 6, 12, 2)
        column.addWidget(title)
        column.addWidget(self.translation, 1)
        self._box.addWidget(beside, 1)
        self.setFocusProxy(self.text)
        for view in (self.text, self.translation):
            view.touched.connect(self.touched)
            view.hinted.connect(self.hinted)
            view.lens_resized.connect(self.lens_resized)
        self.text.mark_clicked.connect(self.mark_clicked)
        self.text.located.connect(self.located)
        self.text.zoomed.connect(self.zoomed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        wide = self.width() >= BESIDE
        self._box.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def show_reveal(self, state: Reveal) -> None:
        self.text.show_reveal(state)
        self.translation.show_reveal(state)

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        self.text.set_marks(marks)

    def select_mark(self, key: str) -> None:
        self.text.select_mark(key)

    def start_pin(self) -> None:
        self.text.start_pin()

    def cancel_pin(self) -> None:
        self.text.cancel_pin()

    def next_phrase(self) -> None:
        self.text.next_phrase()

    def start_find(self) -> None:
        self.text.start_find()

    def zoom(self, factor: float) -> None:
        self.text.zoom(factor)
        self.translation.zoom(factor)

    def pan(self, across: int, down: int) -> None:
        self.text.pan(across, down)
        self.translation.pan(across, down)
