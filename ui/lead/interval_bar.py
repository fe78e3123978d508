"""A rate in a table cell: the figure, and its interval as a bar on the column's common scale."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from smo_review.domain.kpis import ENOUGH
from smo_review.domain.numbers import Rate
from ui.lead.model import RATE_ROLE, SCALE_ROLE
from ui.lead.wording import interval, percent
from ui.shell.theme import Tokens, tokens_of

LONG, SHORT = 48, 24
"""Pixels of a bar."""


class IntervalDelegate(QStyledItemDelegate):
    """Draws value, bar and interval; with too few judged the bar is hollow, so that shape and
    not only colour tells it apart. `bar` is its length in pixels, 0 where there is no room."""

    bar = LONG

    @property
    def _widest(self) -> str:
        return "100.0%" if self.bar else "(100.0%)"

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rate = index.data(RATE_ROLE)
        if not isinstance(rate, Rate) or rate.value is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        self._draw(painter, option, rate, rate.value, index.data(SCALE_ROLE))

    def _draw(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rate: Rate,
        value: float,
        scale: float,
    ) -> None:
        colours = tokens_of(option.palette)
        area = option.rect.adjusted(8, 0, -8, 0)
        figure = option.fontMetrics.horizontalAdvance(self._widest) + 6
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colours.text)
        told = percent(value)
        # Without the bar, which would be hollow, brackets say that too few were judged.
        few = not self.bar and rate.n < ENOUGH
        painter.drawText(area, middle, f"({told})" if few else told)
        if self.bar:
            start = QPointF(area.left() + figure, area.center().y())
            _draw_bar(painter, start, self.bar, (rate, scale), colours)
            figure += self.bar + 8
        painter.setPen(colours.quiet)
        painter.drawText(area.adjusted(figure, 0, 0, 0), middle, interval(rate))
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        if isinstance(index.data(RATE_ROLE), Rate):
            metrics = option.fontMetrics
            text = metrics.horizontalAdvance(self._widest + "100.0–100.0%") + 22
            return QSize(text + (self.bar + 8 if self.bar else 0), hint.height() + 8)
        return QSize(hint.width() + 16, hint.height() + 8)


def _draw_bar(
    painter: QPainter, start: QPointF, long: int, told: tuple[Rate, float], colours: Tokens
) -> None:
    """The interval on the scale from 0 to the second of `told`, and the value as a stroke."""
    rate, scale = told
    painter.fillRect(QRectF(start.x(), start.y() + 0.5, long, 1), colours.edge)
    low, high = (rate.low or 0.0) / scale, (rate.high or 0.0) / scale
    bar = QRectF(start.x() + low * long, start.y() - 3, max(3.0, (high - low) * long), 7)
    painter.setPen(colours.accent)
    painter.setBrush(colours.accent if rate.n >= ENOUGH else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(bar, 2, 2)
    value = start.x() + (rate.value or 0.0) / scale * long
    painter.fillRect(QRectF(value - 1, start.y() - 6, 2, 13), colours.text)
