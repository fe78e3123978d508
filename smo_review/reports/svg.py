"""Charts as SVG, drawn once for the window, HTML and PDF; and the table behind each.

Marks differ by shape and dash, never by colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import TypeAlias

from smo_review.domain.charts import Bar, BarChart, Cell, Chart, DotChart, HeatMap, LineChart
from smo_review.language import tr
from smo_review.reports.dots import draw_dots
from smo_review.reports.drawing import Drawing, ticks
from smo_review.reports.heat import draw_heat
from smo_review.reports.look import PAPER, Look, cut, width_of, written

Across: TypeAlias = Callable[[int], float]
Down: TypeAlias = Callable[[float], float]
"""From a place along the axis, and from a value, to pixels."""
DASHES = ("", "6 3", "2 3", "8 3 2 3")
BAR, GAP = 16.0, 8.0
MOST_LABELS = 14
"""Labels along an axis; the others are left out evenly."""


def drawing(chart: Chart, width: float = 720.0, look: Look = PAPER) -> Drawing:
    """Draw a chart `width` pixels wide, as high as it needs to be."""
    if isinstance(chart, BarChart):
        return _bars(chart, width, look)
    if isinstance(chart, DotChart):
        return draw_dots(chart, width, look)
    if isinstance(chart, HeatMap):
        return draw_heat(chart, width, look)
    return _lines(chart, width, look)


def svg(chart: Chart, width: float = 720.0, look: Look = PAPER) -> str:
    """A chart as one SVG document."""
    return drawing(chart, width, look).done()


def table(chart: Chart) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The headings and rows that say in words what a chart shows."""
    if isinstance(chart, HeatMap):
        rows = zip(chart.rows, chart.cells, strict=True)
        return ("", *chart.columns), tuple(
            (name, *(_cell_words(cell, chart.unit) for cell in cells)) for name, cells in rows
        )
    if isinstance(chart, BarChart) and chart.running:
        summed = zip(chart.bars, _running_words(chart), strict=True)
        return (tr("What"), tr("Value"), tr("With those above"), "n"), tuple(
            (bar.label, written(bar.value, chart.unit), words, _row(bar, chart.unit)[-1])
            for bar, words in summed
        )
    heads = (tr("What"), tr("Value"), tr("95% from"), tr("to"), "n")
    if isinstance(chart, BarChart):
        return heads, tuple(_row(bar, chart.unit) for bar in chart.bars)
    if isinstance(chart, DotChart):
        return heads, tuple(_row(row, chart.unit) for row in chart.rows)
    limited = (tr("Lower limit"), tr("Upper limit")) if chart.upper and chart.lower else ()
    return (*heads, *limited, tr("Stands out")), tuple(
        (
            f"{line.name} {point.label}".strip() if len(chart.lines) > 1 else point.label,
            written(point.value, chart.unit),
            written(point.low, chart.unit),
            written(point.high, chart.unit),
            "–" if point.n is None else f"{point.n:,}",
            *(written(ends[n], chart.unit) for ends in (chart.lower, chart.upper) if limited),
            point.alarm,
        )
        for line in chart.lines
        for n, point in enumerate(line.points)
    )


def _row(bar: Bar, unit: str) -> tuple[str, ...]:
    return (
        bar.label,
        written(bar.value, unit),
        written(bar.low, unit),
        written(bar.high, unit),
        "–" if bar.n is None else f"{bar.n:,}",
    )


def _cell_words(cell: Cell, unit: str) -> str:
    """The value, in brackets where little stands behind it, and its count."""
    if cell.value is None or cell.n is None:
        return written(cell.value, unit)
    value = written(cell.value, unit)
    return f"{f'({value})' if cell.few else value} (n {cell.n:,})"


def _bars(chart: BarChart, width: float, look: Look) -> Drawing:
    size = look.size
    room = min(0.42 * width, max([60.0, *(width_of(bar.label, size) for bar in chart.bars)]) + 8)
    words, running = _bar_words(chart), _running(chart)
    tail = 12 + max([0.0, *(width_of(one, size) for one in words)])
    left, right = room + 8, width - min(tail, 0.36 * width)
    step = max(BAR + GAP, size * 1.9)
    thick, below = max(BAR, size * 1.1), max(26.0, size * 1.9)
    made = Drawing(chart.title, width, 12 + step * max(1, len(chart.bars)) + below, look)
    most = max(
        [1e-12, chart.target or 0.0]
        + [value for bar in chart.bars for value in (bar.value, bar.high) if value is not None]
        + list(running)
    )
    scale = (right - left) / most
    foot = made.height - below + 4
    for tick in ticks(0.0, most, 4):
        if chart.unit == "count" and tick % 1:
            continue  # there is no half of anything that is counted
        x = left + tick * scale
        made.line(x, 6, x, foot, look.line)
        made.text(x, foot + size + 3, written(tick, chart.unit), "middle", look.quiet)
    for n, bar in enumerate(chart.bars):
        top = 10 + n * step
        middle = top + thick / 2 + size * 0.36
        made.text(left - 8, middle, cut(bar.label, size, room), "end")
        if bar.value is not None:
            made.rect((left, top, bar.value * scale, thick), look.accent, opacity=0.85)
        if bar.low is not None and bar.high is not None:
            y = top + thick / 2
            # On a pale bar a pale line would be lost: the ground shows beside it.
            made.line(left + bar.low * scale, y, left + bar.high * scale, y, look.ground, w=4)
            made.line(left + bar.low * scale, y, left + bar.high * scale, y, look.ink, w=1.5)
            for end in (bar.low, bar.high):
                made.line(left + end * scale, y - 4, left + end * scale, y + 4, look.ink, w=1.5)
        made.text(right + 8, middle, cut(words[n], size, width - right - 8))
        if bar.link:
            made.links.append(((0.0, top - GAP / 2, width, step), bar.link))
    if chart.target is not None:
        x = left + chart.target * scale
        made.line(x, 4, x, foot, look.ink, "6 3", 1.5)
    path = [(left + told * scale, 10 + n * step + thick / 2) for n, told in enumerate(running)]
    made.path(path, look.ink, DASHES[1])
    for x, y in path:
        made.mark(x, y, 0, look.ink)
    return made


def _running(chart: BarChart) -> tuple[float, ...]:
    """The sum of each bar with those above it, where the chart tells it."""
    return tuple(accumulate(bar.value or 0.0 for bar in chart.bars)) if chart.running else ()


def _bar_words(chart: BarChart) -> list[str]:
    """What stands beside each bar."""
    running, found = _running_words(chart), []
    for n, bar in enumerate(chart.bars):
        words = written(bar.value, chart.unit) if bar.value is not None else tr("not enough yet")
        if bar.n is not None and chart.unit != "count":
            words += f" (n {bar.n:,})"
        if chart.running:
            words += f" · {running[n]}"
        found.append(words)
    return found


def _running_words(chart: BarChart) -> tuple[str, ...]:
    """The running sums as shares, which are of all there is, shown here or not."""
    so_far = _running(chart)
    total = 1.0 if chart.unit == "share" else so_far[-1] if so_far else 0.0
    return tuple(written(told / total if total else None, "share") for told in so_far)


def _lines(chart: LineChart, width: float, look: Look) -> Drawing:
    size = look.size
    made = Drawing(chart.title, width, 260 + (20 if len(chart.lines) > 1 else 0), look)
    low, high = _reach(chart)
    labels = [written(tick, chart.unit) for tick in ticks(low, high)]
    left = 12 + max([30.0, *(width_of(label, size) for label in labels)])
    right, top, foot = width - 14, 24.0, 260.0 - 30
    count = max((len(line.points) for line in chart.lines), default=0)

    def x(n: int) -> float:
        return left + (right - left) * (n + 0.5) / max(1, count)

    def y(value: float) -> float:
        return foot - (foot - top) * (value - low) / (high - low)

    for tick, label in zip(ticks(low, high), labels, strict=True):
        made.line(left, y(tick), right, y(tick), look.line)
        made.text(left - 6, y(tick) + size * 0.36, label, "end", look.quiet)
    _limits(made, chart, x, y)
    _events(made, chart, lambda n: x(n) - (right - left) / max(1, count) / 2, (top, foot))
    for number, line in enumerate(chart.lines):
        colour = look.accent if number % 2 == 0 else look.ink
        _one_line(made, chart, number, colour, x, y)
        if len(chart.lines) > 1:
            place = left + number * (right - left) / len(chart.lines)
            made.mark(place + 5, 260 + 8, number, colour)
            made.text(
                place + 14, 260 + 12, cut(line.name, size, (right - left) / len(chart.lines) - 18)
            )
    for n, label in _spaced(chart, (right - left) / max(1, count), size):
        made.text(x(n), foot + size + 6, label, "middle", look.quiet)
    return made


def _one_line(
    made: Drawing, chart: LineChart, number: int, colour: str, x: Across, y: Down
) -> None:
    run: list[tuple[float, float]] = []
    points = chart.lines[number].points
    for n, point in enumerate(points):
        if point.value is None:
            made.path(run, colour, DASHES[number % 4])
            run = []
            continue
        run.append((x(n), y(point.value)))
        if point.low is not None and point.high is not None:
            made.line(x(n), y(point.low), x(n), y(point.high), made.look.quiet)
    made.path(run, colour, DASHES[number % 4])
    for n, point in enumerate(points):
        if point.value is not None:
            made.mark(x(n), y(point.value), number, colour)
            if point.alarm:
                made.ring(x(n), y(point.value))
            if point.link:
                made.links.append(((x(n) - 8, y(point.value) - 8, 16.0, 16.0), point.link))


def _events(made: Drawing, chart: LineChart, place: Across, ends: tuple[float, float]) -> None:
    """A line before the point that each came before, and its words; more at one place are counted.

    Words stand to the right of the line, or to the left where only there is room for them.
    """
    size, quiet = made.look.size, made.look.quiet
    told: dict[int, list[str]] = {}
    for event in sorted(chart.events, key=lambda one: one.at):
        told.setdefault(event.at, []).append(event.text)
    places = [place(at) for at in told]
    nexts = [*places, made.width][1:]
    free = 0.0
    for at, following, texts in zip(places, nexts, told.values(), strict=True):
        made.line(at, ends[0], at, ends[1], quiet, "1 3", 1.5)
        more = f" +{len(texts) - 1}" if len(texts) > 1 else ""
        wanted = width_of(texts[0] + more, size)
        room, before = following - at - 6, at - free - 6
        left = room < wanted and before > room
        words = cut(texts[0], size, max(room, before if left else 0) - width_of(more, size)) + more
        made.text(at + (-3 if left else 3), ends[0] - 6, words, "end" if left else "start", quiet)
        free = at if left else at + 3 + width_of(words, size)


def _limits(made: Drawing, chart: LineChart, x: Across, y: Down) -> None:
    for limits in (chart.upper, chart.lower):
        run = [(x(n), y(value)) for n, value in enumerate(limits) if value is not None]
        made.path(run, made.look.quiet, "5 4")
    for value, dash in ((chart.centre, ""), (chart.target, "8 4")):
        if value is not None:
            made.line(x(0) - 10, y(value), made.width - 14, y(value), made.look.quiet, dash, 1.2)
    if chart.target is not None:
        words = tr("target {value}", value=written(chart.target, chart.unit))
        made.text(made.width - 14, y(chart.target) - 6, words, "end", made.look.quiet)


def _reach(chart: LineChart) -> tuple[float, float]:
    """The values that the axis spans: all that is drawn, shares never outside 0..1."""
    told = [
        value
        for line in chart.lines
        for point in line.points
        for value in (point.value, point.low, point.high)
        if value is not None
    ]
    told += [v for v in (*chart.upper, *chart.lower, chart.centre, chart.target) if v is not None]
    low, high = (min(told), max(told)) if told else (0.0, 1.0)
    pad = (high - low) * 0.08 or 0.05
    low, high = low - pad, high + pad
    return (max(0.0, low), min(1.0, high)) if chart.unit == "share" else (low, high)


def _spaced(chart: LineChart, room: float, size: float) -> Iterator[tuple[int, str]]:
    """The labels along the axis that there is room for, evenly. `room`: pixels of a point."""
    labels = [point.label for line in chart.lines[:1] for point in line.points]
    widest = max((width_of(label, size) for label in labels), default=0.0) + size
    step = max(1, math.ceil(len(labels) / MOST_LABELS), math.ceil(widest / room))
    for line in chart.lines[:1]:
        for n, point in enumerate(line.points):
            if n % step == 0:
                yield n, point.label
