"""What a draw comes to, before anything is written: frame, strata, how many, which units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct, structs

from smo_review.domain.bundles import Acceptance
from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.domain.project import SamplingPlan
from smo_review.domain.sampling import MILD, Draw, Planned, StratumDrawn, Unit
from smo_review.exchange.sampling_rules import wrong_field
from smo_review.language import tr
from smo_review.quality.drawing import Chosen, draw_riskiest, draw_strata, repeated
from smo_review.quality.iso2859 import DoublePlan, Plan, double_plan, single_plan
from smo_review.quality.sampling import draw, needed
from smo_review.queries.frame import (
    Frame,
    Said,
    Thing,
    expected_rates,
    frame_in,
    stratum_of,
    unit_id,
    weight_of,
)
from smo_review.queries.lots import lots_in
from smo_review.queries.risk import risk_scores
from smo_review.store import catalog
from smo_review.store.catalog import BatchRow
from smo_review.store.database import Connection
from smo_review.store.workspace import Workspace

FIRST, SECOND = "first sample", "second sample"
"""Strata of a double plan: the second is checked only where the first does not decide."""
_OF_ANNOTATIONS = {"annotator", "label", "day"}


class Unitary(Struct, frozen=True):
    """One unit that was drawn: the item, its annotation where those are drawn, and what it
    stands for in millionths."""

    thing: Thing
    said: Said | None
    stratum: str
    weight: int


class Selection(Struct, frozen=True):
    """All that writing a drawn batch needs."""

    planned: Planned
    units: tuple[Unitary, ...]
    batches: tuple[BatchRow, ...]
    frame: Frame
    acceptance: Acceptance | None
    repeats: tuple[int, ...]
    """Places in `units` of the items that come again."""


def planned(ws: Workspace, wanted: Draw, progress: Progress | None = None) -> Planned:
    """What would be drawn. UserError where the plan cannot be kept."""
    return select(ws, wanted, progress).planned


def select(ws: Workspace, wanted: Draw, progress: Progress | None = None) -> Selection:
    """The units that a draw takes; the same for the same seed, frame and plan, anywhere."""
    plan = wanted.plan
    field, reason = wrong_field(plan)
    if field:
        raise UserError(
            tr("The sample cannot be drawn: {reason}.", reason=reason), field, tr("Correct it.")
        )
    with ws.read() as conn:
        batches = _batches(conn, wanted)
        frame = frame_in(conn, batches)
        if not frame.things:
            raise UserError(
                tr("There is nothing to draw from."),
                ", ".join(one.info.name or one.info.id for one in batches),
                tr("Name a batch whose content is here and not sealed."),
            )
        if plan.aql:
            return _accepted(conn, wanted, batches, frame)
        if plan.risk:
            return _risky(conn, wanted, batches, frame, progress)
        return _measured(conn, wanted, batches, frame)


def _batches(conn: Connection, wanted: Draw) -> tuple[BatchRow, ...]:
    """The batches meant: named, or all of a project but those that were drawn themselves."""
    if wanted.batches:
        found = [catalog.batch_row(conn, one) for one in wanted.batches]
    else:
        found = [
            one
            for one in catalog.all_batches(conn)
            if one.info.project == wanted.project and one.info.sampling is None
        ]
    bad = next((one for one in found if one.purged or one.info.kind != "review"), None)
    if bad is not None or len({one.info.project for one in found}) != 1:
        raise UserError(
            tr("A sample is drawn from batches of one project whose content is here."),
            bad.info.name if bad is not None else wanted.project,
            tr("Name other batches, or receive the file again."),
        )
    return tuple(found)


def _measured(
    conn: Connection, wanted: Draw, batches: Sequence[BatchRow], frame: Frame
) -> Selection:
    plan = wanted.plan
    unit: Unit = "annotation" if _OF_ANNOTATIONS & set(plan.by) else "item"
    pairs = _units(frame, unit)
    if not pairs:
        raise UserError(
            tr("There is nothing to draw from."), "--by", tr("Draw items: the batch has no labels.")
        )
    n = min(len(pairs), plan.n or needed(plan.precision, plan.expected, len(pairs)))
    strata = [stratum_of(plan.by, thing, said) if plan.by else "" for thing, said in pairs]
    rates = {}
    if plan.by and plan.allocation == "neyman":
        rates = expected_rates(conn, frame, plan.by, unit)
    try:
        chosen = draw_strata(
            [unit_id(*pair) for pair in pairs],
            strata,
            [weight_of(*pair) for pair in pairs],
            n,
            wanted.seed,
            plan.allocation,
            rates,
        )
    except ValueError:
        raise UserError(
            tr("{n} are fewer than the {strata} strata.", n=n, strata=len(set(strata))),
            "--by",
            tr("Draw at least one of each, or name fewer strata."),
        ) from None
    method = f"stratified by {', '.join(plan.by)}; {plan.allocation}" if plan.by else "random"
    return _selection(wanted, batches, frame, pairs, strata, chosen, unit, method)


def _risky(
    conn: Connection,
    wanted: Draw,
    batches: Sequence[BatchRow],
    frame: Frame,
    progress: Progress | None,
) -> Selection:
    plan = wanted.plan
    project = batches[-1].project
    today = date.fromisoformat(batches[-1].info.made or "1970-01-01")
    scores = risk_scores(conn, frame, plan.risk, project, today, progress)
    pairs = _units(frame, "item")
    n = plan.n or needed(plan.precision, plan.expected, len(pairs))
    chosen = draw_riskiest([unit_id(*pair) for pair in pairs], scores, n, wanted.seed)
    if not chosen.places:
        raise UserError(
            tr("Nothing in the batch carries the risk that was asked for."),
            ", ".join(plan.risk),
            tr("Name other risks, or draw at random."),
        )
    method = f"risk: {', '.join(plan.risk)}"
    strata = [""] * len(pairs)
    return _selection(wanted, batches, frame, pairs, strata, chosen, "item", method, "risk")


def _accepted(
    conn: Connection, wanted: Draw, batches: Sequence[BatchRow], frame: Frame
) -> Selection:
    plan = wanted.plan
    lot = len(frame.things)
    if lot < 2:
        raise UserError(
            tr("ISO 2859-1 has no plan for a lot of one."), "--aql", tr("Check that item itself.")
        )
    severity = plan.severity
    if not severity:
        stage = lots_in(
            conn, batches[0].info.project, plan.aql, plan.level, plan.double,
            steady=wanted.steady, edition=plan.edition,
        ).stage  # fmt: skip
        if stage == "discontinued":
            raise UserError(
                tr("Inspection is discontinued: five lots were not accepted when tightened."),
                "ISO 2859-1, 9.4",
                tr("When the cause has been dealt with, name --severity tightened to go on."),
            )
        severity = "normal" if stage == "normal" else _as_severity(stage)
    numbers = plan_of(plan, lot, severity)
    n = min(lot, numbers.n1 + numbers.n2 if isinstance(numbers, DoublePlan) else numbers.n)
    pairs = _units(frame, "item")
    ids = [unit_id(*pair) for pair in pairs]
    chosen = draw_strata(ids, [""] * lot, [weight_of(*p) for p in pairs], n, wanted.seed)
    strata = [""] * lot
    if isinstance(numbers, DoublePlan):
        first = set(draw(ids, min(lot, numbers.n1), wanted.seed))
        strata = [FIRST if one in first else SECOND for one in ids]
        sizes = (min(lot, numbers.n1), n - min(lot, numbers.n1))
        weight = chosen.strata[0].weight
        parts = zip((FIRST, SECOND), sizes, strict=True)
        chosen = structs.replace(
            chosen, strata=tuple(StratumDrawn(name, lot, size, weight) for name, size in parts)
        )
    kind = "double" if plan.double else "single"
    method = f"ISO 2859-1:{plan.edition} {kind}, AQL {plan.aql:g}, level {plan.level}, {severity}"
    found = _selection(wanted, batches, frame, pairs, strata, chosen, "item", method)
    acceptance = Acceptance(round(plan.aql * 1000), plan.level, severity, plan.double, plan.edition)
    units = sorted(found.units, key=lambda one: one.stratum == SECOND)
    told = structs.replace(found.planned, numbers=plan_words(numbers))
    return structs.replace(found, planned=told, acceptance=acceptance, units=tuple(units))


def _as_severity(stage: str) -> Literal["tightened", "reduced"]:
    return "tightened" if stage == "tightened" else "reduced"


def plan_of(
    plan: SamplingPlan, lot: int, severity: Literal["normal", "tightened", "reduced"]
) -> Plan | DoublePlan:
    """The numbers of ISO 2859-1 for a lot."""
    if plan.double:
        return double_plan(lot, plan.level, plan.aql, severity)
    return single_plan(lot, plan.level, plan.aql, severity, plan.edition)


def plan_words(numbers: Plan | DoublePlan) -> str:
    """A plan as a person reads it."""
    if isinstance(numbers, Plan):
        return tr(
            "letter {letter}: check {n}, accept at {ac} or fewer, reject at {re} or more",
            letter=numbers.used, n=numbers.n, ac=numbers.ac, re=numbers.re,
        )  # fmt: skip
    return tr(
        "letter {letter}: check {n1}, accept at {ac1}, reject at {re1}; else {n2} more, accept at"
        " {ac2}, reject at {re2}",
        letter=numbers.used, n1=numbers.n1, ac1=numbers.ac1, re1=numbers.re1,
        n2=numbers.n2, ac2=numbers.ac2, re2=numbers.re2,
    )  # fmt: skip


def _units(frame: Frame, unit: Unit) -> list[tuple[Thing, Said | None]]:
    if unit == "item":
        return [(thing, None) for thing in frame.things]
    return [(thing, one) for thing in frame.things for one in frame.said.get(thing.row, ())]


def _selection(
    wanted: Draw,
    batches: Sequence[BatchRow],
    frame: Frame,
    pairs: list[tuple[Thing, Said | None]],
    strata: list[str],
    chosen: Chosen,
    unit: Unit,
    method: str,
    purpose: Literal["measurement", "risk"] = "measurement",
) -> Selection:
    units = tuple(
        Unitary(*pairs[place], strata[place], weight)
        for place, weight in zip(chosen.places, chosen.weights, strict=True)
    )
    again: list[int] = []
    if wanted.plan.repeats and unit == "item":
        ids = [unit_id(one.thing, None) for one in units]
        mild = [(one.thing.severity or 0) <= MILD for one in units]
        again = repeated(ids, mild, wanted.plan.repeats, wanted.seed)
    return Selection(
        Planned(
            method=method,
            purpose=purpose,
            unit=unit,
            seed=wanted.seed,
            frame=len(pairs),
            drawn=len(units),
            strata=chosen.strata,
            repeats=len(again),
            scaled=chosen.scaled,
        ),
        units,
        tuple(batches),
        frame,
        None,
        tuple(again),
    )
