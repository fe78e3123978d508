"""An exam tells nothing of its gold; and the scan that says so would find each thing told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from smo_review.domain.content import Gold, Item, Part
from smo_review.domain.learning import Member, Sheet
from smo_review.operations import exercise as building
from smo_review.operations.answers import AnswerDraft, answer, begin_attempt, end_attempt
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import open_workspace
from smo_review.queries.learning import run_of
from smo_review.store.workspace import Workspace
from tests.helpers.exam_secrets import (
    WORDS,
    exam_of,
    found_words,
    key_of,
    told_by_file,
    told_by_workspace,
    trainer_of_secrets,
)


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[Workspace]:
    ws = trainer_of_secrets(tmp_path)
    yield ws
    ws.close()


def test_an_exam_and_the_workspace_that_took_it_tell_nothing_of_gold(
    trainer: Workspace, tmp_path: Path
) -> None:
    built = exam_of(trainer, tmp_path / "exam.smo")
    assert told_by_file(trainer, built, tmp_path / "exam.smo") == []
    learner = open_workspace(tmp_path / "learner", create=True)
    receive(learner, tmp_path / "exam.smo")
    assert told_by_workspace(learner) == []
    begin_attempt(learner, built.exercise)
    for item in run_of(learner, built.exercise).items:
        answer(learner, AnswerDraft(built.exercise, item))
    end_attempt(learner, built.exercise)
    assert told_by_workspace(learner) == ["the table matters"], "the learner's own answers alone"
    learner.close()


def test_no_exam_is_named_or_ordered_as_another_of_the_same_golds(
    trainer: Workspace, tmp_path: Path
) -> None:
    """Names that followed from the item could be compared with a practice that shows its gold."""
    names = []
    for title in ("Exam", "Again"):
        path = tmp_path / f"{title}.smo"
        built = build_exercise(trainer, Plan(title, "exam", n=6), path)
        names.append({one: own.source for one, own in key_of(trainer, built.exercise).items()})
    first, second = names
    assert not set(first) & set(second)
    assert sorted(first.values()) == sorted(second.values())


_REAL = building._item


def _telling(what: str) -> Any:
    """An item that tells one thing of its gold in a field that a client shows."""

    def made(ws: Workspace, member: Member) -> Item:
        item = _REAL(ws, member)
        return structs.replace(item, category=WORDS[what][0])

    return made


@pytest.mark.parametrize("what", WORDS)
def test_the_scan_finds_what_an_item_tells(
    trainer: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(building, "_item", _telling(what))
    built = exam_of(trainer, tmp_path / "exam.smo")
    told = told_by_file(trainer, built, tmp_path / "exam.smo")
    assert what in told and "the field category" in told
    learner = open_workspace(tmp_path / "learner", create=True)
    receive(learner, tmp_path / "exam.smo")
    assert what in told_by_workspace(learner)
    learner.close()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("severity", lambda member: min(4, member.difficulty)),
        ("weight", lambda member: 2_000_000),
        ("stratum", lambda member: "s"),
        ("parts", lambda member: (Part("text", "hint"),)),
    ],
)
def test_the_scan_finds_a_field_that_did_not_come_with_the_item(
    trainer: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    field: str,
    value: Any,
) -> None:
    """A difficulty, above all: it is a small number and no word to look for."""

    def made(ws: Workspace, member: Member) -> Item:
        return structs.replace(_REAL(ws, member), **{field: value(member)})

    monkeypatch.setattr(building, "_item", made)
    built = exam_of(trainer, tmp_path / "exam.smo")
    assert f"the field {field}" in told_by_file(trainer, built, tmp_path / "exam.smo")


def test_the_scan_finds_an_order_that_is_the_golds(
    trainer: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = building._write

    def by_source(ws: Any, plan: Any, project: Any, members: Any, *rest: Any) -> Any:
        ordered = tuple(sorted(members, key=lambda one: one.labels))
        assert ordered != members, "sorted by their labels"
        return real(ws, plan, project, ordered, *rest)

    monkeypatch.setattr(building, "_write", by_source)
    built = exam_of(trainer, tmp_path / "exam.smo")
    assert "order" in told_by_file(trainer, built, tmp_path / "exam.smo")


def test_the_scan_finds_a_sheet_that_says_more(
    trainer: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def talkative(*given: Any) -> Sheet:
        return structs.replace(Sheet(*given), words="The hard ones come last.")

    monkeypatch.setattr(building, "Sheet", talkative)
    built = exam_of(trainer, tmp_path / "exam.smo")
    assert "the sheet" in told_by_file(trainer, built, tmp_path / "exam.smo")


def test_the_scan_finds_gold_that_travels_beside_the_items(
    trainer: Workspace, tmp_path: Path
) -> None:
    """A practice is what an exam must not be."""
    plan = Plan("Exam", "practice", n=6, places=True)
    built = build_exercise(trainer, plan, tmp_path / "practice.smo")
    told = told_by_file(trainer, built, tmp_path / "practice.smo")
    assert {"the part gold.jsonl", "the sheet", "rationale", "location"} <= set(told)


def test_the_scan_finds_the_key_where_the_trainers_results_came(
    trainer: Workspace, tmp_path: Path
) -> None:
    exam_of(trainer, tmp_path / "exam.smo")
    export_results(trainer, tmp_path / "results.smo")
    learner = open_workspace(tmp_path / "learner", create=True)
    receive(learner, tmp_path / "exam.smo")
    receive(learner, tmp_path / "results.smo")
    assert {"gold labels", "concept", "location"} <= set(told_by_workspace(learner))
    learner.close()


def test_words_that_are_searched_for_stand_in_what_is_not_to_be_told() -> None:
    assert found_words([repr(Gold("item-7q-1", ("label-cruel-7q",), "rationale-7q"))]) == [
        "gold labels",
        "rationale",
        "items' own names",
    ]
