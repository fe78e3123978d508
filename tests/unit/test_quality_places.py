"""Places: whether what a learner marked is where gold has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import Box, Location, Pin, Polygon, Span, TimeRange
from smo_review.quality.places import overlap, place_right

BOX = Box(0, 200_000, 200_000, 400_000, 400_000)
AROUND = Polygon(
    0, ((200_000, 200_000), (600_000, 200_000), (600_000, 600_000), (200_000, 600_000))
)
# An L: its bounds are those of the box, its area is three quarters of it.
CORNERED = Polygon(
    0,
    (
        (200_000, 200_000),
        (600_000, 200_000),
        (600_000, 400_000),
        (400_000, 400_000),
        (400_000, 600_000),
        (200_000, 600_000),
    ),
)


@pytest.mark.parametrize(
    ("said", "gold", "right"),
    [
        (Box(0, 200_000, 200_000, 400_000, 200_000), BOX, True),  # exactly half
        (Box(0, 200_000, 200_000, 400_000, 199_000), BOX, False),
        (Box(0, 700_000, 700_000, 100_000, 100_000), BOX, False),
        (AROUND, BOX, True),
        (CORNERED, BOX, True),
        (Pin(0, 300_000, 300_000), BOX, True),
        (Pin(0, 700_000, 300_000), BOX, False),
        (Pin(0, 500_000, 500_000), CORNERED, False),
        (BOX, Pin(0, 300_000, 300_000), True),
        (Pin(0, 330_000, 340_000), Pin(0, 300_000, 300_000), True),
        (Pin(0, 360_000, 300_000), Pin(0, 300_000, 300_000), False),
        (Pin(0, 300_000, 300_000, 5_000), Pin(0, 300_000, 300_000, 9_000), False),
        (Span(0, 3, 9), Span(0, 8, 12), True),
        (Span(0, 3, 8), Span(0, 8, 12), False),
        (TimeRange(0, 0, 5_000), TimeRange(0, 4_999, 9_000), True),
        (Pin(0, 1, 1, 4_000), TimeRange(0, 3_000, 5_000), True),
        (Pin(0, 1, 1, 6_000), TimeRange(0, 3_000, 5_000), False),
        (Box(1, 200_000, 200_000, 400_000, 400_000), BOX, False),  # another part
        (TimeRange(0, 0, 5_000), BOX, None),  # cannot be compared
        (None, BOX, False),
    ],
)
def test_a_place_is_right_by_its_kind_of_overlap(
    said: Location | None, gold: Location, right: bool | None
) -> None:
    assert place_right(said, [gold]) is right


def test_one_of_several_places_is_enough_and_none_asks_nothing() -> None:
    elsewhere = Box(0, 0, 0, 100_000, 100_000)
    assert place_right(BOX, [elsewhere, BOX]) is True
    assert place_right(BOX, []) is None
    assert place_right(None, []) is None


def test_the_overlap_of_outlines_is_that_of_their_areas() -> None:
    assert overlap(BOX, AROUND) == pytest.approx(1.0, abs=0.01)
    assert overlap(BOX, CORNERED) == pytest.approx(0.75, abs=0.01)
    # A square and the same turned by 45 degrees about its middle: sqrt(2) - 1 over the rest.
    square = Box(0, 0, 0, 200_000, 200_000)
    turned = Box(0, 100_000, -41_421, 200_000, 200_000, 45_000)
    shared = 2 * (2**0.5 - 1)
    assert overlap(square, turned) == pytest.approx(shared / (2 - shared), abs=0.02)


boxes = st.builds(
    Box,
    st.just(0),
    st.integers(0, 500_000),
    st.integers(0, 500_000),
    st.integers(50_000, 500_000),
    st.integers(50_000, 500_000),
)


@given(boxes, boxes)
def test_boxes_overlap_alike_whether_drawn_as_boxes_or_as_outlines(one: Box, two: Box) -> None:
    def outline(box: Box) -> Polygon:
        right, foot = box.x + box.w, box.y + box.h
        return Polygon(0, ((box.x, box.y), (right, box.y), (right, foot), (box.x, foot)))

    exact = overlap(one, two)
    assert exact == overlap(two, one) and 0 <= exact <= 1
    assert overlap(outline(one), outline(two)) == pytest.approx(exact, abs=0.05)


@given(boxes)
def test_whatever_was_marked_is_where_it_is(box: Box) -> None:
    assert place_right(box, [box]) is True
