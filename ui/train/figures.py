"""What each view of the trainer's page shows of an exercise. No widgets."""

from __future__ import annotations

from collections.abc import Callable

from smo_review.domain.project import Project
from smo_review.domain.training import MOST_PAIRED, Training
from smo_review.language import tr
from smo_review.reports import training as told
from smo_review.reports.agreeing import (
    MOST_MAPPED,
    Measure,
    agreement_map,
    agreement_words,
    pairs_table,
)
from ui.shell.acts import Act
from ui.train.figure import Figure


def cohort(found: Training, project: Project, _: Measure) -> Figure:
    """Every attempt by name, and the last runs handed in as bars."""
    handed_in = sum(one.ended for one in found.learners)
    people = len({one.person for one in found.learners})
    lines = [
        tr(
            "{people} learners, {n} runs handed in. By name: where intervals overlap, the figures "
            "rank nobody.",
            people=people,
            n=handed_in,
        )
        if people
        else tr(
            "Nobody has begun this exercise yet, as far as files have come. Receive the results "
            "that learners handed back."
        )
    ]
    if people > told.MOST_BARS:
        lines.append(tr("The chart shows the first {n} by name.", n=told.MOST_BARS))
    table = told.cohort_table(found, project)
    return Figure(tuple(lines), (table,), (told.cohort_chart(found),))


def items(found: Training, project: Project, _: Measure) -> Figure:
    """Every item with how it reads."""
    lines = (
        tr(
            "Over the last run that each learner handed in. A click on a heading sorts; Enter "
            "opens the item in review, covered."
        ),
    )
    return Figure(lines, (told.items_table(found, project),), (told.items_chart(found),))


def skill(found: Training, _: Project, __: Measure) -> Figure:
    """Skill and difficulty on one scale."""
    known = any([*(one.enough for one in found.skills), *(o.enough for o in found.difficulties)])
    lines = [
        tr(
            "One scale: the group's mean skill is 0. Whoever has the skill of an item's difficulty "
            "is right on it half of the time. A dash: too few answers, or skill does not decide it."
        )
        if known
        else tr(
            "Too few answers to tell skill and difficulty apart: about eight answers of a learner, "
            "or learners on an item, are the least."
        )
    ]
    tables = (told.skills_table(found), told.difficulties_table(found))
    return Figure(tuple(lines), tables, told.skill_charts(found))


def agreement(found: Training, _: Project, measure: Measure) -> Figure:
    """The map of pairs in one measure, and every pair in all four."""
    known = found.agreement
    if known is None or not known.pairs:
        raise LookupError
    lines = list(agreement_words(known))
    people = {name for pair in known.pairs for name in (pair.first, pair.second)}
    if len({one.person for one in found.learners if one.ended}) > MOST_PAIRED:
        lines.append(tr("Over the first {n} learners by name.", n=MOST_PAIRED))
    if len(people) > MOST_MAPPED:
        lines.append(
            tr(
                "The map shows the {n} learners who agree least with the others; "
                "the table has all.",
                n=MOST_MAPPED,
            )
        )
    return Figure(tuple(lines), (pairs_table(known),), (agreement_map(known, measure),))


def rule(found: Training, project: Project, _: Measure) -> Figure:
    """What certifies, and each run held against it."""
    return Figure(told.rule_words(found, project), (told.rule_table(found, project),))


VIEWS: dict[Act, Callable[[Training, Project, Measure], Figure]] = {
    Act.TRAIN_COHORT: cohort,
    Act.TRAIN_ITEMS: items,
    Act.TRAIN_SKILL: skill,
    Act.TRAIN_AGREEMENT: agreement,
    Act.TRAIN_RULE: rule,
}
"""By action: what an exercise's view shows. LookupError where there is nothing to show yet."""
