"""What holds of every drawn shape, whatever the steps that made it. No window."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import MILLION, Box, Polygon
from smo_review.exchange.fields import check_location
from ui.stage import drawing
from ui.stage.drawing import MOST_POINTS, Point, Sketch
from ui.stage.drawing_snap import pulled, pulled_shape, targets

SIZE = (640.0, 480.0)
spots = st.tuples(st.floats(-200, 900), st.floats(-200, 900))
ways = st.tuples(st.floats(-900, 900), st.floats(-900, 900))
sides = st.sampled_from([(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("place"), spots),
        st.tuples(st.just("close"), spots),
        st.tuples(st.just("move"), ways),
        st.tuples(st.just("drag"), spots),
        st.tuples(st.just("turn"), spots),
        st.tuples(st.just("resize"), ways),
    ),
    max_size=24,
)


def done(sketch: Sketch, what: str, place: Point, side: Point) -> Sketch:
    """One step; those that a finished shape alone can take change nothing before."""
    if what == "place":
        return drawing.placed(sketch, place)
    if what == "close":
        return drawing.closed_up(sketch)
    if not sketch.closed:
        return sketch
    if what == "move":
        return drawing.moved(sketch, *place)
    if what == "turn":
        return drawing.in_hand(sketch, 1)
    if what == "resize":
        return drawing.resized(sketch, side, *place)
    return drawing.dragged(sketch, place) if sketch.handle >= 0 else sketch


@given(st.sampled_from(["box", "polygon"]), st.lists(spots, min_size=3, max_size=8), steps, sides)
def test_whatever_is_drawn_lies_in_the_picture_and_can_be_kept(
    tool: drawing.Tool, first: list[Point], more: list[tuple[str, Point]], side: Point
) -> None:
    sketch = Sketch(tool, SIZE)
    for spot in first:
        sketch = drawing.placed(sketch, spot)
    for what, place in [("close", (0.0, 0.0)), *more]:
        sketch = done(sketch, what, place, side)
        for x, y in sketch.points:
            assert -1e-6 <= x <= SIZE[0] + 1e-6 and -1e-6 <= y <= SIZE[1] + 1e-6
    place = drawing.location(sketch, 0)
    if place is None:
        assert not sketch.closed
        return
    check_location(place, 1, "location")
    if isinstance(place, Box):
        assert place.w > 0 and place.h > 0
        assert place.x >= 0 and place.x + place.w <= MILLION
        assert place.y >= 0 and place.y + place.h <= MILLION
    else:
        assert isinstance(place, Polygon)
        assert len(set(place.points)) >= 3
        assert all(0 <= value <= MILLION for point in place.points for value in point)


@given(
    st.integers(0, 900_000),
    st.integers(0, 900_000),
    st.integers(20_000, 100_000),
    st.integers(20_000, 100_000),
    st.sampled_from([0, 15_000, 90_000, 200_500]),
)
def test_a_box_taken_up_and_left_alone_is_the_same_box(
    x: int, y: int, w: int, h: int, turn: int
) -> None:
    box = Box(0, x, y, w, h, turn)
    sketch = drawing.sketch_of(box, SIZE)
    assert sketch is not None
    again = drawing.location(sketch, 0)
    assert isinstance(again, Box)
    for name in ("x", "y", "w", "h", "rotation"):
        assert getattr(again, name) == pytest.approx(getattr(box, name), abs=2)


def test_a_turned_box_stays_turned_and_square_when_a_corner_is_dragged() -> None:
    sketch = drawing.sketch_of(Box(0, 400_000, 400_000, 200_000, 200_000, 30_000), SIZE)
    assert sketch is not None
    after = drawing.dragged(drawing.in_hand(sketch, 3), (450.0, 330.0))
    assert after.points != sketch.points
    start, across, opposite, below = after.points
    along = (across[0] - start[0], across[1] - start[1])
    down = (below[0] - start[0], below[1] - start[1])
    assert along[0] * down[0] + along[1] * down[1] == pytest.approx(0, abs=1e-6)
    assert math.degrees(math.atan2(along[1], along[0])) == pytest.approx(30)
    assert any(math.dist(corner, (450.0, 330.0)) < 1e-6 for corner in after.points)
    assert math.dist(start, opposite) == pytest.approx(math.dist(across, below))


@given(spots, st.lists(spots, min_size=3, max_size=3))
def test_nothing_is_pulled_further_than_it_reaches(spot: Point, shape: list[Point]) -> None:
    got = pulled(spot, targets(SIZE, [shape]), 8.0)
    assert abs(got.point[0] - spot[0]) <= 8 and abs(got.point[1] - spot[1]) <= 8
    if got.x is not None:
        assert got.point[0] == got.x
    across, down = pulled_shape(shape, targets(SIZE, []), 8.0).point
    assert abs(across) <= 8 and abs(down) <= 8


def test_corners_go_before_lines_and_lines_before_nothing() -> None:
    to = targets(SIZE, [[(100.0, 100.0), (200.0, 100.0), (200.0, 180.0)]])
    assert pulled((104.0, 96.0), to, 8.0).point == (100.0, 100.0)
    assert pulled((196.0, 300.0), to, 8.0).point == (200.0, 300.0)
    assert pulled((3.0, 300.0), to, 8.0).point == (0.0, 300.0)
    assert pulled((300.0, 300.0), to, 8.0).point == (300.0, 300.0)


def test_an_outline_has_a_sane_number_of_corners() -> None:
    sketch = Sketch("polygon", SIZE)
    for n in range(MOST_POINTS + 50):
        sketch = drawing.placed(sketch, (n % 600 + 0.5, n * 7 % 400 + 0.5))
    assert len(sketch.points) == MOST_POINTS
