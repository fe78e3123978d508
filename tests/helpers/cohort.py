"""A trainer's workspace with an exam, and what learners handed back from theirs."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct

from smo_review.domain.content import Item, Part
from smo_review.domain.learning import PassRule
from smo_review.domain.project import Project
from smo_review.operations.answers import AnswerDraft, answer, begin_attempt, take
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import set_person_name
from smo_review.queries.learning import run_of, scores
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import PROJECT, case, made

WRONG = {"hate": "spam", "spam": "hate"}


class Cohort(Struct, frozen=True):
    """The trainer, who has received everything, and the exercise's id."""

    trainer: Workspace
    exercise: str


def cohort(
    folder: Path,
    right: Mapping[str, int],
    *,
    golds: int = 12,
    rule: PassRule | None = None,
    under_way: Collection[str] = (),
    project: Project = PROJECT,
) -> Cohort:
    """Learners by name and on how many items each is right, in the key's order.

    Those `under_way` have answered but not handed in. A critical item is named by its source.
    """
    items = [Item(f"post-{n}", (Part("text", text=f"text number {n}"),)) for n in range(golds)]
    trainer = made(folder / "trainer", case(items, ("ann", "bob"), project=project))
    set_gold(
        trainer,
        [GoldDraft("b-1", f"post-{n}", (("hate", "spam")[n % 2],)) for n in range(golds)],
    )
    file = folder / "exam.smo"
    plan = Plan("Exam", "exam", n=golds, rule=rule or PassRule())
    built = build_exercise(trainer, plan, file)
    key = {one.item: one.gold[0] for one in scores(trainer, built.exercise).items}
    for number, (name, hits) in enumerate(right.items()):
        ws = open_workspace(folder / f"learner-{number}", create=True)
        set_person_name(ws, name.strip())
        receive(ws, file)
        said = {
            item: label if place < hits else WRONG[label]
            for place, (item, label) in enumerate(key.items())
        }
        if name in under_way:
            begin_attempt(ws, built.exercise)
            for item in run_of(ws, built.exercise).items:
                answer(ws, AnswerDraft(built.exercise, item, (said[item],)))
        else:
            lines = folder / f"learner-{number}.jsonl"
            told = ({"item": item, "labels": [label]} for item, label in said.items())
            lines.write_text("\n".join(map(json.dumps, told)), "utf-8")
            take(ws, built.exercise, lines)
        export_results(ws, folder / f"learner-{number}.smo")
        ws.close()
        receive(trainer, folder / f"learner-{number}.smo")
    return Cohort(trainer, built.exercise)
