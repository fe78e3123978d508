"""What the team settled before: cases, rulings and questions, found by words or by clause."""

from __future__ import annotations

import argparse

import msgspec

from smo_review.cli.context import Context
from smo_review.domain.precedents import Precedent
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`cases [QUERY] [--clause N] [--project ID]`."""
    parser.add_argument("query", nargs="?", default="", help=tr("Words that must be in it."))
    clause = tr("Those that cite this clause come first.")
    parser.add_argument("--clause", default="", metavar="NUMBER", help=clause)
    parser.add_argument("--project", default="", metavar="ID", help=tr("Only this project."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Print what was found, what fits best first."""
    from smo_review.queries.cases import precedents

    clauses = (args.clause,) if args.clause else ()
    with context.open() as workspace:
        found = precedents(workspace, args.query, project=args.project, clauses=clauses)
    context.answer(
        {"cases": [msgspec.to_builtins(one) for one in found]},
        "\n".join(map(_line, found)) or tr("Nothing was settled that matches."),
    )
    return 0


def _line(one: Precedent) -> str:
    names = {"case": tr("case"), "ruling": tr("ruling"), "question": tr("question")}
    told = (one.item, ", ".join(one.labels), one.clause, one.text, one.answered)
    return " · ".join((names[one.kind], *filter(None, told)))
