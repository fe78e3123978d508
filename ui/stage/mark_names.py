"""Where the names of marks stand on a picture: beside their shapes, never over one another.

A name that had to go further away is tied to its shape by a line. Where there are many marks, or
no room is left, only the chosen one and the one under the pointer are named; a count says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from smo_review.language import tr
from ui.stage.marks import Drawn, chip_size, ink_on, paint_chip, paint_shape

GAP = 2.0
ROWS = 8
MANY = 24
"""From this many marks on, names would hide what they name."""
WIDEST = 0.4
"""The share of the stage's width that a name may take; a longer one is cut short."""
TIED = 8.0
"""A name further than this from its shape gets a line to it, in pixels."""

Chips = list[QRectF | None]
_Rect = tuple[float, float, float, float]


def placed_names(
    drawn: Sequence[Drawn], font: QFont, room: QRectF, picture: QRectF, first: Sequence[str] = ()
) -> Chips:
    """A place for each mark's name, or None where it has none.

    `room` is what is seen of the stage, `picture` where the content lies; a mark that lies on the
    picture but out of sight has no name. `first` are the marks that are named before all others,
    and the only ones where there are many.
    """
    chips: Chips = [None] * len(drawn)
    taken: list[_Rect] = []
    areas = [_rect(mark.area) for mark in drawn] if len(drawn) < MANY else []
    order = sorted(range(len(drawn)), key=lambda n: drawn[n].key not in first)
    for n in order:
        mark = drawn[n]
        is_first = mark.key in first
        if len(drawn) >= MANY and not is_first:
            break
        in_sight = mark.area.intersects(room)
        if not in_sight and mark.area.intersects(picture):
            continue
        size = chip_size(mark.name, font)
        size.setWidth(min(size.width(), room.width() * WIDEST))
        shape = mark.area & room if in_sight else mark.area
        spot = _best(_rect(shape), size, taken, areas, _rect(room))
        if spot is not None:
            taken.append(spot)
            left, top, right, bottom = spot
            chips[n] = QRectF(left, top, right - left, bottom - top)
    return chips


def _best(
    area: _Rect, size: QSizeF, taken: Sequence[_Rect], areas: Sequence[_Rect], room: _Rect
) -> _Rect | None:
    """The free place that hides least: of the mark's own content first, then of others'."""
    best, least = None, math.inf
    for x, y in _spots(area, size):
        chip = _kept_in(x, y, size, room)
        if any(_overlap(chip, other) > 0 for other in taken):
            continue
        cost = 4 * _overlap(chip, area) + sum(_overlap(chip, other) for other in areas)
        if cost < least:
            best, least = chip, cost
        if not cost:
            break
    return best


def _spots(area: _Rect, size: QSizeF) -> Iterator[tuple[float, float]]:
    """Places for a name in order of liking: around the shape, ever further away, then inside."""
    row = size.height() + GAP
    left, top, right, bottom = area
    inner = right - size.width()
    beside, before = right + GAP, left - size.width() - GAP
    for n in range(ROWS):
        above, below = top - (n + 1) * row, bottom + GAP + n * row
        yield from ((left, above), (left, below), (inner, above), (inner, below))
        yield from ((beside, top + n * row), (before, top + n * row))
    for n in range(ROWS):
        yield left + GAP, top + GAP + n * row


def _kept_in(x: float, y: float, size: QSizeF, room: _Rect) -> _Rect:
    left = min(max(x, room[0]), max(room[0], room[2] - size.width()))
    top = min(max(y, room[1]), max(room[1], room[3] - size.height()))
    return left, top, left + size.width(), top + size.height()


def _overlap(one: _Rect, other: _Rect) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0


def _rect(area: QRectF) -> _Rect:
    return area.left(), area.top(), area.right(), area.bottom()


def paint_marks(
    painter: QPainter, drawn: Sequence[Drawn], chips: Sequence[QRectF | None], chosen: str
) -> None:
    """Draw shapes, then the lines of names that stand apart, then names; the chosen mark last."""
    order = sorted(zip(drawn, chips, strict=True), key=lambda pair: pair[0].key == chosen)
    for mark, _ in order:
        paint_shape(painter, mark, mark.key == chosen)
    for mark, chip in order:
        if chip is not None:
            _paint_tie(painter, mark, chip)
    for mark, chip in order:
        if chip is not None:
            paint_chip(painter, chip, mark.name, mark.colour, mark.style, mark.key == chosen)


def tie(mark: Drawn, chip: QRectF) -> tuple[QPointF, QPointF] | None:
    """The line from a name to its shape; None where it stands beside or inside it."""
    area = mark.area
    if chip.adjusted(-TIED, -TIED, TIED, TIED).intersects(area):
        return None
    corners = mark.outline.toList()
    middle = chip.center()
    shape = min(corners, key=lambda spot: math.hypot(*(spot - middle).toTuple()))
    if not mark.is_pin and len(corners) <= 5:
        # A box: the nearest place of its edge, not its nearest corner.
        shape = _nearest_in(area, middle)
    return _nearest_in(chip, shape), shape


def _nearest_in(area: QRectF, spot: QPointF) -> QPointF:
    return QPointF(
        min(max(spot.x(), area.left()), area.right()), min(max(spot.y(), area.top()), area.bottom())
    )


def _paint_tie(painter: QPainter, mark: Drawn, chip: QRectF) -> None:
    line = tie(mark, chip)
    if line is not None:
        painter.setPen(QPen(ink_on(mark.colour), 3))
        painter.drawLine(*line)
        painter.setPen(QPen(mark.colour, 1.5))
        painter.drawLine(*line)


def paint_count(painter: QPainter, chips: Sequence[QRectF | None], room: QRectF) -> None:
    """In the corner: how many names of how many are shown, where it is not all of them."""
    shown = sum(chip is not None for chip in chips)
    if shown < len(chips):
        paint_badge(painter, tr("{n} of {all} names shown", n=shown, all=len(chips)), room)


def paint_badge(painter: QPainter, words: str, room: QRectF) -> None:
    """A few words in the upper right corner, white on black: they read on any content."""
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(words) + 16, metrics.height() + 6
    badge = QRectF(room.right() - width, room.top(), width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.GlobalColor.white, 1))
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRoundedRect(badge, 4, 4)
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
