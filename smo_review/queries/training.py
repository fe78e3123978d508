"""An exercise as its trainer sees it: scores, items, skill apart from difficulty, agreement."""

from __future__ import annotations

from collections import Counter

from msgspec import structs

from smo_review.domain.agreement import Agreement
from smo_review.domain.learning import PassRule
from smo_review.domain.matters import standing
from smo_review.domain.scores import ItemResult, Score
from smo_review.domain.training import MOST_PAIRED, Difficulty, Skill, Training
from smo_review.quality.intervals import rate
from smo_review.queries.learning import ExerciseSummary, Scores, exercises, scores
from smo_review.store.matters import matters
from smo_review.store.workspace import Workspace


def taught(ws: Workspace) -> tuple[ExerciseSummary, ...]:
    """The exercises that can be scored here because their key is here, the newest first."""
    return tuple(one for one in exercises(ws) if one.built and one.sheet.mode != "session")


def training(ws: Workspace, exercise: str) -> Training:
    """All of an exercise. UserError where its key is not here.

    Skill and difficulty rest on the first run handed in of every learner in every exercise that
    can be scored here, so that exercises with items in common are on one scale.
    """
    found = scores(ws, exercise)
    others = [scores(ws, one.exercise) for one in taught(ws) if one.exercise != exercise]
    skills, difficulties = _apart(found, others)
    learners = _told_apart(found.learners)
    return Training(
        exercise,
        found.title,
        found.mode,
        _rule(ws, exercise),
        learners,
        found.items,
        rate(len(found.items), len(found.items)),
        tuple(sorted(skills, key=lambda one: (one.name, one.person))),
        difficulties,
        _agreement(learners),
    )


def _rule(ws: Workspace, exercise: str) -> PassRule:
    with ws.read() as conn:
        built = standing(matters(conn, ["exercise"], exercise))
    return built[-1].matter.rule if built else PassRule()


def _told_apart(learners: tuple[Score, ...]) -> tuple[Score, ...]:
    """The same with names that two people share told apart by the end of the person's id."""
    shared = Counter(name for _, name in {(one.person, one.name) for one in learners})
    return tuple(
        structs.replace(one, name=f"{one.name} ({one.person[-6:]})")
        if shared[one.name] > 1
        else one
        for one in learners
    )


def _apart(found: Scores, others: list[Scores]) -> tuple[tuple[Skill, ...], tuple[Difficulty, ...]]:
    """Skill of this exercise's learners and difficulty of its items, from all first runs."""
    people: dict[str, int] = {}
    items: dict[tuple[str, str], int] = {}
    told: list[tuple[int, int, bool]] = []
    for one in (found, *others):
        names = {item.item: (item.batch, item.source) for item in one.items}
        for run in _first_runs(one.learners):
            who = people.setdefault(run.person, len(people))
            for result in _given(run):
                what = items.setdefault(names[result.item], len(items))
                told.append((who, what, result.right))
    if not told:
        return (), ()
    import numpy as np

    from smo_review.quality.intervals import Z95
    from smo_review.quality.irt import fit

    rows = np.array(told, dtype=np.int64)
    fitted = fit(rows[:, 0], rows[:, 1], rows[:, 2].astype(np.bool_))
    by_person = np.bincount(rows[:, 0])
    by_item = np.bincount(rows[:, 1])
    suspicious = fitted.suspicious
    skills = []
    for run in _first_runs(_told_apart(found.learners)):
        if run.person not in people:
            continue
        who = people[run.person]
        value, reach = float(fitted.skill[who]), Z95 * float(fitted.skill_error[who])
        skills.append(
            Skill(
                run.person,
                run.name,
                int(by_person[who]),
                value,
                value - reach,
                value + reach,
                bool(fitted.skill_enough[who]),
            )
        )
    difficulties = []
    for item in found.items:
        if (item.batch, item.source) not in items:
            continue
        what = items[item.batch, item.source]
        hard, reach = float(fitted.difficulty[what]), Z95 * float(fitted.difficulty_error[what])
        known = hard == hard
        difficulties.append(
            Difficulty(
                item.item,
                item.batch,
                item.source,
                int(by_item[what]),
                hard if known else None,
                hard - reach if known else None,
                hard + reach if known else None,
                bool(fitted.difficulty_enough[what]),
                bool(suspicious[what]),
            )
        )
    return tuple(skills), tuple(difficulties)


def _first_runs(learners: tuple[Score, ...]) -> list[Score]:
    first: dict[str, Score] = {}
    for one in learners:
        if one.ended and (one.person not in first or one.attempt < first[one.person].attempt):
            first[one.person] = one
    return list(first.values())


def _given(run: Score) -> list[ItemResult]:
    return [one for one in run.results if one.answer is not None]


def _agreement(learners: tuple[Score, ...]) -> Agreement | None:
    """Of the last runs handed in."""
    last = {one.person: one for one in learners if one.ended}
    runs = sorted(last.values(), key=lambda one: (one.name, one.person))[:MOST_PAIRED]
    if not runs:
        return None
    from smo_review.quality.ratings import agreement_of, from_answers

    answers = [
        (result.item, run.name, result.answer or ()) for run in runs for result in _given(run)
    ]
    ratings, names, items = from_answers(answers)
    gold = {items[one.item]: one.gold for one in runs[0].results if one.item in items}
    return agreement_of(ratings, names, gold)
