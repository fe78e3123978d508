"""Guided sessions from the terminal: `session begin`, `run`, `tally`, `list`, `minutes`."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from smo_review.cli.context import Context
from smo_review.domain.errors import UserError
from smo_review.domain.minutes import Minutes
from smo_review.domain.sessions import Round, Tally
from smo_review.language import LANGUAGES, current, tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`session ACT ...`; each act has its own options."""
    acts = parser.add_subparsers(dest="act", required=True)
    begin = acts.add_parser("begin", help=tr("Begin a session on a deck."))
    begin.add_argument("deck", metavar="ID", help=tr("An exercise that was built as a session."))
    begin.add_argument("--person", action="append", default=[], metavar="NAME")
    seat = tr("Who votes at the trainer's keyboard.")
    begin.add_argument("--seat", action="append", default=[], metavar="NAME", help=seat)
    begin.add_argument("--title", default="")
    run = acts.add_parser("run", help=tr("Do what a file says, and take in votes from a folder."))
    run.add_argument("session", metavar="ID")
    run.add_argument("--from", dest="source", type=Path, metavar="FILE")
    run.add_argument("--inbox", type=Path, metavar="DIR")
    tell = acts.add_parser("tally", help=tr("Tell how a session stands."))
    tell.add_argument("session", metavar="ID")
    acts.add_parser("list", help=tr("Tell which sessions are here."))
    keep = acts.add_parser("minutes", help=tr("Tell what remains of a session, and write it down."))
    keep.add_argument("session", metavar="ID")
    keep.add_argument("--html", type=Path, metavar="FILE", help=tr("Write one HTML file."))
    keep.add_argument("--pdf", type=Path, metavar="FILE", help=tr("Write a PDF."))
    keep.add_argument(
        "--language", choices=tuple(LANGUAGES), help=tr("The language of the files; yours if not.")
    )
    done = acts.add_parser("done", help=tr("Say that an action of a session was done."))
    done.add_argument("action", metavar="ID")
    answer = acts.add_parser("answer", help=tr("Keep the answer to a question of a session."))
    answer.add_argument("question", metavar="ID")
    answer.add_argument("text", metavar="TEXT")


def run(args: argparse.Namespace, context: Context) -> int:
    """Do the act and print its answer."""
    acts = {"begin": _begin, "run": _run, "tally": _tally, "list": _list, "minutes": _minutes}
    acts |= {"done": _done, "answer": _answer}
    return acts[args.act](args, context)


def _begin(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.session import begin_session

    with context.open() as workspace:
        name = begin_session(workspace, args.deck, args.person, title=args.title, seats=args.seat)
    context.answer({"session": name}, name)
    return 0


def _run(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.ballots import run_script
    from smo_review.operations.inbox import Inbox
    from smo_review.queries.sessions import tally

    received: list[str] = []
    refused: list[str] = []
    with context.open() as workspace:
        if args.inbox is not None:
            watched = Inbox(args.inbox)
            watched.look(workspace)  # what has not changed by the second look is whole
            for one in watched.look(workspace):
                (received if one.error is None else refused).append(one.path)
        done = run_script(workspace, args.session, args.source) if args.source else 0
        stands = tally(workspace, args.session)
    record = {"acts": done, "received": received, "refused": refused}
    context.answer(record | msgspec.to_builtins(stands), _words(stands))
    return 0


def _tally(args: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.sessions import tally

    with context.open() as workspace:
        stands = tally(workspace, args.session)
    context.answer(msgspec.to_builtins(stands), _words(stands))
    return 0


def _minutes(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.documents import save_documents
    from smo_review.queries.minutes import minutes
    from smo_review.reports.minutes import minutes_html

    if args.html is not None and args.html == args.pdf:
        raise UserError(
            tr("Both files would have the same name."), str(args.pdf), tr("Name another file.")
        )
    with context.open() as workspace:
        told = minutes(workspace, args.session)
    html = minutes_html(told, args.language or current())
    files = {args.html: html.encode()} if args.html else {}
    if args.pdf:
        files[args.pdf] = context.printer(html)
    if files:
        save_documents(files)
    written = {"html": str(args.html or ""), "pdf": str(args.pdf or "")}
    context.answer(written | msgspec.to_builtins(told), _remains(told))
    return 0


def _done(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.session_actions import finish_action

    with context.open() as workspace:
        changes = finish_action(workspace, args.action)
    context.answer({"facts_new": changes.facts}, tr("{n} new facts.", n=changes.facts))
    return 0


def _answer(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.session_actions import answer_question

    with context.open() as workspace:
        changes = answer_question(workspace, args.question, args.text)
    context.answer({"facts_new": changes.facts}, tr("{n} new facts.", n=changes.facts))
    return 0


def _list(_: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.sessions import sessions

    with context.open() as workspace:
        found = sessions(workspace)
    text = "\n".join(f"{one.session}  {one.title} ({one.ruled}/{one.slides})" for one in found)
    context.answer({"sessions": [msgspec.to_builtins(one) for one in found]}, text)
    return 0


def _remains(told: Minutes) -> str:
    lines = [told.title]
    for item in told.items:
        if item.ruling is not None:
            labels = ", ".join(item.ruling.labels) or "-"
            lines.append(f"{item.source or item.item}: {labels} · {item.ruling.reason}")
    lines += [f"? {one.text}" for one in told.questions]
    lines += [" · ".join(filter(None, (one.text, one.owner, one.due))) for one in told.actions]
    return "\n".join(lines)


def _words(stands: Tally) -> str:
    lines = [stands.title]
    for slide in stands.slides:
        lines += [slide.source_item or slide.item, *(f"  {_round(told)}" for told in slide.rounds)]
        if slide.ruling is not None:
            labels = ", ".join(slide.ruling.labels) or "-"
            told = (
                tr("left open") if slide.ruling.undecided else tr("ruled: {labels}", labels=labels)
            )
            lines.append(f"  {told} · {slide.reason}")
    return "\n".join([*lines, *stands.questions])


def _round(told: Round) -> str:
    words = tr("round {n}: {votes} votes", n=told.round, votes=told.votes)
    sides = (f"{', '.join(side.labels) or '-'} {side.n}" for side in told.spread)
    names = (
        (tr("missing"), told.missing),
        (tr("late"), told.late),
        (tr("twice"), told.double),
    )
    return " · ".join([words, *sides, *(f"{word}: {', '.join(who)}" for word, who in names if who)])
