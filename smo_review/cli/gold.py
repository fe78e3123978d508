"""Gold from the terminal: list it and how it fares, make, revise, retire, take from agreement."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from smo_review.cli.context import Context
from smo_review.language import tr

if TYPE_CHECKING:
    from smo_review.domain.hidden_gold import GoldFigure
    from smo_review.operations.workspace import Workspace


ACTS = ("list", "set", "retire", "agree", "health", "keep", "sets", "hidden")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`gold [--batch ID] [list | set ITEM | retire ITEM | agree | health | keep NAME | sets |
    hidden]`."""
    parser.add_argument("act", choices=ACTS, nargs="?", default="list")
    parser.add_argument("item", nargs="?", default="", help=tr("The item, or the name of a set."))
    parser.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    parser.add_argument("--label", action="append", default=[], help=tr("A right label."))
    parser.add_argument("--rationale", default="", help=tr("Why."))
    parser.add_argument("--clause", default="", help=tr("The clause that decides it."))
    parser.add_argument("--teaching", default="", help=tr("What a learner should take from it."))
    parser.add_argument("--concept", default="", help=tr("What it is an example of."))
    parser.add_argument("--difficulty", type=int, default=0, help=tr("1 (easy) to 5."))
    parser.add_argument("--member", action="append", default=[], help=tr("A gold of the set."))
    parser.add_argument("--raters", type=int, default=2, help=tr("How many must agree at least."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Do it and print the gold, or how many facts are new."""
    from smo_review.operations.gold import (
        GoldDraft,
        gold_from_agreement,
        keep_set,
        retire_gold,
        set_gold,
    )
    from smo_review.queries.batches import project_of
    from smo_review.queries.gold import golds
    from smo_review.queries.lookup import batch_of

    with context.open() as workspace:
        if args.batch:
            project_of(workspace, args.batch)  # refuses one that is not here
        if args.act == "list":
            found = golds(workspace, batch=args.batch)
            text = "\n".join(f"{one.item}: {', '.join(one.labels) or '-'}" for one in found)
            context.answer({"gold": [msgspec.to_builtins(one) for one in found]}, text)
            return 0
        if args.act == "sets":
            return _sets(workspace, context)
        if args.act == "hidden":
            return _hidden(workspace, args.batch, context)
        if args.act == "health":
            return _health(workspace, args.batch, context)
        if args.act == "agree":
            changes = gold_from_agreement(workspace, _batch(workspace, args.batch), args.raters)
        elif args.act == "keep":
            changes = keep_set(workspace, args.item, batch=args.batch, items=args.member)
        elif args.act == "retire":
            changes = retire_gold(workspace, batch_of(workspace, args.item, args.batch), args.item)
        else:
            draft = GoldDraft(
                batch_of(workspace, args.item, args.batch),
                args.item,
                tuple(args.label),
                args.rationale,
                args.clause,
                args.teaching,
                args.concept,
                args.difficulty,
            )
            changes = set_gold(workspace, [draft])
    context.answer({"facts_new": changes.facts}, tr("{n} new facts.", n=changes.facts))
    return 0


def _batch(workspace: Workspace, named: str) -> str:
    """The batch that is named, or the only one. UserError where there are several."""
    from smo_review.domain.errors import UserError
    from smo_review.queries.batches import batches

    here = [one.info.id for one in batches(workspace)]
    if not named and len(here) != 1:
        raise UserError(
            tr("It is not said which batch is meant."),
            ", ".join(here),
            tr("Name one with --batch."),
        )
    return named or here[0]


def _health(workspace: Workspace, batch: str, context: Context) -> int:
    """Print how each gold fares, those with something against them in words."""
    from smo_review.queries.gold_health import gold_health

    found = gold_health(workspace, batch=batch)
    lines = [f"{one.item}: {', '.join(one.signs)}" for one in found if one.signs]
    text = "\n".join(lines) or tr("Nothing speaks against any gold.")
    context.answer({"gold": [msgspec.to_builtins(one) for one in found]}, text)
    return 0


def _hidden(workspace: Workspace, batch: str, context: Context) -> int:
    """Print how people fare against golds that they could not know of; no ranking."""
    from smo_review.queries.hidden_gold import hidden_gold

    found = hidden_gold(workspace, batch=batch)
    lines = [
        tr("{n} items with gold, {hidden} of them hidden", n=found.golds, hidden=found.hidden),
        *_people(tr("annotator"), found.annotators),
        *_people(tr("auditor"), found.auditors),
    ]
    context.answer(msgspec.to_builtins(found), "\n".join(lines))
    return 0


def _people(what: str, found: Iterable[GoldFigure]) -> list[str]:
    from smo_review.reports.tables import rate_told

    return [f"{what} {one.name}: {rate_told(one.rate)}" for one in found]


def _sets(workspace: Workspace, context: Context) -> int:
    from smo_review.queries.gold import gold_sets

    found = gold_sets(workspace)
    text = "\n".join(f"{one.name}@{one.version}: {len(one.members)}" for one in found)
    context.answer({"sets": [msgspec.to_builtins(one) for one in found]}, text)
    return 0
