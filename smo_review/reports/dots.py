"""Dots with their intervals, a row each: for values that have no nought to start a bar from."""

from __future__ import annotations

from smo_review.domain.charts import Bar, DotChart
from smo_review.language import tr
from smo_review.reports.drawing import Drawing, ticks
from smo_review.reports.look import Look, cut, width_of, written


def draw_dots(chart: DotChart, width: float, look: Look) -> Drawing:
    """Draw a dot chart `width` pixels wide, as high as its rows need."""
    size = look.size
    step = size * 1.9
    names = max([60.0, *(width_of(row.label, size) for row in chart.rows)])
    tail = max([0.0, *(width_of(_words(chart, row), size) for row in chart.rows)])
    left, right = min(0.34 * width, names + 8) + 8, width - min(tail + 12, 0.36 * width)
    made = Drawing(chart.title, width, 12 + step * max(1, len(chart.rows)) + 26, look)
    low, high = _reach(chart)
    foot = made.height - 22

    def x(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    for tick in ticks(low, high, 4):
        made.line(x(tick), 6, x(tick), foot, look.line)
        made.text(x(tick), foot + size + 3, written(tick, chart.unit), "middle", look.quiet)
    for n, row in enumerate(chart.rows):
        middle = 10 + (n + 0.5) * step
        base = middle + size * 0.36
        made.text(left - 8, base, cut(row.label, size, left - 12), "end")
        if row.low is not None and row.high is not None:
            _interval(made, x(row.low), x(row.high), middle)
        if row.value is not None:
            made.mark(x(row.value), middle, chart.shape, look.accent)
        made.text(right + 8, base, cut(_words(chart, row), size, width - right - 8))
        if row.link:
            made.links.append(((0.0, middle - step / 2, width, step), row.link))
    return made


def _interval(made: Drawing, start: float, end: float, y: float) -> None:
    made.line(start, y, end, y, made.look.ink, w=1.5)
    for place in (start, end):
        made.line(place, y - 4, place, y + 4, made.look.ink, w=1.5)


def _reach(chart: DotChart) -> tuple[float, float]:
    """The values that the axis spans: every dot with its interval, and some room."""
    told = [v for row in chart.rows for v in (row.value, row.low, row.high) if v is not None]
    low, high = (min(told), max(told)) if told else (-1.0, 1.0)
    pad = (high - low) * 0.05 or 0.5
    return low - pad, high + pad


def _words(chart: DotChart, row: Bar) -> str:
    told = written(row.value, chart.unit) if row.value is not None else tr("not enough yet")
    return told if row.n is None else f"{told} (n {row.n:,})"
