"""Take batch, results or gold files into the workspace, which is made if there is none.

Each file is taken whole or not at all; one that is refused does not keep the others out.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from smo_review.cli.context import Context, error_record, system_error
from smo_review.domain.bundles import Received
from smo_review.domain.errors import UserError
from smo_review.language import tr

SUMS = ("items", "annotations", "facts_new", "facts_known")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`receive FILE...`."""
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=tr("Files in any order; each is taken whole or not at all."),
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Receive each file; exit code 1 where any was refused."""
    from smo_review.operations.receive import receive

    received: list[Received] = []
    refused: list[dict[str, str]] = []
    with context.open(create=True) as workspace, context.progress() as progress:
        for file in args.files:
            try:
                received.append(receive(workspace, file, progress))
            except UserError as error:
                refused.append({"path": str(file), **error_record(error)})
            except OSError as error:
                refused.append({"path": str(file), **error_record(system_error(error, file))})
    context.answer(_record(received, refused), _text(received, refused))
    return 1 if refused else 0


def _record(received: list[Received], refused: list[dict[str, str]]) -> dict[str, Any]:
    record: dict[str, Any] = {name: sum(getattr(one, name) for one in received) for name in SUMS}
    record["batches"] = list(dict.fromkeys(batch for one in received for batch in one.batches))
    record["received"] = msgspec.to_builtins(received)
    record["refused"] = refused
    if refused:
        record["error"] = {name: refused[0][name] for name in ("what", "where", "do")}
    return record


def _text(received: list[Received], refused: list[dict[str, str]]) -> str:
    told = [
        tr(
            "{path}: {kind}, {items} items, {annotations} annotations, "
            "{facts_new} new facts, {facts_known} known.",
            path=one.path,
            kind=one.kind,
            items=one.items,
            annotations=one.annotations,
            facts_new=one.facts_new,
            facts_known=one.facts_known,
        )
        for one in received
    ]
    told += [
        tr("{path}: refused. {what} {where} {do}", **{**one, "where": f"({one['where']})"})
        for one in refused
    ]
    return "\n".join(told)
