"""Labels on stretches of text: converted to what Qt counts in, placed and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from smo_review.domain.content import Span
from ui.stage.marks import StageMark, annotator_style, chip_size, colour_of, paint_chip
from ui.stage.text_shape import Offsets

GUTTER = 176.0
"""At most, beside the text, for the names of spans: they hide no word there."""
GAP = 12.0
LANES, LANE = 3, 3.0
"""Underlines of one place, one below another, pixels apart."""


@dataclass(frozen=True)
class TextMark:
    """A mark on a text from `start` to `end` in UTF-16 units."""

    key: str
    name: str
    mark: StageMark
    start: int
    end: int


@dataclass(frozen=True)
class PlacedSpan:
    """A span's rectangles and the place of its name, in the column's pixels."""

    mark: TextMark
    areas: tuple[QRectF, ...]
    chip: QRectF


def text_marks(marks: Sequence[tuple[StageMark, str]], offsets: Offsets) -> list[TextMark]:
    """The marks that lie on a stretch of text, in its order; the others are left out."""
    found = []
    for mark, name in marks:
        place = mark.mark.location
        if isinstance(place, Span):
            start, end = offsets.to_units(place.start, place.end)
            found.append(TextMark(mark.key, name, mark, start, end))
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def gutter(names: Sequence[str], font: QFont) -> float:
    """The room that the names of spans need beside the column."""
    widths = [chip_size(name, font).width() for name in names]
    return min(GUTTER, max(widths) + 2 * GAP) if widths else 0.0


def placed(
    marks: Sequence[TextMark],
    areas: Mapping[tuple[int, int], tuple[QRectF, ...]],
    width: float,
    font: QFont,
) -> list[PlacedSpan]:
    """Spans by their `areas`, beside a column of `width`.

    Names stand in the gutter beside the line where their span begins, one below another.
    """
    found, free = [], 0.0
    for mark in marks:
        where = areas[mark.start, mark.end]
        size = chip_size(mark.name, font)
        top = max(free, where[0].top() if where else 0.0)
        chip = QRectF(width + GAP, top, min(size.width(), GUTTER - GAP), size.height())
        free = chip.bottom() + 2
        found.append(PlacedSpan(mark, where, chip))
    return found


def paint_grounds(
    painter: QPainter, seen: QRectF, spans: Sequence[PlacedSpan], chosen: str
) -> None:
    """A tint behind spans, stronger behind the chosen one."""
    for span in spans:
        tint = QColor(colour_of(span.mark.mark))
        tint.setAlphaF(0.35 if span.mark.key == chosen else 0.12)
        for area in span.areas:
            if area.intersects(seen):
                painter.fillRect(area, tint)


def paint_spans(painter: QPainter, seen: QRectF, spans: Sequence[PlacedSpan], chosen: str) -> None:
    """Underlines, one below another where annotators agree on a place, and names."""
    for span in spans:
        mark = span.mark
        index = mark.mark.annotation_index
        colour, style = colour_of(mark.mark), annotator_style(index)
        is_chosen = mark.key == chosen
        painter.setPen(QPen(colour, 3 if is_chosen else 2, style))
        for area in span.areas:
            y = area.bottom() + LANE * (index % LANES)
            if seen.top() <= y <= seen.bottom():
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        if span.chip.intersects(seen):
            paint_chip(painter, span.chip, mark.name, colour, style, is_chosen)
