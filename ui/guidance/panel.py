"""The guideline's clauses beside the item: searchable, numbered, in the person's language."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.project import Clause, Guideline, words
from smo_review.language import current, tr
from ui.guidance.document import fill
from ui.guidance.search import matching
from ui.shell.theme import STEP, scaled

LIST_ROWS = 5


class ClauseText(QTextBrowser):
    """Shows one clause. It opens nothing and loads nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "plain")
        self.setAccessibleName(tr("Text of the clause"))

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """Nothing is ever loaded."""
        return None


class GuidancePanel(QWidget):
    """Clauses found by typing; the chosen one is shown below. `left` on Escape."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guideline = Guideline()
        self._labels: frozenset[str] = frozenset()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search the guideline"))
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Clauses"))
        self.list.setToolTip(tr("Clauses that speak of the labels given have a dot"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("kind", "plain")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.currentRowChanged.connect(self._show_clause)
        self.text = ClauseText()
        self._shown: list[Clause] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP)
        layout.setSpacing(STEP)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        layout.addWidget(self.text, 1)

    def show_key(self, key: str, help: str) -> None:
        """The search field shows its key, as every control does."""
        self.search.setPlaceholderText(tr("Search the guideline  {key}", key=key))
        self.search.setToolTip(help)

    def show_guideline(self, guideline: Guideline) -> None:
        """Show the clauses of a guideline."""
        self._guideline = guideline
        self.search.clear()
        self._filter("")

    def show_for(self, labels: Collection[str]) -> None:
        """Mark the clauses that speak of these labels and show the first of them."""
        wanted = frozenset(labels)
        if wanted == self._labels:
            return
        self._labels = wanted
        self._list_clauses(self._shown)
        first = next((row for row, one in enumerate(self._shown) if self._speaks(one)), None)
        if first is not None and not self.search.text():
            self.list.setCurrentRow(first)

    def start_find(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in keys and self.search.hasFocus():
            row = self.list.currentRow() + keys[Qt.Key(event.key())]
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _speaks(self, clause: Clause) -> bool:
        return bool(self._labels.intersection(clause.labels))

    def _filter(self, query: str) -> None:
        self._list_clauses(matching(self._guideline.clauses, query))

    def _list_clauses(self, clauses: Sequence[Clause]) -> None:
        before = self._shown[self.list.currentRow()] if self.list.currentRow() >= 0 else None
        self._shown = list(clauses)
        self.list.blockSignals(True)
        self.list.clear()
        for clause in clauses:
            dot = "• " if self._speaks(clause) else ""
            item = QListWidgetItem(f"{dot}{clause.number}  {words(clause.title, current())}")
            if dot:
                item.setFont(scaled(self.font(), "normal", bold=True))
            self.list.addItem(item)
        row = self._shown.index(before) if before in self._shown else 0
        if self._shown:
            self.list.selectionModel().setCurrentIndex(
                self.list.model().index(row, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self.list.blockSignals(False)
        height = max(self.list.sizeHintForRow(0), 24)
        self.list.setFixedHeight(max(1, min(len(self._shown), LIST_ROWS)) * height + 4)
        self._show_clause(self.list.currentRow())

    def _show_clause(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            fill(self.text.document(), self._shown[row])
        elif self._guideline.clauses:
            self.text.setPlainText(tr("No clause matches."))
        else:
            self.text.setPlainText(tr("This project has no guideline with clauses."))
        self.text.verticalScrollBar().setValue(0)
