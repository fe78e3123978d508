"""A key drawn as a small cap, as controls show it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from ui.shell.theme import scaled

PADDING = 5


def cap_width(key: str, font: QFont) -> int:
    """The width of the cap of `key` on a control with `font`; none without a key."""
    if not key:
        return 0
    metrics = QFontMetrics(_small(font))
    return max(metrics.height(), metrics.horizontalAdvance(key) + 2 * PADDING)


def paint_cap(
    painter: QPainter, right: int, height: int, key: str, font: QFont, line: QColor, ink: QColor
) -> int:
    """Draw the cap ending at `right`, in the middle of `height`. Returns where it begins."""
    small, width = _small(font), cap_width(key, font)
    cap = QRect(right - width + 1, 0, width, QFontMetrics(small).height() + 2)
    cap.moveTop((height - cap.height()) // 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(small)
    painter.setPen(ink)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
    return cap.left()


def _small(font: QFont) -> QFont:
    return scaled(font, "small")
