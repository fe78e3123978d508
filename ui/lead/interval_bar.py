"""A rate in a table cell: the figure, and its interval as a bar on the column's common scale."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from smo_review.domain.kpis import ENOUGH
from smo_review.domain.numbers import Rate
from ui.lead.model import RATE_ROLE, SCALE_ROLE
from ui.lead.wording import interval, percent
from ui.shell.theme import tokens_of

_BAR = 48


class IntervalDelegate(QStyledItemDelegate):
    """Draws value, bar and interval; with too few judged the bar is hollow, so that shape and
    not only colour tells it apart."""

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
        ink, quiet = colours.text, colours.quiet
        accent = colours.accent
        area = option.rect.adjusted(8, 0, -8, 0)
        metrics = option.fontMetrics
        figure = metrics.horizontalAdvance("100.0%") + 8
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(ink)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignLeft), percent(value))
        line = QRectF(area.left() + figure, area.center().y() + 0.5, _BAR, 1)
        painter.fillRect(line, colours.edge)
        low, high = (rate.low or 0.0) / scale, (rate.high or 0.0) / scale
        left, width = line.left() + low * _BAR, max(3.0, (high - low) * _BAR)
        bar = QRectF(left, area.center().y() - 3, width, 7)
        painter.setPen(accent)
        painter.setBrush(accent if rate.n >= ENOUGH else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar, 2, 2)
        x = line.left() + value / scale * _BAR
        painter.fillRect(QRectF(x - 1, area.center().y() - 6, 2, 13), ink)
        painter.setPen(quiet)
        rest = area.adjusted(int(figure + _BAR + 10), 0, 0, 0)
        painter.drawText(rest, int(middle | Qt.AlignmentFlag.AlignLeft), interval(rate))
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        if isinstance(index.data(RATE_ROLE), Rate):
            metrics = option.fontMetrics
            text = metrics.horizontalAdvance("100.0%" + "100.0–100.0%")
            return QSize(text + _BAR + 28, hint.height() + 8)
        return QSize(hint.width() + 16, hint.height() + 8)
