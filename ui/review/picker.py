"""A field that finds one of many by typing: error codes, labels, root causes, clauses.

Its list opens below it while it is being typed in. Enter takes the line under the cursor; Enter
once more, with nothing typed since, means that the person is finished here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import listed, tr
from ui.review import paint
from ui.review.choices import Choice, search
from ui.review.queue_model import Index
from ui.shell.theme import STEP, tokens_of

CHOICE = Qt.ItemDataRole.UserRole
MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 6,
    Qt.Key.Key_PageUp: -6,
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChoiceModel(QAbstractListModel):
    """The choices that what was typed leaves over."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()

    def show(self, choices: Sequence[Choice]) -> None:
        self.beginResetModel()
        self._choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self._choices[index.row()]
        if role == CHOICE:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            critical = tr("critical") if choice.critical else ""
            return listed(part for part in (choice.title, critical, choice.detail) if part)
        return None


class ChoiceDelegate(QStyledItemDelegate):
    """A choice on a line: its name, what it belongs to below, "critical" at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        choice: Choice = index.data(CHOICE)
        height = paint.text_height(option.font, choice.title)
        if choice.detail:
            height += paint.text_height(paint.small(option.font), choice.detail)
        return QSize(0, height + 2 * STEP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(CHOICE)
        colours = tokens_of(option.palette)
        little = paint.small(option.font)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            paint.chosen(painter, option.rect, option.palette)
        inside = option.rect.adjusted(STEP * 2 + choice.depth * 12, STEP, -STEP * 2, -STEP)
        below = paint.text_height(little, choice.detail) if choice.detail else 0
        top = inside.adjusted(0, 0, 0, -below)
        taken = 0
        if choice.critical:
            taken = paint.write(painter, top, tr("critical"), colours.incorrect, little, right=True)
        title = top.adjusted(0, 0, -taken - STEP * 2 if taken else 0, 0)
        paint.write(painter, title, choice.title, colours.text, option.font)
        if choice.detail:
            under = inside.adjusted(0, top.height(), 0, 0)
            paint.write(painter, under, choice.detail, colours.quiet, little)
        painter.restore()


class Picker(QWidget):
    """A labelled field with its list. `value` is the chosen id, or empty.

    `chosen(id)` when one was taken, `finished` on Enter with nothing left to take, `opened` when
    the list shows.
    """

    chosen = Signal(str)
    finished = Signal()
    opened = Signal()

    def __init__(self, title: str, hint: str, rows: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()
        self._rows = rows
        self._touched = False
        self._moved = False
        self._open = False
        self.value = ""
        self.title = QLabel(title)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit()
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(title)
        self.field.textEdited.connect(self._typed)
        self.field.installEventFilter(self)
        self.title.setBuddy(self.field)
        self._model = ChoiceModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(ChoiceDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._take(index.data(CHOICE)))
        self.list.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        for widget in (self.title, self.field, self.list):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.field)

    def offer(self, choices: Sequence[Choice], value: str = "") -> None:
        """Set what can be chosen and what is."""
        self._choices = choices
        self.set_value(value)
        self._filter("")

    def set_value(self, value: str) -> None:
        """Set what is chosen, without telling anybody."""
        self.value = value
        self._touched = self._moved = False
        found = next((choice for choice in self._choices if choice.id == value), None)
        self.field.setText(found.title if found else value)
        self.field.setCursorPosition(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if event.type() == QEvent.Type.FocusIn:
                self._enter_field()
            elif event.type() == QEvent.Type.FocusOut:
                self._leave_field()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in MOVES:
            self._move(MOVES[key])
            return True
        if key in ENTER and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self._enter()
            return True
        return False

    def _move(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            self._touched = self._moved = True
            self._show_list(True)
            at = self.list.currentIndex().row()
            self._point(min(max(at + by, 0), count - 1))

    def _enter(self) -> None:
        if not self._touched:
            self.finished.emit()
        elif not self._moved and not self.field.text().strip():
            self.set_value("")
            self.chosen.emit("")
        elif self.list.currentIndex().isValid():
            self._take(self.list.currentIndex().data(CHOICE))

    def _take(self, choice: Choice) -> None:
        self.set_value(choice.id)
        self._show_list(False)
        self._filter("")
        self.chosen.emit(choice.id)

    def _typed(self, text: str) -> None:
        self._touched, self._moved = True, False
        self._filter(text)
        self._show_list(True)
        self._point(0)

    def _enter_field(self) -> None:
        self._filter("")
        self._show_list(True)
        place = next((at for at, one in enumerate(self._choices) if one.id == self.value), 0)
        self._point(place)
        self.field.selectAll()

    def _leave_field(self) -> None:
        self._show_list(False)
        if self._touched:
            self.set_value(self.value if self.field.text().strip() else "")

    def _filter(self, text: str) -> None:
        found = search(self._choices, text)
        self._model.show(found)
        shown = found[: self._rows]
        height = sum(self.list.sizeHintForRow(row) for row in range(len(shown)))
        self.list.setFixedHeight(height + 2)
        self.list.setVisible(self._open and bool(found))

    def reopen(self) -> None:
        """Show the whole list again, for one more choice."""
        self._enter_field()

    def _show_list(self, open: bool) -> None:
        self._open = open
        self.list.setVisible(open and self._model.rowCount() > 0)
        if open:
            self.opened.emit()

    def _point(self, row: int) -> None:
        index = self._model.index(row)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)
