"""Auditing the auditors from the terminal. No ranking: auditors come by name."""

from __future__ import annotations

import argparse

import msgspec

from smo_review.cli.context import Context
from smo_review.domain.auditors import ENOUGH, AuditorView, Mean
from smo_review.domain.numbers import Rate
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`auditors [--batch ID] [--project ID]`."""
    parser.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    parser.add_argument("--project", default="", metavar="ID", help=tr("Only this project."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Print what is told of each auditor."""
    from smo_review.queries.auditors import auditors

    with context.open() as workspace:
        found = auditors(workspace, batch=args.batch, project=args.project)
    lines = [line for one in found.auditors for line in _words(one)]
    context.answer(msgspec.to_builtins(found), "\n".join(lines) or tr("No verdict was given yet."))
    return 0


def _words(one: AuditorView) -> list[str]:
    enough = one.kappa.value is not None and one.agreement.n >= ENOUGH
    kappa = f"{one.kappa.value:.3f}" if enough else "-"
    drift = ", ".join(one.drift.alarms) or "-"
    return [
        tr("{name}: {n} verdicts", name=one.name, n=one.verdicts),
        tr("  fits the gold: {figure}", figure=_figure(one.gold)),
        tr("  same as the first time: {figure}", figure=_figure(one.repeats)),
        tr(
            "  agrees with the team: {figure}, kappa {kappa}",
            figure=_figure(one.agreement),
            kappa=kappa,
        ),
        tr("  severity against others: {figure}", figure=_figure(one.severity)),
        tr("  weeks that stand out: {weeks}", weeks=drift),
    ]


def _figure(one: Rate | Mean) -> str:
    """A value with its interval and n; below what is needed only how much there is."""
    if one.value is None or one.low is None or one.high is None or one.n < ENOUGH:
        return tr("not enough yet (n {n})", n=one.n)
    return f"{one.value:.3f} ({one.low:.3f}-{one.high:.3f}, n {one.n})"
