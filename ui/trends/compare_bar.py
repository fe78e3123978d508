"""The two stretches of days of a comparison: typed, or taken around a mark."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from smo_review.domain.trends import Span, Trend
from smo_review.language import tr
from smo_review.quality.judged import day_number
from ui.shell.theme import STEP
from ui.trends.spans import around


class CompareBar(QWidget):
    """`changed(before, after)` when both stretches are ones; `wrong(text)` for what is no date."""

    changed = Signal(object, object)
    wrong = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks = QComboBox()
        self.marks.setAccessibleName(tr("Compare around"))
        # Filled again with each reading, while it is seen: as wide as its words each time.
        self.marks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.marks.setMaximumWidth(STEP * 80)
        self.marks.activated.connect(self._take_mark)
        self.fields = [self._field(name) for name in self._names()]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 2)
        for title, pair in ((tr("Before"), self.fields[:2]), (tr("After"), self.fields[2:])):
            row.addWidget(QLabel(title))
            row.addWidget(pair[0])
            row.addWidget(QLabel("–"))
            row.addWidget(pair[1])
            row.addSpacing(STEP * 3)
        row.addWidget(self.marks)
        row.addStretch()

    def show_spans(self, before: Span, after: Span, trend: Trend) -> None:
        """Show what is compared, and the marks that can be."""
        texts = (before.since, before.until, after.since, after.until)
        for field, text in zip(self.fields, texts, strict=True):
            field.setText(text)
        self.marks.clear()
        self.marks.addItem(tr("Around…"), "")
        for mark in trend.marks:
            self.marks.addItem(f"{mark.day}  {mark.text}", mark.day)
        if trend.shift is not None:
            words = tr("{day}  where a change fits best", day=trend.shift.start)
            self.marks.addItem(words, trend.shift.start)
        self.marks.setVisible(self.marks.count() > 1)

    def _names(self) -> tuple[str, ...]:
        return (
            tr("Before: first day"),
            tr("Before: last day"),
            tr("After: first day"),
            tr("After: last day"),
        )

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(tr("any day"))
        field.setToolTip(name)
        field.setMaxLength(10)
        field.setFixedWidth(field.fontMetrics().horizontalAdvance("2026-00-00") + 28)
        field.editingFinished.connect(self._take)
        return field

    def _take_mark(self) -> None:
        day = self.marks.currentData()
        if day:
            self.changed.emit(*around(day))

    def _take(self) -> None:
        texts = [field.text().strip() for field in self.fields]
        for text in texts:
            try:
                if text:
                    day_number(text)
            except ValueError:
                self.wrong.emit(tr("“{date}” is not a date.", date=text))
                return
        self.changed.emit(Span(*texts[:2]), Span(*texts[2:]))
