"""Print the first numbers, all and by group, or the KPIs with their targets."""

from __future__ import annotations

import argparse
import unicodedata
from typing import TYPE_CHECKING, Any

import msgspec

from smo_review.cli.context import Context
from smo_review.cli.narrowing import add_filter, filter_from
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.kpis import KpiFigure
from smo_review.domain.numbers import PLAIN, Figures, Group, Numbers, Rate
from smo_review.domain.overview import Overview, OverviewRow
from smo_review.language import tr, translated

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace

DIMENSIONS = (
    "annotator", "label", "code", "auditor", "stratum", "day", "week", "language", "severity",
)  # fmt: skip
NARROWED = ("annotator", "label", "code", "auditor", "day")
"""What numbers can be broken down by under a filter that the roll-ups know nothing of."""
_TEXTS = frozenset({0, 3, 4})
"""Columns of the table of KPIs that hold words."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`numbers [--by DIMENSION | --kpis | --overview | --explain KPI]` and the filter's options."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--by", choices=DIMENSIONS, default="", help=tr("Group by this."))
    form.add_argument(
        "--kpis", action="store_true", help=tr("Print every KPI with its target instead.")
    )
    form.add_argument(
        "--explain", metavar="KPI", default="", help=tr("Tell how a KPI is counted (or: all).")
    )
    form.add_argument(
        "--overview", action="store_true", help=tr("Print what needs a look instead.")
    )
    add_filter(parser)


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the numbers as a table or as one JSON object."""
    if args.explain:
        return _explain(args.explain, context)
    if args.kpis:
        return _kpis(args, context)
    if args.overview:
        return _overview(args, context)
    with context.open() as workspace:
        found = _numbers(workspace, args.by, filter_from(args, workspace))
    context.answer(_record(found), _table(found))
    return 0


def _numbers(workspace: Workspace, by: str, wanted: Filter) -> Numbers:
    """From the roll-ups where batches alone are chosen, else from the columns."""
    if wanted.only_batches:
        from smo_review.queries.numbers import numbers

        return numbers(
            workspace, by=by, batch=wanted.batch, project=wanted.project, purpose=wanted.purpose
        )
    if by and by not in NARROWED:
        raise UserError(
            tr("Under such a filter numbers cannot be broken down by “{by}”.", by=by),
            "--by",
            tr("Choose one of: {all}.", all=", ".join(NARROWED)),
        )
    from smo_review.queries.filtered import numbers_under

    return numbers_under(workspace, wanted, by)


def _overview(args: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.overview import overview
    from smo_review.queries.overview_words import (
        area_words,
        checked_words,
        figure_words,
        headline,
        state_words,
    )

    with context.open() as workspace:
        found = overview(workspace, filter_from(args, workspace))
    lines = [headline(found)]
    area = ""
    for row in found.rows:
        if row.area != area:
            area = row.area
            lines += ["", area_words(row.area)]
        lines += [
            f"  {state_words(row)}: {row.name} · {figure_words(row)}",
            f"      {row.words}",
        ]
    context.answer(_overview_record(found), "\n".join([*lines, "", checked_words(found)]))
    return 0


def _overview_record(found: Overview) -> dict[str, Any]:
    """Rows as they are, each figure as every rate is told; null where nothing is estimated."""
    return {
        "rows": [_row_record(row) for row in found.rows],
        "checked": dict(found.checked),
        "weeks": msgspec.to_builtins(found.weeks),
        "today": found.today,
        "judged": found.judged,
        "head": found.head,
    }


def _row_record(row: OverviewRow) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(row)
    return {"rate" if name == "figure" else name: value for name, value in told.items()}


def _explain(id_: str, context: Context) -> int:
    """The registry's own words: what a KPI is, how it is counted, by whom it was told first."""
    from smo_review.quality.kpis import KPIS, kpi_def

    one = kpi_def(id_)
    if one is None and id_ != "all":
        raise UserError(
            tr("There is no KPI “{name}”.", name=id_),
            "--explain",
            tr("Choose one of: {all}.", all=", ".join(["all", *(known.id for known in KPIS)])),
        )
    chosen = KPIS if one is None else (one,)
    context.answer(
        {
            "kpis": [
                {
                    "id": known.id,
                    "name": translated(known.name),
                    "words": translated(known.words),
                    "symbols": known.symbols,
                    "unit": known.unit,
                    "per": known.per,
                    "source": translated(known.source),
                    "needs": list(known.needs),
                }
                for known in chosen
            ]
        },
        "\n\n".join(
            f"{known.id}: {translated(known.name)}\n  {translated(known.words)}\n"
            f"  {known.symbols}\n  {translated(known.source)}"
            for known in chosen
        ),
    )
    return 0


def _kpis(args: argparse.Namespace, context: Context) -> int:
    from smo_review.quality.kpi_words import amount, state_words
    from smo_review.queries.kpis import kpis

    with context.open() as workspace:
        found = kpis(workspace, filter_from(args, workspace))
    head = (tr("KPI"), tr("value"), tr("target"), tr("state"), tr("in words"))
    rows: list[tuple[str, ...]] = [head]
    rows += [
        (
            one.name,
            amount(one.unit, one.value),
            amount(one.unit, one.target),
            state_words(one.state),
            one.sentence,
        )
        for one in found
    ]
    context.answer({"kpis": [_kpi_record(one) for one in found]}, _aligned(rows, _TEXTS))
    return 0


def _kpi_record(one: KpiFigure) -> dict[str, Any]:
    """A figure; what is a share is told as every rate is."""
    told: dict[str, Any] = msgspec.to_builtins(one)
    rate = {name: told.pop(name) for name in ("value", "n", "low", "high")}
    return {"id": told.pop("id"), "name": told.pop("name"), "rate": rate} | told


def _record(found: Numbers) -> dict[str, Any]:
    return {
        **msgspec.to_builtins(found.all),
        "sealed": found.sealed,
        "risk": found.risk,
        "groups": [_group(group) for group in found.groups],
    }


def _group(group: Group) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(group)
    figures: dict[str, Any] = told.pop("figures")
    return told | figures


def _table(found: Numbers) -> str:
    lines = [_aligned(_code_rows(found) if found.by == "code" else _rows(found))]
    if found.all.method != PLAIN:
        lines.append(
            tr(
                "Weighted: the {n} judged are worth {effective} drawn at random.",
                n=found.all.accuracy.n,
                effective=f"{found.all.effective:,.0f}",
            )
        )
    if len({group.place for group in found.groups if group.place}) == 1:
        lines.append(tr("The groups cannot be told apart: their intervals overlap."))
    if found.risk:
        lines.append(
            tr("Left out, because drawn for their risk: {n} judged annotations", n=found.risk)
        )
    if found.sealed:
        lines.append(tr("Sealed items: {n}", n=found.sealed))
    return "\n".join(lines)


def _aligned(rows: list[tuple[str, ...]], left: frozenset[int] = frozenset({0})) -> str:
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths, left) for row in rows)


def _code_rows(found: Numbers) -> list[tuple[str, ...]]:
    """An error code has no accuracy: it tells how often it was found among all that was judged."""
    rows: list[tuple[str, ...]] = [
        (
            found.by,
            tr("annotations found in"),
            tr("share of judged"),
            tr("95% interval"),
            tr("critical"),
        )
    ]
    for group in found.groups:
        told = group.figures
        rows.append((group.name, str(told.incorrect), *_rate(group.share), str(told.critical)))
    return rows


def _rows(found: Numbers) -> list[tuple[str, ...]]:
    head = (
        found.by,
        tr("reviewed"),
        tr("of"),
        tr("accuracy"),
        tr("95% interval"),
        tr("critical accuracy"),
        tr("95% interval"),
        tr("ambiguous"),
        tr("unreviewable"),
        tr("unsettled"),
        tr("place"),
    )
    rows = [
        head,
        *(_row(group.name or group.key, group.figures, group.place) for group in found.groups),
    ]
    rows.append(_row(tr("all"), found.all))
    return rows


def _line(row: tuple[str, ...], widths: list[int], left: frozenset[int]) -> str:
    told = []
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        gap = " " * (width - cells(cell))
        told.append(cell + gap if column in left else gap + cell)
    return "  ".join(told).rstrip()


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes: Chinese takes two, Khmer marks take none."""
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def _row(key: str, figures: Figures, place: int | None = None) -> tuple[str, ...]:
    return (
        key,
        str(figures.reviewed),
        str(figures.annotations),
        *_rate(figures.accuracy),
        *_rate(figures.critical_accuracy),
        str(figures.ambiguous),
        str(figures.unreviewable),
        str(figures.unsettled),
        str(place or "-"),
    )


def _rate(rate: Rate) -> tuple[str, str]:
    if rate.value is None or rate.low is None or rate.high is None:
        return "-", "-"
    return f"{rate.value:.4f}", f"{rate.low:.4f}-{rate.high:.4f}"
