"""The command line: finds the command, runs it, and turns every outcome into an exit code.

A command is a module of this package with `add_arguments(parser)` and `run(args, context) -> int`.
It is imported when it is asked for, so that starting the client pays for none of them.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import io
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from smo_review.cli.context import (
    Context,
    OpenClient,
    Printer,
    error_record,
    no_printer,
    system_error,
)
from smo_review.domain.errors import Cancelled, UserError
from smo_review.language import LANGUAGES, later, set_language, tr, translated

DONE, REFUSED, USAGE, CANCELLED = 0, 1, 2, 130
CLIENT_COMMANDS = ("open", "tour")
COMMANDS = {
    "pack": "smo_review.cli.pack",
    "receive": "smo_review.cli.receive",
    "results": "smo_review.cli.results",
    "inspect": "smo_review.cli.inspect",
    "verdict": "smo_review.cli.verdict",
    "numbers": "smo_review.cli.numbers",
    "trends": "smo_review.cli.trends",
    "causes": "smo_review.cli.causes",
    "agreement": "smo_review.cli.agreement",
    "check": "smo_review.cli.check",
    "rebuild": "smo_review.cli.rebuild",
    "purge": "smo_review.cli.purge",
    "custody": "smo_review.cli.custody",
    "identity": "smo_review.cli.identity",
    "sample": "smo_review.cli.sample",
    "probe": "smo_review.cli.probe",
    "gold": "smo_review.cli.gold",
    "exercise": "smo_review.cli.exercise",
    "session": "smo_review.cli.session",
    "cases": "smo_review.cli.cases",
    "rampup": "smo_review.cli.rampup",
    "disputes": "smo_review.cli.disputes",
    "auditors": "smo_review.cli.auditors",
    "report": "smo_review.cli.report",
}

SUMMARIES = {
    "open": later("Open the client."),
    "tour": later("Drive the client through the whole job and keep pictures of each step."),
    "pack": later("Make a batch file from a source (CSV, JSON Lines, Label Studio)."),
    "receive": later("Take batch, results or gold files into the workspace."),
    "results": later("Write a results file to hand back."),
    "inspect": later("Tell what a file holds, without a workspace."),
    "verdict": later("Record verdicts from a file."),
    "numbers": later("Print accuracy and counts."),
    "trends": later("Print error rates over time, and where errors gather."),
    "causes": later("Cluster errors, suggest what goes with them; trees, actions, incidents."),
    "agreement": later("Print how far annotators agree, and with gold."),
    "check": later("Check chains, signatures, tables and content."),
    "rebuild": later("Make all tables anew from the ledger."),
    "purge": later("Destroy a batch's content; its numbers stay."),
    "custody": later("List sealed items and how they were handled."),
    "identity": later("Show who signs here, or set the name."),
    "sample": later("Make the sample batch, or draw a sample to review."),
    "probe": later("Tell whether and how media files can be shown."),
    "gold": later("List gold, make an item gold, or retire one."),
    "exercise": later("Build, take and score calibration exercises."),
    "session": later("Run a guided session: votes, reveals, rulings, minutes."),
    "cases": later("Find what was settled before: cases, rulings, open questions."),
    "rampup": later("Tell where new joiners stand, and sign them off."),
    "disputes": later("Hand findings out, take answers in, rule on disputes."),
    "auditors": later("Tell how each auditor's verdicts compare."),
    "report": later("Write a report as HTML, PDF or workbook; or verify one."),
}
"""What each command does, in a sentence."""


class UsageError(Exception):
    """The words on the command line make no command. Exit code 2."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage())


def run(argv: list[str], *, open_client: OpenClient, printer: Printer = no_printer) -> int:
    """Run one command and return its exit code: 0, 1 refused, 2 usage, 130 cancelled."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    set_language(language_of(os.environ))
    try:
        return _answered(argv, open_client, printer)
    except BrokenPipeError:
        # Whoever read the answer has gone; a second failure at exit would print a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED


def _answered(argv: list[str], open_client: OpenClient, printer: Printer) -> int:
    """The exit code, with every refusal told; BrokenPipeError where nobody reads it."""
    as_json = "--json" in argv
    try:
        code = _run(argv, open_client, printer)
        sys.stdout.flush()
        return code
    except UsageError as error:
        _refuse(as_json, UserError(str(error), "", error.usage.strip()))
        return USAGE
    except (KeyboardInterrupt, Cancelled):
        _refuse(as_json, UserError(tr("Cancelled."), "", tr("Nothing was left half done.")))
        return CANCELLED
    except BrokenPipeError:
        raise
    except UserError as error:
        _refuse(as_json, error)
        return REFUSED
    except OSError as error:
        _refuse(as_json, system_error(error))
        return REFUSED


def language_of(environment: Mapping[str, str]) -> str:
    """The code that SMO_LANGUAGE, else the system's locale, begins with; "en" where none fits."""
    names = ("SMO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    told = next((value for name in names if (value := environment.get(name))), "")
    return told[:2].lower() if told[:2].lower() in LANGUAGES else "en"


def _run(argv: list[str], open_client: OpenClient, printer: Printer) -> int:
    context, words = shared_options(argv)
    if not words or words[0] in ("-h", "--help"):
        print(overview())
        return DONE if words else USAGE
    command, rest = words[0], words[1:]
    if command in CLIENT_COMMANDS:
        named = ["--workspace", str(context.workspace)] if context.workspace else []
        return open_client([command, *named, *rest])
    if command not in COMMANDS:
        raise UsageError(tr("There is no command “{name}”.", name=command), overview())
    module = importlib.import_module(COMMANDS[command])
    parser = Parser(
        prog=f"smo-review {command}",
        description=translated(SUMMARIES[command]),
        allow_abbrev=False,
        epilog=tr("--workspace DIR and --json may stand before or after any command."),
    )
    module.add_arguments(parser)
    try:
        args = parser.parse_args(rest)
    except SystemExit as stop:  # argparse ends the program itself after --help
        return int(stop.code or 0)
    return int(module.run(args, dataclasses.replace(context, printer=printer)))


def shared_options(argv: list[str]) -> tuple[Context, list[str]]:
    """Take `--workspace DIR` and `--json` out of the line, wherever they stand."""
    words: list[str] = []
    workspace = None
    as_json = False
    line = iter(argv)
    for word in line:
        if word == "--":
            words += [word, *line]
        elif word == "--json":
            as_json = True
        elif word == "--workspace" or word.startswith("--workspace="):
            value = word.partition("=")[2] if "=" in word else next(line, "")
            if not value:
                raise UsageError(tr("--workspace needs a folder."), overview())
            workspace = Path(value)
        else:
            words.append(word)
    return Context(json=as_json, workspace=workspace), words


def overview() -> str:
    """What `smo-review --help` prints."""
    lines = [tr("Usage: smo-review [--workspace DIR] [--json] COMMAND ..."), ""]
    lines += [f"  {name:<10}{translated(text)}" for name, text in SUMMARIES.items()]
    return "\n".join([*lines, "", tr("smo-review COMMAND --help tells more about one command.")])


def _refuse(as_json: bool, error: UserError) -> None:
    if as_json:
        print(json.dumps({"error": error_record(error)}, ensure_ascii=False), flush=True)
        return
    where = f" ({error.where})" if error.where else ""
    print(f"{error.what}{where}", error.do, sep="\n" if error.do else "", file=sys.stderr)
