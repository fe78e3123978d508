"""Where a drawn point is pulled to: edges of the picture, and edges, corners, middles of marks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.stage.drawing import Point, bounds

REACH = 8.0
"""Pixels on the screen within which a point is pulled."""


@dataclass(frozen=True)
class Targets:
    """What there is to be pulled to, in the picture's pixels: `xs` and `ys` are lines."""

    points: tuple[Point, ...] = ()
    xs: tuple[float, ...] = ()
    ys: tuple[float, ...] = ()


@dataclass(frozen=True)
class Pulled:
    """A point where it was pulled to, and the lines that show why: upright `x`, level `y`."""

    point: Point
    x: float | None = None
    y: float | None = None


def targets(size: Point, shapes: Iterable[Sequence[Point]]) -> Targets:
    """The picture's edges, and of each shape its edges, its corners and its middle."""
    xs, ys = {0.0, size[0]}, {0.0, size[1]}
    points: list[Point] = []
    for shape in shapes:
        left, top, right, bottom = bounds(shape)
        middle = ((left + right) / 2, (top + bottom) / 2)
        xs |= {left, middle[0], right}
        ys |= {top, middle[1], bottom}
        points += [*shape, middle]
    return Targets(tuple(points), tuple(sorted(xs)), tuple(sorted(ys)))


def pulled(point: Point, to: Targets, reach: float) -> Pulled:
    """The nearest corner or middle within `reach` of `point`, else the nearest lines."""
    near = min(to.points, key=lambda spot: math.dist(spot, point), default=None)
    if near is not None and math.dist(near, point) <= reach:
        return Pulled(near, *near)
    x, y = _nearest(point[0], to.xs, reach), _nearest(point[1], to.ys, reach)
    return Pulled((point[0] if x is None else x, point[1] if y is None else y), x, y)


def pulled_shape(points: Sequence[Point], to: Targets, reach: float) -> Pulled:
    """How far a whole shape is pulled, as a point: the smallest way from one of its edges."""
    left, top, right, bottom = bounds(points)
    across, x = _shift((left, (left + right) / 2, right), to.xs, reach)
    down, y = _shift((top, (top + bottom) / 2, bottom), to.ys, reach)
    return Pulled((across, down), x, y)


def _shift(
    values: Sequence[float], lines: Sequence[float], reach: float
) -> tuple[float, float | None]:
    found = [
        (line - value, line) for value in values for line in lines if abs(line - value) <= reach
    ]
    return min(found, key=lambda pair: abs(pair[0]), default=(0.0, None))


def _nearest(value: float, lines: Sequence[float], reach: float) -> float | None:
    line = min(lines, key=lambda line: abs(line - value), default=None)
    return line if line is not None and abs(line - value) <= reach else None
