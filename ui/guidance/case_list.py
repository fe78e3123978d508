"""What was settled before, a line each below the clauses; its words are shown where theirs are."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from smo_review.language import tr
from ui.shell.theme import scaled

ROWS = 3


class CaseLine(Struct, frozen=True):
    """A precedent as it is shown: its line in the list, its heading and its paragraphs. `cited`
    marks what cites the clause in hand, or is about its labels."""

    line: str
    title: str
    paragraphs: tuple[str, ...]
    cited: bool = False


class CaseList(QWidget):
    """The list under its heading; hidden where it is empty. `chosen(CaseLine)`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[CaseLine, ...] = ()
        self.heading = QLabel()
        self.heading.setProperty("kind", "quiet")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Cases, rulings and questions"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("kind", "plain")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.currentRowChanged.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self.list)
        self.hide()

    @property
    def row(self) -> int:
        """The chosen row, -1 for none."""
        return self.list.currentRow()

    def count(self) -> int:
        """How many are listed."""
        return len(self._shown)

    def choose(self, row: int) -> None:
        """Choose a row; -1 for none."""
        self.list.setCurrentRow(row)

    def show_cases(self, found: Sequence[CaseLine]) -> None:
        """Show others; the one that was chosen stays so where it is still there."""
        if self._shown == tuple(found):
            return
        before = self._shown[self.row] if 0 <= self.row < len(self._shown) else None
        self._shown = tuple(found)
        self.list.blockSignals(True)
        self.list.clear()
        for one in found:
            item = QListWidgetItem(f"• {one.line}" if one.cited else one.line)
            if one.cited:
                item.setFont(scaled(self.font(), "normal", bold=True))
            self.list.addItem(item)
        self.list.setCurrentRow(self._shown.index(before) if before in self._shown else -1)
        self.list.blockSignals(False)
        self.heading.setText(tr("Settled before ({n})", n=len(found)))
        height = max(self.list.sizeHintForRow(0), 24)
        self.list.setFixedHeight(max(1, min(len(found), ROWS)) * height + 4)
        self.setVisible(bool(found))

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.chosen.emit(self._shown[row])


def fill_case(document: QTextDocument, case: CaseLine) -> None:
    """Put a precedent into a document, as plain text whatever its words look like."""
    document.clear()
    cursor = QTextCursor(document)
    plain, bold = cursor.charFormat(), cursor.charFormat()
    bold.setFontWeight(600)
    cursor.insertText(case.title, bold)
    for words in case.paragraphs:
        cursor.insertBlock()
        cursor.insertText(words, plain)
