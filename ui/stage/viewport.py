"""Where content lies in a widget: fit, zoom, pan and quarter turns as one frozen record."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

MARGIN = 28.0
"""Pixels kept free around fitted content, so that labels' names find a place outside of it."""
MOST_ENLARGED = 4.0
"""A small picture is fitted at most this many times its size."""
MOST_ZOOM = 32.0


@dataclass(frozen=True)
class Viewport:
    """`content` and `widget` are sizes in pixels; `zoom` 1 is fitted; `turns` are quarters
    clockwise; `x` and `y` are the point of the content (0..1) in the middle of the widget."""

    content: QSizeF
    widget: QSizeF
    zoom: float = 1.0
    turns: int = 0
    x: float = 0.5
    y: float = 0.5

    @property
    def scale(self) -> float:
        """Widget pixels per content pixel."""
        width, height = self._turned()
        room_w = max(1.0, self.widget.width() - 2 * MARGIN)
        room_h = max(1.0, self.widget.height() - 2 * MARGIN)
        return min(room_w / width, room_h / height, MOST_ENLARGED) * self.zoom

    def transform(self) -> QTransform:
        """From content pixels to widget pixels."""
        made = QTransform()
        made.translate(self.widget.width() / 2, self.widget.height() / 2)
        made.rotate(90.0 * self.turns)
        made.scale(self.scale, self.scale)
        made.translate(-self.x * self.content.width(), -self.y * self.content.height())
        return made

    def area(self) -> QRectF:
        """The rectangle of the widget that the content takes."""
        return self.transform().mapRect(QRectF(QPointF(0, 0), self.content))

    def fraction(self, point: QPointF) -> tuple[float, float]:
        """The place in the content, 0..1 in both directions, under a point of the widget."""
        inverse, _ = self.transform().inverted()
        spot = inverse.map(point)
        across = spot.x() / max(1.0, self.content.width())
        down = spot.y() / max(1.0, self.content.height())
        return min(1.0, max(0.0, across)), min(1.0, max(0.0, down))

    def zoomed(self, factor: float, anchor: QPointF) -> Viewport:
        """Larger or smaller, with what is under `anchor` staying there."""
        zoom = min(MOST_ZOOM, max(1.0, self.zoom * factor))
        if math.isclose(zoom, self.zoom):
            return self
        inverse, _ = self.transform().inverted()
        spot = inverse.map(anchor)
        moved = replace(self, zoom=zoom)
        away = anchor - moved.transform().map(spot)
        return moved.panned(away.x(), away.y())

    def panned(self, dx: float, dy: float) -> Viewport:
        """Content moved by widget pixels, never out of sight."""
        inverse, _ = self.transform().inverted()
        middle = QPointF(self.widget.width() / 2 - dx, self.widget.height() / 2 - dy)
        spot = inverse.map(middle)
        return self._kept(spot.x() / self.content.width(), spot.y() / self.content.height())

    def centred(self, x: float, y: float) -> Viewport:
        """A place of the content (0..1) as near to the middle as may be."""
        return self._kept(x, y)

    def resized(self, widget: QSizeF) -> Viewport:
        return replace(self, widget=widget)._kept(self.x, self.y)

    def turned(self) -> Viewport:
        """A quarter turn clockwise."""
        return replace(self, turns=(self.turns + 1) % 4)._kept(self.x, self.y)

    def fitted(self) -> Viewport:
        return replace(self, zoom=1.0, x=0.5, y=0.5)

    def _turned(self) -> tuple[float, float]:
        width, height = max(1.0, self.content.width()), max(1.0, self.content.height())
        return (height, width) if self.turns % 2 else (width, height)

    def _kept(self, x: float, y: float) -> Viewport:
        """The middle moved, but no further than the content's edge at the widget's."""
        room_w, room_h = self.widget.width(), self.widget.height()
        if self.turns % 2:
            room_w, room_h = room_h, room_w
        return replace(
            self,
            x=_kept_along(x, self.content.width() * self.scale, room_w),
            y=_kept_along(y, self.content.height() * self.scale, room_h),
        )


def _kept_along(place: float, length: float, room: float) -> float:
    inner = room - 2 * MARGIN
    if length <= inner:
        return 0.5
    half = inner / 2 / length
    return min(1.0 - half, max(half, place))
