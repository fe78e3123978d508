"""What `exercise cohort` prints: an exercise as its trainer sees it, in words or as one object."""

from __future__ import annotations

from typing import Any

import msgspec

from smo_review.cli.agreement import aligned
from smo_review.domain.content import MILLION
from smo_review.domain.project import Project
from smo_review.domain.scores import ItemFigures, Score
from smo_review.domain.tables import Table
from smo_review.domain.training import Training, certified
from smo_review.reports import training as told
from smo_review.reports.agreeing import agreement_words
from smo_review.reports.tables import shown


def record(found: Training) -> dict[str, Any]:
    """All of it for programs; items that must be right are named as the trainer knows them."""
    sources = {one.item: one.source for one in found.items}
    rule = found.rule
    return {
        "exercise": found.exercise,
        "title": found.title,
        "mode": found.mode,
        "rule": {
            "mark": rule.mark / MILLION,
            "on": rule.on,
            "floors": {label: floor / MILLION for label, floor in sorted(rule.floors.items())},
            "critical": [sources.get(item, item) for item in rule.critical],
        },
        "learners": [_learner(one, found) for one in found.learners],
        "items": [_item(one) for one in found.items],
        "skills": msgspec.to_builtins(found.skills),
        "difficulties": msgspec.to_builtins(found.difficulties),
        "agreement": msgspec.to_builtins(found.agreement),
    }


def text(found: Training, project: Project) -> str:
    """The same as tables for people."""
    tables = (
        told.cohort_table(found, project),
        told.items_table(found, project),
        told.skills_table(found),
        told.difficulties_table(found),
    )
    parts = ["\n".join((found.title, *told.rule_words(found, project)))]
    parts += [_lines(table) for table in tables if table.rows]
    if found.agreement is not None:
        parts.append("\n".join(agreement_words(found.agreement)))
    return "\n\n".join(parts)


def _lines(table: Table) -> str:
    rows = [table.heads, *(tuple(shown(entry) for entry in row) for row in table.rows)]
    return "\n".join((table.title, *aligned(rows)))


def _learner(one: Score, found: Training) -> dict[str, Any]:
    return {
        "person": one.person,
        "name": one.name,
        "attempt": one.attempt,
        "ended": one.ended,
        "items": one.items,
        "answered": one.answered,
        "right": msgspec.to_builtins(one.right),
        "critical_wrong": told.critical_wrong(one, found),
        "missed": one.missed,
        "over_flagged": one.over_flagged,
        "wrong_reason": one.wrong_reason,
        "placed": one.placed,
        "wrong_place": one.wrong_place,
        "median_took": one.median_took,
        "certified": certified(one),
        "because": list(one.because),
    }


def _item(one: ItemFigures) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(one)
    made["said"] = [{"labels": list(labels), "n": n} for labels, n in one.said]
    return made
