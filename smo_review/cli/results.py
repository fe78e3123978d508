"""Write a results file to hand back: the facts of one project, sealed notes and all."""

from __future__ import annotations

import argparse
from pathlib import Path

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`results -o R.smo [--project ID]`."""
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="FILE", help=tr("The file to write.")
    )
    parser.add_argument(
        "--project",
        default="",
        metavar="ID",
        help=tr("The project's id, where there are several."),
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Export the results and print path, facts, verdicts and texts."""
    from smo_review.operations.results import export_results

    with context.open() as workspace, context.progress() as progress:
        counts = export_results(workspace, args.out, project=args.project, progress=progress)
    context.answer(
        {"path": str(args.out), **counts},
        tr("{path}: {facts} facts, {verdicts} verdicts", path=args.out, **counts),
    )
    return 0
