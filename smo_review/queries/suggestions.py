"""Circumstances that go together with errors. A reason to look, never a proven cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import numpy as np
from msgspec import structs

from smo_review.domain.causes import Effect, Factor, Suggestion, Suggestions
from smo_review.domain.filters import Filter
from smo_review.quality.causes import FALSE_DISCOVERIES
from smo_review.quality.factors import Column, Outcome, Told, associated
from smo_review.quality.judged import (
    INCORRECT,
    Found,
    Ints,
    Judged,
    Mask,
    day_number,
    iso_day,
    week_starts,
)
from smo_review.queries.counted import counted_in
from smo_review.store.database import Connection
from smo_review.store.workspace import Workspace

_UNRANKED = 2
_OF_KINDS = frozenset(
    {"annotator", "label", "language", "severity", "week", "stratum", "auditor", "guideline"}
)
_OF_ALL = _OF_KINDS | {"label in week"}
"""A label drifts as a whole: it is not asked by week for every code and clause."""
_OF_WRONG = frozenset({"clause"})
"""A clause is cited where something is wrong, so it is asked only which codes go with it."""


def suggestions(ws: Workspace, wanted: Filter, rate: float = FALSE_DISCOVERIES) -> Suggestions:
    """What goes together with errors among what a filter counts over, the surely largest first.

    Every pair that can be judged is looked at and counts in the control of false discoveries
    (Benjamini and Hochberg); only those likelier than overall are told. A filter's code or clause
    leaves only that outcome.
    """
    with ws.read() as conn:
        judged, found = counted_in(conn, wanted)
        guidelines = _guidelines(conn, judged)
        names = dict(conn.execute("SELECT id, name FROM persons"))
    single = _single(judged, guidelines, wanted)
    columns = [*single, *_label_columns(judged, wanted), *_clause_columns(judged, found)]
    strata = [*single, Column("label", judged.labels, tuple(map(repr, judged.label_sets)))]
    outcomes = list(_outcomes(judged, found, wanted))
    told, looked = associated(columns, outcomes, strata, judged.item, rate, judged.weight)
    found_ = [_suggestion(one, columns, outcomes, wanted, names) for one in told]
    return Suggestions(
        found=tuple(sorted(found_, key=_weight)),
        looked=looked,
        judged=int(judged.counted.sum()),
        incorrect=int((judged.outcome == INCORRECT).sum()),
        rate=rate,
        head=judged.head,
        weighed=len(np.unique(judged.weight[judged.counted])) > 1,
    )


def _weight(one: Suggestion) -> tuple[bool, float, str]:
    """By the lower end of the lift. Which codes a clause goes with says least about a cause."""
    return one.factor == "clause", -one.low, one.key


def _single(judged: Judged, guidelines: Sequence[str], wanted: Filter) -> list[Column]:
    """The circumstances of which every entry has one at most."""
    weeks = week_starts(judged.clock(wanted.clock))
    annotator = np.where(judged.kind == _UNRANKED, -1, judged.annotator)
    return [
        Column("annotator", annotator, judged.annotators),
        Column("language", judged.language, judged.languages),
        _coded("severity", ["" if one < 0 else str(one) for one in judged.severity.tolist()]),
        _coded("week", [iso_day(one) for one in weeks.tolist()]),
        Column("stratum", judged.stratum, judged.strata),
        Column("auditor", judged.auditor, judged.auditors),
        _coded("guideline", guidelines),
    ]


def _coded(kind: str, said: Sequence[str]) -> Column:
    keys = sorted(set(said))
    at = {key: place for place, key in enumerate(keys)}
    return Column(kind, np.array([at[one] for one in said], dtype=np.int64), tuple(keys))


def _label_columns(judged: Judged, wanted: Filter) -> Iterator[Column]:
    """Each label against the rest, and the same by week, which is how a drift shows."""
    weeks, at = np.unique(week_starts(judged.clock(wanted.clock)), return_inverse=True)
    starts = [iso_day(one) for one in weeks.tolist()]
    labels = sorted({label for said in judged.label_sets for label in said})
    for label in labels:
        has = judged.has_label(label)
        yield Column("label", has.astype(np.int64), ("", label))
        if len(weeks) > 1:
            keys = ("", *(f"{label} {start}" for start in starts))
            yield Column("label in week", np.where(has, at + 1, 0), keys)


def _clause_columns(judged: Judged, found: Iterable[Found]) -> Iterator[Column]:
    for clause, mask in _masks(judged, ((one.clause, one.place) for one in found)):
        yield Column("clause", mask.astype(np.int64), ("", clause))


def _masks(judged: Judged, told: Iterable[tuple[str, int]]) -> Iterator[tuple[str, Mask]]:
    """Each key that is not empty, and the entries it is told of."""
    places: dict[str, list[int]] = {}
    for key, place in told:
        if key:
            places.setdefault(key, []).append(place)
    for key in sorted(places):
        mask = np.zeros(len(judged), dtype=np.bool_)
        mask[places[key]] = True
        yield key, mask


def _outcomes(judged: Judged, found: Sequence[Found], wanted: Filter) -> Iterator[Outcome]:
    counted = judged.counted
    wrong = judged.outcome == INCORRECT
    if not (wanted.code or wanted.clause):
        yield Outcome("incorrect", "", wrong, counted, _OF_ALL)
        yield Outcome("critical", "", judged.critical == 1, counted, _OF_ALL)
    for code, mask in _masks(judged, ((one.code, one.place) for one in found)):
        yield Outcome("code", code, mask, counted, _OF_KINDS)
        yield Outcome("code", code, mask, wrong, _OF_WRONG)
    for clause, mask in _masks(judged, ((one.clause, one.place) for one in found)):
        yield Outcome("clause", clause, mask, counted, _OF_KINDS)


def _guidelines(conn: Connection, judged: Judged) -> list[str]:
    """The guideline version that each annotation was made with, empty where it does not say."""
    numbers = dict(conn.execute("SELECT name, number FROM annotators"))
    said = {
        (item, annotator, ordinal): version
        for item, annotator, ordinal, version in conn.execute(
            "SELECT item, annotator, ordinal, json_extract(CAST(body AS TEXT), '$.guideline')"
            " FROM annotations WHERE instr(body, CAST('\"guideline\"' AS BLOB)) > 0"
        )
    }
    own: Ints = np.array([numbers[name] for name in judged.annotators] or [0])[judged.annotator]
    rows = zip(judged.item.tolist(), own.tolist(), judged.ordinal.tolist(), strict=True)
    return [said.get(row) or "" for row in rows]


def _suggestion(
    told: Told,
    columns: Sequence[Column],
    outcomes: Sequence[Outcome],
    wanted: Filter,
    names: dict[str, str],
) -> Suggestion:
    column, outcome = columns[told.column], outcomes[told.outcome]
    key = column.keys[told.place]
    one = told.association
    return Suggestion(
        factor=cast(Factor, column.kind),
        key=key,
        name=names.get(key, key) if column.kind == "auditor" else key,
        effect=cast(Effect, outcome.kind),
        outcome=outcome.key,
        both=one.candidate.both,
        with_factor=one.candidate.with_factor,
        with_outcome=one.candidate.with_outcome,
        n=one.candidate.n,
        lift=one.lift,
        low=one.low,
        high=one.high,
        q=one.q,
        fades=cast(tuple[Factor, ...], told.fades),
        opens=_opens(wanted, column.kind, key, outcome),
    )


def _opens(wanted: Filter, factor: str, key: str, outcome: Outcome) -> Filter | None:
    """The filter that leaves what has both, where one can say it."""
    told: dict[str, str | int] = {}
    if factor == "severity":
        told["severity"] = int(key)
    elif factor == "label in week":
        label, _, start = key.rpartition(" ")
        told |= {"label": label, **_week(start)}
    elif factor == "week":
        told |= _week(key)
    elif factor == "guideline":
        return None
    else:
        told[factor] = key
    told["outcome" if outcome.kind in ("incorrect", "critical") else outcome.kind] = (
        outcome.key or outcome.kind
    )
    return structs.replace(wanted, **told)


def _week(start: str) -> dict[str, str]:
    last = day_number(start) + 6
    return {"since": start, "until": iso_day(last)}
