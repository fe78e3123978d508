"""What the page of trends asks, answered off the UI thread: blocks of a chart and its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

from msgspec import structs

from smo_review.domain.charts import Bar, BarChart, Chart
from smo_review.domain.filters import Filter, FilterChoices
from smo_review.domain.kpis import ENOUGH
from smo_review.domain.trends import MEASURES, Measure, Span, Step, Trend
from smo_review.language import titled, tr
from smo_review.operations.workspace import Workspace
from smo_review.quality.breakdowns import DIMENSIONS, Of
from smo_review.quality.trends import ENOUGH_POINTS
from smo_review.queries.filters import filter_choices
from smo_review.queries.trends import (
    Material,
    breakdown_of,
    compare_of,
    confusion_of,
    gaps_of,
    heat_of,
    material,
    quick_trend,
    rolled,
    trend_of,
)
from smo_review.reports.trend_words import (
    chart_title,
    clause_words,
    comparison_words,
    confusion_title,
    heat_title,
    label_words,
    language_words,
    legend,
    measure_name,
    missing_words,
    pareto_title,
    pareto_words,
    trend_words,
    value_words,
)
from smo_review.reports.trends import (
    confusion_chart,
    gap_charts,
    heat_chart,
    link_of,
    pareto_chart,
    smooth_chart,
    trend_chart,
)
from ui.filters.state import Filters
from ui.trends.spans import halves

Section = Literal["chart", "compare", "pareto", "confusion", "heat", "gaps"]
SECTIONS: tuple[Section, ...] = get_args(Section)
AGAINST = ("findings", "gold")


@dataclass(frozen=True)
class Wanted:
    """One question: a section of the page, and what it is set to."""

    filter: Filter
    section: Section
    measure: Measure
    by: Step
    of: Of
    against: Literal["findings", "gold"]
    before: Span
    after: Span


@dataclass(frozen=True)
class Block:
    """A chart, where there is one, and what it says in sentences."""

    chart: Chart | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """`material` is kept for the next question about the same filter; None where the roll-ups
    answered."""

    wanted: Wanted
    blocks: tuple[Block, ...]
    material: Material | None
    trend: Trend
    spans: tuple[Span, Span]


def wanted_now(filters: Filters) -> Wanted:
    """What the page is set to. What was kept and is none (of an older version) is the usual."""

    def one(name: str, among: tuple[str, ...]) -> str:
        found = filters.choice(name, among[0])
        return found if found in among else among[0]

    return Wanted(
        filters.filter,
        cast(Section, one("section", SECTIONS)),
        cast(Measure, one("measure", MEASURES)),
        cast(Step, one("by", ("week", "day"))),
        cast(Of, one("of", DIMENSIONS)),
        cast(Literal["findings", "gold"], one("against", AGAINST)),
        Span(filters.choice("before-since", ""), filters.choice("before-until", "")),
        Span(filters.choice("after-since", ""), filters.choice("after-until", "")),
    )


def answer(ws: Workspace, wanted: Wanted, kept: Material | None) -> Answer:
    """Answer a question; `kept` is what was read for the one before, if it may still serve."""
    if wanted.section == "chart" and rolled(wanted.filter, wanted.measure):
        # Nothing here depends on how much there is: not even names are looked up.
        trend = quick_trend(ws, wanted.filter, wanted.measure, wanted.by)
        blocks = _chart(trend, FilterChoices())
        return Answer(wanted, tuple(blocks), kept, trend, halves(trend))
    choices = filter_choices(ws)
    if kept is None or kept.wanted != wanted.filter:
        kept = material(ws, wanted.filter)
    trend = trend_of(kept, wanted.measure, wanted.by)
    spans = (wanted.before, wanted.after)
    if spans == (Span(), Span()):
        spans = halves(trend)
    blocks = _blocks(ws, kept, wanted, trend, spans, choices)
    return Answer(wanted, tuple(blocks), kept, trend, spans)


def _blocks(
    ws: Workspace,
    kept: Material,
    wanted: Wanted,
    trend: Trend,
    spans: tuple[Span, Span],
    choices: FilterChoices,
) -> list[Block]:
    if wanted.section == "compare":
        return _compare(ws, kept, wanted.measure, spans, dict(choices.code))
    if wanted.section == "pareto":
        return _pareto(kept, wanted.of, choices)
    if wanted.section == "confusion":
        return _confusion(ws, kept, wanted.against, choices)
    if wanted.section == "heat":
        return _heat(kept, choices)
    if wanted.section == "gaps":
        return _gaps(ws, kept, choices)
    return _chart(trend, choices)


def _chart(trend: Trend, choices: FilterChoices) -> list[Block]:
    title = chart_title(trend, dict(choices.code))
    words = tuple(trend_words(trend, ENOUGH_POINTS))
    if not trend.points:
        return [Block(None, words)]
    smooth = smooth_chart(trend)
    if smooth is None:
        return [Block(trend_chart(trend, title), words)]
    return [Block(trend_chart(trend, title), (*words, legend(trend))), Block(smooth)]


def _compare(
    ws: Workspace,
    kept: Material,
    measure: Measure,
    spans: tuple[Span, Span],
    names: dict[str, str],
) -> list[Block]:
    whole = kept
    if kept.wanted.since or kept.wanted.until:
        whole = material(ws, structs.replace(kept.wanted, since="", until=""))
    told = compare_of(whole, *spans, measure)
    words = (comparison_words(told),)
    if told.difference is None:
        return [Block(None, words)]
    bars = tuple(
        Bar(
            titled(title, f"{span.since or '…'} – {span.until or '…'}"),
            rate.value, rate.low, rate.high, rate.n,
            link_of(structs.replace(whole.wanted, since=span.since, until=span.until)),
        )
        for title, span, rate in (
            (tr("Before"), spans[0], told.before),
            (tr("After"), spans[1], told.after),
        )
    )  # fmt: skip
    unit = "" if measure == "findings" else "share"
    return [Block(BarChart(measure_name(measure, names, whole.wanted.code), unit, bars), words)]


def _pareto(kept: Material, of: Of, choices: FilterChoices) -> list[Block]:
    told = breakdown_of(kept, of)
    chart = pareto_chart(told, dict(getattr(choices, of)), pareto_title(of))
    return [Block(chart if told.bars else None, (pareto_words(told),))]


def _confusion(
    ws: Workspace, kept: Material, against: Literal["findings", "gold"], choices: FilterChoices
) -> list[Block]:
    told = confusion_of(ws, kept, against)
    if not told.annotations:
        nothing = (
            tr("No judged annotation is of an item that has a gold.")
            if against == "gold"
            else tr("Nothing was judged here yet.")
        )
        return [Block(None, (nothing,))]
    words = tr(
        "A row adds up to 100%: of what should have had this label, which part was given which."
        " {n} annotations.",
        n=f"{told.annotations:,}",
    )
    return [Block(confusion_chart(told, dict(choices.label), confusion_title(against)), (words,))]


def _heat(kept: Material, choices: FilterChoices) -> list[Block]:
    told = heat_of(kept)
    if not told.annotators:
        return [Block(None, (tr("Nothing was judged here yet."),))]
    chart = heat_chart(told, dict(choices.label), heat_title())
    words = (
        tr(
            "In brackets: fewer than {n} judged, not enough yet to compare. A cell is a reason to"
            " look, no ranking.",
            n=ENOUGH,
        )
        if any(cell.few for row in chart.cells for cell in row)
        else tr("A cell is a reason to look, no ranking.")
    )
    return [Block(chart, (words,))]


def _gaps(ws: Workspace, kept: Material, choices: FilterChoices) -> list[Block]:
    told = gaps_of(ws, kept)
    names = dict((*choices.label, *choices.clause))
    charts = gap_charts(told, names)
    sentences = (
        tuple(clause_words(one, names) for one in told.clauses),
        tuple(label_words(one, names) for one in told.labels),
        tuple(language_words(one) for one in told.languages),
    )
    return [
        Block(chart, words) for chart, words in zip(charts, sentences, strict=True) if chart.bars
    ] + [Block(None, tuple(missing_words(told)))]


def measure_words(trend: Trend) -> str:
    """The measure over everything that is shown, with its interval and count."""
    whole = trend.whole
    if whole.value is None:
        return tr("Nothing judged yet")
    words = tr(
        "{value} of {n} judged ({low} to {high})",
        value=value_words(whole.value, trend.measure),
        n=f"{whole.n:,}",
        low=value_words(whole.low, trend.measure),
        high=value_words(whole.high, trend.measure),
    )
    if whole.n >= ENOUGH:
        return words
    return tr("{figure}, not enough yet to compare", figure=words)
