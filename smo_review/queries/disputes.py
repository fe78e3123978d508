"""Disputes as they stand: the list, one by one with words opened, and the figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import (
    KINDS,
    AnswerView,
    ClauseCount,
    DisputedVerdict,
    DisputeFigures,
    DisputeState,
    DisputeView,
    RulingView,
    Stand,
    stand_of,
)
from smo_review.domain.facts import OUTCOMES, Custody, Flag, Verdict
from smo_review.domain.filters import Purpose
from smo_review.domain.matters import Told
from smo_review.queries.dispute_rates import Disputed, DisputeRates, dispute_rates
from smo_review.queries.looks import is_asked
from smo_review.store.catalog import BatchRow, all_batches
from smo_review.store.database import Connection, values
from smo_review.store.matters import matters
from smo_review.store.placing import facts_on
from smo_review.store.rollups import UNSETTLED
from smo_review.store.standings import Entry, combined, settled_on, standing_facts, standings
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace

if TYPE_CHECKING:
    from smo_review.store.identity import Identity

_INCORRECT = OUTCOMES.index("incorrect")


class _Me(Struct, frozen=True):
    """Who asks: a name, and the person's number here."""

    name: str
    number: int


class _Case(Struct, frozen=True):
    """A disputed annotation with every fact on it."""

    key: AnnotationKey
    batch: BatchRow
    stand: Stand
    told: tuple[Told, ...]
    entries: tuple[Entry, ...]

    @property
    def standing(self) -> list[Entry]:
        return standing_facts(self.entries)

    @property
    def named(self) -> set[str]:
        """Hashes of the verdicts that were disputed."""
        return {one.matter.verdict for one in self.stand.disputed}

    @property
    def late(self) -> int:
        """Answers and verdicts that came after, or apart from, the ruling that stands."""
        rulings = [one.matter for one in self.stand.rulings]
        known = {hash_ for told in rulings for hash_ in (told.holds, *told.over)}
        if not rulings:
            return 0
        return len(self.stand.late) + sum(one.hash not in known for one in self.standing)


def disputes(ws: Workspace, *, batch: str = "", project: str = "") -> tuple[DisputeView, ...]:
    """Every annotation with a dispute, those that are not ruled first, the oldest first.

    To whoever is asked for a blind second look the verdicts of others, and the answers that name
    their findings, are withheld until theirs stands. Disputes whose batch is not here yet are not
    told.
    """
    with ws.read() as conn:
        cases = _cases(conn, batch, project)
        names = names_of(conn, ws.identity)
        me = _Me(ws.identity.name, _number(conn, ws.identity.person))
        words = open_notes(
            conn,
            [
                one.matter.reason
                for case in cases
                for one in case.told
                if one.kind != "second-look" and one.matter.reason
            ],
        )
        views = [_view(case, names, words, me) for case in cases]
    return tuple(sorted(views, key=lambda view: (view.state == "ruled", view.since, view.key)))


def dispute_figures(
    ws: Workspace, *, batch: str = "", project: str = "", purpose: Purpose = "measurement"
) -> DisputeFigures:
    """Counts of disputes, of one batch or project where it is named, and their rates.

    Counts are of all that is here; rates leave out what was drawn for its risk (`dispute_rates`).
    """
    with ws.read() as conn:
        cases = [case for case in _cases(conn, batch, project) if case.stand.disputed]
        rates = dispute_rates(conn, map(_disputed, cases), batch, project, purpose)
        answered = _answered(conn, batch, project)
    outcomes = Counter(
        case.stand.ruling.matter.outcome for case in cases if case.stand.ruling is not None
    )
    ruled = outcomes.total()
    return DisputeFigures(
        disputed=len(cases),
        open=len(cases) - ruled,
        ruled=ruled,
        accepted=outcomes["accept"],
        partly=outcomes["partly"],
        rejected=outcomes["reject"],
        late=sum(case.late > 0 for case in cases),
        answered=answered.total(),
        accepted_findings=answered["accept"],
        dispute_rate=rates.disputed[1].rate,
        overturn_rate=rates.overturned[1].rate,
        clauses=_clauses(cases),
    )


def rates_of_disputes(ws: Workspace, batch: str, project: str, purpose: Purpose) -> DisputeRates:
    """The two rates alone, with their counts, effective n and method."""
    with ws.read() as conn:
        cases = [case for case in _cases(conn, batch, project) if case.stand.disputed]
        return dispute_rates(conn, map(_disputed, cases), batch, project, purpose)


def _disputed(case: _Case) -> Disputed:
    ruling = case.stand.ruling
    upheld = None if ruling is None else ruling.matter.outcome != "reject"
    return Disputed(case.key, _outcome(case) == _INCORRECT, upheld)


def names_of(conn: Connection, me: Identity) -> dict[int, str]:
    """Everybody's name by number; who has none is called by their id."""
    found = conn.execute("SELECT number, id, name FROM persons")
    return {number: (me.name if id_ == me.person else name) or id_ for number, id_, name in found}


def _number(conn: Connection, person: str) -> int:
    found = conn.execute("SELECT number FROM persons WHERE id = ?", (person,)).fetchone()
    return int(found[0]) if found else -1


def _cases(conn: Connection, batch: str, project: str) -> list[_Case]:
    by_subject: dict[str, list[Told]] = defaultdict(list)
    for told in matters(conn, KINDS, project=project):
        if batch in ("", told.matter.batch):
            by_subject[told.matter.subject].append(told)
    stands = {}
    for found in by_subject.values():
        stand = stand_of(found)
        if stand.disputed or stand.rulings:
            stands[found[0].matter.key] = (stand, tuple(found))
    shelves = {row.info.id: row for row in all_batches(conn)}
    rows = _rows(conn, stands)
    entries: dict[AnnotationKey, list[Entry]] = defaultdict(list)
    for entry in facts_on(conn, rows.values()):
        told_of = entry.payload
        if not isinstance(told_of, Flag | Custody):
            key = AnnotationKey(told_of.batch, told_of.item, told_of.annotator, told_of.ordinal)
            entries[key].append(entry)
    return [
        _Case(key, shelves[key.batch], stand, told, tuple(entries[key]))
        for key, (stand, told) in sorted(stands.items())
        if (key.batch, key.item) in rows
    ]


def _rows(conn: Connection, keys: Iterable[AnnotationKey]) -> dict[tuple[str, str], int]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        wanted[key.batch].add(key.item)
    return {
        (batch, item): row
        for batch, items in wanted.items()
        for item, row in conn.execute(
            "SELECT id, row FROM items WHERE id IN (SELECT value FROM json_each(?))"
            " AND batch = (SELECT number FROM batches WHERE id = ?)",
            (values(items), batch),
        )
    }


def _outcome(case: _Case) -> int | None:
    rows = standings(case.entries)
    return combined(rows).outcome if rows else None


def _answered(conn: Connection, batch: str, project: str) -> Counter[str]:
    """Answers that stand, by what they say."""
    by_subject: dict[str, list[Told]] = defaultdict(list)
    for told in matters(conn, ["finding-answer"], project=project):
        if batch in ("", told.matter.batch):
            by_subject[told.matter.subject].append(told)
    return Counter(
        one.matter.answer for found in by_subject.values() for one in stand_of(found).answers
    )


def _clauses(cases: Iterable[_Case]) -> tuple[ClauseCount, ...]:
    """The clauses behind upheld disputes, those with most of them first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        ruling = case.stand.ruling
        if ruling is not None and ruling.matter.outcome != "reject":
            for clause in ruling.matter.clauses or ("",):
                counts[clause][ruling.matter.outcome] += 1
    found = [ClauseCount(clause, n["accept"], n["partly"]) for clause, n in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.upheld, one.clause)))


def _view(case: _Case, names: dict[int, str], words: dict[str, str], me: _Me) -> DisputeView:
    stand, named = case.stand, case.named
    standing = case.standing
    mine = any(entry.person == me.number for entry in standing)
    hidden = is_asked(stand, me.name) and not mine
    shown = {entry.hash: entry for entry in standing} | {
        entry.hash: entry for entry in case.entries if entry.hash in named
    }
    verdicts = [] if hidden else _verdicts(case, list(shown.values()), names, me)
    ruling = stand.ruling
    upheld = ruling.matter.upheld if ruling is not None else ()
    late = {one.hash for one in stand.late}
    return DisputeView(
        key=case.key,
        batch_name=case.batch.info.name or case.key.batch,
        project=case.batch.info.project,
        state=_state(case, names),
        answers=()
        if hidden
        else tuple(
            AnswerView(
                one.hash,
                one.matter.verdict,
                one.matter.finding,
                one.matter.code,
                one.matter.answer,
                words.get(one.matter.reason, ""),
                one.time,
                one.hash in late,
                one.hash in upheld if ruling and one.matter.answer == "dispute" else None,
            )
            for one in sorted(stand.answers, key=lambda one: (one.matter.finding, one.time))
        ),
        verdicts=tuple(verdicts),
        look=tuple(one.matter.auditor for one in stand.looks),
        rulings=tuple(
            RulingView(
                one.hash,
                one.name or one.person,
                one.time,
                one.matter.outcome,
                one.matter.holds,
                words.get(one.matter.reason, ""),
                one.matter.clauses,
            )
            for one in stand.rulings
        ),
        since=min(one.time for one in stand.disputed or stand.rulings),
        late=case.late,
        hidden=hidden,
    )


def _verdicts(
    case: _Case, entries: Iterable[Entry], names: dict[int, str], me: _Me
) -> list[DisputedVerdict]:
    holds = settled_on(case.entries, case.standing)
    found = []
    for entry in sorted(entries, key=lambda entry: (entry.time, entry.hash)):
        told = entry.payload
        if isinstance(told, Verdict):
            found.append(
                DisputedVerdict(
                    entry.hash,
                    names.get(entry.person, ""),
                    told.outcome,
                    told.findings,
                    entry.time,
                    entry.hash in case.named,
                    told.blind,
                    entry.person == me.number,
                    entry.hash == holds,
                )
            )
    return found


def _state(case: _Case, names: dict[int, str]) -> DisputeState:
    stand = case.stand
    if stand.apart or (len(stand.rulings) > 1 and _outcome(case) == UNSETTLED):
        return "apart"
    if stand.rulings:
        return "late" if case.late else "ruled"
    wanted = {one.matter.auditor for one in stand.looks}
    if not wanted:
        return "open"
    given = {names.get(entry.person) for entry in case.standing if entry.hash not in case.named}
    return "looked" if wanted & given else "second-look"
