"""Disputes from the terminal: findings out, answers in, blind second looks, rulings, figures."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from smo_review.cli.context import Context, error_record, system_error
from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import RULINGS, STATES, DisputeView
from smo_review.domain.errors import UserError
from smo_review.language import LANGUAGES, titled, tr

if TYPE_CHECKING:
    from smo_review.domain.answer_form import RulingsWritten
    from smo_review.operations.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`disputes ACT ...`; each act has its own options."""
    acts = parser.add_subparsers(dest="act", required=True)
    export = acts.add_parser("export", help=tr("Write an annotator's findings, to be answered."))
    export.add_argument("--annotator", required=True, metavar="NAME")
    export.add_argument("-o", "--out", required=True, type=Path, metavar="DIR|FILE")
    export.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    export.add_argument("--language", choices=tuple(LANGUAGES), default="")
    export.add_argument(
        "--with-notes", action="store_true", help=tr("Auditors' notes too; they may quote content.")
    )
    take = acts.add_parser("take", help=tr("Take in answers (JSON, HTML form or spreadsheet)."))
    take.add_argument("files", nargs="+", type=Path, metavar="FILE")
    rulings = acts.add_parser("rulings", help=tr("Write what was ruled, for the annotators."))
    rulings.add_argument("-o", "--out", required=True, type=Path, metavar="DIR|FILE")
    rulings.add_argument(
        "--annotator", default="", metavar="NAME", help=tr("Only this one; else everybody.")
    )
    rulings.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    rulings.add_argument("--language", choices=tuple(LANGUAGES), default="")
    tell = acts.add_parser("list", help=tr("Tell which disputes are here, and the figures."))
    tell.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    tell.add_argument("--project", default="", metavar="ID", help=tr("Only this project."))
    tell.add_argument("--state", choices=STATES, default="")
    assign = acts.add_parser("assign", help=tr("Ask an auditor for a blind second look."))
    _annotation(assign)
    assign.add_argument("--to", required=True, metavar="NAME")
    look = acts.add_parser("look", help=tr("Tell what you are asked to look at again."))
    look.add_argument("--batch", default="", metavar="ID", help=tr("Only this batch."))
    rule = acts.add_parser("rule", help=tr("Answer a dispute: accept, partly, reject."))
    _annotation(rule)
    rule.add_argument("outcome", choices=RULINGS)
    rule.add_argument("--reason", required=True)
    rule.add_argument(
        "--uphold",
        action="append",
        type=int,
        default=[],
        metavar="N",
        help=tr("Partly: a finding that falls, by its number from 1."),
    )
    rule.add_argument("--clause", action="append", default=[], help=tr("What caused the dispute."))
    rule.add_argument("--holds", default="", metavar="FACT", help=tr("The verdict that holds."))
    rule.add_argument("--again", action="store_true", help=tr("Rule anew where a ruling stands."))


def _annotation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="ITEM")
    parser.add_argument("--batch", default="", metavar="ID")
    parser.add_argument("--annotator", default="", metavar="NAME")
    parser.add_argument("--ordinal", type=int, default=None, metavar="N")


def run(args: argparse.Namespace, context: Context) -> int:
    """Do the act and print its answer."""
    acts = {
        "export": _export,
        "take": _take,
        "rulings": _rulings,
        "list": _list,
        "assign": _assign,
        "look": _look,
        "rule": _rule,
    }
    return acts[args.act](args, context)


def _export(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.answer_files import export_findings

    with context.open() as workspace:
        made = export_findings(
            workspace,
            args.annotator,
            args.out,
            batch=args.batch,
            language=args.language,
            notes=args.with_notes,
        )
    record = msgspec.to_builtins(made, enc_hook=str)
    text = tr("{n} findings on annotations of {name}", n=made.findings, name=made.annotator)
    context.answer(record, "\n".join([text, *map(str, made.files)]))
    return 0


def _take(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.answer_files import take_answers

    taken, refused = [], []
    with context.open() as workspace:
        for file in args.files:
            try:
                taken.append(take_answers(workspace, file))
            except UserError as error:
                refused.append({"path": str(file), **error_record(error)})
            except OSError as error:
                refused.append({"path": str(file), **error_record(system_error(error, file))})
    record: dict[str, Any] = {
        name: sum(getattr(one, name) for one in taken)
        for name in ("accepted", "disputed", "unanswered", "facts_new", "facts_known")
    }
    record |= {"taken": msgspec.to_builtins(taken), "refused": refused}
    if refused:
        record["error"] = {name: refused[0][name] for name in ("what", "where", "do")}
    lines = [
        tr(
            "{path}: {accepted} accepted, {disputed} disputed, {new} new facts",
            path=one.path,
            accepted=one.accepted,
            disputed=one.disputed,
            new=one.facts_new,
        )
        for one in taken
    ]
    lines += [
        tr("{path}: refused. {what} {where} {do}", **{**one, "where": f"({one['where']})"})
        for one in refused
    ]
    context.answer(record, "\n".join(lines))
    return 1 if refused else 0


def _rulings(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.answer_files import export_rulings

    with context.open() as workspace:
        made = export_rulings(
            workspace, args.out, args.annotator, batch=args.batch, language=args.language
        )
    lines = []
    for one in made:
        lines.append(rulings_line(one))
        lines += map(str, one.files)
    context.answer({"written": msgspec.to_builtins(made, enc_hook=str)}, "\n".join(lines))
    return 0


def rulings_line(one: RulingsWritten) -> str:
    """What is in the files of one annotator."""
    return tr(
        "{name}: {accepted} accepted, {partly} partly, {rejected} rejected",
        name=one.annotator,
        accepted=one.accepted,
        partly=one.partly,
        rejected=one.rejected,
    )


def _list(args: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.disputes import dispute_figures, disputes
    from smo_review.queries.numbers import must_exist

    with context.open() as workspace:
        with workspace.read() as conn:
            must_exist(conn, args.batch, args.project)
        found = disputes(workspace, batch=args.batch, project=args.project)
        figures = dispute_figures(workspace, batch=args.batch, project=args.project)
    shown = [one for one in found if args.state in ("", one.state)]
    record = {
        "disputes": [msgspec.to_builtins(one) for one in shown],
        "figures": msgspec.to_builtins(figures),
    }
    context.answer(record, _words(shown) or tr("Nothing is disputed."))
    return 0


def _look(args: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.disputes import disputes
    from smo_review.queries.numbers import must_exist

    with context.open() as workspace:
        with workspace.read() as conn:
            must_exist(conn, args.batch, "")
        found = [one for one in disputes(workspace, batch=args.batch) if one.hidden]
    record = {"looks": [msgspec.to_builtins(one.key) for one in found]}
    lines = [f"{one.key.item} · {one.key.annotator} · {one.batch_name}" for one in found]
    context.answer(record, "\n".join(lines) or tr("Nobody asks you for a second look."))
    return 0


def _assign(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.disputes import assign_look

    with context.open() as workspace:
        changes = assign_look(workspace, _one(args, workspace).key, args.to)
    context.answer({"facts_new": changes.facts}, tr("{n} new facts.", n=changes.facts))
    return 0


def _rule(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.disputes import DisputeRulingDraft, rule_dispute

    with context.open() as workspace:
        view = _one(args, workspace)
        upheld = tuple(one.fact for one in view.answers if one.finding + 1 in args.uphold)
        draft = DisputeRulingDraft(
            view.key,
            args.outcome,
            args.reason,
            upheld,
            args.holds,
            tuple(args.clause),
            args.again,
        )
        changes = rule_dispute(workspace, draft)
        after = _one(args, workspace)
    record = {"facts_new": changes.facts, "dispute": msgspec.to_builtins(after)}
    context.answer(record, _words([after]))
    return 0


def _one(args: argparse.Namespace, workspace: Workspace) -> DisputeView:
    """The dispute that is meant; UserError where that is none or several."""
    from smo_review.queries.disputes import disputes

    found = [
        one
        for one in disputes(workspace, batch=args.batch)
        if one.key.item == args.item
        and args.annotator in ("", one.key.annotator)
        and args.ordinal in (None, one.key.ordinal)
    ]
    if len(found) != 1:
        raise UserError(
            tr("{n} disputes are about this item.", n=len(found)),
            args.item,
            "\n".join(map(_named, (one.key for one in found)))
            or tr("Look at the disputes with disputes list."),
        )
    return found[0]


def _named(key: AnnotationKey) -> str:
    return f"--batch {key.batch} --annotator {key.annotator} --ordinal {key.ordinal}"


def _words(found: list[DisputeView]) -> str:
    from smo_review.reports.dispute_words import (
        answer_word,
        outcome_word,
        state_word,
        verdict_word,
    )

    lines = []
    for one in found:
        lines.append(f"{one.key.item} · {one.key.annotator} · {state_word(one.state)}")
        for said in one.answers:
            reason = f" · {said.reason}" if said.reason else ""
            lines.append(f"  {titled(said.code, answer_word(said.answer))}{reason}")
        lines += [f"  {titled(told.auditor, verdict_word(told.outcome))}" for told in one.verdicts]
        lines += [
            f"  {titled(told.by, outcome_word(told.outcome))} · {told.reason}"
            for told in one.rulings
        ]
    return "\n".join(lines)
