"""Whether a place that somebody marked is the place that gold names. Pure geometry.

Boxes and outlines must overlap by half of what they cover together (intersection over union, as in
Everingham et al., IJCV 88 (2010), 303-338); spans and time ranges must overlap; a pin must lie
inside. Positions are millionths of a picture, so a turned box is told as if pictures were square.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from smo_review.domain.content import Box, Location, Pin, Polygon, Span, TimeRange

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OVERLAP = 0.5
NEAR = 50_000
"""Two pins this far apart, in millionths of the picture, mean the same place."""
NEAR_TIME = 1_000
"""And so do two pins on frames that are so many milliseconds apart."""
GRID = 256
"""Cells a side over which outlines are compared."""
Points = tuple[tuple[float, float], ...]


def place_right(said: Location | None, golds: Iterable[Location]) -> bool | None:
    """Whether a place is one of those that gold names; no place is not right.

    None where gold names none, or none that can be compared (a box against a time range).
    """
    golds = tuple(golds)
    if said is None:
        return False if golds else None
    told = [one for one in (_same(said, gold) for gold in golds) if one is not None]
    return any(told) if told else None


def _same(said: Location, gold: Location) -> bool | None:
    if said.part != gold.part:
        return False
    match said, gold:
        case (Span(start=s, end=e), Span(start=start, end=end)) | (
            TimeRange(start=s, end=e),
            TimeRange(start=start, end=end),
        ):
            return s < end and start < e
        case (Pin(at=int(at)), TimeRange(start=start, end=end)) | (
            TimeRange(start=start, end=end),
            Pin(at=int(at)),
        ):
            return start <= at <= end
        case Pin(), Pin():
            near = math.hypot(said.x - gold.x, said.y - gold.y) <= NEAR
            return near and abs((said.at or 0) - (gold.at or 0)) <= NEAR_TIME
        case (Pin(x=x, y=y), (Box() | Polygon()) as shape) | (
            (Box() | Polygon()) as shape,
            Pin(x=x, y=y),
        ):
            return _inside((x, y), _corners(shape))
        case ((Box() | Polygon()), (Box() | Polygon())):
            return overlap(said, gold) >= OVERLAP
    return None


def overlap(one: Box | Polygon, other: Box | Polygon) -> float:
    """Intersection over union of two shapes, 0 to 1; exact for boxes that are not turned."""
    if isinstance(one, Box) and isinstance(other, Box) and not (one.rotation or other.rotation):
        across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
        down = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
        shared = max(0, across) * max(0, down)
        whole = one.w * one.h + other.w * other.h - shared
        return shared / whole if whole else 0.0
    import numpy as np  # the learner's page needs it only here

    first, second = _corners(one), _corners(other)
    points = (*first, *second)
    left, top = min(x for x, _ in points), min(y for _, y in points)
    side = max(1.0, max(x for x, _ in points) - left, max(y for _, y in points) - top)
    a, b = (_cells(shape, left, top, side) for shape in (first, second))
    whole = int(np.count_nonzero(a | b))
    return int(np.count_nonzero(a & b)) / whole if whole else 0.0


def _corners(shape: Box | Polygon) -> Points:
    if isinstance(shape, Polygon):
        return tuple((float(x), float(y)) for x, y in shape.points)
    angle = math.radians(shape.rotation / 1000)
    along, down = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    return tuple(
        (shape.x + w * along[0] + h * down[0], shape.y + w * along[1] + h * down[1])
        for w, h in ((0, 0), (shape.w, 0), (shape.w, shape.h), (0, shape.h))
    )


def _cells(points: Points, left: float, top: float, side: float) -> NDArray[np.bool_]:
    """The cells of a grid over a square whose middle lies inside an outline (even-odd)."""
    import numpy as np

    middle = (np.arange(GRID) + 0.5) * side / GRID
    x, y = left + middle, top + middle
    crossed = np.zeros((GRID, GRID), dtype=np.bool_)
    for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        if y1 == y2:
            continue
        rows = np.flatnonzero((y >= min(y1, y2)) & (y < max(y1, y2)))
        meets = x1 + (y[rows] - y1) * (x2 - x1) / (y2 - y1)
        crossed[rows] ^= x[None, :] > meets[:, None]
    return crossed


def _inside(point: tuple[int, int], points: Points) -> bool:
    """Whether a point lies inside an outline (even-odd); of its edges the left and top belong."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
