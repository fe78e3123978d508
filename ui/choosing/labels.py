"""The labels to choose from: digits put the first nine on or off, typing finds any of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.project import Project, words
from smo_review.language import current, tr
from ui.shell.actions import Actions
from ui.shell.acts import Act
from ui.shell.key_cap import cap_width, paint_cap
from ui.shell.theme import STEP, tokens_of

DIGITS = (
    Act.LABEL_1,
    Act.LABEL_2,
    Act.LABEL_3,
    Act.LABEL_4,
    Act.LABEL_5,
    Act.LABEL_6,
    Act.LABEL_7,
    Act.LABEL_8,
    Act.LABEL_9,
)
LABEL, KEY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
ROWS = 9
"""Labels in sight at once; more are reached by scrolling or typing."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Index = QModelIndex | QPersistentModelIndex


class KeyDelegate(QStyledItemDelegate):
    """A line with its tick, its name and its key as a cap at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, option.fontMetrics.height() + 2 * STEP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        key = str(index.data(KEY) or "")
        line = QStyleOptionViewItem(option)
        line.rect.setRight(line.rect.right() - cap_width(key, option.font) - STEP)
        super().paint(painter, line, index)
        if key:
            colours = tokens_of(option.palette)
            painter.save()
            painter.translate(0, option.rect.top())
            paint_cap(
                painter,
                option.rect.right() - STEP,
                option.rect.height(),
                key,
                option.font,
                colours.line,
                colours.quiet,
            )
            painter.restore()


class SearchField(QLineEdit):
    """A field that keeps Enter and Esc to itself: they do not answer, and do not only cover."""

    entered = Signal()
    left = Signal()
    moved = Signal(int)

    def event(self, event: QEvent) -> bool:
        own = (*ENTER, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in own
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class LabelList(QWidget):
    """Every label of the project, and "none applies". `toggled(id)`, `none`, `left`."""

    toggled = Signal(str)
    none = Signal()
    left = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._labels: list[str] = []
        self.search = SearchField()
        self.search.setAccessibleName(actions.text(Act.FIND_LABEL))
        self.search.setPlaceholderText(tr("Type a label; Enter puts it on or off"))
        self.search.textChanged.connect(self._filter)
        self.search.entered.connect(self._take_first)
        self.search.left.connect(self._leave)
        self.search.moved.connect(self._move)
        self.search.hide()
        self.list = QListWidget()
        self.list.setItemDelegate(KeyDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("kind", "plain")
        self.list.setAccessibleName(tr("Labels"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self.search)
        layout.addWidget(self.list)

    def offer(self, project: Project) -> None:
        """The labels of a project, in its order."""
        self._labels = [label.id for label in project.labels]
        self.list.clear()
        for place, label in enumerate(project.labels):
            key = self._actions.key_text(DIGITS[place]) if place < len(DIGITS) else ""
            self._add(words(label.name, current()), label.id, key)
        self._add(self._actions.text(Act.NO_LABEL), "", self._actions.key_text(Act.NO_LABEL))
        self._filter("")

    def show_chosen(self, labels: Collection[str], none: bool) -> None:
        """Tick what was chosen; `none` says that none applies."""
        for row in range(self.list.count()):
            line = self.list.item(row)
            on = line.data(LABEL) in labels if line.data(LABEL) else none
            line.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def toggle_place(self, place: int) -> None:
        """The label that a digit means, where there is one."""
        if place < len(self._labels):
            self.toggled.emit(self._labels[place])

    def start_find(self) -> None:
        """Put the cursor into the search."""
        self.search.show()
        self.search.setFocus()
        self._filter("")

    def _add(self, name: str, label: str, key: str) -> None:
        line = QListWidgetItem(name)
        line.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        line.setCheckState(Qt.CheckState.Unchecked)
        line.setData(LABEL, label)
        line.setData(KEY, key)
        line.setToolTip(name)
        self.list.addItem(line)

    def _filter(self, text: str) -> None:
        wanted = _fold(text).split()
        first = -1
        for row in range(self.list.count()):
            line = self.list.item(row)
            told = _fold(f"{line.text()} {line.data(LABEL)}")
            line.setHidden(not all(word in told for word in wanted))
            if first < 0 and not line.isHidden():
                first = row
        self.list.setCurrentRow(first if text else -1)
        height = max(self.list.sizeHintForRow(0), 24)
        self.list.setFixedHeight(min(self.list.count(), ROWS + 1) * height + 4)

    def _take_first(self) -> None:
        line = self.list.currentItem()
        if line is not None and self.search.text():
            self._clicked(line)
            self.search.clear()
        else:
            self._leave()

    def _move(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if not self.list.item(row).isHidden():
                self.list.setCurrentRow(row)
                return
            row += by

    def _clicked(self, line: QListWidgetItem) -> None:
        if line.data(LABEL):
            self.toggled.emit(line.data(LABEL))
        else:
            self.none.emit()

    def _leave(self) -> None:
        self.search.clear()
        self.search.hide()
        self.left.emit()


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
