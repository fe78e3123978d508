"""Labels drawn on content: their shapes, names, colours and line styles.

Colours are safe for colour-blind people and each annotator has a line style too, so that nothing
is told by colour alone. Every line has a casing, so that it can be seen on any content. Names
stand outside of what they name wherever there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from smo_review.domain.content import MILLION, Box, Mark, Pin, Polygon
from smo_review.domain.project import Project, words
from smo_review.language import current

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#8a8f98")
"""Okabe and Ito's colours, and a grey."""
STYLES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
LINE, CHOSEN_LINE, CASING = 2.0, 3.5, 2.0
PIN_RADIUS = 7.0
PIN_TIME = 500
"""A pin on a video is drawn on frames at most this many milliseconds from its own."""
NEAR = 6.0


@dataclass(frozen=True)
class StageMark:
    """A mark to draw: `key` is the page's own name for it; `colour` empty is the annotator's."""

    key: str
    annotation_index: int
    mark: Mark
    colour: str = ""


def label_name(project: Project | None, label: str) -> str:
    """What a label is called in the person's language; its id where nothing is known of it."""
    known = project.labels if project is not None else ()
    return next((words(found.name, current()) for found in known if found.id == label), label)


def annotator_colour(index: int) -> str:
    """The colour of the annotation at `index`, as "#rrggbb"."""
    return COLOURS[index % len(COLOURS)]


def annotator_style(index: int) -> Qt.PenStyle:
    """The line style of the annotation at `index`: with the colour, 40 that differ."""
    return STYLES[index % len(STYLES)]


@dataclass(frozen=True)
class Drawn:
    """A mark laid out in a widget: `outline` closed, or one point for a pin."""

    key: str
    name: str
    outline: QPolygonF
    colour: QColor
    style: Qt.PenStyle
    is_pin: bool = False

    @property
    def area(self) -> QRectF:
        around = self.outline.boundingRect()
        if self.is_pin:
            return around.adjusted(-PIN_RADIUS, -PIN_RADIUS, PIN_RADIUS, PIN_RADIUS)
        return around


def colour_of(mark: StageMark) -> QColor:
    return QColor(mark.colour or annotator_colour(mark.annotation_index))


def ink_on(ground: QColor) -> QColor:
    """Black or white, whichever reads better on `ground` (WCAG relative luminance)."""
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (ground.redF(), ground.greenF(), ground.blueF())
    ]
    luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return QColor("#000000") if luminance > 0.179 else QColor("#ffffff")


def outline(mark: StageMark, size: QSizeF) -> QPolygonF | None:
    """The mark's shape in content pixels, or None where it has none on a picture.

    A box is turned clockwise about its top left corner, in pixels, so that it stays a rectangle.
    """
    across, down = size.width() / MILLION, size.height() / MILLION
    match mark.mark.location:
        case Box() as box:
            corner = QTransform().translate(box.x * across, box.y * down)
            return corner.rotate(box.rotation / 1000).map(
                QPolygonF(QRectF(0, 0, box.w * across, box.h * down))
            )
        case Polygon() as polygon:
            return QPolygonF([QPointF(x * across, y * down) for x, y in polygon.points])
        case Pin() as pin:
            return QPolygonF([QPointF(pin.x * across, pin.y * down)])
        case _:
            return None


def laid_out(
    marks: Sequence[tuple[StageMark, str]], size: QSizeF, to_widget: QTransform, at: int | None
) -> list[Drawn]:
    """The marks that a picture of `size` shows (at a video's time `at`), in widget pixels."""
    found = []
    for mark, name in marks:
        place = mark.mark.location
        away = at is not None and isinstance(place, Pin) and place.at is not None
        if away and abs(place.at - at) > PIN_TIME:  # type: ignore[union-attr, operator]
            continue
        shape = outline(mark, size)
        if shape is not None:
            found.append(
                Drawn(
                    mark.key,
                    name,
                    to_widget.map(shape),
                    colour_of(mark),
                    annotator_style(mark.annotation_index),
                    isinstance(place, Pin),
                )
            )
    return found


def hit(drawn: Sequence[Drawn], chips: Sequence[QRectF | None], point: QPointF) -> str | None:
    """The mark under a point: its name, its line, else the smallest that it lies in."""
    for mark, chip in zip(drawn, chips, strict=True):
        if chip is not None and chip.contains(point):
            return mark.key
    near = QRectF(point.x() - NEAR, point.y() - NEAR, 2 * NEAR, 2 * NEAR)
    inside = []
    for mark in drawn:
        area = mark.area
        if mark.is_pin:
            if area.intersects(near):
                return mark.key
        elif mark.outline.containsPoint(point, Qt.FillRule.OddEvenFill) or (
            area.adjusted(-NEAR, -NEAR, NEAR, NEAR).contains(point)
            and min(area.width(), area.height()) < NEAR
        ):
            inside.append((area.width() * area.height(), mark.key))
    return min(inside)[1] if inside else None


def chip_size(name: str, font: QFont) -> QSizeF:
    metrics = QFontMetricsF(font)
    return QSizeF(metrics.horizontalAdvance(name) + 30, metrics.height() + 4)


def paint_shape(painter: QPainter, mark: Drawn, is_chosen: bool) -> None:
    """A mark's line or point, cased so that it is seen on any content; the chosen one with corners.

    Nothing is filled: what lies inside stays to be seen.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = CHOSEN_LINE if is_chosen else LINE
    if mark.is_pin:
        _paint_pin(painter, mark.outline.first(), mark.colour, is_chosen)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink_on(mark.colour), width + CASING))
    painter.setOpacity(0.6)
    painter.drawPolygon(mark.outline)
    painter.setOpacity(1.0)
    painter.setPen(QPen(mark.colour, width, mark.style))
    painter.drawPolygon(mark.outline)
    if is_chosen:
        painter.setPen(QPen(ink_on(mark.colour), 1))
        painter.setBrush(mark.colour)
        for corner in mark.outline.toList() if mark.outline.size() <= 12 else ():
            painter.drawRect(QRectF(corner.x() - 4, corner.y() - 4, 8, 8))


def _paint_pin(painter: QPainter, spot: QPointF, colour: QColor, is_chosen: bool) -> None:
    radius = PIN_RADIUS + (2 if is_chosen else 0)
    painter.setPen(QPen(ink_on(colour), 2))
    painter.setBrush(colour)
    painter.drawEllipse(spot, radius, radius)
    painter.setBrush(ink_on(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(spot, 2.5, 2.5)


def paint_chip(
    painter: QPainter,
    chip: QRectF,
    name: str,
    colour: QColor,
    style: Qt.PenStyle,
    is_chosen: bool,
) -> None:
    """A name on its annotator's colour, with a sample of the annotator's line."""
    ink = ink_on(colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 2) if is_chosen else QPen(ink, 0.5))
    painter.setBrush(colour)
    painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    middle = chip.center().y()
    painter.setPen(QPen(ink, 2, style))
    painter.drawLine(QPointF(chip.left() + 5, middle), QPointF(chip.left() + 20, middle))
    painter.setPen(ink)
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    room = chip.adjusted(24, 0, -4, 0)
    if chip.width() < chip_size(name, painter.font()).width():
        elide = Qt.TextElideMode.ElideRight
        name = QFontMetricsF(painter.font()).elidedText(name, elide, room.width())
    painter.drawText(room, align, name)
