"""Make a batch file from a source: CSV, JSON Lines or a Label Studio export."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from smo_review.cli.context import Context
from smo_review.language import tr

if TYPE_CHECKING:
    from smo_review.domain.changes import Progress
    from smo_review.operations.pack import Packed, PackOptions
    from smo_review.store.identity import Identity

_SHOWN = 20
"""Rejected rows in the readable answer; the JSON answer lists more."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`pack SOURCE -o OUT.smo` with everything that says how to read the source."""
    add = parser.add_argument
    add("source", type=Path, help=tr("The file to pack; .gz files are read as they are."))
    add(
        "-o", "--out", type=Path, required=True, metavar="FILE", help=tr("The batch file to write.")
    )
    add("--project", type=Path, metavar="FILE", help=tr("The project file (TOML)."))
    add(
        "--format",
        default="auto",
        choices=("auto", "jsonl", "csv", "label-studio"),
        help=tr("What the source is; told from its content by default."),
    )
    add("--media", type=Path, metavar="DIR", help=tr("The folder with images and videos."))
    add(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN[,COLUMN...]",
        help=tr(
            "Which column holds a field: id, text, translation, image, video, language, annotator, "
            "label, gold, confidence, start, end, severity, category, or count:LABEL. "
            "May be repeated."
        ),
    )
    add(
        "--language",
        default="",
        metavar="CODE",
        help=tr("The language of the content, such as km."),
    )
    add("--strict", action="store_true", help=tr("Refuse the source if any row cannot be used."))
    add(
        "--with-gold",
        action="store_true",
        help=tr("Put gold into the batch itself, not into a second file beside it."),
    )
    add("--name", default="", help=tr("The batch's name; the source's by default."))
    add(
        "--hidden-gold",
        default="",
        metavar="SET|FILE",
        help=tr("Mix in golds of this workspace: of a set, of a gold file, or “all”."),
    )
    add("--seed", type=int, default=1, metavar="N", help=tr("Another seed mixes in others."))
    add("--due", default="", metavar="DATE", help=tr("The day it is due, such as 2026-01-31."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Pack the source and print what came of it; what was guessed goes to standard error."""
    from smo_review.operations.pack import PackOptions, pack

    options = PackOptions(
        args.project,
        args.format,
        args.media,
        tuple(args.map),
        args.language,
        args.strict,
        args.with_gold,
        args.name,
        args.due,
    )
    with context.progress() as progress:
        if args.hidden_gold:
            packed = _pack_hidden(args, options, context, progress)
        else:
            packed = pack(args.source, args.out, options, _signer(context), progress)
    _warn(packed)
    context.answer(msgspec.to_builtins(packed), _summary(packed))
    return 0


def _pack_hidden(
    args: argparse.Namespace, options: PackOptions, context: Context, progress: Progress
) -> Packed:
    from smo_review.operations.hidden_gold import pack_hidden

    with context.open() as workspace:
        packed, mixed = pack_hidden(
            workspace, args.source, args.out, options, args.hidden_gold, args.seed, progress
        )
    if len(mixed.planted) < mixed.asked:
        told = tr(
            "{n} of {asked} hidden golds were mixed in: no others fit this batch.",
            n=len(mixed.planted),
            asked=mixed.asked,
        )
        print(told, file=sys.stderr)
    if mixed.stands_out:
        told = tr(
            "The ids of the source run without gaps, so that hidden golds have the highest: "
            "leave ids out, or give such as follow no order."
        )
        print(told, file=sys.stderr)
    return packed


def _signer(context: Context) -> Identity:
    """The named workspace's identity where there is one, else the person's own on this machine."""
    from smo_review.operations.signer import own_identity

    if context.workspace is None or not (context.workspace / "workspace.json").is_file():
        return own_identity()
    with context.open() as workspace:
        identity: Identity = workspace.identity
        return identity


def _warn(packed: Packed) -> None:
    lines = [
        tr("{field} from {columns}", field=field, columns=", ".join(columns))
        for field, columns in packed.columns.items()
    ]
    if lines:
        print(tr("Columns: {lines}", lines="; ".join(lines)), file=sys.stderr)
    for what, count in packed.left_out.items():
        print(tr("Left out: {n} {what}", n=count, what=what), file=sys.stderr)
    if not packed.annotations:
        print(
            tr(
                "No label was found, so the items have no annotations; map one with --map label=..."
            ),
            file=sys.stderr,
        )
    if packed.media_missing:
        told = tr(
            "{n} media files were not found; name their folder with --media.",
            n=packed.media_missing,
        )
        print(told, file=sys.stderr)


def _summary(packed: Packed) -> str:
    lines = [
        tr(
            "{path}: {items} items, {annotations} annotations",
            path=packed.path,
            items=packed.items,
            annotations=packed.annotations,
        ),
        tr("Labels: {labels}", labels=", ".join(packed.labels[:50])),
    ]
    if packed.gold_path:
        lines.append(tr("Gold of {n} items: {path}", n=packed.gold, path=packed.gold_path))
    elif packed.gold:
        lines.append(tr("Gold of {n} items is in the batch.", n=packed.gold))
    if packed.hidden_gold:
        lines.append(tr("Hidden golds among them: {n}", n=packed.hidden_gold))
    if packed.rejected:
        lines.append(tr("{n} rows could not be used:", n=packed.rejected))
        lines += [
            tr(
                "  line {line}, {field}: {reason}",
                line=r.line,
                field=r.field or "-",
                reason=r.reason,
            )
            for r in packed.rejected_rows[:_SHOWN]
        ]
    return "\n".join(lines)
