"""An auditor judges annotations by keyboard, on the real store; any of it can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from smo_review.domain.changes import Changes
from smo_review.domain.content import Mark, Span
from smo_review.operations import verdicts
from tests.helpers.review_desk import Desk, desk_on
from ui.shell.settings import SettingsStore


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


# Verdicts


@pytest.mark.parametrize(
    ("key", "outcome"), [("A", "correct"), ("S", "ambiguous"), ("D", "unreviewable")]
)
def test_one_key_records_a_verdict_and_goes_on(desk: Desk, key: str, outcome: str) -> None:
    desk.press(key)
    assert desk.outcome("post-1") == outcome
    assert desk.where == ("post-1", "wei")


def test_after_the_last_annotation_the_next_item_comes(desk: Desk) -> None:
    desk.press("A", "A", "A")
    assert desk.where == ("post-2", "sokha")
    assert desk.page.queue.progress_text.text() == "1 of 4 reviewed"


def test_a_finding_is_typed_and_two_enters_record_it(desk: Desk) -> None:
    desk.press("R")
    desk.type("miss")
    desk.press("Enter", "Enter")
    mine = desk.stored("post-1").mine
    assert mine is not None
    assert [(one.code, one.critical) for one in mine.findings] == [("missed-label", True)]
    assert desk.where == ("post-1", "wei")


def test_a_finding_says_wrong_and_right_label_place_and_note(desk: Desk) -> None:
    desk.press("R")
    desk.type("neigh")
    desk.press("Enter")
    desk.type("offen")
    desk.press("Enter")
    desk.page.stage.located.emit(Span(0, 4, 14))
    desk.page.side.findings.note.setFocus()
    desk.type("Clause 2.")
    desk.press("Enter")
    mine = desk.stored("post-1").mine
    assert mine is not None
    finding = mine.findings[0]
    assert (finding.label, finding.right_label) == ("hate", "offensive")
    assert finding.location == Span(0, 4, 14)
    assert finding.note == "Clause 2."


def test_escape_leaves_the_findings_without_a_verdict(desk: Desk) -> None:
    desk.press("R")
    desk.type("miss")
    desk.press("Esc")
    assert desk.outcome("post-1") == ""
    desk.press("A")
    assert desk.outcome("post-1") == "correct"


def test_letters_typed_into_a_field_are_no_verdicts(desk: Desk) -> None:
    desk.press("E")
    desk.type("sad")
    assert desk.outcome("post-1") == ""
    assert desk.page.side.note.toPlainText() == "sad"


def test_a_note_is_kept_with_the_verdict_given_next(desk: Desk) -> None:
    desk.press("E")
    desk.type("Irony, I think.")
    desk.press("Enter", "S")
    mine = desk.stored("post-1").mine
    assert mine is not None
    assert mine.note == "Irony, I think."
    assert desk.page.side.note.toPlainText() == ""


def test_a_note_can_be_added_to_a_verdict_already_given(desk: Desk) -> None:
    desk.press("A", "P", "E")
    desk.type("Later thought.")
    desk.press("Enter")
    mine = desk.stored("post-1").mine
    assert mine is not None
    assert (mine.outcome, mine.note) == ("correct", "Later thought.")


def test_fix_and_accept_records_what_it_should_have_been(desk: Desk) -> None:
    desk.press("F")
    for label in ("hate", "normal"):
        desk.type(label)
        desk.press("Enter")
    desk.press("Enter")
    mine = desk.stored("post-1").mine
    assert mine is not None
    assert mine.outcome == "incorrect"
    assert mine.fixed == (Mark("normal"),)
    assert [(one.label, one.right_label) for one in mine.findings] == [("hate", "normal")]


def test_one_key_judges_all_annotations_correct(desk: Desk) -> None:
    desk.press("Shift+A")
    assert [desk.outcome("post-1", name) for name in ("sokha", "wei", "robot-7")] == ["correct"] * 3
    assert desk.where == ("post-2", "sokha")


def test_a_verdict_can_be_withdrawn(desk: Desk) -> None:
    desk.press("A", "P", "Del")
    assert desk.outcome("post-1") == ""


def test_time_on_the_item_leaves_out_the_time_the_window_was_elsewhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    took: list[int] = []
    record = verdicts.record_verdict

    def watched(workspace: Any, draft: Any, origin: str = "") -> Changes:
        took.append(draft.took)
        return record(workspace, draft, origin)

    monkeypatch.setattr(verdicts, "record_verdict", watched)
    now = [0.0]
    clock = desk.page.position.clock
    clock._now = lambda: now[0]
    clock._since = 0.0
    clock.restart()
    now[0] = 2.0
    desk.page._activity(Qt.ApplicationState.ApplicationInactive)
    now[0] = 60.0
    desk.page._activity(Qt.ApplicationState.ApplicationActive)
    now[0] = 61.0
    desk.press("A")
    assert took == [3000]


# Undo


def test_undo_goes_back_to_the_annotation_it_acted_on(desk: Desk) -> None:
    desk.press("A", "A", "A", "J")
    assert desk.where[0] == "post-3"
    desk.press("Ctrl+Z")
    assert desk.where == ("post-1", "robot-7")
    assert desk.outcome("post-1", "robot-7") == ""
    assert desk.outcome("post-1", "wei") == "correct"


def test_undo_then_redo_changes_nothing(desk: Desk) -> None:
    desk.press("S", "J", "Ctrl+Z", "Ctrl+Shift+Z")
    assert desk.outcome("post-1") == "ambiguous"
    assert desk.where[0] == "post-1"


def test_all_correct_is_one_step_of_undo(desk: Desk) -> None:
    desk.press("Shift+A", "Ctrl+Z")
    assert [desk.outcome("post-1", name) for name in ("sokha", "wei", "robot-7")] == [""] * 3
    assert desk.where[0] == "post-1"


def test_with_nothing_to_undo_that_is_said(desk: Desk) -> None:
    desk.press("Ctrl+Z")
    assert desk.said() == "There is nothing to undo."


def test_undo_in_a_note_takes_back_words_and_no_verdict(desk: Desk) -> None:
    desk.press("A", "E")
    desk.type("words")
    desk.press("Ctrl+Z")
    assert desk.outcome("post-1") == "correct"
    assert desk.page.side.note.toPlainText() != "words"


# The last answers


def test_the_last_answers_lead_back_and_a_new_verdict_returns(desk: Desk) -> None:
    desk.press("A", "A", "A")
    desk.page.queue.recent.buttons[1].click()
    assert desk.where == ("post-1", "wei")
    desk.press("S")
    assert desk.outcome("post-1", "wei") == "ambiguous"
    assert desk.where == ("post-2", "sokha")


def test_a_key_goes_back_through_the_last_answers(desk: Desk) -> None:
    desk.press("A", "A", "A", "Z")
    assert desk.where == ("post-1", "robot-7")
    desk.press("Z")
    assert desk.where == ("post-1", "wei")


def test_an_undone_answer_is_no_longer_among_the_last(desk: Desk) -> None:
    desk.press("A", "A", "Ctrl+Z")
    assert [one.key.annotator for one in desk.page.presenter.recent if one.key] == ["sokha"]
