"""Trends, Pareto, confusion, heat map and gaps as charts; each mark's link is a filter."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from smo_review.domain.charts import (
    Bar,
    BarChart,
    Cell,
    Event,
    HeatMap,
    Line,
    LineChart,
    Point,
)
from smo_review.domain.filters import Filter
from smo_review.domain.kpis import ENOUGH
from smo_review.domain.numbers import Rate
from smo_review.domain.trends import Gaps, Heat, Matrix, Pareto, Trend
from smo_review.language import tr, translated
from smo_review.reports.trend_words import (
    MEASURES,
    Names,
    named,
    rule_words,
)


def link_of(wanted: Filter) -> str:
    """A filter as the link behind a mark."""
    return msgspec.json.encode(wanted).decode()


def filter_of(link: str) -> Filter:
    """The filter that `link_of` made a link of."""
    return msgspec.json.decode(link, type=Filter)


def trend_chart(trend: Trend, title: str = "") -> LineChart:
    """The points with their limits; rings and words where a rule is broken."""
    words = {(one.rule, place): rule_words(one) for one in trend.broken for place in one.places}
    points = tuple(
        Point(
            point.start,
            point.rate.value,
            point.rate.low,
            point.rate.high,
            point.rate.n,
            " ".join(words[rule, at] for rule in point.rules if rule != "EWMA"),
            link_of(point.opens),
        )
        for at, point in enumerate(trend.points)
    )
    return LineChart(
        title or translated(MEASURES[trend.measure]),
        _unit(trend),
        (Line(translated(MEASURES[trend.measure]), points),),
        centre=trend.centre,
        upper=tuple(point.upper for point in trend.points) if trend.enough else (),
        lower=tuple(point.lower for point in trend.points) if trend.enough else (),
        events=_events(trend),
    )


def smooth_chart(trend: Trend) -> LineChart | None:
    """The moving averages with their own limits, once there are enough points."""
    if not trend.enough:
        return None
    title = tr("{measure}: moving average (EWMA)", measure=translated(MEASURES[trend.measure]))
    beyond = {place: one for one in trend.broken if one.rule == "EWMA" for place in one.places}
    points = tuple(
        Point(
            point.start,
            point.smooth,
            n=point.rate.n,
            alarm=rule_words(beyond[at]) if at in beyond else "",
            link=link_of(point.opens),
        )
        for at, point in enumerate(trend.points)
    )
    return LineChart(
        title,
        _unit(trend),
        (Line(title, points),),
        centre=trend.centre,
        upper=tuple(point.smooth_upper for point in trend.points),
        lower=tuple(point.smooth_lower for point in trend.points),
        events=_events(trend),
    )


def _unit(trend: Trend) -> str:
    return "share" if trend.measure != "findings" else ""


def _events(trend: Trend) -> tuple[Event, ...]:
    """Marks before the first point they can have changed; what came before all points is left."""
    ends = [point.end for point in trend.points]
    places = ((bisect_left(ends, mark.day), mark) for mark in trend.marks)
    return tuple(
        Event(at, mark.text)
        for at, mark in places
        if at < len(ends) and mark.day >= trend.points[0].start
    )


def pareto_chart(told: Pareto, names: Names, title: str) -> BarChart:
    """The bars' shares with their counts and the running share of all."""
    bars = tuple(
        Bar(named(bar.key, names), bar.share, n=bar.n, link=link_of(bar.opens)) for bar in told.bars
    )
    return BarChart(title, "share", bars, running=True)


def confusion_chart(told: Matrix, names: Names, title: str) -> HeatMap:
    """Rows are the right labels, columns what was given; each cell counts annotations.

    Its depth is the share of its row, so that rare labels can be read too.
    """
    counts = {(cell.right, cell.given): cell for cell in told.cells}
    known = {cell.right for cell in told.cells}

    def cell(right: str, given: str) -> Cell:
        one = counts.get((right, given))
        if one is None:
            return Cell(0.0 if right in known else None, 0)
        return Cell(one.share, one.n, link_of(one.opens))

    said = tuple(named(label, names) for label in told.labels)
    cells = tuple(tuple(cell(right, given) for given in told.labels) for right in told.labels)
    return HeatMap(title, "share", said, said, cells)


def heat_chart(told: Heat, names: Names, title: str) -> HeatMap:
    """The share incorrect in each cell, in brackets where too few were judged to compare."""
    cells = tuple(
        tuple(
            Cell(
                cell.rate.value,
                cell.rate.n,
                link_of(cell.opens) if cell.rate.n else "",
                few=cell.rate.n < ENOUGH,
            )
            for cell in row
        )
        for row in told.cells
    )
    labels = tuple(named(label, names) for label in told.labels)
    return HeatMap(title, "share", told.annotators, labels, cells)


def gap_charts(told: Gaps, names: Names) -> tuple[BarChart, BarChart, BarChart]:
    """Clauses that split auditors, agreement by label, accuracy by language."""
    return (
        BarChart(
            tr("Clauses that split auditors"),
            "share",
            tuple(_bar(named(o.clause, names), o.split, o.opens) for o in told.clauses),
        ),
        BarChart(
            tr("Agreement by label, among all annotators"),
            "share",
            tuple(_bar(named(o.label, names), o.agreement, o.opens) for o in told.labels),
        ),
        BarChart(
            tr("Accuracy by language"),
            "share",
            tuple(
                _bar(
                    tr("{language} (behind)", language=o.language) if o.behind else o.language,
                    o.own,
                    o.opens,
                )
                for o in told.languages
            ),
        ),
    )


def _bar(label: str, rate: Rate, opens: Filter) -> Bar:
    return Bar(label, rate.value, rate.low, rate.high, rate.n, link_of(opens))
