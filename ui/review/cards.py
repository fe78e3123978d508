"""The list of annotations beside the item: one card each, painted, so that any text is plain."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from smo_review.language import tr
from ui.review import names, paint
from ui.review.cards_model import LINE, CardsModel, Line
from ui.review.queue_model import Index
from ui.shell.theme import STEP, Tokens, tokens_of
from ui.stage.marks import annotator_colour

INDENT = 28


class CardDelegate(QStyledItemDelegate):
    """Paints the lines of a card; the selected annotation's lines share one ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(LINE)
        height = paint.text_height(option.font, line.text)
        if line.kind == "head":
            return QSize(0, height + 3 * STEP)
        if isinstance(option.widget, QListView):
            font = paint.small(option.font) if line.kind == "verdict" else option.font
            room = option.widget.viewport().width() - INDENT - STEP * 3
            height = paint.wrapped_height(font, line.text, room - _beside(option, line))
        if line.kind == "verdict" and line.detail:
            height += paint.text_height(paint.small(option.font), line.detail)
        return QSize(0, height + STEP + STEP // 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        model = index.model()
        colours = tokens_of(option.palette)
        painter.save()
        if isinstance(model, CardsModel) and model.selected == line.annotation:
            paint.chosen(painter, option.rect, option.palette)
        if line.kind == "head":
            if index.row():
                painter.setPen(colours.line)
                painter.drawLine(option.rect.topLeft(), option.rect.topRight())
            self._head(painter, option, line, colours)
        elif line.kind == "verdict":
            self._verdict(painter, option, line, colours)
        else:
            current = isinstance(model, CardsModel) and model.current_mark == (
                line.annotation,
                line.mark,
            )
            self._mark(painter, option, line, colours, current)
        painter.restore()

    def _head(
        self, painter: QPainter, option: QStyleOptionViewItem, line: Line, colours: Tokens
    ) -> None:
        inside = option.rect.adjusted(STEP * 3, STEP, -STEP * 3, 0)
        little = paint.small(option.font)
        state, tint = tr("open"), colours.quiet
        if line.outcome is not None:
            sign, word = names.outcome_sign(line.outcome), names.outcome_word(line.outcome)
            state, tint = f"{sign} {word}", paint.outcome_colour(line.outcome, option.palette)
        taken = paint.write(painter, inside, state, tint, little, right=True)
        waits = [tr("unsettled")] if line.unsettled else []
        for word in (*waits, *([tr("draft")] if line.draft else [])):
            room = inside.adjusted(0, 0, -taken - STEP * 2, 0)
            taken += STEP * 2 + paint.write(
                painter, room, word, colours.ambiguous, little, right=True
            )
        left = inside.adjusted(0, 0, -taken - STEP * 2, 0)
        bold = paint.strong(option.font)
        width = paint.write(painter, left, line.text, colours.text, bold, elide=paint.MIDDLE)
        if line.detail:
            rest = left.adjusted(width + STEP * 2, 0, 0, 0)
            paint.write(painter, rest, line.detail, colours.quiet, little)

    def _mark(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        line: Line,
        colours: Tokens,
        current: bool,
    ) -> None:
        inside = option.rect.adjusted(INDENT, 0, -STEP * 3, 0)
        if line.located:
            side = 8
            spot = QRect(STEP * 3, 0, side, side)
            spot.moveCenter(QRect(STEP * 3, inside.top(), side, inside.height()).center())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(annotator_colour(line.place)), 2))
            if current:
                painter.setBrush(QColor(annotator_colour(line.place)))
            painter.drawRoundedRect(QRectF(spot), 2, 2)
        tint = colours.text if line.kind == "mark" else colours.quiet
        font = paint.strong(option.font) if current else option.font
        taken = 0
        if line.detail:
            room = inside.adjusted(inside.width() // 2, 0, 0, 0)
            taken = STEP + paint.write(
                painter, room, line.detail, colours.quiet, paint.small(option.font), right=True
            )
        paint.write_wrapped(painter, inside.adjusted(0, 0, -taken, 0), line.text, tint, font)

    def _verdict(
        self, painter: QPainter, option: QStyleOptionViewItem, line: Line, colours: Tokens
    ) -> None:
        inside = option.rect.adjusted(INDENT, 0, -STEP * 3, 0)
        little = paint.small(option.font)
        below = paint.text_height(little, line.detail) if line.detail else 0
        top = inside.adjusted(0, 0, 0, -below)
        if line.outcome is not None:
            sign = names.outcome_sign(line.outcome)
            tint = paint.outcome_colour(line.outcome, option.palette)
            paint.write(painter, top.adjusted(-STEP * 3, 0, 0, 0), sign, tint, little)
        paint.write_wrapped(painter, top, line.text, colours.quiet, little)
        if line.detail:
            under = inside.adjusted(0, top.height(), 0, 0)
            paint.write(painter, under, line.detail, colours.quiet, little)


def _beside(option: QStyleOptionViewItem, line: Line) -> int:
    """The width that a mark's place and confidence take beside its label."""
    if line.kind != "mark" or not line.detail:
        return 0
    return paint.width_of(paint.small(option.font), line.detail) + STEP


class Cards(QListView):
    """Annotations, selectable by annotation or by single mark.

    `annotation_chosen(index)`; `mark_chosen(index, mark)` when a line of one mark was chosen.
    """

    annotation_chosen = Signal(int)
    mark_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = CardsModel(self)
        self._showing = False
        self.setModel(self.lines)
        self.setItemDelegate(CardDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "plain")
        self.setAccessibleName(tr("Annotations of this item"))
        self.setToolTip(tr("Each annotation, with the verdicts on it"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(96)
        # Lines that wrap are as high as the width asks for.
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def show_lines(self, lines: list[Line], selected: int | None, fresh: bool) -> None:
        """Show an item's annotations, one of them selected; `fresh` where it is another item."""
        self._showing = True
        self.lines.show(lines, selected, fresh)
        row = self.lines.row_of(selected) if selected is not None else None
        if row is not None:
            self._point(row)
            self._bring_up()
        self._showing = False

    def _bring_up(self) -> None:
        """Scroll so that the selected card is seen, its head first."""
        rows = [
            row
            for row, line in enumerate(self.lines.lines)
            if line.annotation == self.lines.selected
        ]
        for row in rows[-1:] + rows[:1]:
            self.scrollTo(self.lines.index(row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bring_up()

    def select_mark(self, index: int, mark: int) -> None:
        """Show a mark as the current one, as the stage does."""
        self._showing = True
        self.lines.set_mark(index, mark)
        row = self.lines.row_of(index, mark)
        if row is not None:
            self._point(row)
        self._showing = False

    def _point(self, row: int) -> None:
        self.selectionModel().setCurrentIndex(
            self.lines.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def keyboardSearch(self, search: str) -> None:
        """No search by typing in the list: letters are the verdict keys."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self._showing or not current.isValid():
            return
        line: Line = current.data(LINE)
        self.annotation_chosen.emit(line.annotation)
        if line.kind == "mark":
            self.lines.set_mark(line.annotation, line.mark)
            self.mark_chosen.emit(line.annotation, line.mark)
