"""How a shape that is being drawn looks: cased lines, handles, the cross and what pulls it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.stage import pointer
from ui.stage.drawing_pen import Pen
from ui.stage.viewport import Viewport

HANDLE, IN_HAND = 8.0, 12.0
FEW = 60
"""More handles than these would hide the content: only the one in hand is drawn."""


def paint_drawing(painter: QPainter, pen: Pen, view: Viewport, accent: QColor) -> None:
    """Lines that pull, the shape as far as it is drawn, its handles, and the cross."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    to_widget = view.transform()
    sketch, at = pen.sketch, to_widget.map(QPointF(*pen.at))
    _paint_guides(painter, pen, view)
    seen = QPolygonF([to_widget.map(QPointF(*point)) for point in sketch.points])
    if sketch.closed:
        _paint_line(painter, seen, True)
    elif sketch.tool == "box" and sketch.points:
        _paint_line(painter, _box(pen, view), True, dashed=True)
    elif sketch.points:
        _paint_line(painter, seen, False)
        _paint_line(painter, QPolygonF([seen.last(), at]), False, dashed=True)
    for number, corner in enumerate(seen.toList()):
        held = sketch.closed and number == sketch.handle
        first = not sketch.closed and number == 0 and seen.size() > 2
        if held or first or seen.size() <= FEW:
            _paint_handle(painter, corner, accent if held or first else QColor("#ffffff"), held)
    if pen.is_placing:
        pointer.paint_crosshair(painter, at)


def _box(pen: Pen, view: Viewport) -> QPolygonF:
    (x, y), (to_x, to_y) = pen.sketch.points[0], pen.at
    corners = [QPointF(x, y), QPointF(to_x, y), QPointF(to_x, to_y), QPointF(x, to_y)]
    return view.transform().map(QPolygonF(corners))


def _paint_line(painter: QPainter, line: QPolygonF, closed: bool, dashed: bool = False) -> None:
    draw = painter.drawPolygon if closed else painter.drawPolyline
    for pen in pointer.cased():
        if dashed and pen.color() != QColor(Qt.GlobalColor.black):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        draw(line)


def _paint_handle(painter: QPainter, spot: QPointF, colour: QColor, held: bool) -> None:
    side = IN_HAND if held else HANDLE
    painter.setPen(QPen(Qt.GlobalColor.black, 1.5))
    painter.setBrush(colour)
    painter.drawRect(QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_guides(painter: QPainter, pen: Pen, view: Viewport) -> None:
    """Thin lines over the whole picture along what the place was pulled to."""
    width, height = view.content.width(), view.content.height()
    lines = []
    if pen.guides.x is not None:
        lines.append((QPointF(pen.guides.x, 0), QPointF(pen.guides.x, height)))
    if pen.guides.y is not None:
        lines.append((QPointF(0, pen.guides.y), QPointF(width, pen.guides.y)))
    for colour, style in (("#000000", Qt.PenStyle.SolidLine), ("#ffffff", Qt.PenStyle.DashLine)):
        painter.setPen(QPen(QColor(colour), 1, style))
        for start, end in lines:
            painter.drawLine(view.transform().map(start), view.transform().map(end))
