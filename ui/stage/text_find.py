"""Find in the text: a line above it. Only what can be read now is searched."""

from __future__ import annotations

import unicodedata

import regex
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from smo_review.language import tr

MOST = 10_000
"""Places that are counted; a text has seldom more."""


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Where `words` stand in `text` (code points), in any case and composed or not, at most MOST.

    Only whole grapheme clusters are found.
    """
    wanted = unicodedata.normalize("NFC", words.strip())
    if not wanted:
        return []
    forms = {wanted, unicodedata.normalize("NFD", wanted)}
    told = "|".join(regex.escape(form) for form in sorted(forms))
    found = regex.compile(f"(?:{told})(?!\\p{{M}})", regex.IGNORECASE)
    spans = (match.span() for match in found.finditer(text))
    return [span for span, _ in zip(spans, range(MOST), strict=False)]


class FindBar(QWidget):
    """What is looked for, and how often it is there. Enter goes on, Shift+Enter back, Esc ends."""

    wanted = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Find in the text"))
        self.field.setAccessibleName(tr("Find in the text"))
        self.field.textChanged.connect(self.wanted)
        self.field.installEventFilter(self)
        self.count = QLabel(self)
        self.count.setProperty("kind", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        self.hide()

    def start(self) -> None:
        """Show the line, what was looked for last selected in it."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.wanted.emit(self.field.text())

    def tell(self, place: int, count: int) -> None:
        """Which place of how many is shown; place counts from 1, 0 where there is none."""
        if not self.field.text().strip():
            self.count.setText("")
        elif not count:
            self.count.setText(tr("Not in what can be read"))
        else:
            self.count.setText(tr("{n} of {all}", n=place, all=count))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if back else 1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
            return False  # Esc covers as well
        return False
