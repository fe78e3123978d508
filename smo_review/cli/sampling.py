"""The forms of `sample` that draw from batches, tell how many, or tell a plan of ISO 2859-1."""

from __future__ import annotations

import argparse
import secrets
from typing import Any

import msgspec

from smo_review.cli.context import Context, refuse_idle
from smo_review.domain.content import MILLION
from smo_review.domain.errors import UserError
from smo_review.domain.project import SamplingPlan
from smo_review.domain.sampling import AQLS, Draw, Lots, Planned
from smo_review.exchange.sampling_rules import MOST, PRECISIONS, wrong_field
from smo_review.language import tr


def run(args: argparse.Namespace, context: Context) -> int:
    """Whichever form the words make."""
    _refuse_out_of_bounds(args)
    _refuse_idle(args)
    if args.how_many:
        return _how_many(args, context)
    if args.lot:
        return _plan(args, context)
    if not args.batch and not args.project:
        raise UserError(
            tr("It is not said what to draw from."),
            "--batch",
            tr("Name a batch with --batch, or all of a project with --project."),
        )
    if args.aql and args.out is None:
        return _lots(args, context)
    return _draw(args, context)


def _refuse_out_of_bounds(args: argparse.Namespace) -> None:
    """Every number that was given is held to its own bounds; those that were not become 0."""
    bounds: tuple[tuple[str, float, float], ...] = (
        ("n", 1, MOST),
        ("precision", *PRECISIONS),
        ("aql", AQLS[0], AQLS[-1]),
        ("lot", 2, MOST),
    )
    for name, least, most in bounds:
        value = getattr(args, name)
        if value is None:
            setattr(args, name, 0)
        elif not least <= value <= most:
            raise UserError(
                tr(
                    "{value} is out of bounds.",
                    value=f"{value:g}" if isinstance(value, float) else value,
                ),
                f"--{name}",
                tr("Give a number from {least} to {most}.", least=f"{least:g}", most=_plain(most)),
            )


def _refuse_idle(args: argparse.Namespace) -> None:
    """An option that would be passed over is refused: it would seem to have been heeded."""
    heeded: tuple[tuple[bool, tuple[str, ...]], ...] = (
        (bool(args.aql), ("level", "severity", "double", "edition")),
        (bool(args.aql or args.plan), ("steady",)),
        (bool(args.precision), ("expected",)),
        (bool(args.by), ("allocation",)),
        (args.how_many, ("population",)),
    )
    refuse_idle(
        name
        for wanted, names in heeded
        if not wanted
        for name in names
        if getattr(args, name) not in (None, "", False, 0)
    )
    args.expected = 0.5 if args.expected is None else args.expected
    args.allocation = args.allocation or "proportional"
    args.level, args.edition = args.level or "II", args.edition or "1989"


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number >= 1_000 else f"{number:g}"


def _how_many(args: argparse.Namespace, context: Context) -> int:
    from smo_review.quality.sampling import needed

    if not args.precision:
        raise UserError(
            tr("How precise is not said."),
            "--precision",
            tr("Write --precision 0.03 for an interval that is six points wide."),
        )
    _refuse_wrong(SamplingPlan(precision=args.precision, expected=args.expected))
    if not 0 <= args.population <= MOST:
        raise UserError(
            tr("{value} is out of bounds.", value=args.population),
            "--population",
            tr("Give a number from {least} to {most}.", least=0, most=_plain(MOST)),
        )
    n = needed(args.precision, args.expected, args.population or None)
    context.answer(
        {
            "n": n,
            "precision": args.precision,
            "expected": args.expected,
            "population": args.population or None,
        },
        tr(
            "Check {n}: then the 95% interval is at most {points} points wide.",
            n=f"{n:,}",
            points=f"{args.precision * 200:g}",
        ),
    )
    return 0


def _refuse_wrong(plan: SamplingPlan) -> None:
    field, reason = wrong_field(plan)
    if field:
        raise UserError(
            tr("The sample cannot be drawn: {reason}.", reason=reason), f"--{field}",
            tr("Correct it."),
        )  # fmt: skip


def _plan(args: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.drawing import plan_of, plan_words

    plan = _from_words(args)
    _refuse_wrong(plan)
    if not plan.aql or not 2 <= args.lot <= MOST:
        raise UserError(
            tr("A lot of 2 items or more and an AQL were expected."), "--lot, --aql",
            tr("Write --aql 1.0 --lot 500."),
        )  # fmt: skip
    severity = plan.severity or "normal"
    numbers = plan_of(plan, args.lot, severity)
    told: dict[str, Any] = msgspec.to_builtins(numbers)
    record = {"lot": args.lot, "aql": plan.aql, "level": plan.level, "severity": severity,
              "edition": plan.edition, "double": "n1" in told} | told  # fmt: skip
    context.answer(record, plan_words(numbers))
    return 0


def _lots(args: argparse.Namespace, context: Context) -> int:
    from smo_review.queries.batches import project_of
    from smo_review.queries.lots import lots

    _refuse_wrong(_from_words(args))
    with context.open() as ws:
        project = args.project or project_of(ws, args.batch[0]).id
        found = lots(
            ws, project, args.aql, args.level, args.double,
            steady=args.steady, edition=args.edition,
        )  # fmt: skip
    context.answer(msgspec.to_builtins(found), _lot_lines(found))
    return 0


def _lot_lines(found: Lots) -> str:
    lines = [
        tr(
            "{name}: {checked} of {n} checked, {bad} nonconforming (Ac {ac}, Re {re}): {answer}",
            name=one.name or one.batch, checked=one.checked, n=one.n, bad=one.nonconforming,
            ac=one.ac, re=one.re, answer=_lot_word(one.answer),
        )
        for one in found.lots
    ]  # fmt: skip
    lines.append(
        tr("Next lot: {stage}; switching score {n}", stage=_lot_word(found.stage), n=found.score)
    )
    return "\n".join(lines)


def _lot_word(word: str) -> str:
    """What was decided of a lot, or how the next one is inspected."""
    return {
        "accept": tr("accept the lot"),
        "accept-then-normal": tr("accept the lot, then normal inspection"),
        "reject": tr("reject the lot"),
        "second sample": tr("second sample"),
        "open": tr("not decided yet"),
        "normal": tr("normal"),
        "tightened": tr("tightened"),
        "reduced": tr("reduced"),
        "discontinued": tr("inspection discontinued"),
    }[word]


def _draw(args: argparse.Namespace, context: Context) -> int:
    from smo_review.operations.draw import draw_sample
    from smo_review.queries.drawing import planned

    seed = args.seed or str(secrets.randbelow(10**8))
    with context.open() as ws, context.progress() as progress:
        plan = _named(args, ws) if args.plan else _from_words(args)
        wanted = Draw(plan, seed, tuple(args.batch), args.project, args.name, args.steady)
        if args.out is None:
            told = planned(ws, wanted, progress)
            context.answer(_record(told), _words(told))
            return 0
        drawn = draw_sample(ws, wanted, args.out, progress)
    record = _record(drawn.planned) | {
        "path": drawn.path,
        "id": drawn.id,
        "items": drawn.items,
        "annotations": drawn.annotations,
    }
    context.answer(
        record,
        "\n".join(
            (
                tr(
                    "{batch}: {items} items, {annotations} annotations.",
                    batch=drawn.path,
                    items=drawn.items,
                    annotations=drawn.annotations,
                ),
                _words(drawn.planned),
            )
        ),
    )
    return 0


def _named(args: argparse.Namespace, ws: Any) -> SamplingPlan:
    """A plan of the project's own, with nothing else said beside it."""
    from smo_review.queries.batches import batches, project_of

    batch = args.batch[0] if args.batch else next(
        (one.info.id for one in batches(ws) if one.info.project == args.project), args.project
    )  # fmt: skip
    plans = {one.name: one for one in project_of(ws, batch).sampling}
    beside = next((name for name in ("n", "precision", "aql", "by", "risk", "repeats")
                   if getattr(args, name)), "")  # fmt: skip
    if args.plan not in plans or beside:
        raise UserError(
            tr("The project has no sampling plan “{name}”.", name=args.plan)
            if args.plan not in plans
            else tr("A plan of the project says all of it."),
            f"--{beside or 'plan'}",
            tr("Choose one of: {all}.", all=", ".join(plans))
            if plans
            else tr("Its project file names no plan: say what to draw by the options instead."),
        )
    return plans[args.plan]


def _from_words(args: argparse.Namespace) -> SamplingPlan:
    return SamplingPlan(
        n=args.n, precision=args.precision, expected=args.expected, by=_listed(args.by),
        allocation=args.allocation, risk=_listed(args.risk), aql=args.aql, level=args.level,
        severity=args.severity, double=args.double, edition=args.edition, repeats=args.repeats,
    )  # fmt: skip


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))


def _record(told: Planned) -> dict[str, Any]:
    """The draw as it stands in the answer; weights are in whole units."""
    record: dict[str, Any] = msgspec.to_builtins(told)
    for stratum in record["strata"]:
        stratum["weight"] = stratum["weight"] / MILLION
    return record


def _words(told: Planned) -> str:
    lines = [
        tr(
            "{drawn} of {frame}, {method}, seed {seed}",
            drawn=f"{told.drawn:,}", frame=f"{told.frame:,}", method=told.method, seed=told.seed,
        )
    ]  # fmt: skip
    if told.numbers:
        lines.append(told.numbers)
    if told.purpose == "risk":
        lines.append(tr("Drawn for its risk: it is left out of every headline figure."))
    if len(told.strata) > 1:
        lines += [
            tr(
                "  {name}: {drawn} of {size}, each stands for {weight}",
                name=one.name, drawn=one.drawn, size=one.size,
                weight=f"{one.weight / MILLION:.2f}",
            )
            for one in told.strata
        ]  # fmt: skip
    if told.repeats:
        lines.append(tr("Hidden repeats: {n}", n=told.repeats))
    if told.scaled:
        lines.append(tr("All weights were divided by one number, to stay in range."))
    return "\n".join(lines)
