"""The list of the queue: a line for each item, painted, so that any text is plain."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from smo_review.domain.views import QueueRow
from smo_review.language import tr
from ui.review import names, paint
from ui.review.queue_model import NUMBER, ROW, Index, state_text
from ui.shell.theme import STEP, tokens_of


def kind_text(kinds: str) -> str:
    """What an item is made of, in words: its parts' kinds as the queue gives them."""
    known = {"text": tr("text"), "image": tr("image"), "video": tr("video")}
    parts = [known.get(kind, kind) for kind in kinds.replace("+", " ").replace(",", " ").split()]
    return " + ".join(parts)


class QueueDelegate(QStyledItemDelegate):
    """A line of the queue: shape of its state, number, id; kind, language and state in words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QueueRow | None = index.data(ROW)
        colours = tokens_of(option.palette)
        little = paint.small(option.font)
        painter.save()
        if option.state & option.state.State_Selected:
            paint.chosen(painter, option.rect, option.palette)
        first = QFontMetrics(option.font).height()
        inside = option.rect.adjusted(STEP * 8, STEP, -STEP * 3, -STEP)
        top = QRect(inside.left(), inside.top(), inside.width(), first)
        below = inside.adjusted(0, first + STEP // 2, 0, 0)
        number = str(index.data(NUMBER))
        taken = paint.write(painter, top, number, colours.quiet, little, right=True)
        if row is not None:
            ring = QRectF(option.rect.left() + STEP * 3, top.center().y() - 5.5, 11, 11)
            tint = colours.accent if row.state == "done" else colours.quiet
            paint.state_shape(painter, ring, row.state, tint)
            title = top.adjusted(0, 0, -taken - STEP * 2, 0)
            paint.write(painter, title, row.item, colours.text, option.font, elide=paint.MIDDLE)
            state = state_text(row)
            if row.incorrect:
                state = f"{names.outcome_sign('incorrect')} {row.incorrect} · {state}"
            if row.flagged:
                state = f"⚑ {state}"
            taken = paint.write(painter, below, state, colours.quiet, little, right=True)
            about = " · ".join(part for part in (kind_text(row.kinds), row.language) if part)
            rest = below.adjusted(0, 0, -taken - STEP * 2, 0)
            paint.write(painter, rest, about, colours.quiet, little)
        painter.restore()


class QueueList(QTableView):
    """The list of items. Enter or a click goes to the item; letters are left to the page's keys.

    A table of one column: Qt's list view asks for every line whenever one of them changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(QueueDelegate(self))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "plain")
        self.setAccessibleName(tr("Items of the queue"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self._fit()

    def _fit(self) -> None:
        """One height for all lines, as the text size has it."""
        little = paint.small(self.font())
        second = paint.text_height(little, names.state_word("open"))
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(
            QFontMetrics(self.font()).height() + second + 3 * STEP
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """No search by typing in the list: its letters are the verdict keys."""
