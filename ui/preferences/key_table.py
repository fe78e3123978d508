"""Every action with its key as a drawn table: widgets for all of them would be a third of the
client's, and each of them is dressed again when the scheme changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from smo_review.language import solid, tr, translated
from ui.shell.actions import SPECS, Act, Actions, Group
from ui.shell.keys import sequences
from ui.shell.settings import SettingsStore
from ui.shell.theme import STEP, tokens_of

WHERE, NAME, KEY, RESET = range(4)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_PRESSED = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
_NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class KeyModel(QAbstractTableModel):
    """One row for each action: where it is, its name, its key, and what sets that back."""

    def __init__(self, settings: SettingsStore, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._actions = actions
        self._widget = parent
        self.acts: Sequence[Act] = [
            act for group in Group for act in Act if SPECS[act].group is group
        ]
        self.listening: Act | None = None
        actions.keys_changed.connect(self.tell)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.acts)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else RESET + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.column() == RESET and not self.is_changed(self.acts[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        act = self.acts[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(act, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(act, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == WHERE:
            return tokens_of(self._widget.palette()).quiet
        return None

    def is_changed(self, act: Act) -> bool:
        """Whether the person gave it another key than the table of actions."""
        return act.name in self._settings.current.key_overrides

    def listen(self, act: Act | None) -> None:
        """Say that the next key is for `act`, or that none is waited for."""
        self.listening = act
        self.tell()

    def tell(self) -> None:
        """Keys are other ones now."""
        self.dataChanged.emit(self.index(0, KEY), self.index(len(self.acts) - 1, RESET))

    def matches(self, act: Act, text: str) -> bool:
        """Whether an action is one that is searched for."""
        words = f"{self._actions.text(act)} {SPECS[act].text} {self._actions.key_text(act)}"
        return solid(text).casefold() in solid(words).casefold()

    def _shown(self, act: Act, column: int) -> str:
        if column == WHERE:
            return translated(SPECS[act].group.value)
        if column == NAME:
            return self._actions.text(act)
        if column == RESET:
            return tr("As it was")
        if act is self.listening:
            return tr("Press a key…")
        return self._actions.key_text(act) or tr("none")

    def _spoken(self, act: Act, column: int) -> str:
        shown, action = self._shown(act, column), self._actions.text(act)
        if column == KEY:
            whose = tr("Key of “{action}”", action=action)
            return f"{whose}: {shown}"
        return f"{shown}: {action}" if column == RESET else shown


class _Buttons(QStyledItemDelegate):
    """Draws keys, and what sets them back, as the buttons that they are."""

    def __init__(self, view: KeyTable) -> None:
        super().__init__(view)
        self._view = view
        self._like = QPushButton(view)
        """Never shown: it is what the style sheet says of buttons."""
        self._like.hide()

    def size(self, texts: Sequence[str]) -> QSize:
        """What a button takes with the longest of some texts."""
        widths = (self._like.fontMetrics().horizontalAdvance(text) for text in texts)
        return QSize(max(widths) + STEP * 8, self._like.sizeHint().height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() in (WHERE, NAME):
            super().paint(painter, option, index)
            return
        if not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        drawn = QStyleOptionButton()
        drawn.initFrom(self._like)
        drawn.rect = self._rect(option.rect)
        drawn.text = index.data()
        drawn.state = QStyle.StateFlag.State_Enabled
        model = self._view.keys
        if index.column() == KEY and model.acts[index.row()] is model.listening:
            drawn.state |= QStyle.StateFlag.State_On
        if index == self._view.currentIndex() and self._view.hasFocus():
            drawn.state |= QStyle.StateFlag.State_HasFocus
        if option.state & QStyle.StateFlag.State_MouseOver:
            drawn.state |= QStyle.StateFlag.State_MouseOver
        style = self._like.style()
        style.drawControl(QStyle.ControlElement.CE_PushButton, drawn, painter, self._like)

    def _rect(self, cell: QRect) -> QRect:
        gap = STEP // 2
        return cell.adjusted(gap, gap, -gap, -gap)


class KeyTable(QTableView):
    """As tall as its rows, so that the page scrolls and not the table in it.

    Arrows go from key to key; Return, Space or a click changes the one that is shown as current.
    """

    chosen = Signal(object, str)
    """(Act, the key that it is to have, as portable text)."""
    set_back = Signal(object)
    """The Act that is to have its first key again."""
    moved = Signal(QRect)
    """Where the current key is, for the page to scroll there."""

    def __init__(self, settings: SettingsStore, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.keys = KeyModel(settings, actions, self)
        self._buttons = _Buttons(self)
        self._look = ("", 0)
        self.setModel(self.keys)
        self.setItemDelegate(self._buttons)
        self.setProperty("kind", "plain")
        self.setAccessibleName(tr("Keys"))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._press)
        self._fit()

    def index_of(self, act: Act, column: int = KEY) -> QModelIndex:
        """The cell of an action."""
        return self.keys.index(self.keys.acts.index(act), column)

    def search(self, text: str) -> None:
        """Leave only the actions that are searched for."""
        for row, act in enumerate(self.keys.acts):
            self.setRowHidden(row, not self.keys.matches(act, text))
        self._take_height()

    def event(self, event: QEvent) -> bool:
        # A key that means something elsewhere must reach us while we listen.
        if event.type() == QEvent.Type.ShortcutOverride and self.keys.listening is not None:
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.keys.listening is not None:
            self._hear(self.keys.listening, event)
        elif Qt.Key(event.key()) in _PRESSED and self.currentIndex().isValid():
            self._press(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() or self.isRowHidden(self.currentIndex().row()):
            shown = (row for row in range(len(self.keys.acts)) if not self.isRowHidden(row))
            self.setCurrentIndex(self.keys.index(next(shown, -1), KEY))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.keys.listening is not None:
            self.keys.listen(None)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.moved.emit(self.visualRect(current))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        found = super().moveCursor(action, modifiers)
        return found.siblingAtColumn(max(found.column(), KEY)) if found.isValid() else found

    def _press(self, index: Index) -> None:
        act = self.keys.acts[index.row()]
        if index.column() == KEY:
            self.keys.listen(None if self.keys.listening is act else act)
        elif index.column() == RESET and self.keys.is_changed(act):
            self.set_back.emit(act)

    def _hear(self, act: Act, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _MODIFIERS:
            return
        self.keys.listen(None)
        escape = QKeySequence(QKeyCombination(Qt.Key.Key_Escape))
        for sequence in sequences(event)[:1]:
            if sequence != escape:
                key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
                self.chosen.emit(act, key)

    def _fit(self) -> None:
        """Columns and rows as wide and tall as their words, if these look otherwise by now."""
        button = self._buttons.size([tr("Press a key…")])
        look = (self.font().key(), button.height())
        if look == self._look:
            return
        self._look = look
        rows = range(self.keys.rowCount())
        told = [[self.keys.index(row, column).data() for row in rows] for column in (WHERE, KEY)]
        metrics = self.fontMetrics()
        where = max(metrics.horizontalAdvance(text) for text in told[0]) + STEP * 6
        button = self._buttons.size([*told[1], tr("Press a key…")])
        self.setColumnWidth(WHERE, where)
        self.setColumnWidth(KEY, button.width())
        self.setColumnWidth(RESET, self._buttons.size([tr("As it was")]).width())
        self.verticalHeader().setDefaultSectionSize(button.height() + STEP)
        self._take_height()

    def _take_height(self) -> None:
        self.setFixedHeight(self.verticalHeader().length() + 2 * self.frameWidth())
