"""The ramp-up of a project's joiners, read from what their work and answers came to."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from msgspec import Struct

from smo_review.domain.content import MILLION
from smo_review.domain.errors import UserError
from smo_review.domain.facts import OUTCOMES
from smo_review.domain.learning import SignOff
from smo_review.domain.matters import Told, standing
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Person, Project
from smo_review.domain.rampup import Day, Evidence, Joiner, Passing
from smo_review.language import tr
from smo_review.quality.rampup import judge
from smo_review.quality.weighted import rate_over
from smo_review.queries.learning import scores
from smo_review.store.catalog import all_batches
from smo_review.store.database import Connection, values
from smo_review.store.matters import matters
from smo_review.store.rollups import WEIGHS, WEIGHT
from smo_review.store.standings import Standing, combined
from smo_review.store.workspace import Workspace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CORRECT, _INCORRECT = OUTCOMES.index("correct"), OUTCOMES.index("incorrect")


class RampUp(Struct, frozen=True):
    """The plan of a project and where each joiner stands, by name."""

    project: Project
    joiners: tuple[Joiner, ...]
    signed: tuple[Told, ...] = ()


def planned_projects(ws: Workspace) -> tuple[Project, ...]:
    """The projects here that have a ramp-up, each as its newest batch brought it."""
    with ws.read() as conn:
        newest = {row.info.project: row.project for row in all_batches(conn)}
    return tuple(one for one in newest.values() if one.ramp_up)


def ramp_up(ws: Workspace, project: str = "", today: date | None = None) -> RampUp:
    """Where every joiner of a project stands; the only one with a plan where none is named.

    UserError where there is no such plan, or several and none is named.
    """
    found = _project(ws, project)
    today = today or datetime.now(UTC).date()
    joining = sorted(
        (one for one in found.people if one.started), key=lambda one: (one.name, one.started)
    )
    passings = _passings(ws, found)
    with ws.read() as conn:
        signed = standing(matters(conn, ["sign-off"], project=found.id))
        evidence = {one.name: _evidence(conn, found, one) for one in joining}
    joiners = []
    for one in joining:
        known = evidence[one.name]
        runs = tuple(run for name, run in passings if name in {one.name, *one.aliases})
        joiners.append(
            judge(
                one,
                found.ramp_up,
                _signed(signed, one.name),
                Evidence(known.days, known.agreement, runs),
                today,
            )
        )
    return RampUp(found, tuple(joiners), tuple(signed))


def _project(ws: Workspace, project: str) -> Project:
    known = planned_projects(ws)
    found = [one for one in known if project in ("", one.id)]
    if not found:
        raise UserError(
            tr("There is no ramp-up plan here."),
            project,
            tr("Write [[ramp_up]] stages into the project file and pack a batch with it."),
        )
    if len(found) > 1:
        raise UserError(
            tr("Several projects here have a ramp-up plan."),
            "--project",
            tr("Choose one of: {all}.", all=", ".join(one.id for one in found)),
        )
    return found[0]


def _signed(told: list[Told], joiner: str) -> dict[str, date]:
    """The day each stage was passed. Where several said different things, the last counts."""
    found: dict[str, date] = {}
    for one in told:
        matter: SignOff = one.matter
        if matter.joiner == joiner:
            found.pop(matter.stage, None)
            if matter.passed:
                found[matter.stage] = _day(one.time // 86_400_000_000)
    return found


def _passings(ws: Workspace, project: Project) -> list[tuple[str, Passing]]:
    """Every learner's last run that ended, of the exercises that the plan names and whose key is
    here."""
    wanted = {title for stage in project.ramp_up for title in stage.exercises}
    with ws.read() as conn:
        keys = [
            one.matter
            for one in standing(matters(conn, ["exercise"], project=project.id))
            if one.matter.title in wanted
        ]
        ended = {
            (one.matter.exercise, one.person, one.matter.attempt): one.time
            for one in matters(conn, ["attempt"], project=project.id)
            if one.matter.ended
        }
    found: list[tuple[int, str, Passing]] = []
    for key in keys:
        last = {one.person: one for one in scores(ws, key.exercise).learners if one.ended}
        for score in last.values():
            time = ended[key.exercise, score.person, score.attempt]
            run = Passing(key.title, bool(score.passed), score.right, _day(time // 86_400_000_000))
            found.append((time, score.name, run))
    return [(name, run) for _, name, run in sorted(found, key=lambda one: one[:2])]


def _evidence(conn: Connection, project: Project, person: Person) -> Evidence:
    names = values((person.name, *person.aliases))
    days: dict[int, list[int]] = defaultdict(lambda: [0] * 7)
    rows = conn.execute(
        "SELECT s.item, s.annotator, s.ordinal, s.fact, s.person, s.outcome, s.critical,"
        f" s.noncritical, s.holds, s.day, s.took, s.codes, {WEIGHT} FROM standings s"
        " JOIN annotations a ON a.item = s.item AND a.annotator = s.annotator"
        " AND a.ordinal = s.ordinal JOIN annotators n ON n.number = s.annotator"
        " JOIN items i ON i.row = s.item JOIN batches b ON b.number = i.batch WHERE b.project = ?"
        f" AND {WEIGHS} AND n.name IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3",
        (project.id, names),
    ).fetchall()
    for _, group in groupby(rows, key=lambda row: row[:3]):
        own = list(group)
        told, weight = combined([Standing(*row[3:-1]) for row in own]), own[0][-1]
        right, counts = told.outcome == _CORRECT, told.outcome in (_CORRECT, _INCORRECT)
        square = weight * weight // MILLION
        day = days[told.day]
        for place, more in enumerate(
            (1, right, counts, weight * counts, square * counts, weight * right, square * right)
        ):
            day[place] += more
    given = conn.execute(
        "SELECT r.day, sum(r.n) FROM rollups r JOIN persons p ON p.id = r.key"
        " WHERE r.axis = 'auditor' AND r.project = ?"
        " AND p.name IN (SELECT value FROM json_each(?)) GROUP BY r.day",
        (project.id, names),
    )
    for number, n in given:
        days[number][0] += n
    return Evidence(
        tuple(Day(_day(number), *sums) for number, sums in sorted(days.items())),
        _agreement(conn, project, names),
    )


def _agreement(conn: Connection, project: Project, names: str) -> Rate:
    """Over items that other people annotated too: how often more than half of them agree, each with
    the weight of the joiner's annotation."""
    rows = conn.execute(
        f"WITH mine AS (SELECT a.item, a.label_set, {WEIGHT} AS weight FROM annotations a"
        "  JOIN annotators n ON n.number = a.annotator JOIN items i ON i.row = a.item"
        "  JOIN batches b ON b.number = i.batch WHERE b.project = ?1 AND a.ordinal = 0"
        f"  AND {WEIGHS} AND n.name IN (SELECT value FROM json_each(?2)))"
        " SELECT m.item, m.label_set, a.label_set, m.weight FROM mine m"
        " JOIN annotations a ON a.item = m.item AND a.ordinal = 0 AND a.kind = 0"
        " JOIN annotators n ON n.number = a.annotator"
        " WHERE n.name NOT IN (SELECT value FROM json_each(?2)) ORDER BY m.item",
        (project.id, names),
    ).fetchall()
    same: Counter[int] = Counter()
    others: Counter[int] = Counter()
    weights: dict[int, int] = {}
    for item, own, other, weight in rows:
        others[item] += 1
        same[item] += own == other
        weights[item] = weight
    return rate_over((weights[item], 2 * same[item] > n) for item, n in others.items()).rate


def _day(number: int) -> date:
    return (_EPOCH + timedelta(days=number)).date()
