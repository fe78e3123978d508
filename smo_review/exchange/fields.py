"""What the fields of records from outside may hold beyond their types: names, numbers, places."""

from __future__ import annotations

from typing import Final

from smo_review.domain.content import (
    MILLION,
    Box,
    Location,
    Mark,
    Pin,
    Polygon,
    Span,
    TimeRange,
)
from smo_review.exchange.names import MAX_NAME, is_name
from smo_review.language import tr

MOST: Final = 2**53 - 1
"""The largest number that every JSON reader keeps exactly."""
FAR: Final = 1000 * MILLION
"""How far outside a picture a location may lie before it is nonsense."""
MAX_POINTS: Final = 10_000


class WrongField(Exception):
    """A field is not as it must be; the line is known further out."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(field)
        self.field = field
        self.expected = expected


def check_mark(mark: Mark, parts: int | None, field: str) -> None:
    """Hold a mark to its item of so many parts (None: not known); `field` stands before names."""
    check_name(mark.label, f"{field}label")
    check_range(mark.confidence or 0, 0, MILLION, f"{field}confidence")
    if mark.location is not None:
        check_location(mark.location, parts, f"{field}location")


def check_location(location: Location, parts: int | None, field: str) -> None:
    """Hold a location to its item of so many parts, and its numbers to what can be meant."""
    check_range(location.part, 0, MOST if parts is None else parts - 1, f"{field}.part")
    match location:
        case Box(x=x, y=y, w=w, h=h, rotation=rotation):
            for name, value in (("x", x), ("y", y), ("rotation", rotation)):
                check_range(value, -FAR, FAR, f"{field}.{name}")
            for name, value in (("w", w), ("h", h)):
                check_range(value, 0, FAR, f"{field}.{name}")
        case Polygon(points=points):
            if not 3 <= len(points) <= MAX_POINTS:
                raise WrongField(f"{field}.points", tr("3 to {n} points", n=MAX_POINTS))
            for point in points:
                check_range(max(point), -FAR, FAR, f"{field}.points")
                check_range(min(point), -FAR, FAR, f"{field}.points")
        case Pin(x=x, y=y, at=at):
            check_range(x, -FAR, FAR, f"{field}.x")
            check_range(y, -FAR, FAR, f"{field}.y")
            check_range(at or 0, 0, MOST, f"{field}.at")
        case Span(start=start, end=end) | TimeRange(start=start, end=end):
            check_range(start, 0, MOST, f"{field}.start")
            check_range(end, start, MOST, f"{field}.end")


def check_name(name: str, field: str) -> None:
    """Hold an id, an annotator or a label to the one rule for names."""
    if not is_name(name):
        raise WrongField(
            field, tr("1 to {n} characters on one line, without blanks around", n=MAX_NAME)
        )


def check_range(value: int, least: int, most: int, field: str) -> None:
    """Hold a number to its range, ends included."""
    if not least <= value <= most:
        raise WrongField(field, tr("a number from {least} to {most}", least=least, most=most))
