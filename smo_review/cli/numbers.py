"""Print the first numbers: counts, and accuracy with its 95% interval, all and by group."""

from __future__ import annotations

import argparse
import unicodedata
from typing import Any

import msgspec

from smo_review.cli.context import Context
from smo_review.domain.numbers import Figures, Group, Numbers, Rate
from smo_review.language import tr

DIMENSIONS = ("annotator", "label", "code", "auditor", "day")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`numbers [--by DIMENSION] [--batch ID] [--project ID]`."""
    parser.add_argument("--by", choices=DIMENSIONS, default="", help=tr("Group by this."))
    parser.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    parser.add_argument("--project", default="", metavar="ID", help=tr("Only this project."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the numbers as a table or as one JSON object."""
    from smo_review.queries.numbers import numbers

    with context.open() as workspace:
        found = numbers(workspace, by=args.by, batch=args.batch, project=args.project)
    context.answer(_record(found), _table(found))
    return 0


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
    rows = _code_rows(found) if found.by == "code" else _rows(found)
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    if found.sealed:
        lines.append(tr("Sealed items: {n}", n=found.sealed))
    return "\n".join(lines)


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
    )
    rows = [head, *(_row(group.name or group.key, group.figures) for group in found.groups)]
    rows.append(_row(tr("all"), found.all))
    return rows


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    gaps = [" " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)]
    first, *others = zip(row, gaps, strict=True)
    return "  ".join([first[0] + first[1], *(gap + cell for cell, gap in others)]).rstrip()


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


def _row(key: str, figures: Figures) -> tuple[str, ...]:
    return (
        key,
        str(figures.reviewed),
        str(figures.annotations),
        *_rate(figures.accuracy),
        *_rate(figures.critical_accuracy),
        str(figures.ambiguous),
        str(figures.unreviewable),
        str(figures.unsettled),
    )


def _rate(rate: Rate) -> tuple[str, str]:
    if rate.value is None or rate.low is None or rate.high is None:
        return "-", "-"
    return f"{rate.value:.4f}", f"{rate.low:.4f}-{rate.high:.4f}"
