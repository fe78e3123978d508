"""Every KPI over what a filter leaves, with its target and how it stands to it.

Reads what was judged into columns once: seconds for a million, not for the window's thread.
"""

from __future__ import annotations

from itertools import chain

import numpy as np
from msgspec import structs

from smo_review.domain.bundles import Sampling
from smo_review.domain.content import MILLION
from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.domain.kpis import KpiFigure
from smo_review.domain.project import ErrorCode, Kpi, LabelDef, Project, words
from smo_review.language import current
from smo_review.quality.evidence import Evidence
from smo_review.quality.judged import Found, Judged
from smo_review.quality.kpi_words import drawn_words, told
from smo_review.quality.kpis import KPIS, KpiDef
from smo_review.quality.patterns import Patterns, patterns
from smo_review.queries.agreement import agreement
from smo_review.queries.columns import ANNOTATION, columns_in, several
from smo_review.queries.disputes import rates_of_disputes
from smo_review.queries.filtered import as_wanted
from smo_review.queries.numbers import numbers_in
from smo_review.queries.repeats import repeats_judged
from smo_review.queries.trends import Material, material
from smo_review.store import catalog
from smo_review.store.catalog import BatchRow
from smo_review.store.database import Connection
from smo_review.store.workspace import Workspace

_OUTCOMES = 4


def kpis(ws: Workspace, wanted: Filter = EVERYTHING) -> tuple[KpiFigure, ...]:
    """The figures of the whole registry, in its order; per label and per error code one each.

    A KPI that has nothing to be counted from is left out. Targets are those of the project, where
    all batches in reach belong to one. A filter's code and clause say which errors count: an
    annotation without such an error counts as correct. UserError as `judged`.
    """
    return kpis_of(ws, material(ws, wanted))


def kpis_of(ws: Workspace, read_once: Material) -> tuple[KpiFigure, ...]:
    """The same from what was read."""
    wanted = read_once.wanted
    judged = as_wanted(read_once)
    findings = tuple(
        one
        for one in read_once.found
        if wanted.code in ("", one.code) and wanted.clause in ("", one.clause)
    )
    with ws.read() as conn:
        batches = _batches(conn, wanted)
        project = _project(batches)
        evidence = _evidence(conn, judged, findings, wanted, project)
    if wanted.only_batches:
        agreed = agreement(ws, batch=wanted.batch, project=wanted.project)
        rates = rates_of_disputes(ws, wanted.batch, wanted.project, wanted.purpose)
        evidence = structs.replace(
            evidence, agreement=agreed, disputed=rates.disputed, overturned=rates.overturned
        )
    found = chain.from_iterable(_figures(of, evidence, project) for of in KPIS)
    plan = batches[0].info.sampling if len(batches) == 1 else None
    return tuple(found if plan is None else (_with_plan(one, plan) for one in found))


def _with_plan(figure: KpiFigure, plan: Sampling) -> KpiFigure:
    """Coverage says what share of the frame the one batch is, where it was drawn."""
    if figure.id != "coverage" or not plan.frame:
        return figure
    return structs.replace(figure, sentence=f"{figure.sentence} · {drawn_words(plan)}")


def _figures(of: KpiDef, evidence: Evidence, project: Project | None) -> list[KpiFigure]:
    targets = project.kpis if project is not None else ()
    target: Kpi | None = next((one for one in targets if one.id == of.id), None)
    names = _names(of, project)
    return [
        told(of, one, target, names.get(one.group, ""))
        for one in of.count(evidence)
        if one.n and one.value is not None
    ]


def _names(of: KpiDef, project: Project | None) -> dict[str, str]:
    if project is None or not of.per:
        return {}
    known: tuple[LabelDef | ErrorCode, ...] = (
        project.labels if of.per == "label" else project.error_codes
    )
    return {one.id: words(one.name, current()) for one in known}


def _batches(conn: Connection, wanted: Filter) -> list[BatchRow]:
    return [
        row
        for row in catalog.all_batches(conn)
        if wanted.batch in ("", row.info.id) and wanted.project in ("", row.info.project)
    ]


def _project(batches: list[BatchRow]) -> Project | None:
    """The newest project file of the one project that is meant; None where there are several."""
    ids = {row.info.project for row in batches}
    return batches[-1].project if len(ids) == 1 else None


def _evidence(
    conn: Connection,
    judged: Judged,
    found: tuple[Found, ...],
    wanted: Filter,
    project: Project | None,
) -> Evidence:
    there, reviewed = _there(conn, wanted)
    return Evidence(
        judged=judged,
        found=found,
        code_weights={code.id: code.weight for code in project.error_codes} if project else {},
        doubles=_doubles(conn, judged),
        annotations=there,
        reviewed=reviewed,
        repeats=_repeats(conn, judged) if wanted.only_batches else (),
    )


def _there(conn: Connection, wanted: Filter) -> tuple[int | None, int | None]:
    if not wanted.only_batches:
        return None, None
    told = numbers_in(conn, batch=wanted.batch, project=wanted.project, purpose=wanted.purpose).all
    return told.annotations, told.reviewed


def _doubles(conn: Connection, judged: Judged) -> Patterns:
    """The outcomes of annotations on which verdicts of several persons stand."""
    every = columns_in(conn).rows
    rows = every[several(every)]
    rows = rows[np.lexsort([rows[name] for name in ("person", *reversed(ANNOTATION))])]
    units: dict[tuple[int, int, int], int] = {}
    numbers = dict(conn.execute("SELECT name, number FROM annotators"))
    known = [numbers[name] for name in judged.annotators]
    here = judged.where(np.isin(judged.item, rows["item"]))
    whose = (known[place] for place in here.annotator.tolist())
    keys = zip(here.item.tolist(), whose, here.ordinal.tolist(), strict=True)
    wanted = dict(zip(keys, (here.weight / MILLION).tolist(), strict=True))
    unit, outcome, weight, last = [], [], [], None
    told = rows[[*ANNOTATION, "outcome", "person"]].tolist()
    for item, annotator, ordinal, what, person in told:
        # Of one person's several heads on an annotation the first counts.
        if (item, annotator, ordinal) in wanted and (item, annotator, ordinal, person) != last:
            last = (item, annotator, ordinal, person)
            unit.append(units.setdefault(last[:3], len(units)))
            outcome.append(what)
            weight.append(wanted[last[:3]])
    return patterns(
        np.array(unit, dtype=np.int64),
        np.array(outcome, dtype=np.int64),
        _OUTCOMES,
        np.array(weight, dtype=np.float64),
    ).pairable()


def _repeats(conn: Connection, judged: Judged) -> list[tuple[int, bool]]:
    numbers = [
        number
        for number, id_ in conn.execute("SELECT number, id FROM batches")
        if id_ in judged.batches
    ]
    return repeats_judged(conn, numbers)
