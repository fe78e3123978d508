"""Write a report as HTML, PDF and workbook, or compute one again: `report KIND`, `--verify`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from smo_review.cli.context import Context, refuse_idle
from smo_review.cli.numbers import cells
from smo_review.domain.errors import UserError
from smo_review.domain.reports import KINDS, Figure, Report, Verification, figures_of
from smo_review.language import tr

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace

_ABOUT = ("annotator", "team", "project", "batch", "since", "until", "language")
_FORMS = ("html", "pdf", "xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`report KIND [...] [--html F] [--pdf F] [--xlsx F]`, or `report --verify FILE`."""
    parser.add_argument("kind", nargs="?", choices=tuple(KINDS), metavar="KIND",
                        help=", ".join(KINDS))  # fmt: skip
    parser.add_argument("--annotator", default="", metavar="NAME", help=tr("Whom it is about."))
    parser.add_argument("--team", default="", metavar="NAME", help=tr("A team of the roster."))
    parser.add_argument("--project", default="", metavar="ID", help=tr("Only this project."))
    parser.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    parser.add_argument("--since", default="", metavar="DATE", help=tr("From this day on."))
    parser.add_argument("--until", default="", metavar="DATE", help=tr("Up to this day."))
    parser.add_argument("--language", default="", metavar="CODE", help=tr("en, km or zh."))
    parser.add_argument("--html", type=Path, metavar="FILE")
    parser.add_argument("--pdf", type=Path, metavar="FILE")
    parser.add_argument("--xlsx", type=Path, metavar="FILE")
    parser.add_argument(
        "--templates", type=Path, metavar="DIR",
        help=tr("Files here take the place of ours of the same name."),
    )  # fmt: skip
    parser.add_argument(
        "--verify", type=Path, metavar="FILE",
        help=tr("Compute every figure of a report's file again, and say whether it is the same."),
    )  # fmt: skip


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the files and print the figures; or print what differs (exit code 1 where any does)."""
    if (args.kind is None) == (args.verify is None):
        raise UserError(
            tr("Say which report, or which file to verify."), "report",
            tr("Choose one of: {all}.", all=", ".join((*KINDS, "--verify FILE"))),
        )  # fmt: skip
    _alone(args)
    # A whole report must not look like one person's or one team's.
    refuse_idle(name for name in ("annotator", "team") if getattr(args, name) and name != args.kind)
    with context.open() as workspace:
        return (_write if args.verify is None else _verify)(args, context, workspace)


def _alone(args: argparse.Namespace) -> None:
    """UserError where a file is to be verified and something else is asked for, too."""
    asked = [
        f"--{name}"
        for name in (*_ABOUT, *_FORMS)
        if args.verify is not None and getattr(args, name)
    ]
    if asked:
        raise UserError(
            tr("A file is verified as it is: nothing else can be asked for with --verify."),
            " ".join(asked),
            tr("Leave that out, or make the report in a command of its own."),
        )


def _write(args: argparse.Namespace, context: Context, workspace: Workspace) -> int:
    from smo_review.operations.reports import write_report
    from smo_review.queries.reports.build import report_templates, request

    asked = request(
        workspace, args.kind, project=args.project, annotator=args.annotator, team=args.team,
        batch=args.batch, since=args.since, until=args.until, language=args.language,
    )  # fmt: skip
    with context.progress() as progress:
        report = write_report(
            workspace,
            asked,
            html=args.html,
            pdf=args.pdf,
            xlsx=args.xlsx,
            templates=args.templates or report_templates(workspace),
            printer=context.printer,
            progress=progress,
        )
    files = [str(path) for path in (args.html, args.pdf, args.xlsx) if path is not None]
    context.answer(_record(report, files), _told(report, files))
    return 0


def _record(report: Report, files: list[str]) -> dict[str, Any]:
    return {
        "kind": report.request.kind,
        "project": report.request.project,
        "language": report.request.language,
        "head": report.head.digest,
        "files": files,
        "figures": [_figure(one) for one in figures_of(report)],
        "lists": msgspec.to_builtins(report.lists),
    }


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "unit": one.unit, "value": one.value, "n": one.n,
        "low": one.low, "high": one.high, "items": one.items,
    }  # fmt: skip


def _told(report: Report, files: list[str]) -> str:
    from smo_review.reports.report_page import ranged, shown

    lines = [report.title + (f": {report.subject}" if report.subject else ""), report.period]
    named = [one for section in report.sections for one in section.figures]
    room = max((cells(one.name) for one in named), default=0)
    for one in named:
        gap = " " * (room - cells(one.name))
        lines.append(f"  {one.name}{gap}  {shown(one)}  {ranged(one)}".rstrip())
    return "\n".join([*lines, *(tr("Written: {path}", path=path) for path in files)])


def _verify(args: argparse.Namespace, context: Context, workspace: Workspace) -> int:
    from smo_review.operations.reports import verify_report
    from smo_review.queries.reports.build import report_templates

    templates = args.templates or report_templates(workspace)
    with context.progress() as progress:
        found = verify_report(workspace, args.verify, templates, progress)
    record = {
        "path": found.path,
        "same": found.same,
        "page": found.page,
        "head": found.card.head.digest,
        "figures": [msgspec.to_builtins(one) for one in found.figures],
    }
    context.answer(record, _verdict(found))
    return 0 if found.same else 1


def _verdict(found: Verification) -> str:
    different = [one for one in found.figures if not one.same]
    lines = []
    for one in different:
        lines.append(tr("different: {id}", id=one.id))
        for words, said in ((tr("in the file"), one.told), (tr("computed again"), one.found)):
            lines.append(f"  {words}: " + ("–" if said is None else _numbers(said)))
        if one.shown:
            lines.append("  " + tr("shown: {words}", words=one.shown))
    if found.page is False:
        lines.append(tr("The words of the page are not those that the facts give."))
    if found.paper:
        lines.append(
            tr("Only the figures that the PDF carries were compared, not what its pages show.")
        )
    elif found.page is None:
        lines.append(tr("Only the figures were compared, not the words around them."))
    same = len(found.figures) - len(different)
    lines.append(tr("{same} of {n} figures are the same.", same=same, n=len(found.figures)))
    return "\n".join(lines)


def _numbers(said: Any) -> str:
    told = (said.value, said.n, said.low, said.high)
    return ", ".join("–" if one is None else repr(one) for one in told)
