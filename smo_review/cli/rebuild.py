"""Make all tables anew from the ledger, as after a damage that `check` has found."""

from __future__ import annotations

import argparse

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`rebuild` takes nothing of its own."""


def run(_args: argparse.Namespace, context: Context) -> int:
    """Rebuild and print the batches whose tables are new."""
    from smo_review.operations.check import rebuild

    with context.open() as workspace, context.progress() as progress:
        changes = rebuild(workspace, progress)
    batches = sorted(changes.batches)
    context.answer({"batches": batches}, tr("Rebuilt {n} batches.", n=len(batches)))
    return 0
