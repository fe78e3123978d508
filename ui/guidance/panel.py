"""The guideline's clauses beside the item, and what was settled before: searchable by one field."""

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
from ui.guidance.case_list import CaseLine, CaseList, fill_case
from ui.guidance.document import fill
from ui.guidance.search import matching
from ui.shell.theme import STEP, scaled

LIST_ROWS, FEWER_ROWS = 5, 3


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
    """Clauses found by typing; the chosen one is shown below. `left` on Escape.

    Whoever hears `searched(words)` may answer with `show_cases`: they stand below the clauses, and
    arrow keys in the search go over both.
    """

    left = Signal()
    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guideline = Guideline()
        self._labels: frozenset[str] = frozenset()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search the guideline"))
        self.search.textChanged.connect(self._filter)
        self.search.textChanged.connect(self.searched)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Clauses"))
        self.list.setToolTip(tr("Clauses that speak of the labels given have a dot"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("kind", "plain")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.currentRowChanged.connect(self._show_clause)
        self.cases = CaseList()
        self.cases.chosen.connect(self._show_case)
        self.text = ClauseText()
        self._shown: list[Clause] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP)
        layout.setSpacing(STEP)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        layout.addWidget(self.cases)
        layout.addWidget(self.text, 1)

    def show_key(self, key: str, help: str) -> None:
        """The search field shows its key, as every control does."""
        self.search.setPlaceholderText(tr("Search clauses and cases  {key}", key=key))
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
            self._step_over_both(keys[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def show_cases(self, found: Sequence[CaseLine]) -> None:
        """Show what was settled before; the first of it where no clause matches."""
        self.cases.show_cases(found)
        self._fit()
        if found and not self._shown and self.cases.row < 0:
            self.cases.choose(0)

    def _fit(self) -> None:
        """Clauses give room to cases; where none matches, all of it."""
        most = FEWER_ROWS if self.cases.count() else LIST_ROWS
        height = max(self.list.sizeHintForRow(0), 24)
        self.list.setFixedHeight(max(1, min(len(self._shown), most)) * height + 4)
        self.list.setVisible(bool(self._shown) or not self.cases.count())

    def _step_over_both(self, by: int) -> None:
        clauses, row = self.list.count(), self.cases.row
        place = (clauses + row if row >= 0 else self.list.currentRow()) + by
        place = max(0, min(place, clauses + self.cases.count() - 1))
        if place < clauses:
            self.cases.choose(-1)
            self.list.setCurrentRow(place)
            self._show_clause(place)
        else:
            self.cases.choose(place - clauses)

    def _show_case(self, case: CaseLine) -> None:
        self.list.clearSelection()
        fill_case(self.text.document(), case)
        self.text.verticalScrollBar().setValue(0)

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
        self._fit()
        self._show_clause(self.list.currentRow())

    def _show_clause(self, row: int) -> None:
        self.cases.choose(-1)
        if 0 <= row < len(self._shown):
            fill(self.text.document(), self._shown[row])
        elif self._guideline.clauses:
            self.text.setPlainText(tr("No clause matches."))
        else:
            self.text.setPlainText(tr("This project has no guideline with clauses."))
        self.text.verticalScrollBar().setValue(0)
