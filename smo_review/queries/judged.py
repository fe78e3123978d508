"""Reading what was judged into columns, narrowed by a filter; and the findings behind it.

No record is made for an annotation (`columns`). Not for the window's thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import numpy as np

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.domain.facts import OUTCOMES
from smo_review.domain.filters import EVERYTHING, NONE, Filter
from smo_review.domain.project import Project
from smo_review.language import tr
from smo_review.quality.judged import INCORRECT, UNSETTLED, Found, Ints, Judged, Mask, day_number
from smo_review.queries.columns import Columns, Rows, columns_in, found_in
from smo_review.queries.numbers import ledger_head
from smo_review.store.database import Connection, values
from smo_review.store.standings import Standing, combined
from smo_review.store.workspace import Workspace

_VERDICT = ("fact", "person", "outcome", "critical", "noncritical", "holds", "day", "took")
State = tuple[str, tuple[Any, ...], Filter]
_KEPT: WeakKeyDictionary[Workspace, tuple[State, Judged]] = WeakKeyDictionary()
"""What was asked last of each workspace: a page asks several questions of the same entries."""


def judged(ws: Workspace, wanted: Filter = EVERYTHING) -> Judged:
    """Every judged annotation that the filter leaves, in the order of items.

    UserError for a batch, project or date that is none.
    """
    with ws.read() as conn:
        state = (ledger_head(conn), _here(conn), wanted)
        kept = _KEPT.get(ws)
        if kept is None or kept[0] != state:
            kept = _KEPT[ws] = (state, judged_in(conn, wanted))
        return kept[1]


def judged_in(
    conn: Connection, wanted: Filter = EVERYTHING, progress: Progress | None = None
) -> Judged:
    """The same inside a read that is open, so that several questions see one state."""
    batches = batches_of(conn, wanted)
    columns = columns_in(conn, progress)
    left = _left(conn, columns, wanted, batches)
    rows = columns.rows if left.all() else columns.rows[left]
    judged = _named(conn, columns, _combined(rows), batches)
    return judged.where(_kept(conn, judged, wanted)) if _narrows(wanted) else judged


def findings(ws: Workspace, judged: Judged) -> list[Found]:
    """The findings of every incorrect entry, in the order of entries."""
    with ws.read() as conn:
        return findings_in(conn, judged)


def findings_in(conn: Connection, judged: Judged) -> list[Found]:
    """The same inside a read that is open."""
    places = np.flatnonzero(judged.outcome == INCORRECT)
    facts = judged.fact[places].tolist()
    return found_in(conn, dict(zip(facts, places.tolist(), strict=True)))


def item_ids(ws: Workspace, judged: Judged) -> list[tuple[str, str]]:
    """(batch, item) ids of the entries, in their order."""
    with ws.read() as conn:
        ids = dict(
            conn.execute(
                "SELECT row, id FROM items WHERE row IN (SELECT value FROM json_each(?))",
                (values({int(row) for row in judged.item}),),
            )
        )
    pairs = zip(judged.batch.tolist(), judged.item.tolist(), strict=True)
    return [(judged.batches[batch], ids[row]) for batch, row in pairs]


def batches_of(conn: Connection, wanted: Filter) -> dict[int, str]:
    """Number to id of the batches that the filter leaves."""
    every = [
        (number, id_, project, msgspec.json.decode(info, type=BatchInfo))
        for number, id_, project, info in conn.execute(
            "SELECT number, id, project, info FROM batches ORDER BY number"
        )
    ]
    for value, known, where in (
        (wanted.batch, [one[1] for one in every], "--batch"),
        (wanted.project, [one[2] for one in every], "--project"),
    ):
        if value and value not in known:
            raise UserError(
                tr("There is no “{name}” in this workspace.", name=value),
                where,
                tr("Choose one of: {all}.", all=", ".join(dict.fromkeys(known))),
            )
    return {number: id_ for number, id_, _project, info in every if meant(info, wanted)}


def _here(conn: Connection) -> tuple[Any, ...]:
    """How much is here that no fact tells of: facts count from when their batch is here."""
    return tuple(conn.execute("SELECT count(*), sum(number) FROM batches").fetchone())


def meant(info: BatchInfo, wanted: Filter) -> bool:
    """Whether a filter leaves a batch. One that is asked for by name is meant, whatever it was
    drawn for; one without a plan measures."""
    purpose = info.sampling.purpose if info.sampling is not None else "measurement"
    return (
        wanted.batch in ("", info.id)
        and wanted.project in ("", info.project)
        and (bool(wanted.batch) or wanted.purpose in ("all", purpose))
    )


def _left(conn: Connection, columns: Columns, wanted: Filter, batches: dict[int, str]) -> Mask:
    """The rows of the batches that are meant, of what is said of verdict, annotation and item."""
    rows = columns.rows
    left: Mask = np.isin(rows["batch"], list(batches))
    days = rows["day"]
    if wanted.clock != "judged":
        days = np.where(rows["made"] > 0, rows["made"], days)
    if wanted.since:
        left &= days >= day_of(wanted.since, "--since")
    if wanted.until:
        left &= days <= day_of(wanted.until, "--until")
    for value, names, column in (
        (wanted.language, columns.languages, "language"),
        (wanted.stratum, columns.strata, "stratum"),
    ):
        if value:
            left &= rows[column] == (names.index(value) if value in names else -1)
    if wanted.severity is not None:
        left &= rows["severity"] == wanted.severity
    if wanted.annotator:
        number = conn.execute("SELECT number FROM annotators WHERE name = ?", (wanted.annotator,))
        left &= rows["annotator"] == (number.fetchone() or (-1,))[0]
    if wanted.team:
        members = conn.execute(
            "SELECT number FROM annotators WHERE name IN (SELECT value FROM json_each(?))",
            (values(_members(conn, wanted.team, batches)),),
        )
        left &= np.isin(rows["annotator"], [number for (number,) in members])
    return left


def _members(conn: Connection, team: str, batches: dict[int, str]) -> set[str]:
    """The names that annotations carry for a team's people, by the rosters of these batches."""
    rows = conn.execute(
        "SELECT DISTINCT p.body FROM batches b JOIN projects p ON p.number = b.project_file"
        " WHERE b.number IN (SELECT value FROM json_each(?))",
        (values(batches),),
    )
    return {
        name
        for (body,) in rows
        for person in msgspec.json.decode(body, type=Project).people
        if person.team == team
        for name in (person.name, *person.aliases)
    }


def day_of(text: str, where: str) -> int:
    """An ISO date as days since 1970; UserError where it is none."""
    try:
        return day_number(text)
    except ValueError:
        raise UserError(
            tr("“{date}” is not a date.", date=text), where, tr("Write it like 2026-01-31.")
        ) from None


def _combined(rows: Rows) -> Rows:
    """One row an annotation: the verdict that was chosen, else the first, with what all that stand
    on it come to."""
    more = np.ones(max(len(rows) - 1, 0), dtype=np.bool_)
    for name in ("item", "annotator", "ordinal"):
        more &= rows[name][1:] == rows[name][:-1]
    if not more.any():
        return rows
    starts = np.flatnonzero(np.append(True, ~more))
    ends = np.append(starts[1:], len(rows))
    several = np.flatnonzero(ends - starts > 1)
    said = rows[list(_VERDICT)]
    chosen, told = [], []
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        own = [Standing._make((*one, "")) for one in said[start:end].tolist()]
        chosen.append(start + next((place for place, one in enumerate(own) if one.holds), 0))
        told.append(combined(own))
    starts[several] = chosen
    found = rows[starts]
    for name in ("outcome", "critical", "noncritical", "day"):
        found[name][several] = [getattr(one, name) for one in told]
    return found


def _named(conn: Connection, columns: Columns, rows: Rows, batches: dict[int, str]) -> Judged:
    """Columns of numbers, and the names behind them by place."""

    def ints(name: str) -> Ints:
        return rows[name].astype(np.int64)

    annotator, annotators = _coded(ints("annotator"))
    auditor, auditors = _coded(ints("person"))
    sets, label_sets = _coded(ints("label_set"))
    batch, numbers = _coded(ints("batch"))
    language, languages = _by_name(*_coded(ints("language")), columns.languages)
    stratum, strata = _by_name(*_coded(ints("stratum")), columns.strata)
    names = dict(conn.execute("SELECT number, name FROM annotators"))
    persons = dict(conn.execute("SELECT number, id FROM persons"))
    labels = dict(conn.execute("SELECT number, labels FROM label_sets"))
    return Judged(
        item=ints("item"), batch=batch, annotator=annotator, ordinal=ints("ordinal"),
        kind=ints("kind"), labels=sets, outcome=ints("outcome"), critical=ints("critical"),
        noncritical=ints("noncritical"), day=ints("day"), made=ints("made"), took=ints("took"),
        weight=ints("weight"), language=language, severity=ints("severity"), stratum=stratum,
        auditor=auditor, fact=ints("fact"),
        batches=tuple(batches[number] for number in numbers),
        annotators=tuple(names[number] for number in annotators),
        auditors=tuple(persons[number] for number in auditors),
        languages=languages, strata=strata,
        label_sets=tuple(tuple(msgspec.json.decode(labels[number])) for number in label_sets),
        head=ledger_head(conn),
    )  # fmt: skip


def _coded(column: Ints) -> tuple[Ints, list[int]]:
    """Each number as its place among the different ones, which are told in rising order."""
    known = np.flatnonzero(np.bincount(column))
    places = np.zeros(int(column.max(initial=0)) + 1, dtype=np.int64)
    places[known] = np.arange(len(known))
    return places[column], known.tolist()


def _by_name(column: Ints, known: list[int], names: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """The same with the names for the numbers, in the order of names."""
    told = [names[number] for number in known]
    order = sorted(range(len(told)), key=told.__getitem__)
    places = np.empty(len(told), dtype=np.int64)
    places[order] = np.arange(len(told))
    return places[column] if len(column) else column, tuple(told[place] for place in order)


def _narrows(wanted: Filter) -> bool:
    return bool(
        wanted.label or wanted.code or wanted.clause or wanted.auditor
        or wanted.outcome or wanted.right_label
    )  # fmt: skip


def _kept(conn: Connection, judged: Judged, wanted: Filter) -> Mask:
    """What the columns of the database alone could not tell."""
    mask = np.ones(len(judged), dtype=np.bool_)
    if wanted.label and not wanted.right_label:
        mask &= judged.has_label("" if wanted.label == NONE else wanted.label)
    if wanted.auditor:
        mask &= np.array([a == wanted.auditor for a in judged.auditors] or [False])[judged.auditor]
    if wanted.outcome == "critical":
        mask &= (judged.outcome == INCORRECT) & (judged.critical == 1)
    elif wanted.outcome:
        mask &= judged.outcome == (*OUTCOMES, "unsettled").index(wanted.outcome)
    if wanted.code or wanted.clause or wanted.right_label:
        found: Mask = np.zeros(len(judged), dtype=np.bool_)
        for one in findings_in(conn, judged):
            if _speaks_of(one, wanted):
                found[one.place] = True
        found[_unsettled_places(conn, judged, wanted)] = True
        mask &= found
    return mask


def _unsettled_places(conn: Connection, judged: Judged, wanted: Filter) -> list[int]:
    """Unsettled entries with such a finding: none of their verdicts is the one that counts, so
    all of them speak."""
    places = np.flatnonzero(judged.outcome == UNSETTLED)
    first = {int(judged.fact[place]): int(place) for place in places}
    rows = conn.execute(
        "SELECT one.fact, other.fact FROM standings one JOIN standings other"
        " ON other.item = one.item AND other.annotator = one.annotator"
        " AND other.ordinal = one.ordinal WHERE one.fact IN (SELECT value FROM json_each(?))"
        " AND one.item IN (SELECT value FROM json_each(?))",
        (values(first), values({int(judged.item[place]) for place in places})),
    )
    found = found_in(conn, {other: first[one] for one, other in rows})
    return [one.place for one in found if _speaks_of(one, wanted)]


def _speaks_of(one: Found, wanted: Filter) -> bool:
    """Whether a finding is one that the filter names."""
    if wanted.code not in ("", one.code) or wanted.clause not in ("", one.clause):
        return False
    if not wanted.right_label:
        return True
    return wanted.right_label == (one.right_label or NONE) and wanted.label in (
        "",
        one.label or NONE,
    )
