"""The sessions that are here, and the decks that one can be begun on."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import listed, tr
from smo_review.queries.sessions import SessionSummary
from ui.session.reading import Shelf
from ui.shell.actions import Act, Actions
from ui.shell.empty import empty_page
from ui.shell.labels import plain
from ui.shell.tables import RowTable
from ui.shell.theme import STEP, scaled

NAME = Qt.ItemDataRole.UserRole


class SessionList(QWidget):
    """A table of sessions and one of decks. `chosen(id)` opens a session, `begun(deck)` a form."""

    chosen = Signal(str)
    begun = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sessions = RowTable(
            tr("Sessions"), [tr("Session"), tr("Begun"), tr("Ruled"), tr("People")]
        )
        self.decks = RowTable(tr("Decks"), [tr("Deck"), tr("Items"), tr("Made")])
        self.sessions.activated.connect(lambda _: self.open_chosen())
        self.decks.activated.connect(lambda _: self.begun.emit(self.deck()))
        self.setFocusProxy(self.sessions)
        self._none_yet = plain(tr("No session yet: choose a deck below and begin one."), "quiet")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(STEP * 6, STEP * 4, STEP * 6, STEP * 4)
        column.setSpacing(STEP * 3)
        column.addLayout(
            _head(
                tr("Sessions"),
                actions,
                (Act.OPEN_SESSION, Act.NEW_SESSION, Act.WRITE_MINUTES, Act.RECEIVE),
            )
        )
        column.addWidget(self._none_yet)
        column.addWidget(self.sessions, 3)
        column.addLayout(_head(tr("Decks"), actions, ()))
        column.addWidget(self.decks, 2)
        column.addWidget(
            plain(
                tr(
                    "A vote that comes as a file can be dropped onto this window at any time; "
                    "it is counted where it belongs."
                ),
                "quiet",
            )
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(
            empty_page(
                tr("No deck yet"),
                tr(
                    "A session needs a deck of 3 to 30 items. Make items gold in review, then "
                    "build an exercise of the kind “Deck of a session” in Learn; or receive a "
                    "deck's file."
                ),
                actions.button(Act.RECEIVE),
                actions.button(Act.GO_LEARN),
            )
        )
        self._stack.addWidget(body)

    def show_shelf(self, shelf: Shelf) -> None:
        """Fill both tables; what was chosen stays chosen."""
        self._stack.setCurrentIndex(1 if shelf.sessions or shelf.decks else 0)
        self._none_yet.setVisible(not shelf.sessions)
        self.sessions.setVisible(bool(shelf.sessions))
        _fill(
            self.sessions,
            [
                (
                    one.session,
                    (
                        one.title,
                        _day(one),
                        tr("{n} of {all}", n=one.ruled, all=one.slides),
                        listed(one.people) or tr("whoever votes"),
                    ),
                )
                for one in shelf.sessions
            ],
        )
        _fill(
            self.decks,
            [(one.exercise, (one.sheet.title, str(one.items), one.made)) for one in shelf.decks],
        )

    def current(self) -> str:
        """The id of the chosen session, or empty."""
        return _current(self.sessions)

    def deck(self) -> str:
        """The id of the chosen deck, or empty."""
        return _current(self.decks)

    def open_chosen(self) -> None:
        """Open the session that is chosen; where the keyboard is among decks, begin one."""
        if self.decks.hasFocus() and self.deck():
            self.begun.emit(self.deck())
        elif self.current():
            self.chosen.emit(self.current())


def _fill(table: QTableWidget, rows: list[tuple[str, tuple[str, ...]]]) -> None:
    before = _current(table)
    table.setRowCount(len(rows))
    for row, (name, cells) in enumerate(rows):
        for column, text in enumerate(cells):
            cell = QTableWidgetItem(text)
            cell.setData(NAME, name)
            cell.setToolTip(text)
            table.setItem(row, column, cell)
    names = [name for name, _ in rows]
    if names:
        table.selectRow(names.index(before) if before in names else 0)


def _current(table: QTableWidget) -> str:
    cell = table.item(table.currentRow(), 0)
    return str(cell.data(NAME)) if cell is not None else ""


def _day(one: SessionSummary) -> str:
    """The person's own day on which it was begun."""
    return datetime.fromtimestamp(one.time / 1_000_000, UTC).astimezone().date().isoformat()


def _head(text: str, actions: Actions, acts: tuple[Act, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    title = plain(text)
    title.setFont(scaled(title.font(), "title", bold=True))
    row.addWidget(title, 1)
    for act in acts:
        row.addWidget(actions.button(act))
    return row
