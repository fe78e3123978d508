"""A location in words: where on the picture, which characters, which seconds."""

from __future__ import annotations

from smo_review.domain.content import Box, Location, Pin, Polygon, Span, TimeRange
from smo_review.language import tr
from ui.review.names import percent


def clock_text(ms: int) -> str:
    """Milliseconds as minutes, seconds and tenths."""
    minutes, rest = divmod(max(ms, 0), 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


def location_text(location: Location) -> str:
    """Where it is, short enough for one line."""
    match location:
        case Box(x=x, y=y):
            return tr("box at {x}, {y}", x=percent(x), y=percent(y))
        case Polygon(points=points):
            return tr("outline of {n} points", n=len(points))
        case Span(start=start, end=end):
            return tr("characters {start}–{end}", start=start + 1, end=end)
        case TimeRange(start=start, end=end):
            return tr("{start}–{end}", start=clock_text(start), end=clock_text(end))
        case Pin(x=x, y=y, at=None):
            return tr("point at {x}, {y}", x=percent(x), y=percent(y))
        case Pin(x=x, y=y, at=at):
            return tr(
                "point at {x}, {y}, {time}", x=percent(x), y=percent(y), time=clock_text(at or 0)
            )
