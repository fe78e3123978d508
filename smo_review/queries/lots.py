"""Lots under acceptance sampling: what each came to, and the inspection that the next one gets."""

from __future__ import annotations

from typing import Any

from smo_review.domain.bundles import Acceptance, BatchInfo
from smo_review.domain.sampling import Lots, LotState
from smo_review.quality.iso2859 import (
    Answer,
    DoublePlan,
    Edition,
    Plan,
    double_plan,
    judged,
    single_plan,
)
from smo_review.quality.switching import Switching, after_lot, double_points, single_points
from smo_review.store import catalog
from smo_review.store.catalog import BatchRow
from smo_review.store.database import Connection
from smo_review.store.workspace import Workspace

_SECOND = "second sample"


def lots(
    ws: Workspace,
    project: str,
    aql: float,
    level: str,
    double: bool,
    *,
    steady: bool = False,
    edition: Edition = "1989",
) -> Lots:
    """The lots of a project that were drawn by this plan, oldest first, and where switching is.

    A lot is decided when all of its sample has a verdict, or sooner where too many are wrong. An
    item is nonconforming where an annotation of it was found incorrect. Lots not decided yet do
    not move the switching. `steady`: the lead wants reduced inspection where it may begin.
    """
    with ws.read() as conn:
        return lots_in(conn, project, aql, level, double, steady=steady, edition=edition)


def lots_in(
    conn: Connection,
    project: str,
    aql: float,
    level: str,
    double: bool,
    *,
    steady: bool = False,
    edition: Edition = "1989",
) -> Lots:
    """The same inside a read that is open."""
    wanted = round(aql * 1000), level, double, edition
    known = [
        row
        for row in catalog.all_batches(conn)
        if row.info.project == project
        and (of := _acceptance(row.info)) is not None
        and (of.aql, of.level, of.double, of.edition) == wanted
    ]
    known.sort(key=lambda row: (row.info.made, row.number))
    state = Switching()
    told = []
    for row in known:
        one, numbers, first = _lot(conn, row)
        told.append(one)
        answer = _answer(one.answer)
        if answer is None:
            continue
        points = -1
        if state.stage == "normal":
            points = (
                double_points(numbers, first)
                if isinstance(numbers, DoublePlan)
                else single_points(numbers, aql, one.nonconforming)
            )
        if state.stage == "discontinued" and one.inspection == "tightened":
            state = Switching("tightened")
        state = after_lot(state, answer, points=points, steady=steady)
    return Lots(tuple(told), state.stage, state.score)


def _acceptance(info: BatchInfo) -> Acceptance | None:
    return info.sampling.acceptance if info.sampling is not None else None


def _lot(conn: Connection, row: BatchRow) -> tuple[LotState, Plan | DoublePlan, int]:
    """What a lot came to, its plan, and the nonconforming of its first sample."""
    of = _acceptance(row.info)
    assert of is not None
    assert row.info.sampling is not None
    size = max(2, row.info.sampling.frame)
    numbers: Plan | DoublePlan = (
        double_plan(size, of.level, of.aql / 1000, of.severity)
        if of.double
        else single_plan(size, of.level, of.aql / 1000, of.severity, of.edition)
    )
    first = _checked(conn, row, f"stratum <> '{_SECOND}'")
    second = _checked(conn, row, f"stratum = '{_SECOND}'")
    answer: str
    if isinstance(numbers, Plan):
        answer = _of_single(numbers, *first)
        n, ac, re = min(size, numbers.n), numbers.ac, numbers.re
    else:
        answer = _of_double(numbers, first, second)
        n, ac, re = min(size, numbers.n1 + numbers.n2), numbers.ac2, numbers.re2
    return (
        LotState(
            row.info.id, row.info.name, size, of.severity, n, ac, re, first[1] + second[1],
            first[2] + second[2], answer,
        ),
        numbers,
        first[2],
    )  # fmt: skip


def _checked(conn: Connection, row: BatchRow, where: str) -> tuple[int, int, int]:
    """(items, those with nothing left to review, nonconforming) of a part of the sample."""
    found: Any = conn.execute(
        "SELECT count(*), coalesce(sum(open = 0), 0), coalesce(sum(incorrect > 0), 0) FROM items"
        f" WHERE batch = ? AND weight > 0 AND {where}",
        (row.number,),
    ).fetchone()
    return found[0], found[1], found[2]


def _of_single(numbers: Plan, items: int, checked: int, bad: int) -> str:
    if bad >= numbers.re:
        return "reject"
    return judged(numbers, bad) if checked == items else "open"


def _of_double(
    numbers: DoublePlan, first: tuple[int, int, int], second: tuple[int, int, int]
) -> str:
    if first[2] >= numbers.re1 or first[2] + second[2] >= numbers.re2:
        return "reject"
    if first[1] < first[0]:
        return "open"
    if first[2] <= numbers.ac1:
        return "accept"
    if second[1] < second[0]:
        return _SECOND
    return "accept" if first[2] + second[2] <= numbers.ac2 else "accept-then-normal"


def _answer(told: str) -> Answer | None:
    if told == "accept":
        return "accept"
    if told == "accept-then-normal":
        return "accept-then-normal"
    return "reject" if told == "reject" else None
