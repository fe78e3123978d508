"""The options of every command that is narrowed by a filter."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, get_args

from smo_review.domain.errors import UserError
from smo_review.domain.filters import NONE, Clock, Filter, FilterChoices, Purpose
from smo_review.language import tr

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace


def add_filter(parser: argparse.ArgumentParser) -> None:
    """`--batch`, `--annotator`, `--label`, `--since`, ...: one option for each field."""
    for name, text in (
        ("project", tr("Only this project.")),
        ("batch", tr("Only this batch.")),
        ("annotator", tr("Only annotations of this annotator.")),
        ("team", tr("Only annotations of this team of the roster.")),
        ("label", tr("Only annotations with this label.")),
        ("code", tr("Only errors with this code.")),
        ("clause", tr("Only errors for which this clause was cited.")),
        ("auditor", tr("Only what this person judged.")),
        ("language", tr("Only items in this language.")),
        ("stratum", tr("Only this stratum of the sample.")),
    ):
        parser.add_argument(f"--{name}", default="", metavar="ID", help=text)
    parser.add_argument(
        "--severity", type=int, choices=range(5), default=None, help=tr("Only this severity.")
    )
    parser.add_argument("--since", default="", metavar="DATE", help=tr("From this day on."))
    parser.add_argument("--until", default="", metavar="DATE", help=tr("Up to this day."))
    parser.add_argument(
        "--clock",
        choices=get_args(Clock),
        default="judged",
        help=tr("Which day counts: that of the verdict, or that of the annotation."),
    )
    parser.add_argument(
        "--purpose",
        choices=get_args(Purpose),
        default="measurement",
        help=tr("Batches drawn to measure, those drawn for their risk, or all."),
    )


def filter_from(args: argparse.Namespace, ws: Workspace) -> Filter:
    """The filter that the options make.

    An auditor may be named by their id or, where one alone has it, by their name.
    UserError for a name that nothing here has: mistyped, a code would be told as found nowhere.
    So would be all that happened on days whose first comes after their last.
    """
    from smo_review.queries.filters import filter_choices, strata

    fields = (
        "project", "batch", "annotator", "team", "label", "code", "clause", "auditor", "language",
        "stratum", "severity", "since", "until", "clock", "purpose",
    )  # fmt: skip
    named = ("annotator", "team", "label", "code", "clause", "language", "auditor")
    given = {field: getattr(args, field) for field in named if getattr(args, field)}
    choices = filter_choices(ws) if given else FilterChoices()
    same = [key for key, name in choices.auditor if name == args.auditor]
    if len(same) == 1:
        (args.auditor,) = same
        given["auditor"] = args.auditor
    if args.stratum:
        given["stratum"] = args.stratum
    for field, said in given.items():
        known = strata(ws) if field == "stratum" else [key for key, _ in getattr(choices, field)]
        # A project without a guideline has no clauses to choose from, and findings may cite some.
        if known and said not in (NONE, *known):
            raise UserError(
                tr("There is no “{name}” in this workspace.", name=said),
                f"--{field}",
                tr("Choose one of: {all}.", all=", ".join(known[:20])),
            )
    if args.since and args.until and args.since > args.until:
        raise UserError(
            tr("The first day comes after the last."),
            "--since",
            tr("Name an earlier first day, or a later last one."),
        )
    return Filter(**{field: getattr(args, field) for field in fields})
