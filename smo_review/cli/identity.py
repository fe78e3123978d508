"""Show who signs in this workspace, or set the readable name."""

from __future__ import annotations

import argparse

import msgspec

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`identity [--name NAME]`."""
    parser.add_argument("--name", help=tr("The name that others read beside your verdicts."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Set the name where one is given, then print person, name, device and public key."""
    from smo_review.operations.workspace import set_person_name
    from smo_review.queries.batches import person

    with context.open() as workspace:
        if args.name is not None:
            set_person_name(workspace, args.name)
        author = person(workspace)
    told = [
        tr("Name: {name}", name=author.name),
        tr("Person: {id}", id=author.person),
        tr("Device: {id}", id=author.device),
        tr("Key: {key}", key=author.key),
    ]
    context.answer(msgspec.to_builtins(author), "\n".join(told))
    return 0
