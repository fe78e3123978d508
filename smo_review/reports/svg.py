"""Charts as SVG, drawn once for the window, HTML and PDF; and the table behind each.

Marks differ by shape and dash, never by colour alone. Only plain shapes and text are used, which
every reader of SVG draws alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from smo_review.domain.charts import BarChart, Cell, Chart, HeatMap, LineChart
from smo_review.language import tr
from smo_review.reports.look import FONTS, PAPER, Look, cut, width_of, written

Area: TypeAlias = tuple[float, float, float, float]
"""Left, top, width, height."""
Across: TypeAlias = Callable[[int], float]
Down: TypeAlias = Callable[[float], float]
"""From a place along the axis, and from a value, to pixels."""
DASHES = ("", "6 3", "2 3", "8 3 2 3")
BAR, GAP = 16.0, 8.0
MOST_LABELS = 14
"""Labels along an axis; the others are left out evenly."""


class Drawing:
    """An SVG document under way, with the places that links stand behind."""

    def __init__(self, title: str, width: float, height: float, look: Look) -> None:
        self.look = look
        self.width, self.height = width, height
        self.links: list[tuple[Area, str]] = []
        self._title = title
        self._parts: list[str] = []

    def rect(self, area: Area, fill: str, stroke: str = "none", opacity: float = 1.0) -> None:
        x, y, w, h = area
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(w, 0):.1f}" height="{max(h, 0):.1f}"'
            f' fill="{fill}" stroke="{stroke}" fill-opacity="{opacity:.2f}"/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, dash: str = "", w: float = 1
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
            f' stroke="{colour}" stroke-width="{w}"{dashed}/>'
        )

    def path(self, points: Sequence[tuple[float, float]], colour: str, dash: str = "") -> None:
        if len(points) > 1:
            told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            self._parts.append(
                f'<polyline points="{told}" fill="none" stroke="{colour}"'
                f' stroke-width="1.5"{dashed}/>'
            )

    def mark(self, x: float, y: float, shape: int, colour: str) -> None:
        """A point: circle, square, triangle or diamond."""
        if shape % 4 == 0:
            self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{colour}"/>')
            return
        outlines = (
            (),
            ((-3, -3), (3, -3), (3, 3), (-3, 3)),
            ((0, -4), (3.6, 3), (-3.6, 3)),
            ((0, -4.4), (4.4, 0), (0, 4.4), (-4.4, 0)),
        )
        told = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in outlines[shape % 4])
        self._parts.append(f'<polygon points="{told}" fill="{colour}"/>')

    def ring(self, x: float, y: float) -> None:
        """Around a point that stands out."""
        self._parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="{self.look.ink}"'
            ' stroke-width="1.5"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str = "start",
        colour: str = "",
        bold: bool = False,
    ) -> None:
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
            f' fill="{colour or self.look.ink}"{weight}>{escape(words)}</text>'
        )

    def done(self) -> str:
        """The whole document; screen readers get its title, and the table that stands behind."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f}'
            f' {self.height:.0f}" width="{self.width:.0f}" height="{self.height:.0f}" role="img"'
            f" aria-label={quoteattr(self._title)} font-family={quoteattr(FONTS)}"
            f' font-size="{self.look.size:g}">' + "".join(self._parts) + "</svg>"
        )


def drawing(chart: Chart, width: float = 720.0, look: Look = PAPER) -> Drawing:
    """Draw a chart `width` pixels wide, as high as it needs to be."""
    if isinstance(chart, BarChart):
        return _bars(chart, width, look)
    if isinstance(chart, HeatMap):
        return _heat(chart, width, look)
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
    heads = (tr("What"), tr("Value"), tr("95% from"), tr("to"), "n")
    if isinstance(chart, BarChart):
        return heads, tuple(
            (
                bar.label,
                written(bar.value, chart.unit),
                written(bar.low, chart.unit),
                written(bar.high, chart.unit),
                "–" if bar.n is None else f"{bar.n:,}",
            )
            for bar in chart.bars
        )
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


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round values from `low` to `high`, at most about `most` of them."""
    span = max(high - low, 1e-12)
    step = 10.0 ** math.floor(math.log10(span / most))
    step *= next(times for times in (1, 2, 5, 10) if span / (step * times) <= most)
    first = math.ceil(low / step - 1e-9)
    return tuple(n * step for n in range(first, math.floor(high / step + 1e-9) + 1))


def _bars(chart: BarChart, width: float, look: Look) -> Drawing:
    size = look.size
    room = min(0.34 * width, max([60.0, *(width_of(bar.label, size) for bar in chart.bars)]) + 8)
    tail = 12 + max(
        [0.0, *(width_of(_bar_words(chart, bar_n), size) for bar_n in range(len(chart.bars)))]
    )
    left, right = room + 8, width - min(tail, 0.36 * width)
    step = max(BAR + GAP, size * 1.9)
    made = Drawing(chart.title, width, 12 + step * max(1, len(chart.bars)) + 26, look)
    most = max(
        [1e-12, chart.target or 0.0]
        + [value for bar in chart.bars for value in (bar.value, bar.high) if value is not None]
    )
    scale = (right - left) / most
    foot = made.height - 22
    for tick in ticks(0.0, most, 4):
        x = left + tick * scale
        made.line(x, 6, x, foot, look.line)
        made.text(x, foot + size + 3, written(tick, chart.unit), "middle", look.quiet)
    for n, bar in enumerate(chart.bars):
        top = 10 + n * step
        middle = top + BAR / 2 + size * 0.36
        made.text(left - 8, middle, cut(bar.label, size, room), "end")
        if bar.value is not None:
            made.rect((left, top, bar.value * scale, BAR), look.accent, opacity=0.85)
        if bar.low is not None and bar.high is not None:
            y = top + BAR / 2
            made.line(left + bar.low * scale, y, left + bar.high * scale, y, look.ink, w=1.5)
            for end in (bar.low, bar.high):
                made.line(left + end * scale, y - 4, left + end * scale, y + 4, look.ink, w=1.5)
        made.text(right + 8, middle, cut(_bar_words(chart, n), size, width - right - 8))
        if bar.link:
            made.links.append(((0.0, top - GAP / 2, width, step), bar.link))
    if chart.target is not None:
        x = left + chart.target * scale
        made.line(x, 4, x, foot, look.ink, "6 3", 1.5)
    return made


def _bar_words(chart: BarChart, n: int) -> str:
    bar = chart.bars[n]
    words = written(bar.value, chart.unit) if bar.value is not None else tr("not enough yet")
    if bar.n is not None and chart.unit != "count":
        words += f" (n {bar.n:,})"
    if chart.running:
        total = sum(one.value or 0.0 for one in chart.bars)
        so_far = sum(one.value or 0.0 for one in chart.bars[: n + 1])
        words += f" · {written(so_far / total if total else None, 'share')}"
    return words


def _heat(chart: HeatMap, width: float, look: Look) -> Drawing:
    size = look.size
    room = min(0.3 * width, max([60.0, *(width_of(name, size) for name in chart.rows)]) + 8)
    cell = (width - room) / max(1, len(chart.columns))
    high = size * 2.1
    made = Drawing(chart.title, width, high * (len(chart.rows) + 1) + 6, look)
    told_values = [c.value for row in chart.cells for c in row if c.value is not None and not c.few]
    most = max([1e-12, *told_values])
    for n, name in enumerate(chart.columns):
        middle = room + (n + 0.5) * cell
        made.text(middle, size * 1.4, cut(name, size, cell - 4), "middle", look.quiet)
    for row, (name, cells) in enumerate(zip(chart.rows, chart.cells, strict=True)):
        top = (row + 1) * high
        made.text(room - 8, top + size * 1.4, cut(name, size, room - 8), "end")
        for n, told in enumerate(cells):
            area = (room + n * cell, top, cell - 2, high - 2)
            depth = 0.0 if told.value is None else 0.06 + 0.5 * max(0.0, told.value) / most
            made.rect(area, look.accent, look.line, 0.0 if told.few else depth)
            words = cut(_cell_words(told, chart.unit), size, cell - 6)
            colour = look.quiet if told.few else ""
            made.text(area[0] + cell / 2, top + size * 1.4, words, "middle", colour)
            if told.link:
                made.links.append((area, told.link))
    return made


def _cell_words(cell: Cell, unit: str) -> str:
    """The value with its count, in brackets where that is few; a dash where it is none."""
    if cell.value is None or cell.n is None:
        return written(cell.value, unit)
    words = f"{written(cell.value, unit)} · {cell.n:,}" if cell.n else "–"
    return f"({words})" if cell.few and cell.n else words


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
    places = [x(event.at) - (right - left) / max(1, count) / 2 for event in chart.events]
    for event, at, following in zip(chart.events, places, [*places, made.width][1:], strict=True):
        made.line(at, top, at, foot, look.quiet, "1 3", 1.5)
        made.text(at + 3, top - 6, cut(event.text, size, following - at - 6), colour=look.quiet)
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


def _limits(made: Drawing, chart: LineChart, x: Across, y: Down) -> None:
    for limits in (chart.upper, chart.lower):
        run = [(x(n), y(value)) for n, value in enumerate(limits) if value is not None]
        made.path(run, made.look.quiet, "5 4")
    for value, dash in ((chart.centre, ""), (chart.target, "8 4")):
        if value is not None:
            made.line(x(0) - 10, y(value), made.width - 14, y(value), made.look.quiet, dash, 1.2)


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
