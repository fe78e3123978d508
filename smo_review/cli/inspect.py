"""Tell what a file holds: its kind, project, counts, parts and author, all verified."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`inspect FILE`."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=tr("A batch, results or gold file.")
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the inspection; needs no workspace."""
    from smo_review.queries.inspect import inspect

    with context.progress() as progress:
        found = inspect(args.file, progress)
    media = [part for part in found.parts if part["name"].startswith("media/")]
    told = [
        tr("{kind} {id} of project {project}", kind=found.kind, id=found.id, project=found.project),
        tr(
            "{items} items, {annotations} annotations, {facts} facts",
            items=found.items,
            annotations=found.annotations,
            facts=found.facts,
        ),
        tr("Made by {name} (device {device})", name=found.author.name, device=found.author.device),
        tr("Signature and every part are right."),
    ]
    told += [
        f"  {part['name']:<20}{part['size']:>14,}" for part in found.parts if part not in media
    ]
    if media:
        size = sum(part["size"] for part in media)
        told.append(tr("  {n} media parts, {size} bytes", n=len(media), size=f"{size:,}"))
    context.answer(msgspec.to_builtins(found), "\n".join(told))
    return 0
