"""An exercise as a trainer builds it, for the tests of the learner's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smo_review.domain.content import Item, Part
from smo_review.domain.learning import Mode
from smo_review.domain.project import Project
from smo_review.operations.exercise import Built, Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.receive import receive
from smo_review.operations.workspace import Workspace, open_workspace, set_person_name
from smo_review.queries.learning import scores
from tests.helpers.bundles import write_batch
from tests.helpers.review_cases import PROJECT

LABELS = ("hate", "offensive", "normal")
CLAUSES = {"hate": "1", "offensive": "2", "normal": "3"}
WHY = "The trainer's own words on why"
TEACHING = "What to take from it"
CONCEPT = "a concept of the trainers"
TEXTS = (
    "Fresh mangoes from our garden, two dollars a kilo.",
    "ប្រជាជនបានជួបជុំគ្នានៅផ្សារ",
    "今天市场里来了很多新鲜蔬菜",
    "They said that he had said it, and the paper wrote it down.",
    "A quiet evening by the river, and a word that is rude.",
    "The neighbours repaired the bridge together.",
)


def trainer_workspace(folder: Path, n: int = 6, project: Project = PROJECT) -> Workspace:
    """A workspace with a batch of texts, the severe ones first, each of them gold."""
    folder.mkdir(parents=True, exist_ok=True)
    items = [
        Item(
            f"secret-{place}",
            (Part("text", TEXTS[place % len(TEXTS)]),),
            category="market",
            severity=max(0, 4 - place),
            stratum="planted",
        )
        for place in range(n)
    ]
    write_batch(folder / "batch.smo", items, [], project=project, media=(), name="Week 47")
    ws = open_workspace(folder / "trainer", create=True)
    set_person_name(ws, "Trainer")
    batch = receive(ws, folder / "batch.smo").id
    set_gold(
        ws,
        [
            GoldDraft(
                batch,
                item.id,
                (LABELS[place % 3],),
                WHY,
                CLAUSES[LABELS[place % 3]],
                TEACHING,
                CONCEPT,
                1 + place % 5,
            )
            for place, item in enumerate(items)
        ],
    )
    return ws


def built(ws: Workspace, out: Path, mode: Mode = "practice", **plan: Any) -> Built:
    """An exercise over the golds of a trainer's workspace."""
    given: dict[str, Any] = {"title": "Calibration 1", "n": 6} | plan
    return build_exercise(ws, Plan(mode=mode, **given), out)


def learner_workspace(folder: Path, name: str, file: Path) -> Workspace:
    """A learner's workspace that has received an exercise."""
    ws = open_workspace(folder, create=True)
    set_person_name(ws, name)
    receive(ws, file)
    return ws


def key_of(ws: Workspace, exercise: str) -> dict[str, str]:
    """The right label of each item, where the key is."""
    return {one.item: one.gold[0] for one in scores(ws, exercise).items}
