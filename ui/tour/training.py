"""The tour's calibration: an exam from the sample's gold, on the trainer's page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from smo_review.language import tr
from smo_review.operations.answers import AnswerDraft, answer_all, begin_attempt, end_attempt
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import Workspace, open_workspace, set_person_name
from smo_review.queries.learning import scores
from ui.shell.acts import Act
from ui.tour.driver import Driver
from ui.train.page import TrainPage

ITEMS = 12
WRONG = {"Dara": 2, "Sophea": 4, "Lin": 5, "Maya": 3}
"""By learner: every how many items the answer is another one."""
TOOK = 15_000
"""Milliseconds an answer."""


def train_people(driver: Driver, take: Callable[[str], object], work: Path) -> None:
    """Results of an exam come back, and the trainer reads them in each view."""
    ws = driver.context.workspace
    exam = work / "exam.smo"
    exercise = build_exercise(ws, Plan(tr("Calibration"), "exam", n=ITEMS), exam).exercise
    key = {one.item: one.gold for one in scores(ws, exercise).items}
    driver.drop(*(_answered(work, name, exam, exercise, key) for name in WRONG))
    driver.wait(lambda: len(scores(ws, exercise).learners) == len(WRONG), "results are received")
    driver.press(Act.GO_LEARN)
    take("learn")
    driver.press(Act.GO_TRAIN)
    page = driver.client.page(Act.GO_TRAIN)
    assert isinstance(page, TrainPage)
    for act, name in (
        (Act.TRAIN_COHORT, "cohort"),
        (Act.TRAIN_ITEMS, "items"),
        (Act.TRAIN_SKILL, "skill"),
        (Act.TRAIN_AGREEMENT, "agreement"),
    ):
        driver.press(act)
        take(f"train-{name}")


def _answered(
    work: Path, name: str, exam: Path, exercise: str, key: dict[str, tuple[str, ...]]
) -> Path:
    """The results of somebody who took the exam in a workspace of their own."""
    ws: Workspace = open_workspace(work / f"learner-{name}", create=True)
    set_person_name(ws, name)
    receive(ws, exam)
    begin_attempt(ws, exercise)
    answers = list(key.values())
    drafts = [
        AnswerDraft(
            exercise,
            item,
            answers[place - 1] if place % WRONG[name] == 1 else labels,
            took=TOOK,
        )
        for place, (item, labels) in enumerate(key.items())
    ]
    answer_all(ws, exercise, drafts)
    end_attempt(ws, exercise)
    out = work / f"{name}.results.smo"
    export_results(ws, out)
    ws.close()
    return out
