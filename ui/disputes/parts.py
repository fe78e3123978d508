"""Small widgets and words that the parts of the page share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.project import Project, words
from smo_review.language import current, tr
from ui.shell.labels import selectable
from ui.shell.tables import RowTable
from ui.shell.theme import STEP, scaled

_LAST = 99
"""A row of a card below all others, which takes the room that is left."""


def headed(text: str, of: QWidget, role: str = "large") -> QLabel:
    """A heading."""
    label = selectable(text)
    label.setFont(scaled(of.font(), role, bold=True))
    return label


class Card(QFrame):
    """A card with an optional heading; lines are added below each other."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(STEP * 4, STEP * 3, STEP * 4, STEP * 3)
        self._grid.setHorizontalSpacing(STEP * 4)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(_LAST, 1)
        self._row = 0
        if title:
            self.line(headed(title, self, "normal"))

    def line(self, whole: QWidget) -> None:
        """One widget across the card."""
        self._row += 1
        self._grid.addWidget(whole, self._row, 0, 1, 2)

    def pair(self, name: str, value: str) -> None:
        """A quiet name and what it is."""
        if not value:
            return
        self._row += 1
        told = selectable(name, "quiet")
        told.setWordWrap(False)
        self._grid.addWidget(told, self._row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(selectable(value), self._row, 1)


class Column(QScrollArea):
    """A column that is filled anew each time; wide text stays readable."""

    def __init__(self, name: str, widest: int = 820, indent: int = STEP * 4) -> None:
        super().__init__()
        self._widest = widest
        self._indent = indent
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def fill(self, widgets: Sequence[QWidget]) -> None:
        """Show these and nothing else; the place scrolled to stays."""
        at = self.verticalScrollBar().value()
        inside = QWidget()
        inside.setMaximumWidth(self._widest)
        column = QVBoxLayout(inside)
        column.setContentsMargins(self._indent, 0, STEP * 4, STEP * 4)
        column.setSpacing(STEP * 3)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)
        self.verticalScrollBar().setValue(at)


def made_table(name: str, heads: Sequence[str], stretch: int) -> RowTable:
    """A table to choose one line of; column `stretch` takes the room that is left."""
    table = RowTable(name, heads, (stretch,))
    # One long name would push the rest out of sight.
    table.horizontalHeader().setMaximumSectionSize(table.fontMetrics().averageCharWidth() * 26)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


def fill_row(table: QTableWidget, row: int, cells: Sequence[str]) -> None:
    """Put texts into a row; a text that does not fit is read in its tip."""
    for column, text in enumerate(cells):
        cell = QTableWidgetItem(text)
        cell.setToolTip(text)
        table.setItem(row, column, cell)


def code_name(code: str, project: Project | None) -> str:
    """An error code in the person's language."""
    found = project.error_codes if project else ()
    return next((words(one.name, current()) for one in found if one.id == code), code)


def label_of(label: str, project: Project | None) -> str:
    """A label in the person's language."""
    found = project.labels if project else ()
    return next((words(one.name, current()) for one in found if one.id == label), label)


def clause_name(number: str, project: Project | None) -> str:
    """A clause with its title; that there is none is said."""
    if not number:
        return tr("No clause")
    found = project.guideline.clauses if project else ()
    title = next((words(one.title, current()) for one in found if one.number == number), "")
    return f"{number} {title}".strip()


def when(time: int) -> str:
    """The day (UTC) of microseconds since 1970."""
    return datetime.fromtimestamp(time / 1_000_000, UTC).date().isoformat()
