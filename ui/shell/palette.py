"""The palette (Ctrl+K): type what you want to do, in your language or in English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import solid, tr, translated
from ui.shell.actions import SPECS, Act, Actions
from ui.shell.theme import scaled, tokens_of

ROWS = 200
"""As many entries are listed; who wants more types another letter."""
WIDTH = 560
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """One line of the palette. `also` is searched but not shown (the English words)."""

    title: str
    run: Callable[[], object]
    hint: str = ""
    key: str = ""
    also: str = ""


def score(query: str, text: str) -> int | None:
    """How well `query` fits `text`, less is better; None where its letters are not all there.

    The letters must come in order. A whole word found early is best, scattered letters are worst.
    """
    wanted, given = solid(query).casefold().split(), solid(text).casefold()
    total = 0
    for word in wanted:
        found = given.find(word)
        if found >= 0:
            starts = found == 0 or not given[found - 1].isalnum()
            total += found + (0 if starts else 40)
            continue
        place, first = -1, -1
        for letter in word:
            place = given.find(letter, place + 1)
            if place < 0:
                return None
            first = place if first < 0 else first
        total += 200 + place - first
    return total


def best(query: str, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that fit `query`, the best first, in their given order where equal."""
    found = []
    for entry in entries:
        scores = [score(query, text) for text in (entry.title, entry.also) if text]
        fitting = [value for value in scores if value is not None]
        if fitting:
            found.append((min(fitting), entry))
    found.sort(key=lambda pair: pair[0])
    return [entry for _, entry in found[:ROWS]]


def action_entries(actions: Actions) -> list[Entry]:
    """Everything that can be done here and now, but what can only be held."""
    return [
        Entry(
            actions.text(act),
            partial(actions.press, act),
            translated(spec.group.value),
            actions.key_text(act),
            spec.text,
        )
        for act, spec in SPECS.items()
        if actions.is_ready(act) and not spec.hold and act is not Act.PALETTE
    ]


class _Entries(QAbstractListModel):
    """The entries that fit, as a list for the view."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(part for part in (entry.title, entry.hint, entry.key) if part)
        if role == Qt.ItemDataRole.UserRole:
            return entry
        return None


class _Row(QStyledItemDelegate):
    """Draws an entry: title, quiet hint, key at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, option.fontMetrics.height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        colours = tokens_of(option.palette)
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, colours.chosen)
        inner = area.adjusted(16, 0, -16, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(scaled(option.font, "small"))
        painter.setPen(colours.quiet)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, entry.key or entry.hint)
        if entry.key:
            away = painter.fontMetrics().horizontalAdvance(entry.key) + 16
            hint_area = inner.adjusted(0, 0, -max(away, 96), 0)
            painter.drawText(hint_area, middle | Qt.AlignmentFlag.AlignRight, entry.hint)
        painter.setFont(option.font)
        painter.setPen(colours.text)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, entry.title)


class Palette(QFrame):
    """Lies over the window's upper part while it is open."""

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._actions = actions
        self._providers: list[Callable[[], Sequence[Entry]]] = []
        self._entries: list[Entry] = []
        self._reader: Callable[[str], Entry | None] = lambda _: None
        self._before: QWidget | None = None
        self.setProperty("kind", "card")
        self.setAutoFillBackground(True)
        self._field = QLineEdit(self)
        self._field.textEdited.connect(self._search)
        self._field.installEventFilter(self)
        self._model = _Entries(self)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Row(self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.clicked.connect(lambda _: self._run())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        window.installEventFilter(self)
        self.hide()

    def provide(self, provider: Callable[[], Sequence[Entry]]) -> None:
        """Ask `provider` for more entries whenever the palette opens."""
        self._providers.append(provider)

    def forget_providers(self) -> None:
        """Pages are about to be built anew."""
        self._providers.clear()

    def understand(self, reader: Callable[[str], Entry | None]) -> None:
        """Ask `reader` first what the typed or pasted words mean by themselves."""
        self._reader = reader

    def open(self) -> None:
        """Show all that can be done, ready to type."""
        if self.isVisible():
            self.close_()
            return
        self._before = self.window().focusWidget()
        self._entries = action_entries(self._actions)
        for provider in self._providers:
            self._entries.extend(provider())
        name = tr("Find an action or a batch, or paste an address")
        self._field.setPlaceholderText(name)
        self._field.setAccessibleName(name)
        self._list.setAccessibleName(tr("What fits"))
        self._field.clear()
        self._search("")
        self._place()
        self.show()
        self.raise_()
        self._field.setFocus()

    def close_(self) -> None:
        """Go back to where the person was."""
        if not self.isVisible():
            return
        had_focus = self._field.hasFocus()
        self.hide()
        if had_focus and self._before is not None:
            self._before.setFocus()
        self._before = None

    def titles(self) -> list[str]:
        """What is listed now, the best first."""
        return [entry.title for entry in self._model.entries]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._field:
            if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
            if kind == QEvent.Type.FocusOut:
                self.hide()
        elif kind == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            row = self._list.currentIndex().row() + step
            self._choose(row % max(1, self._model.rowCount()))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_()
        return False

    def _search(self, query: str) -> None:
        meant = self._reader(query)
        self._model.show([meant] if meant is not None else best(query, self._entries))
        self._choose(0)
        self._place()

    def _choose(self, row: int) -> None:
        self._list.setCurrentIndex(self._model.index(row, 0))

    def _run(self) -> None:
        entry = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        self.close_()
        if entry is not None:
            entry.run()

    def _place(self) -> None:
        window = self.window()
        width = min(max(WIDTH, self.fontMetrics().averageCharWidth() * 72), window.width() - 48)
        row = self.fontMetrics().height() + 16
        rows = min(max(1, self._model.rowCount()), 10)
        height = self._field.sizeHint().height() + rows * row + 28
        height = min(height, window.height() - 120)
        self.setGeometry((window.width() - width) // 2, 72, width, height)
