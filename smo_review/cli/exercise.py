"""Exercises from the terminal: `exercise build`, `take`, `score`, `cohort`, `list`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from smo_review.cli.context import Context
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`exercise ACT ...`; each act has its own options."""
    acts = parser.add_subparsers(dest="act", required=True)
    build = acts.add_parser("build", help=tr("Make an exercise from golds."))
    build.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    build.add_argument("--title", required=True)
    build.add_argument("--mode", choices=("practice", "exam", "session"), default="practice")
    build.add_argument("--batch", default="", metavar="ID")
    build.add_argument("--item", action="append", default=[], help=tr("A gold, by hand."))
    build.add_argument("--set", default="", metavar="NAME[@N]", help=tr("Only golds of this set."))
    build.add_argument("-n", type=int, default=10, help=tr("How many, by rule."))
    build.add_argument(
        "--balance",
        action="append",
        choices=("labels", "concept", "difficulty", "severity", "language"),
        default=[],
        help=tr("Spread evenly over this."),
    )
    build.add_argument("--language", action="append", default=[])
    build.add_argument("--concept", action="append", default=[])
    build.add_argument("--label", action="append", default=[])
    build.add_argument("--difficulty", default="0-5", metavar="LEAST-MOST")
    build.add_argument("--severity", default="0-4", metavar="LEAST-MOST")
    build.add_argument("--places", action="store_true", help=tr("The place counts too."))
    build.add_argument("--words", default="", help=tr("What learners read before they begin."))
    build.add_argument("--seed", type=int, default=1)
    build.add_argument("--attempts", type=int, default=1)
    build.add_argument("--pass-mark", type=float, default=0.8, help=tr("Share of right answers."))
    build.add_argument("--pass-on", choices=("point", "low"), default="point")
    build.add_argument("--floor", action="append", default=[], metavar="LABEL=SHARE")
    build.add_argument("--critical", action="append", default=[], metavar="ITEM")
    take = acts.add_parser("take", help=tr("Answer from a file, one answer a line."))
    take.add_argument("exercise", metavar="ID")
    take.add_argument("--from", dest="source", type=Path, required=True, metavar="FILE")
    score = acts.add_parser("score", help=tr("Score every attempt that is here."))
    score.add_argument("exercise", metavar="ID")
    cohort = acts.add_parser(
        "cohort", help=tr("Tell who passed, which items mislead, skill and agreement.")
    )
    cohort.add_argument("exercise", metavar="ID")
    acts.add_parser("list", help=tr("Tell which exercises are here."))


def run(args: argparse.Namespace, context: Context) -> int:
    """Do the act and print its answer."""
    acts = {"build": _build, "take": _take, "score": _score, "cohort": _cohort, "list": _list}
    return acts[args.act](args, context)


def _build(args: argparse.Namespace, context: Context) -> int:
    from smo_review.domain.content import MILLION
    from smo_review.domain.learning import PassRule
    from smo_review.operations.exercise import Plan, build_exercise
    from smo_review.queries.batches import project_of
    from smo_review.queries.lookup import batch_of

    floors = {
        label: round(_share(value, f"--floor {label}") * MILLION)
        for label, _, value in (told.partition("=") for told in args.floor)
    }
    rule = PassRule(
        round(_share(str(args.pass_mark), "--pass-mark") * MILLION),
        args.pass_on,
        floors,
        tuple(args.critical),
    )
    plan = Plan(
        title=args.title,
        mode=args.mode,
        gold_set=args.set,
        n=args.n,
        batch=args.batch,
        balance=tuple(args.balance) or ("labels",),
        labels=tuple(args.label),
        concepts=tuple(args.concept),
        languages=tuple(args.language),
        difficulty=_range(args.difficulty, "--difficulty"),
        severity=_range(args.severity, "--severity"),
        seed=args.seed,
        attempts=args.attempts,
        rule=rule,
        words=args.words,
        places=args.places,
    )
    with context.open() as workspace, context.progress() as progress:
        if args.batch:
            project_of(workspace, args.batch)  # refuses one that is not here
        chosen = tuple((batch_of(workspace, item, args.batch), item) for item in args.item)
        plan = structs.replace(plan, chosen=chosen)
        built = build_exercise(workspace, plan, args.out, progress)
    context.answer(
        msgspec.to_builtins(built),
        tr("{path}: {n} items, exercise {id}", path=built.path, n=built.items, id=built.exercise),
    )
    return 0


def _range(text: str, option: str) -> tuple[int, int]:
    from smo_review.domain.errors import UserError

    least, _, most = text.partition("-")
    if not (least.isdecimal() and (most or least).isdecimal()) or int(least) > int(most or least):
        raise UserError(
            tr("A range is written from the least to the most."), option, tr("Write it like 1-3.")
        )
    return int(least), int(most or least)


def _share(text: str, option: str) -> float:
    from smo_review.domain.errors import UserError

    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UserError(
            tr("A share is a number from 0 to 1."),
            option,
            tr("Write it like 0.7."),
        )
    return value


def _take(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.answers import take

    with context.open() as workspace:
        counts = take(workspace, args.exercise, args.source)
    lines = [tr("Attempt {attempt} ended with {answers} answers.", **counts)]
    if counts["unanswered"]:
        lines.append(tr("{n} items have none.", n=counts["unanswered"]))
    context.answer(dict(counts), "\n".join(lines))
    return 0


def _score(args: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.learning import scores

    with context.open() as workspace:
        found = scores(workspace, args.exercise)
    record: dict[str, Any] = msgspec.to_builtins(found)
    lines = [
        f"{one.name} ({one.attempt}): "
        + tr("{right} of {n} right", right=sum(r.right for r in one.results), n=one.items)
        + ("" if one.passed is None else " · " + (tr("passed") if one.passed else tr("not passed")))
        for one in found.learners
    ]
    context.answer(record, "\n".join(lines) or tr("Nobody has begun this exercise yet."))
    return 0


def _cohort(args: argparse.Namespace, context: Context) -> int:
    from smo_review.cli import cohort
    from smo_review.queries.batches import project_of
    from smo_review.queries.training import training

    with context.open() as workspace:
        found = training(workspace, args.exercise)
        project = project_of(workspace, args.exercise)
    context.answer(cohort.record(found), cohort.text(found, project))
    return 0


def _list(_: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.learning import exercises

    with context.open() as workspace:
        found = exercises(workspace)
    text = "\n".join(f"{one.exercise}  {one.sheet.title} ({one.sheet.mode})" for one in found)
    context.answer({"exercises": [msgspec.to_builtins(one) for one in found]}, text)
    return 0
