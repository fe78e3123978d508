"""List the items that are sealed, or were, and how they were handled. Never their content."""

from __future__ import annotations

import argparse

import msgspec

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`custody [--batch ID] [--item ID]`."""
    parser.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    parser.add_argument("--item", default="", metavar="ID", help=tr("Only this item."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Print a referral card for each item, or one JSON object."""
    from smo_review.operations.referral import card_text
    from smo_review.queries.custody import custody_records

    with context.open() as workspace:
        found = custody_records(workspace, args.batch)
    found = tuple(record for record in found if args.item in ("", record.item))
    cards = [card_text(record) for record in found]
    context.answer(
        {"sealed": sum(record.sealed for record in found), "items": msgspec.to_builtins(found)},
        "\n\n".join(cards) if cards else tr("No item is or was sealed."),
    )
    return 0
