"""The place that a lens or a cross follows: how arrow keys move it and how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPen

LENS_SHARE = 0.18
"""The lens's radius as a share of the stage's shorter side."""
STEP, FINE_STEP = 16, 1
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def is_step(event: QKeyEvent) -> bool:
    """Whether the key moves the place: an arrow, alone or with Shift for a fine step."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    bare = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    return bare and event.key() in ARROWS


def stepped(spot: QPointF, event: QKeyEvent, area: QRectF) -> QPointF:
    """`spot` after the arrow key of `event`, kept inside `area`."""
    step = FINE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
    across, down = ARROWS[Qt.Key(event.key())]
    x, y = spot.x() + across * step, spot.y() + down * step
    return QPointF(min(area.right(), max(area.left(), x)), min(area.bottom(), max(area.top(), y)))


@contextmanager
def lens(painter: QPainter, spot: QPointF, radius: float) -> Iterator[None]:
    """What is painted meanwhile is seen in a ring around `spot` only; the ring is drawn after."""
    ring = QPainterPath()
    ring.addEllipse(spot, radius, radius)
    painter.save()
    painter.setClipPath(ring)
    yield
    painter.restore()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in cased():
        painter.setPen(pen)
        painter.drawPath(ring)


def paint_crosshair(painter: QPainter, spot: QPointF) -> None:
    """The place that is being set."""
    x, y = spot.x(), spot.y()
    for pen in cased():
        painter.setPen(pen)
        for inner, outer in ((5, 16), (-5, -16)):
            painter.drawLine(QPointF(x + inner, y), QPointF(x + outer, y))
            painter.drawLine(QPointF(x, y + inner), QPointF(x, y + outer))


def cased() -> tuple[QPen, QPen]:
    """White on black, so that it is seen on any content."""
    return QPen(Qt.GlobalColor.black, 4), QPen(Qt.GlobalColor.white, 2)
