"""The learner's page: answers by keys, the gold after them, and what they came to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from smo_review.operations.workspace import open_workspace
from smo_review.queries.learning import run_of
from tests.helpers.learn_cases import (
    CONCEPT,
    TEACHING,
    WHY,
    built,
    key_of,
    learner_workspace,
    trainer_workspace,
)
from tests.helpers.learn_desk import DIGIT, LearnWindow
from ui.shell.settings import SettingsStore

CLAUSE_TITLES = {"hate": "attack", "offensive": "offensive", "normal": "quot"}


class Made:
    """A learner's window on an exercise, and the key that only the trainer has."""

    def __init__(
        self, qtbot: QtBot, folder: Path, settings: SettingsStore, mode: str, **plan: object
    ) -> None:
        trainer = trainer_workspace(folder / "made")
        file = folder / "exercise.smo"
        exercise = built(trainer, file, mode, **plan)
        self.name = exercise.exercise
        self.key = key_of(trainer, self.name)
        trainer.close()
        self.desk = LearnWindow(qtbot, learner_workspace(folder / "ws", "Dara", file), settings)

    def answer(self, right: bool, clause: bool = True) -> None:
        """Answer the item in hand by keys, with the gold's clause, or none."""
        gold = self.key[self.desk.item]
        label = gold if right else next(one for one in DIGIT if one != gold)
        self.desk.press(DIGIT[label])
        if clause:
            self.desk.press("Y")
            self.desk.type(CLAUSE_TITLES[gold])
            self.desk.press("Enter")
        self.desk.press("F", "Enter")

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        run = run_of(self.desk.workspace, self.name)
        return {item: said.labels for item, said in run.answers.items()}


@pytest.fixture
def practice(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Made]:
    made = Made(qtbot, tmp_path, settings, "practice", attempts=2)
    yield made
    made.desk.close()


@pytest.fixture
def exam(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Made]:
    made = Made(qtbot, tmp_path, settings, "exam")
    yield made
    made.desk.close()


def test_without_an_exercise_the_page_says_what_to_do(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    desk = LearnWindow(qtbot, open_workspace(tmp_path / "ws", create=True), settings)
    assert "Drag an exercise file" in desk.seen()
    desk.close()


def test_practice_tells_right_and_wrong_after_the_answer_and_nothing_before(
    practice: Made,
) -> None:
    desk = practice.desk
    assert "Calibration 1" in desk.page.list.table.item(0, 0).text()
    desk.press("B")
    assert "2 of 2 attempts are left" in desk.seen()
    desk.press("B")
    first = desk.item
    for secret in (WHY, TEACHING, CONCEPT, "Gold:", "secret-"):
        assert secret not in desk.seen()
    practice.answer(right=True)
    assert practice.answers == {first: (practice.key[first],)}
    assert "✓ Right" in desk.seen() and WHY in desk.seen() and TEACHING in desk.seen()
    desk.press("2", "A")
    assert practice.answers[first] == (practice.key[first],), "what was shown cannot be answered"
    desk.press("Enter")
    assert desk.item != first and "✓" not in desk.seen()
    practice.answer(right=False)
    assert "✕ Wrong" in desk.seen() and "Missed: " in desk.seen()
    assert "Given without need: " in desk.seen()


def test_a_right_label_for_another_reason_is_told_apart(practice: Made) -> None:
    desk = practice.desk
    desk.press("B", "B")
    practice.answer(right=True, clause=False)
    assert "No clause is named" in desk.said() and not practice.answers
    desk.press("Enter")
    assert "≈ Right label, wrong reason" in desk.seen()


def test_nothing_is_recorded_before_label_and_confidence_are_given(practice: Made) -> None:
    desk = practice.desk
    desk.press("B", "B", "Enter")
    assert "Choose a label first" in desk.said()
    desk.press("0", "Enter")
    assert "how sure" in desk.said() and not practice.answers
    desk.press("G", "Enter")
    assert list(practice.answers.values()) == [()], "none of the labels is an answer"


def test_a_label_is_found_by_typing_and_enter_in_the_field_does_not_answer(
    practice: Made,
) -> None:
    desk = practice.desk
    desk.press("B", "B", "Ctrl+F")
    desk.type("offens")
    desk.press("Enter")
    assert desk.page.presenter.draft.labels == {"offensive"} and not practice.answers
    desk.press("Enter")
    desk.press("1")
    assert desk.page.presenter.draft.labels == {"offensive", "hate"}


def test_an_exam_shows_nothing_and_can_be_revised_until_it_is_handed_in(exam: Made) -> None:
    desk = exam.desk
    desk.press("B", "B")
    order = []
    for _ in range(6):
        order.append(desk.item)
        exam.answer(right=False)
        for told in ("✓", "✕", "Gold:", WHY):
            assert told not in desk.seen()
    assert len(exam.answers) == 6 and "Every item has an answer" in desk.said()
    desk.press("K")
    assert desk.item == order[4]
    wrong = exam.answers[order[4]][0]
    desk.press(DIGIT[wrong], DIGIT[exam.key[order[4]]], "Enter")
    assert exam.answers[order[4]] == (exam.key[order[4]],)
    desk.press("Ctrl+Enter")
    assert "scores them" in desk.seen() and "All attempts were used." in desk.seen()
    run = run_of(desk.workspace, exam.name)
    assert run.ended and run.attempt == 1


def test_items_without_an_answer_are_told_before_they_are_handed_in(exam: Made) -> None:
    desk = exam.desk
    desk.press("B", "B")
    exam.answer(right=True)
    desk.press("Ctrl+Enter")
    assert "5 items have no answer" in desk.said()
    assert not run_of(desk.workspace, exam.name).ended
    desk.press("Ctrl+Enter")
    assert run_of(desk.workspace, exam.name).ended


def test_the_outcome_tells_the_score_with_its_interval_and_what_to_read_again(
    practice: Made,
) -> None:
    desk = practice.desk
    desk.press("B", "B")
    for place in range(6):
        practice.answer(right=place < 4)
        desk.press("Enter")
    words = desk.page.outcome.words
    assert "4 of 6 right: 67% (30–90%, n=6), 95% interval" in words
    assert any(line.startswith(("1 ", "2 ", "3 ")) and "(1)" in line for line in words)
    assert "1 of 2 attempts are left; each one begun counts." in words


def test_a_further_attempt_hints_at_the_clause_of_what_was_wrong_and_at_nothing_else(
    practice: Made,
) -> None:
    desk = practice.desk
    desk.press("B", "B")
    wrong = set()
    for place in range(6):
        if place % 2:
            wrong.add(desk.item)
        practice.answer(right=not place % 2)
        desk.press("Enter")
    desk.press("B")
    for _ in range(6):
        assert ("A hint" in desk.seen()) == (desk.item in wrong)
        practice.answer(right=True)
        desk.press("Enter")
    assert "All attempts were used." in desk.page.outcome.words
    assert any("Attempt" in line for line in desk.page.outcome.words) or desk.page.outcome.words
    assert "Your attempts" in desk.page.outcome.words


def test_an_attempt_goes_on_where_it_was_left(practice: Made) -> None:
    desk = practice.desk
    desk.press("B", "B")
    practice.answer(right=True)
    desk.press("Enter")
    second = desk.item
    desk.press("Q")
    assert desk.page.list.table.item(0, 4).text() == "Under way"
    desk.press("B")
    assert desk.item == second


def test_the_page_keeps_to_what_the_person_prefers_of_sound_and_facts(
    practice: Made, settings: SettingsStore
) -> None:
    desk = practice.desk
    desk.press("B", "B")
    assert "market" in desk.seen()
    settings.change(loudest=20, blind=True)
    assert desk.page.loader.player.loudest == 0.2
    assert "market" not in desk.seen()
