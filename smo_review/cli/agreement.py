"""Print how far annotators agree: among each other, two by two, and with gold."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

import msgspec

from smo_review.cli.context import Context
from smo_review.cli.numbers import cells
from smo_review.domain.agreement import Agreement, Coefficient
from smo_review.language import tr, translated

_MOST_PAIRS = 40
"""Pairs in the table for people; the JSON answer has them all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`agreement [--batch ID] [--metric M] [--labels RULE] [--with-models]`."""
    parser.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    parser.add_argument(
        "--metric",
        choices=("nominal", "ordinal"),
        default="nominal",
        help=tr("Whether labels have an order: that of the project file."),
    )
    parser.add_argument(
        "--labels",
        choices=("set", "masi"),
        default="set",
        help=tr("How several labels compare: the same set or not, or by MASI distance."),
    )
    parser.add_argument(
        "--with-models", action="store_true", help=tr("Count models as annotators too.")
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the coefficients as a table or as one JSON object."""
    from smo_review.queries.agreement import agreement

    with context.open() as workspace:
        found = agreement(
            workspace,
            batch=args.batch,
            metric=args.metric,
            labels=args.labels,
            with_models=args.with_models,
        )
    record: dict[str, Any] = msgspec.to_builtins(found)
    context.answer(record, _told(found))
    return 0


def _told(found: Agreement) -> str:
    lines = [
        tr(
            "{items} items, {pairable} of them annotated twice or more; {annotations} annotations",
            items=found.items,
            pairable=found.pairable,
            annotations=found.annotations,
        ),
        tr("Weights: {weights}", weights=translated(found.weights)),
    ]
    if found.effective < found.pairable - 0.05:
        lines.append(
            tr("Items count with their weights; effective n {n}", n=f"{found.effective:.1f}")
        )
    lines.append("")
    named = (
        (tr("raw agreement"), found.raw),
        ("Fleiss kappa", found.fleiss),
        ("Gwet AC1" if found.nominal else "Gwet AC2", found.ac1),
        ("Krippendorff alpha", found.alpha),
    )
    rows = [(tr("coefficient"), tr("value"), tr("95% interval"), tr("interval's method"))]
    rows += [(name, *_figures(one), translated(one.method)) for name, one in named]
    lines += aligned(rows)
    if found.pairs:
        lines += ["", *_pairs(found)]
    if found.gold:
        lines += ["", *_gold(found)]
    return "\n".join(lines)


def _pairs(found: Agreement) -> list[str]:
    pairs = sorted(found.pairs, key=lambda pair: -pair.n)[:_MOST_PAIRS]
    head = (tr("pair"), "n", tr("raw agreement"), "kappa", "AC1", "alpha")
    rows = [
        (f"{p.first} / {p.second}", str(p.n), *map(_figure, (p.raw, p.kappa, p.ac1, p.alpha)))
        for p in pairs
    ]
    lines = aligned([head, *rows])
    if len(found.pairs) > len(pairs):
        lines.append(tr("and {n} pairs more (--json)", n=len(found.pairs) - len(pairs)))
    return lines


def _gold(found: Agreement) -> list[str]:
    head = (tr("against gold"), "n", tr("accuracy"), tr("95% interval"), "kappa")
    rows = [
        (g.annotator, str(g.n), _figure(g.accuracy), f"{g.low:.4f}-{g.high:.4f}", _figure(g.kappa))
        for g in found.gold
    ]
    return aligned([head, *rows])


def _figures(one: Coefficient) -> tuple[str, str]:
    if one.low is None or one.high is None:
        return _figure(one.value), "-"
    return _figure(one.value), f"{one.low:.4f}-{one.high:.4f}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows as lines whose columns stand below each other; there is a row at least."""
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
