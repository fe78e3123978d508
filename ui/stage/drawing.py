"""A shape that is being drawn on a picture, and what each step makes of it. Pure geometry.

Points are (x, y) in the picture's own upright pixels; only `location` rounds them to millionths.
A step that would leave the picture ends at its edge, or is not taken.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from smo_review.domain.content import MILLION, Box, Location, Pin, Polygon

Point = tuple[float, float]
Tool = Literal["pin", "box", "polygon"]
WHOLE = -1
"""The handle in hand is the whole shape."""
MOST_POINTS = 200
"""More corners than this nobody sets by hand on purpose."""
LEAST = 1.0
"""A side of a box is at least as long as this, in pixels."""


@dataclass(frozen=True)
class Sketch:
    """`points` are the corners set so far; of a finished box all four, from its own top left.

    `size` is the picture's, `turn` a box's rotation (thousandths of a degree, clockwise, about
    its first corner), `handle` the corner that keys move, or `WHOLE`.
    """

    tool: Tool
    size: Point
    points: tuple[Point, ...] = ()
    closed: bool = False
    turn: int = 0
    handle: int = WHOLE


def bounds(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of some points."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def inside(point: Point, size: Point) -> Point:
    """The place in a picture of `size` that is nearest to a point."""
    return min(size[0], max(0.0, point[0])), min(size[1], max(0.0, point[1]))


def placed(sketch: Sketch, point: Point) -> Sketch:
    """The next corner set: the second one makes a box. What cannot be set changes nothing."""
    spot = inside(point, sketch.size)
    if sketch.closed or len(sketch.points) >= MOST_POINTS:
        return sketch
    if sketch.tool == "pin":
        return replace(sketch, points=(spot,), closed=True)
    if sketch.tool == "box" and sketch.points:
        corners = spanned(sketch.points[0], spot, 0)
        return replace(sketch, points=corners, closed=True) if corners else sketch
    if sketch.points and sketch.points[-1] == spot:
        return sketch
    return replace(sketch, points=(*sketch.points, spot))


def spanned(corner: Point, opposite: Point, turn: int) -> tuple[Point, ...]:
    """The corners of the box, turned by `turn`, that two opposite ones make; none if it is flat."""
    angle = math.radians(turn / 1000)
    along, up = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    away = (opposite[0] - corner[0], opposite[1] - corner[1])
    w = away[0] * along[0] + away[1] * along[1]
    h = away[0] * up[0] + away[1] * up[1]
    if abs(w) < LEAST or abs(h) < LEAST:
        return ()
    start = _on(_on(corner, along, min(w, 0.0)), up, min(h, 0.0))
    w, h = abs(w), abs(h)
    across = _on(start, along, w)
    return start, across, _on(across, up, h), _on(start, up, h)


def _on(point: Point, direction: Point, by: float) -> Point:
    return point[0] + direction[0] * by, point[1] + direction[1] * by


def is_surface(points: Sequence[Point]) -> bool:
    """Whether corners enclose anything: three of them that do not lie in a line."""
    if len(points) < 3:
        return False
    first = points[0]
    return any(
        abs((a[0] - first[0]) * (b[1] - first[1]) - (a[1] - first[1]) * (b[0] - first[0])) >= LEAST
        for a, b in itertools.pairwise(points[1:])
    )


def closed_up(sketch: Sketch) -> Sketch:
    """The outline closed, if it encloses anything."""
    if sketch.tool != "polygon" or not is_surface(sketch.points):
        return sketch
    return replace(sketch, closed=True, handle=WHOLE)


def moved(sketch: Sketch, across: float, down: float) -> Sketch:
    """What is in hand moved: the whole shape, as far as the picture goes, or one corner."""
    if sketch.handle != WHOLE:
        x, y = sketch.points[sketch.handle]
        return dragged(sketch, (x + across, y + down))
    left, top, right, bottom = bounds(sketch.points)
    across = _kept(across, -left, sketch.size[0] - right)
    down = _kept(down, -top, sketch.size[1] - bottom)
    return replace(sketch, points=tuple((x + across, y + down) for x, y in sketch.points))


def _kept(by: float, least: float, most: float) -> float:
    """A shape that lies outside already is moved in, never further out."""
    if least > most:
        return 0.0
    return min(max(by, least), most)


def dragged(sketch: Sketch, point: Point) -> Sketch:
    """The corner in hand put elsewhere; a box stays a box: its opposite corner stays."""
    spot = inside(point, sketch.size)
    if sketch.tool != "box":
        at = sketch.handle
        points = (*sketch.points[:at], spot, *sketch.points[at + 1 :])
        return replace(sketch, points=points) if is_surface(points) else sketch
    corners = spanned(sketch.points[(sketch.handle + 2) % 4], spot, sketch.turn)
    if not corners or any(math.dist(inside(c, sketch.size), c) > 1e-6 for c in corners):
        return sketch
    nearest = min(range(4), key=lambda n: math.dist(corners[n], spot))
    return replace(sketch, points=corners, handle=nearest)


def resized(sketch: Sketch, sides: Point, across: float, down: float) -> Sketch:
    """Grown or shrunk by moving two sides: `sides` are -1 or 1, left or right, top or bottom."""
    if sketch.turn:
        outermost = max(
            range(len(sketch.points)),
            key=lambda n: sketch.points[n][0] * sides[0] + sketch.points[n][1] * sides[1],
        )
        return replace(moved(replace(sketch, handle=outermost), across, down), handle=sketch.handle)
    left, top, right, bottom = bounds(sketch.points)
    x = _stretch(left, right, sides[0], across, sketch.size[0])
    y = _stretch(top, bottom, sides[1], down, sketch.size[1])
    points = tuple((x[0] + p * x[1], y[0] + q * y[1]) for p, q in sketch.points)
    return replace(sketch, points=points)


def _stretch(low: float, high: float, side: float, by: float, room: float) -> tuple[float, float]:
    """How a coordinate is shifted and scaled when one end of its stretch is moved."""
    length = high - low
    if length < LEAST:
        return 0.0, 1.0
    if side > 0:
        scale = (min(max(high + by, low + LEAST), max(room, high)) - low) / length
        return low - low * scale, scale
    scale = (high - max(min(low + by, high - LEAST), min(0.0, low))) / length
    return high - high * scale, scale


def in_hand(sketch: Sketch, step: int) -> Sketch:
    """The next or the last handle: the whole, then each corner in turn."""
    count = len(sketch.points) + 1
    return replace(sketch, handle=(sketch.handle + 1 + step) % count - 1)


def location(sketch: Sketch, part: int, at: int | None = None) -> Location | None:
    """The finished shape as it is kept: millionths of the picture, whole numbers.

    `at` is the time of a video's frame in milliseconds. None while the shape is not finished.
    """
    if not sketch.closed:
        return None
    spots = [(_million(x, sketch.size[0]), _million(y, sketch.size[1])) for x, y in sketch.points]
    if sketch.tool == "pin":
        return Pin(part, *spots[0], at)
    if sketch.tool == "polygon":
        return Polygon(part, tuple(spots))
    (x, y), w, h = spots[0], *_sides(sketch)
    if sketch.turn:
        return Box(part, x, y, w, h, sketch.turn)
    x, y = min(x, MILLION - 1), min(y, MILLION - 1)
    return Box(part, x, y, min(w, MILLION - x), min(h, MILLION - y))


def _sides(sketch: Sketch) -> tuple[int, int]:
    corner, across, _, below = sketch.points
    w, h = math.dist(corner, across), math.dist(corner, below)
    return max(1, _million(w, sketch.size[0])), max(1, _million(h, sketch.size[1]))


def _million(value: float, whole: float) -> int:
    return round(value * MILLION / whole)


def sketch_of(place: Location | None, size: Point) -> Sketch | None:
    """A box or an outline taken up again, finished; None for anything else."""
    across, down = size[0] / MILLION, size[1] / MILLION
    if isinstance(place, Box):
        angle = math.radians(place.rotation / 1000)
        w, h = place.w * across, place.h * down
        x, y = place.x * across, place.y * down
        opposite = (
            x + w * math.cos(angle) - h * math.sin(angle),
            y + w * math.sin(angle) + h * math.cos(angle),
        )
        corners = spanned((x, y), opposite, place.rotation)
        return Sketch("box", size, corners, True, place.rotation) if corners else None
    if isinstance(place, Polygon) and len(place.points) <= MOST_POINTS:
        points = tuple((x * across, y * down) for x, y in place.points)
        return Sketch("polygon", size, points, True) if is_surface(points) else None
    return None
