"""The two stretches of days that are compared where the person chose none, or chose a mark."""

from __future__ import annotations

from datetime import date, timedelta

from smo_review.domain.trends import Span, Trend


def around(day: str) -> tuple[Span, Span]:
    """All before a day, and all from it on."""
    before = date.fromisoformat(day) - timedelta(days=1)
    return Span("", before.isoformat()), Span(day, "")


def halves(trend: Trend) -> tuple[Span, Span]:
    """Around the newest mark within the points, else where a change fits best, else the middle."""
    if not trend.points:
        return Span(), Span()
    first = trend.points[0].start
    inside = [mark.day for mark in trend.marks if first < mark.day <= trend.points[-1].end]
    if inside:
        return around(inside[-1])
    if trend.shift is not None:
        return around(trend.shift.start)
    return around(trend.points[len(trend.points) // 2].start)
