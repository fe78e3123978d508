"""From a trainer's gold to a sign-off: three learners answer an exam at the client, by keys."""

from __future__ import annotations

import itertools
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtWidgets import QApplication

from smo_review.cli.main import run
from smo_review.domain.errors import UserError
from smo_review.domain.project import Person, Stage
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import Workspace, open_workspace, set_person_name
from smo_review.queries.learning import exercises, scores
from smo_review.queries.rampup import ramp_up
from smo_review.store.checking import check_store
from tests.helpers.dumps import dump
from tests.helpers.learn_cases import (
    CONCEPT,
    TEACHING,
    WHY,
    key_of,
    trainer_workspace,
)
from tests.helpers.learn_desk import DIGIT
from tests.helpers.learn_driver import answer_all, begin, hand_back, page_of
from tests.helpers.review_cases import PROJECT
from ui.shell import theme
from ui.tour.driver import Driver

JOINED = tuple(Person(name, started=date.today().isoformat()) for name in ("Dara", "Mei", "Sok"))
STARTS = structs.replace(
    PROJECT, people=JOINED, ramp_up=(Stage("first", {"en": "First"}, 14, exercises=("Week 50",)),)
)
RIGHT = {"Dara": 6, "Mei": 4, "Sok": 1}
"""How many of the six each learner answers as the gold does."""


@pytest.mark.timeout(300)
def test_an_exam_goes_out_is_answered_in_the_client_and_scored_in_any_order(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trainer = trainer_workspace(tmp_path / "made", project=STARTS)
    folder, exam = trainer.path, tmp_path / "exam.smo"
    trainer.close()
    build = [
        "exercise",
        "build",
        "-o",
        str(exam),
        "--title",
        "Week 50",
        "--mode",
        "exam",
        "-n",
        "6",
    ]
    capsys.readouterr()
    assert run([*build, "--json", "--workspace", str(folder)], open_client=lambda _: 9) == 0
    exercise = json.loads(capsys.readouterr().out)["exercise"]
    trainer = open_workspace(folder)
    key = key_of(trainer, exercise)
    export_results(trainer, tmp_path / "key.smo")
    trainer.close()

    files = [tmp_path / "key.smo"]
    for name, right in RIGHT.items():
        files.append(answered(qapp, tmp_path, name, exam, exercise, key, right))

    told = []
    for place, order in enumerate(itertools.permutations(files)):
        if place % 5:
            continue
        ws = open_workspace(tmp_path / f"lead-{place}", create=True)
        for path in (*order, exam):
            receive(ws, path)
        told.append((scores(ws, exercise), standing_of(ws)))
        assert not list(check_store(ws))
        ws.close()
    assert all(one == told[0] for one in told)
    scored, standing = told[0]
    assert standing == {"Dara": "ready", "Mei": "behind", "Sok": "behind"}
    found = {one.name: one for one in scored.learners}
    assert {name: round(one.right.value * 6) for name, one in found.items()} == RIGHT
    assert [found[name].passed for name in RIGHT] == [True, False, False]
    assert all(one.took > 0 for one in found["Dara"].results)
    signs_off(folder, files, capsys)


def standing_of(ws: Workspace) -> dict[str, str]:
    """Where the joiners stand in their ramp-up."""
    return {one.person.name: one.state for one in ramp_up(ws).joiners}


def signs_off(folder: Path, files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The trainer takes the results in and signs off whoever passed, as a fact."""
    ws = open_workspace(folder)
    for path in files:
        receive(ws, path)
    told = scores(ws, exercises(ws)[0].exercise).learners
    assert {one.name: one.passed for one in told} == {"Dara": True, "Mei": False, "Sok": False}
    assert standing_of(ws)["Dara"] == "ready"
    ws.close()
    sign = ["rampup", "sign-off", "--joiner", "Dara", "--because", "Passed week 50"]
    capsys.readouterr()
    assert run([*sign, "--json", "--workspace", str(folder)], open_client=lambda _: 9) == 0
    (dara,) = json.loads(capsys.readouterr().out)["joiners"]
    assert (dara["name"], dara["state"]) == ("Dara", "done")


def answered(
    qapp: QApplication,
    folder: Path,
    name: str,
    exam: Path,
    exercise: str,
    key: dict[str, str],
    right: int,
) -> Path:
    """A learner's session at the client, scanned for anything that follows from gold."""
    ws = open_workspace(folder / name, create=True)
    set_person_name(ws, name)
    ws.close()
    results = folder / f"{name}.results.smo"
    driver = Driver(qapp, folder, name)
    try:
        begin(driver, exam)

        def label(item: str, place: int) -> str:
            others = [one for one in DIGIT if one != key[item]]
            return key[item] if place < right else others[0]

        order = answer_all(driver, label)
        assert sorted(order) == sorted(key)
        hand_back(driver, results, "safety")
        shown = "\n".join(page_of(driver).outcome.words)
        with pytest.raises(UserError):
            scores(driver.context.workspace, exercise)
        held = repr(dump(driver.context.workspace))
    finally:
        driver.close()
        theme.apply(qapp, "light", 100)
    with zipfile.ZipFile(results) as archive:
        parts = b"".join(archive.read(part) for part in archive.namelist()).decode("latin-1")
    for secret in ("secret-", WHY, TEACHING, CONCEPT, "planted"):
        assert secret not in shown + held + parts
    return results
