"""The exercises that were received: what each is, and where the person stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedLayout,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from smo_review.queries.learning import ExerciseSummary
from ui.learn.words import attempt_words, mode_word, state_words
from ui.shell.actions import Act, Actions
from ui.shell.empty import empty_page
from ui.shell.labels import plain
from ui.shell.tables import RowTable
from ui.shell.theme import STEP, scaled

NAME = Qt.ItemDataRole.UserRole


class ExerciseList(QWidget):
    """A table of exercises. `chosen(id)` when one is opened."""

    chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RowTable(
            tr("Exercises"),
            [tr("Exercise"), tr("Kind"), tr("Items"), tr("Attempt"), tr("State")],
        )
        self.table.activated.connect(lambda _: self.open_chosen())
        self.setFocusProxy(self.table)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(STEP * 6, STEP * 4, STEP * 6, STEP * 4)
        column.setSpacing(STEP * 3)
        head = QHBoxLayout()
        title = plain(tr("Exercises"))
        title.setFont(scaled(self.font(), "title", bold=True))
        head.addWidget(title, 1)
        for act in (Act.OPEN_EXERCISE, Act.SHOW_GOLDS, Act.RECEIVE):
            head.addWidget(actions.button(act))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(
            plain(tr("Only you and whoever you hand your results to see your answers."), "quiet")
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(
            empty_page(
                tr("No exercise yet"),
                tr(
                    "Drag an exercise file of your trainer onto this window, or receive it. "
                    "Trainers: make items gold in review, then build an exercise from the gold."
                ),
                actions.button(Act.RECEIVE),
                actions.button(Act.SHOW_GOLDS),
            )
        )
        self._stack.addWidget(body)

    def show_exercises(self, found: Sequence[ExerciseSummary]) -> None:
        """Fill the table; the chosen exercise stays chosen."""
        before = self.current()
        self._stack.setCurrentIndex(1 if found else 0)
        self.table.setRowCount(len(found))
        for row, one in enumerate(found):
            cells = (
                one.sheet.title,
                mode_word(one.sheet.mode),
                str(one.items),
                attempt_words(one),
                state_words(one),
            )
            for column, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                cell.setData(NAME, one.exercise)
                cell.setToolTip(text)
                self.table.setItem(row, column, cell)
        names = [one.exercise for one in found]
        if names:
            self.table.selectRow(names.index(before) if before in names else 0)

    def current(self) -> str:
        """The id of the chosen exercise, or empty."""
        cell = self.table.item(self.table.currentRow(), 0)
        return str(cell.data(NAME)) if cell is not None else ""

    def open_chosen(self) -> None:
        if self.current():
            self.chosen.emit(self.current())
