"""Reading what was judged into columns, narrowed by a filter; and the findings behind it.

Two passes over tables in their own order and no record for an annotation: 100,000 take about half
a second. Not for the window's thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import numpy as np

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.content import HEAVIEST, MILLION
from smo_review.domain.errors import UserError
from smo_review.domain.facts import OUTCOMES, Verdict
from smo_review.domain.filters import EVERYTHING, NONE, Filter
from smo_review.domain.project import Project
from smo_review.language import tr
from smo_review.quality.judged import INCORRECT, UNSETTLED, Found, Ints, Judged, Mask, day_number
from smo_review.queries.numbers import ledger_head
from smo_review.store.database import Connection, values
from smo_review.store.envelopes import read_fact
from smo_review.store.standings import Standing, combined
from smo_review.store.workspace import Workspace

_SELECT = (
    "SELECT s.item, s.annotator, s.ordinal, s.fact, s.person, s.outcome, s.critical, s.noncritical,"
    " s.holds, s.day, s.took, s.codes, a.kind, a.label_set, a.made, a.weight, a.stratum, i.batch,"
    " i.weight, i.language, i.severity, i.stratum FROM standings s JOIN annotations a"
    " ON a.item = s.item AND a.annotator = s.annotator AND a.ordinal = s.ordinal"
    " JOIN items i ON i.row = s.item"
)
Row = tuple[Any, ...]
State = tuple[str, tuple[Any, ...], Filter]
_KEPT: WeakKeyDictionary[Workspace, tuple[State, Judged]] = WeakKeyDictionary()
"""What was read last of each workspace: a page asks several questions of the same entries."""


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


def judged_in(conn: Connection, wanted: Filter = EVERYTHING) -> Judged:
    """The same inside a read that is open, so that several questions see one state."""
    batches = batches_of(conn, wanted)
    where, given = _where(conn, wanted, batches)
    found = _columns(conn.execute(f"{_SELECT}{where} ORDER BY 1, 2, 3, 4", given))
    judged = _named(conn, found, batches)
    return judged.where(_kept(conn, judged, wanted)) if _narrows(wanted) else judged


def findings(ws: Workspace, judged: Judged) -> list[Found]:
    """The findings of every incorrect entry, in the order of entries."""
    with ws.read() as conn:
        return findings_in(conn, judged)


def findings_in(conn: Connection, judged: Judged) -> list[Found]:
    """The same inside a read that is open."""
    places = np.flatnonzero(judged.outcome == INCORRECT)
    found = _found(conn, {int(judged.fact[place]): int(place) for place in places})
    return sorted(found, key=lambda one: one.place)


def _found(conn: Connection, places: dict[int, int]) -> list[Found]:
    """The findings of verdicts, by the facts' rows; `places` are their entries."""
    found = []
    for row, body in conn.execute(
        "SELECT row, body FROM facts WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row",
        (values(places),),
    ):
        told = read_fact(body).payload
        assert isinstance(told, Verdict)
        found += [
            Found(
                places[row], one.code, one.error_class, one.critical, one.severity, one.label,
                one.right_label, one.root_cause, one.clause,
            )
            for one in told.findings
        ]  # fmt: skip
    return found


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
    return {
        number: id_
        for number, id_, project, info in every
        if wanted.batch in ("", id_)
        and wanted.project in ("", project)
        # A batch that is asked for by name is meant, whatever it was drawn for.
        and (wanted.batch or wanted.purpose in ("all", purpose_of(info)))
    }


def _here(conn: Connection) -> tuple[Any, ...]:
    """How much is here that no fact tells of: facts count from when their batch is here."""
    return tuple(conn.execute("SELECT count(*), sum(number) FROM batches").fetchone())


def purpose_of(info: BatchInfo) -> str:
    """What a batch was drawn for; one without a plan measures."""
    return info.sampling.purpose if info.sampling is not None else "measurement"


def _where(conn: Connection, wanted: Filter, batches: dict[int, str]) -> tuple[str, list[Any]]:
    given: list[Any] = [values(batches)]
    # What weighs nothing (a hidden repeat) stands for nothing.
    parts = ["i.batch IN (SELECT value FROM json_each(?))", "i.weight * a.weight >= 1000000"]
    day = "s.day" if wanted.clock == "judged" else "iif(a.made > 0, a.made, s.day)"
    for text, sign, where in (
        (wanted.since, ">=", "--since"),
        (wanted.until, "<=", "--until"),
    ):
        if text:
            parts.append(f"{day} {sign} ?")
            given.append(day_of(text, where))
    for value, column in (
        (wanted.language or None, "i.language"),
        (wanted.severity, "i.severity"),
        (wanted.stratum or None, "iif(a.stratum = '', i.stratum, a.stratum)"),
    ):
        if value is not None:
            parts.append(f"{column} = ?")
            given.append(value)
    if wanted.annotator:
        parts.append("s.annotator = (SELECT number FROM annotators WHERE name = ?)")
        given.append(wanted.annotator)
    if wanted.team:
        parts.append(
            "s.annotator IN (SELECT number FROM annotators"
            " WHERE name IN (SELECT value FROM json_each(?)))"
        )
        given.append(values(_members(conn, wanted.team, batches)))
    parts += _likely(wanted)
    return " WHERE " + " AND ".join(parts), given


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


def _likely(wanted: Filter) -> list[str]:
    """What an item's own counts say before its annotations are read: most are passed over.

    Of the verdicts of some days alone they say nothing.
    """
    if (wanted.since or wanted.until) and wanted.clock == "judged":
        return []
    if wanted.outcome in ("incorrect", "critical"):
        return ["i.incorrect > 0"]
    if wanted.outcome == "unsettled":
        return ["i.unsettled > 0"]
    if wanted.code or wanted.clause or wanted.right_label:
        return ["(i.incorrect > 0 OR i.unsettled > 0)"]
    return []


def day_of(text: str, where: str) -> int:
    """An ISO date as days since 1970; UserError where it is none."""
    try:
        return day_number(text)
    except ValueError:
        raise UserError(
            tr("“{date}” is not a date.", date=text), where, tr("Write it like 2026-01-31.")
        ) from None


def _columns(rows: Iterable[Row]) -> list[Row]:
    """One row an annotation: (the rows' first 22 columns), with what its verdicts come to."""
    found: list[Row] = []
    for row in rows:
        if found and found[-1][:3] == row[:3]:
            found[-1] = (*row[:3], [*_listed(found[-1]), row], *row[4:])
        else:
            found.append(row)
    return [_combined(row) if isinstance(row[3], list) else row for row in found]


def _listed(row: Row) -> list[Row]:
    return row[3] if isinstance(row[3], list) else [row]


def _combined(row: Row) -> Row:
    own: list[Row] = row[3]
    standing = [Standing._make(one[3:12]) for one in own]
    told = combined(standing)
    chosen = next((place for place, one in enumerate(standing) if one.holds), 0)
    first = own[chosen]
    return (
        *first[:5], told.outcome, told.critical, told.noncritical, first[8], told.day, first[10],
        told.codes, *first[12:],
    )  # fmt: skip


def _named(conn: Connection, rows: Sequence[Row], batches: dict[int, str]) -> Judged:
    """Columns of numbers, and the names behind them by place."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 22

    def ints(place: int) -> Ints:
        return np.array(columns[place], dtype=np.int64)

    annotator, annotators = _coded(columns[1])
    auditor, auditors = _coded(columns[4])
    sets, label_sets = _coded(columns[13])
    batch, numbers = _coded(columns[17])
    language, languages = _coded(columns[19])
    stratum, strata = _coded(
        [own or whole for own, whole in zip(columns[16], columns[21], strict=True)]
    )
    names = dict(conn.execute("SELECT number, name FROM annotators"))
    persons = dict(conn.execute("SELECT number, id FROM persons"))
    labels = dict(conn.execute("SELECT number, labels FROM label_sets"))
    severity = [-1 if value is None else value for value in columns[20]]
    return Judged(
        item=ints(0), batch=batch, annotator=annotator, ordinal=ints(2), kind=ints(12), labels=sets,
        outcome=ints(5), critical=ints(6), noncritical=ints(7), day=ints(9), made=ints(14),
        took=ints(10), weight=np.minimum(ints(15) * ints(18) // MILLION, HEAVIEST),
        language=language, severity=np.array(severity, dtype=np.int64), stratum=stratum,
        auditor=auditor, fact=ints(3),
        batches=tuple(batches[number] for number in numbers),
        annotators=tuple(names[number] for number in annotators),
        auditors=tuple(persons[number] for number in auditors),
        languages=tuple(languages), strata=tuple(strata),
        label_sets=tuple(tuple(msgspec.json.decode(labels[number])) for number in label_sets),
        head=ledger_head(conn),
    )  # fmt: skip


def _coded(column: Sequence[Any]) -> tuple[Ints, list[Any]]:
    """Each value as its place among the different ones, which are told in rising order."""
    known = sorted(set(column))
    places = {value: place for place, value in enumerate(known)}
    return np.array([places[value] for value in column], dtype=np.int64), known


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
    found = _found(conn, {other: first[one] for one, other in rows})
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
