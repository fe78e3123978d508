"""Check chains, signatures, tables against a rebuild, and stored content."""

from __future__ import annotations

import argparse

import msgspec

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`check` takes nothing of its own."""


def run(_args: argparse.Namespace, context: Context) -> int:
    """Print the problems; exit code 1 where there are any."""
    from smo_review.operations.check import check

    with context.open() as workspace, context.progress() as progress:
        problems = check(workspace, progress)
    told = [f"{problem.what} ({problem.where})\n{problem.do}" for problem in problems]
    record = {"problems": msgspec.to_builtins(problems)}
    if problems:
        record["error"] = record["problems"][0]
    context.answer(record, "\n".join(told) or tr("All is well."))
    return 1 if problems else 0
