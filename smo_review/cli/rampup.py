"""The ramp-up from the terminal: where each joiner stands, and sign-offs."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from smo_review.cli.context import Context
from smo_review.language import current, tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`rampup [--joiner NAME] [sign-off [--not-yet] | take-back] [--because TEXT]`."""
    acts = ("show", "sign-off", "take-back")
    parser.add_argument("act", choices=acts, nargs="?", default="show")
    parser.add_argument("--joiner", default="", metavar="NAME", help=tr("Only this joiner."))
    parser.add_argument("--project", default="", metavar="ID", help=tr("Only this project."))
    parser.add_argument("--because", default="", help=tr("What the sign-off was decided on."))
    parser.add_argument("--not-yet", action="store_true", help=tr("Not yet: the stage goes on."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Print where the joiners stand, or sign one off and print the same."""
    from smo_review.domain.errors import UserError
    from smo_review.domain.project import words
    from smo_review.operations.signoff import sign_off, take_back
    from smo_review.queries.rampup import ramp_up
    from smo_review.reports.rampup import because, state

    with context.open() as workspace:
        if args.act == "sign-off":
            sign_off(
                workspace,
                args.joiner,
                args.because,
                passed=not args.not_yet,
                project=args.project,
            )
        if args.act == "take-back":
            take_back(workspace, args.joiner, args.because, project=args.project)
        found = ramp_up(workspace, args.project)
    shown = [one for one in found.joiners if args.joiner in ("", one.person.name)]
    if args.joiner and not shown:
        raise UserError(
            tr("“{name}” is not among the joiners.", name=args.joiner),
            found.project.id,
            tr("Joiners are the people of the project file with a date in “started”."),
        )
    record: dict[str, Any] = {
        "project": found.project.id,
        "stages": [msgspec.to_builtins(one) for one in found.project.ramp_up],
        "joiners": [
            {
                "name": one.person.name,
                "started": one.person.started,
                "state": one.state,
                "stage": one.stage.id if one.stage else "",
                "late": one.late,
                "checks": [msgspec.to_builtins(check) for check in one.checks],
                "stretches": [
                    {"stage": s.stage.id, "start": s.start, "end": s.end, "signed": s.signed}
                    for s in one.stretches
                ],
                "days": [msgspec.to_builtins(day) for day in one.days],
                "course": [msgspec.to_builtins(day) for day in one.course],
            }
            for one in shown
        ],
    }
    lines = []
    for one in shown:
        stage = words(one.stage.name, current()) if one.stage else ""
        lines.append(f"{one.person.name}: {stage + ' · ' if stage else ''}{state(one)}")
        lines += [f"  {text}" for text in because(one)]
    context.answer(
        msgspec.to_builtins(record), "\n".join(lines) or tr("Nobody in the project is a joiner.")
    )
    return 0
