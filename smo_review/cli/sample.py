"""Make the sample batch and its gold, to try everything on."""

from __future__ import annotations

import argparse
from pathlib import Path

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`sample -o DIR`."""
    parser.add_argument(
        "-o",
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help=tr("The folder for the two files."),
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the files and tell where they are."""
    from smo_review.operations.sample import make_sample

    with context.progress() as progress:
        files = make_sample(args.out, progress)
    context.answer(
        {
            "batch": str(files.batch),
            "gold": str(files.gold),
            "items": files.items,
            "annotations": files.annotations,
        },
        tr(
            "{batch}: {items} items, {annotations} annotations. Gold: {gold}",
            batch=files.batch,
            items=files.items,
            annotations=files.annotations,
            gold=files.gold,
        ),
    )
    return 0
