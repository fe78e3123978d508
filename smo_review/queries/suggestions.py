"""Circumstances that go together with errors. A reason to look, never a proven cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import numpy as np
from msgspec import structs

from smo_review.domain.causes import Effect, Factor, Suggestion, Suggestions
from smo_review.domain.changes import Progress
from smo_review.domain.filters import Filter
from smo_review.quality.causes import FALSE_DISCOVERIES
from smo_review.quality.crossed import spread
from smo_review.quality.factors import Column, Outcome, Told, associated
from smo_review.quality.judged import (
    INCORRECT,
    Found,
    Ints,
    Judged,
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


def suggestions(
    ws: Workspace,
    wanted: Filter,
    rate: float = FALSE_DISCOVERIES,
    progress: Progress | None = None,
) -> Suggestions:
    """What goes together with errors among what a filter counts over, the surely largest first.

    Every pair that can be judged is looked at and counts in the control of false discoveries
    (Benjamini and Hochberg); only those likelier than overall are told. A filter's code or clause
    leaves only that outcome.
    """

    def step(done: int, total: int) -> None:
        if progress is not None:
            progress(done, total, "")

    with ws.read() as conn:
        judged, found = counted_in(conn, wanted, progress)
        guidelines = _guidelines(conn, judged)
        names = dict(conn.execute("SELECT id, name FROM persons"))
    single = _single(judged, guidelines, wanted)
    clauses = _places_of((one.clause, one.place) for one in found)
    columns = [*single, *_label_columns(judged, wanted), _clause_column(clauses)]
    strata = [*single, Column("label", judged.labels, tuple(map(repr, judged.label_sets)))]
    outcomes = list(_outcomes(judged, found, wanted))
    told, looked = associated(columns, outcomes, strata, judged.item, rate, judged.weight, step)
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


def _single(judged: Judged, guideline: Column, wanted: Filter) -> list[Column]:
    """The circumstances of which every entry has one at most."""
    weeks, week = np.unique(week_starts(judged.clock(wanted.clock)), return_inverse=True)
    annotator = np.where(judged.kind == _UNRANKED, -1, judged.annotator)
    severities, severity = np.unique(judged.severity, return_inverse=True)
    return [
        Column("annotator", annotator, judged.annotators),
        Column("language", judged.language, judged.languages),
        Column("severity", severity, tuple(str(s) if s >= 0 else "" for s in severities.tolist())),
        Column("week", week, tuple(iso_day(one) for one in weeks.tolist())),
        Column("stratum", judged.stratum, judged.strata),
        Column("auditor", judged.auditor, judged.auditors),
        guideline,
    ]


def _label_columns(judged: Judged, wanted: Filter) -> Iterator[Column]:
    """Each label, and the same by week, which is how a drift shows."""
    labels = sorted({label for said in judged.label_sets for label in said})
    at = {label: place for place, label in enumerate(labels)}
    sets = [sorted({at[label] for label in said}) for said in judged.label_sets]
    lengths = np.array([len(one) for one in sets], dtype=np.int64)
    flat = np.array([place for one in sets for place in one], dtype=np.int64)
    entries, places = spread(lengths, judged.labels)
    carried = flat[places]
    yield Column("label", carried, tuple(labels), entries)
    weeks, week = np.unique(week_starts(judged.clock(wanted.clock)), return_inverse=True)
    if len(weeks) > 1:
        starts = [iso_day(one) for one in weeks.tolist()]
        keys = tuple(f"{label} {start}" for label in labels for start in starts)
        yield Column("label in week", carried * len(weeks) + week[entries], keys, entries)


def _clause_column(clauses: dict[str, Ints]) -> Column:
    entries = np.concatenate([np.empty(0, dtype=np.int64), *clauses.values()])
    places = np.repeat(np.arange(len(clauses)), [len(one) for one in clauses.values()])
    order = np.argsort(entries, kind="stable")
    return Column("clause", places[order], tuple(clauses), entries[order])


def _places_of(told: Iterable[tuple[str, int]]) -> dict[str, Ints]:
    """The entries that each key is told of, but for the empty one; by key."""
    places: dict[str, set[int]] = {}
    for key, place in told:
        if key:
            places.setdefault(key, set()).add(place)
    return {key: np.array(sorted(places[key]), dtype=np.int64) for key in sorted(places)}


def _outcomes(judged: Judged, found: Sequence[Found], wanted: Filter) -> Iterator[Outcome]:
    counted = judged.counted
    wrong = judged.outcome == INCORRECT
    if not (wanted.code or wanted.clause):
        yield Outcome("incorrect", "", np.flatnonzero(wrong), counted, _OF_ALL)
        critical = np.flatnonzero(judged.critical == 1)
        yield Outcome("critical", "", critical, counted, _OF_ALL)
    for code, places in _places_of((one.code, one.place) for one in found).items():
        yield Outcome("code", code, places, counted, _OF_KINDS)
        yield Outcome("code", code, places, wrong, _OF_WRONG)
    for clause, places in _places_of((one.clause, one.place) for one in found).items():
        yield Outcome("clause", clause, places, counted, _OF_KINDS)


def _guidelines(conn: Connection, judged: Judged) -> Column:
    """The guideline version that each annotation was made with, empty where it does not say."""
    numbers = dict(conn.execute("SELECT name, number FROM annotators"))
    said = {
        (item, annotator, ordinal): version
        for item, annotator, ordinal, version in conn.execute(
            "SELECT item, annotator, ordinal, json_extract(CAST(body AS TEXT), '$.guideline')"
            " FROM annotations WHERE instr(body, CAST('\"guideline\"' AS BLOB)) > 0"
        )
    }
    if not said:
        return Column("guideline", np.zeros(len(judged), dtype=np.int64), ("",))
    own: Ints = np.array([numbers[name] for name in judged.annotators] or [0])[judged.annotator]
    rows = zip(judged.item.tolist(), own.tolist(), judged.ordinal.tolist(), strict=True)
    versions = [said.get(row) or "" for row in rows]
    keys = sorted(set(versions))
    at = {key: place for place, key in enumerate(keys)}
    return Column("guideline", np.array([at[one] for one in versions]), tuple(keys))


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
