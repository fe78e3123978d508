"""What the lists of the page paint alike: selected lines, elided plain text, signs of state."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen

from smo_review.domain.facts import Outcome
from smo_review.domain.views import ItemState
from ui.shell.theme import KHMER_LINE, scaled, tokens_of

SIDE = Qt.TextElideMode.ElideRight
WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
MOST_LINES = 3
MIDDLE = Qt.TextElideMode.ElideMiddle


def chosen(painter: QPainter, rect: QRect, palette: QPalette) -> None:
    """The ground of a chosen line, with the accent's bar at its left."""
    tokens = tokens_of(palette)
    painter.fillRect(rect, tokens.chosen)
    painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.accent)


def write(
    painter: QPainter,
    rect: QRect,
    text: str,
    colour: QColor,
    font: QFont,
    *,
    right: bool = False,
    elide: Qt.TextElideMode = SIDE,
) -> int:
    """Write one line of plain text, elided to `rect`; the width in pixels that it took."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(" ".join(text.split()), elide, max(rect.width(), 0))
    painter.setFont(font)
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    flags = side | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def small(font: QFont) -> QFont:
    return scaled(font, "small")


def strong(font: QFont) -> QFont:
    return scaled(font, "normal", bold=True)


def text_height(font: QFont, text: str) -> int:
    """What a line of `text` needs: Khmer stacks signs above and below."""
    height = QFontMetrics(font).height()
    khmer = any("\u1780" <= letter <= "\u17ff" for letter in text)
    return round(height * KHMER_LINE) if khmer else height


def width_of(font: QFont, text: str) -> int:
    """The width of one line of text."""
    return QFontMetrics(font).horizontalAdvance(text)


def wrapped_height(font: QFont, text: str, width: int) -> int:
    """The height of `text` in at most `MOST_LINES` lines of `width` pixels."""
    if QFontMetrics(font).horizontalAdvance(text) <= width:
        return text_height(font, text)
    box = QFontMetrics(font).boundingRect(QRect(0, 0, max(width, 1), 10_000), WRAPPED, text)
    line = text_height(font, text)
    return min(max(box.height(), 2 * line), MOST_LINES * line)


def write_wrapped(painter: QPainter, rect: QRect, text: str, colour: QColor, font: QFont) -> None:
    """Write plain text over as many lines as `rect` has room for; one line stands in its middle."""
    if QFontMetrics(font).horizontalAdvance(text) <= rect.width():
        write(painter, rect, text, colour, font)
        return
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, WRAPPED | int(Qt.AlignmentFlag.AlignVCenter), text)


def state_shape(painter: QPainter, rect: QRectF, state: ItemState, colour: QColor) -> None:
    """How far an item is: an empty, half-filled or full disc; a full square where it is sealed."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(colour if state == "done" else Qt.BrushStyle.NoBrush)
    ring = rect.adjusted(0.7, 0.7, -0.7, -0.7)
    if state == "sealed":
        painter.fillRect(ring, colour)
        painter.restore()
        return
    painter.drawEllipse(ring)
    if state == "partly":
        painter.setBrush(colour)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    painter.restore()


def outcome_colour(outcome: Outcome, palette: QPalette) -> QColor:
    """The outcome's tint; a sign and a word always stand beside it."""
    tokens = tokens_of(palette)
    return {
        "correct": tokens.correct,
        "incorrect": tokens.incorrect,
        "ambiguous": tokens.ambiguous,
        "unreviewable": tokens.unreviewable,
    }[outcome]
