"""The options of every command that is narrowed by a filter."""

from __future__ import annotations

import argparse
from typing import get_args

from smo_review.domain.filters import Clock, Filter, Purpose
from smo_review.language import tr


def add_filter(parser: argparse.ArgumentParser) -> None:
    """`--batch`, `--annotator`, `--label`, `--since`, ...: one option for each field."""
    for name, text in (
        ("project", tr("Only this project.")),
        ("batch", tr("Only this batch.")),
        ("annotator", tr("Only annotations of this annotator.")),
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


def filter_from(args: argparse.Namespace) -> Filter:
    """The filter that the options make."""
    fields = (
        "project", "batch", "annotator", "label", "code", "clause", "auditor", "language",
        "stratum", "severity", "since", "until", "clock", "purpose",
    )  # fmt: skip
    return Filter(**{field: getattr(args, field) for field in fields})
