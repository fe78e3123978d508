"""Exercises as a learner and as a trainer see them, and what the answers come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from smo_review.domain.content import Gold
from smo_review.domain.errors import UserError
from smo_review.domain.learning import Answer, Exercise, Member, PassRule, Sheet
from smo_review.domain.matters import Told, standing
from smo_review.domain.scores import ItemFigures, ItemResult, Score
from smo_review.language import tr
from smo_review.quality import scoring
from smo_review.quality.selection import drawn
from smo_review.store.catalog import BatchRow, all_batches, batch_row
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace


class Run(Struct, frozen=True):
    """Where the person of this workspace stands in an exercise.

    `attempt` is the number of the last one begun, 0 before the first. `items` is the person's own
    order, mild content first, without what is sealed; `answers` are theirs in this attempt,
    `reasons` the words of those that have some. `labels` and `clauses` are what the project lets
    them say.
    """

    exercise: str
    sheet: Sheet
    attempt: int
    ended: bool
    items: tuple[str, ...]
    answers: dict[str, Answer]
    labels: frozenset[str]
    clauses: frozenset[str]
    reasons: dict[str, str] = {}

    @property
    def next_item(self) -> str:
        """The first item without an answer, or empty."""
        return next((item for item in self.items if item not in self.answers), "")


class ExerciseSummary(Struct, frozen=True):
    """An exercise in a list. `built` says that its key is here; `learners` have begun it."""

    exercise: str
    sheet: Sheet
    project: str
    items: int
    made: str
    built: bool
    learners: int
    attempt: int
    ended: bool


class Scores(Struct, frozen=True):
    """An exercise scored: each learner's attempts in order, and its items over the last runs."""

    exercise: str
    title: str
    mode: str
    learners: tuple[Score, ...]
    items: tuple[ItemFigures, ...]


def exercises(ws: Workspace) -> tuple[ExerciseSummary, ...]:
    """Every exercise that is here, the newest first."""
    with ws.read() as conn:
        rows = [row for row in all_batches(conn) if row.info.kind == "exercise"]
        sheets = _sheets(conn)
        built = {one.matter.exercise for one in matters(conn, ["exercise"])}
        begun: dict[str, list[Told]] = defaultdict(list)
        for told in matters(conn, ["attempt"]):
            begun[told.matter.exercise].append(told)
    found = []
    for row in reversed(rows):
        name = row.info.id
        attempt, ended = _last(begun[name], ws.identity.person)
        found.append(
            ExerciseSummary(
                name,
                sheets[row.number],
                row.info.project,
                row.items,
                row.info.made,
                name in built,
                len({told.person for told in begun[name]}),
                attempt,
                ended,
            )
        )
    return tuple(found)


def run_of(ws: Workspace, exercise: str) -> Run:
    """Where the person stands in an exercise; UserError where it is not here."""
    person = ws.identity.person
    with ws.read() as conn:
        row = _exercise_row(conn, exercise)
        sheet = _sheets(conn)[row.number]
        attempt, ended = _last(matters(conn, ["attempt"], exercise), person)
        items = conn.execute(
            "SELECT id, coalesce(severity, 0) FROM items WHERE batch = ? AND sealed = 0",
            (row.number,),
        ).fetchall()
        told = _answers(conn, exercise).get(person, {}).get(attempt, {})
        said = {item: told[item] for item, _ in items if item in told}
        opened = open_notes(conn, [one.reason for one in said.values() if one.reason])
    order = sorted(items, key=lambda one: (one[1], drawn(f"{person}{attempt}", one[0])))
    return Run(
        exercise,
        sheet,
        attempt,
        ended,
        tuple(item for item, _ in order),
        said,
        frozenset(label.id for label in row.project.labels),
        frozenset(clause.number for clause in row.project.guideline.clauses),
        {item: opened[one.reason] for item, one in said.items() if one.reason in opened},
    )


def hint_for(ws: Workspace, exercise: str, item: str) -> str:
    """A vague hint for a further attempt at an item: the clause to read again, or empty.

    In practice only, and only where the person's attempt before named other labels or another
    clause than the gold; what the gold says is not told.
    """
    run = run_of(ws, exercise)
    if run.sheet.mode != "practice" or run.attempt < 2 or item in run.answers:
        return ""
    with ws.read() as conn:
        gold = _golds(conn, exercise).get(item)
        before = _answers(conn, exercise).get(ws.identity.person, {}).get(run.attempt - 1, {})
    if gold is None or not gold.clause or item not in before:
        return ""
    told = scoring.judged(_as_member(exercise, gold), before[item])
    return "" if told.right and told.reason_right is not False else gold.clause


def own_scores(ws: Workspace, exercise: str) -> tuple[Score, ...]:
    """The person's own attempts scored, in order; empty where only its builder can score it."""
    try:
        found = scores(ws, exercise).learners
    except UserError:
        run_of(ws, exercise)
        return ()
    return tuple(one for one in found if one.person == ws.identity.person)


def shown_gold(ws: Workspace, exercise: str, item: str) -> tuple[Gold, ItemResult] | None:
    """In practice, and once the person has answered: the gold, and how the answer compares.

    None before, and always in an exam.
    """
    run = run_of(ws, exercise)
    said = run.answers.get(item)
    if run.sheet.mode != "practice" or said is None:
        return None
    with ws.read() as conn:
        gold = _golds(conn, exercise).get(item)
    if gold is None:
        return None
    return gold, scoring.judged(_as_member(exercise, gold), said, run.sheet.places)


def scores(ws: Workspace, exercise: str) -> Scores:
    """Score every attempt that is here.

    By the key in the `exercise` fact where that is here, else, in practice, by the gold that came
    with the items. UserError where there is neither: then only who built it can score it. An item
    that was sealed, in the exercise or where it came from, counts for nobody.
    """
    with ws.read() as conn:
        title, mode, keyed, rule, places = _key(conn, exercise)
        sealed = _sealed(conn)
        answers = _answers(conn, exercise)
        told = matters(conn, ["attempt"], exercise)
        names = {one.person: one.name for one in told}
    members = tuple(
        one
        for one in keyed
        if (exercise, one.item) not in sealed and (one.batch, one.source) not in sealed
    )
    ended = {(one.person, one.matter.attempt) for one in told if one.matter.ended}
    begun = sorted({(one.person, one.matter.attempt) for one in told if not one.matter.ended})
    found = tuple(
        scoring.score(
            members,
            rule,
            answers.get(person, {}).get(attempt, {}),
            person=person,
            name=names[person] or person,
            attempt=attempt,
            ended=(person, attempt) in ended,
            places=places,
        )
        for person, attempt in begun
    )
    found = tuple(sorted(found, key=lambda one: (one.name, one.person, one.attempt)))
    last = {one.person: one for one in found if one.ended}
    return Scores(exercise, title, mode, found, scoring.items(members, tuple(last.values())))


def _key(conn: Connection, exercise: str) -> tuple[str, str, tuple[Member, ...], PassRule, bool]:
    """Title, mode, items with their gold, what passes, and whether places count."""
    built = standing(matters(conn, ["exercise"], exercise))
    if built:
        made: Exercise = built[-1].matter
        return made.title, made.mode, made.members, made.rule, made.places
    row = _exercise_row(conn, exercise)
    sheet = _sheets(conn)[row.number]
    golds = _golds(conn, exercise)
    if not golds:
        raise UserError(
            tr("The gold of this exercise is not here."),
            sheet.title,
            tr("Hand your results back: whoever built the exercise scores it."),
        )
    members = tuple(_as_member(exercise, gold) for _, gold in sorted(golds.items()))
    return sheet.title, sheet.mode, members, PassRule(), sheet.places


def _sealed(conn: Connection) -> set[tuple[str, str]]:
    """(batch, item) of everything that is sealed here."""
    rows = conn.execute(
        "SELECT b.id, i.id FROM items i JOIN batches b ON b.number = i.batch WHERE i.sealed = 1"
    )
    return {(batch, item) for batch, item in rows}


def _as_member(exercise: str, gold: Gold) -> Member:
    return Member(gold.item, exercise, gold.item, gold.labels, gold.clause, marks=gold.marks)


def _exercise_row(conn: Connection, exercise: str) -> BatchRow:
    row = batch_row(conn, exercise)
    if row.info.kind != "exercise":
        raise UserError(
            tr("This batch is no exercise."), row.info.name, tr("Open it on the review page.")
        )
    return row


def _sheets(conn: Connection) -> dict[int, Sheet]:
    rows = conn.execute("SELECT batch, body FROM sheets")
    return {number: msgspec.json.decode(body, type=Sheet) for number, body in rows}


def _golds(conn: Connection, exercise: str) -> dict[str, Gold]:
    rows = conn.execute("SELECT item, body FROM gold WHERE batch = ?", (exercise,))
    return {item: msgspec.json.decode(body, type=Gold) for item, body in rows}


def _answers(conn: Connection, exercise: str) -> Mapping[str, Mapping[int, dict[str, Answer]]]:
    """By person and attempt: what stands of their answers, by item."""
    found: dict[str, dict[int, dict[str, Answer]]] = defaultdict(lambda: defaultdict(dict))
    for told in standing(matters(conn, ["answer"], exercise)):
        found[told.person][told.matter.attempt][told.matter.item] = told.matter
    return found


def _last(told: Iterable[Told], person: str) -> tuple[int, bool]:
    own = [(one.matter.attempt, one.matter.ended) for one in told if one.person == person]
    attempt = max((number for number, _ in own), default=0)
    return attempt, (attempt, True) in own
