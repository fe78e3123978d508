"""Print a measure over time as a control chart, a comparison, or what errors gather in.

Without a form it is the trend. The others: --compare, --pareto, --confusion, --heat-map, --gaps.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from smo_review.cli.agreement import aligned
from smo_review.cli.context import Context, refuse_idle
from smo_review.cli.narrowing import add_filter, filter_from
from smo_review.domain.charts import Chart
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter, FilterChoices
from smo_review.domain.trends import MEASURES, Span
from smo_review.language import tr

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace

BARS = ("code", "clause", "label", "annotator")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`trends [--measure M] [--by STEP] [filters] [one form] [--svg FILE]`."""
    parser.add_argument(
        "--measure",
        choices=MEASURES,
        default="",
        help=tr("What is measured: shares of the judged annotations, or findings per annotation."),
    )
    parser.add_argument(
        "--by", choices=("day", "week"), default="", help=tr("A point a day, or a week.")
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--compare",
        metavar="FROM..TO,FROM..TO",
        help=tr("Two stretches of days and their difference; an end may be left out."),
    )
    form.add_argument(
        "--pareto",
        choices=BARS,
        nargs="?",
        const="code",
        help=tr("Where errors gather: by error code, clause, label or annotator."),
    )
    form.add_argument(
        "--confusion",
        choices=("findings", "gold"),
        nargs="?",
        const="findings",
        help=tr("Given against right labels: by the findings, or by gold."),
    )
    form.add_argument(
        "--heat-map", action="store_true", help=tr("Share incorrect by annotator and label.")
    )
    form.add_argument(
        "--gaps",
        action="store_true",
        help=tr("Clauses that split auditors, labels with low agreement, languages behind."),
    )
    parser.add_argument("--svg", type=Path, metavar="FILE", help=tr("Write the chart as SVG."))
    add_filter(parser)


def run(args: argparse.Namespace, context: Context) -> int:
    """Answer in the form that was asked for, and write its chart where that was."""
    spans = spans_of(args.compare) if args.compare else None
    if args.svg is not None and (spans or args.gaps):
        raise UserError(
            tr("This form has no single chart."),
            "--svg",
            tr("Leave out --svg, or ask for a trend."),
        )
    other = bool(args.gaps or args.pareto or args.confusion or args.heat_map)
    refuse_idle(
        name
        for name, idle in (("measure", other), ("by", other or bool(spans)))
        if idle and getattr(args, name)
    )
    measure, step = args.measure or "errors", args.by or "week"
    with context.open() as workspace:
        from smo_review.queries.filters import filter_choices

        wanted, choices = filter_from(args, workspace), filter_choices(workspace)
        if spans is not None:
            record, lines, chart = _compared(workspace, wanted, measure, spans)
        elif args.gaps:
            record, lines, chart = _gaps(workspace, wanted, choices)
        elif args.pareto:
            record, lines, chart = _pareto(workspace, wanted, args.pareto, choices)
        elif args.confusion:
            record, lines, chart = _confusion(workspace, wanted, args.confusion, choices)
        elif args.heat_map:
            record, lines, chart = _heat(workspace, wanted, choices)
        else:
            record, lines, chart = _trend(workspace, wanted, measure, step, choices)
    if args.svg is not None and chart is not None:
        _write(args.svg, chart)
        record["svg"] = str(args.svg)
    context.answer(record, "\n".join(lines))
    return 0


def spans_of(text: str) -> tuple[Span, Span]:
    """`FROM..TO,FROM..TO` as two stretches; UserError for anything else."""
    from smo_review.quality.judged import day_number

    told = [part.split("..") for part in text.split(",")]
    try:
        before, after = (Span(*(end.strip() for end in part)) for part in told if len(part) == 2)
        for end in (before.since, before.until, after.since, after.until):
            if end:
                day_number(end)
    except ValueError:
        raise UserError(
            tr("“{given}” is not two stretches of days.", given=text),
            "--compare",
            tr("Write it like 2026-01-01..2026-01-31,2026-02-01..2026-02-28."),
        ) from None
    return before, after


Answer = tuple[dict[str, Any], Sequence[str], Chart | None]


def _trend(ws: Workspace, wanted: Filter, measure: Any, by: Any, choices: FilterChoices) -> Answer:
    from smo_review.quality.trends import ENOUGH_POINTS
    from smo_review.queries.trends import trend
    from smo_review.reports.trend_words import chart_title, measure_name, trend_words, value_words
    from smo_review.reports.trends import trend_chart

    told = trend(ws, wanted, measure, by)
    words = trend_words(told, ENOUGH_POINTS)
    names = dict(choices.code)
    title = measure_name(measure, names, wanted.code)
    head = (tr("from"), tr("to"), "n", title, tr("95% interval"), tr("limits"), tr("rules"))
    rows = [
        (
            point.start,
            point.end,
            str(point.rate.n),
            value_words(point.rate.value, measure),
            _ends(point.rate.low, point.rate.high, measure),
            _ends(point.lower, point.upper, measure),
            " ".join(point.rules),
        )
        for point in told.points
    ]
    marks = [f"{mark.day}  {mark.text}" for mark in told.marks]
    record = _record(told, words)
    chart = trend_chart(told, chart_title(told, names))
    return record, [*aligned([head, *rows]), "", *marks, *words], chart


def _compared(ws: Workspace, wanted: Filter, measure: Any, spans: tuple[Span, Span]) -> Answer:
    from smo_review.queries.trends import compare
    from smo_review.reports.trend_words import comparison_words

    told = compare(ws, *spans, wanted, measure)
    words = [comparison_words(told)]
    return _record(told, words), words, None


def _pareto(ws: Workspace, wanted: Filter, of: Any, choices: FilterChoices) -> Answer:
    from smo_review.queries.trends import breakdown
    from smo_review.reports.look import written
    from smo_review.reports.trend_words import named, pareto_title, pareto_words
    from smo_review.reports.trends import pareto_chart

    told = breakdown(ws, wanted, of)
    names = dict(getattr(choices, of))
    words = [pareto_words(told)]
    head = (of, tr("annotations"), tr("share"), tr("running share"))
    rows = [
        (named(b.key, names), str(b.n), written(b.share, "share"), written(b.cumulative, "share"))
        for b in told.bars
    ]
    chart = pareto_chart(told, names, pareto_title(of))
    return _record(told, words), [*aligned([head, *rows]), "", *words], chart


def _confusion(ws: Workspace, wanted: Filter, against: Any, choices: FilterChoices) -> Answer:
    from smo_review.queries.trends import confusion
    from smo_review.reports.trend_words import confusion_title, named
    from smo_review.reports.trends import confusion_chart

    told = confusion(ws, wanted, against)
    names = dict(choices.label)
    counts = {(cell.right, cell.given): cell.n for cell in told.cells}
    head = (tr("right / given"), *(named(label, names) for label in told.labels))
    rows = [
        (named(right, names), *(str(counts.get((right, given), 0)) for given in told.labels))
        for right in told.labels
    ]
    title = confusion_title(against)
    words = [f"{title} (n {told.annotations})"]
    return (
        _record(told, words),
        [*aligned([head, *rows]), "", *words],
        confusion_chart(told, names, title),
    )


def _heat(ws: Workspace, wanted: Filter, choices: FilterChoices) -> Answer:
    from smo_review.queries.trends import heat
    from smo_review.reports.look import written
    from smo_review.reports.trend_words import heat_title, named
    from smo_review.reports.trends import heat_chart

    told = heat(ws, wanted)
    names = dict(choices.label)
    head = (tr("annotator"), *(named(label, names) for label in told.labels))
    rows = [
        (name, *(f"{written(c.rate.value, 'share')} ({c.rate.n})" for c in cells))
        for name, cells in zip(told.annotators, told.cells, strict=True)
    ]
    chart = heat_chart(told, names, heat_title())
    return _record(told, [heat_title()]), [heat_title(), "", *aligned([head, *rows])], chart


def _gaps(ws: Workspace, wanted: Filter, choices: FilterChoices) -> Answer:
    from smo_review.queries.trends import gaps
    from smo_review.reports.trend_words import gap_words

    told = gaps(ws, wanted)
    words = gap_words(told, dict((*choices.label, *choices.clause)))
    return _record(told, words), words, None


def _record(told: Any, words: Sequence[str]) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.to_builtins(told)
    return {**record, "words": list(words)}


def _ends(low: float | None, high: float | None, measure: Any) -> str:
    from smo_review.reports.trend_words import value_words

    return "-" if low is None else f"{value_words(low, measure)}-{value_words(high, measure)}"


def _write(path: Path, chart: Chart) -> None:
    from smo_review.operations.documents import save_documents
    from smo_review.reports.svg import svg

    save_documents({path: svg(chart).encode()})
