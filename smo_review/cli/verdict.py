"""Record verdicts from a file of JSON lines: all of them, or none where one is not right."""

from __future__ import annotations

import argparse
from pathlib import Path

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verdict --from F.jsonl`."""
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        required=True,
        metavar="FILE",
        help=tr("A file with one verdict a line; the commands' help page tells its fields."),
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Record the file's verdicts and print how many there are and how many facts are new."""
    from smo_review.operations.scripted import verdicts_from_file

    with context.open() as workspace, context.progress() as progress:
        counts = verdicts_from_file(workspace, args.source, progress)
    context.answer(
        dict(counts), tr("{verdicts} verdicts in the file, {facts_new} new facts.", **counts)
    )
    return 0
