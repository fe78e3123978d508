"""What each mark of a chart that can be opened says, in the order in which it is drawn."""

from __future__ import annotations

from smo_review.domain.charts import BarChart, Chart, DotChart, HeatMap
from smo_review.language import titled
from smo_review.reports.look import written


def mark_words(chart: Chart) -> list[str]:
    """One text a mark with a link: what it is, its value, interval and count."""
    if isinstance(chart, BarChart | DotChart):
        return [
            _told(bar.label, bar.value, bar.low, bar.high, bar.n, chart.unit)
            for bar in (chart.bars if isinstance(chart, BarChart) else chart.rows)
            if bar.link
        ]
    if isinstance(chart, HeatMap):
        return [
            _told(f"{row} / {column}", cell.value, None, None, cell.n, chart.unit)
            for row, cells in zip(chart.rows, chart.cells, strict=True)
            for column, cell in zip(chart.columns, cells, strict=True)
            if cell.link
        ]
    told = []
    for line in chart.lines:
        for point in line.points:
            if point.link and point.value is not None:
                words = _told(point.label, point.value, point.low, point.high, point.n, chart.unit)
                told.append(f"{words}. {point.alarm}" if point.alarm else words)
    return told


def _told(
    what: str, value: float | None, low: float | None, high: float | None, n: int | None, unit: str
) -> str:
    words = titled(what, written(value, unit))
    if low is not None and high is not None:
        words += f" ({written(low, unit)} – {written(high, unit)})"
    return words if n is None or unit == "count" else f"{words}, n {n:,}"
