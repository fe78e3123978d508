"""Destroy a batch's content, notes and search index for good; verdicts and numbers stay."""

from __future__ import annotations

import argparse

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`purge BATCH`."""
    parser.add_argument(
        "batch", metavar="BATCH", help=tr("The batch's id, as `inspect` and `receive` tell it.")
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Purge one batch."""
    from smo_review.operations.purge import purge

    with context.open() as workspace:
        purge(workspace, args.batch)
    context.answer(
        {"purged": args.batch}, tr("The content of {batch} is destroyed.", batch=args.batch)
    )
    return 0
