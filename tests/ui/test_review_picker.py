"""Pickers and editors by keyboard: type, Enter takes, Enter again is done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Mark, Span
from smo_review.domain.views import FindingDraft
from tests.helpers.review_cases import PROJECT
from ui.review import choices
from ui.review.finding_editor import FindingEditor
from ui.review.fix_editor import FixEditor
from ui.review.picker import Picker
from ui.shell.actions import Actions

ENTER, DOWN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


def show_active(qtbot: QtBot, widget: QWidget) -> None:
    """Show a window and give it the keyboard."""
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


@pytest.fixture
def picker(qtbot: QtBot) -> Picker:
    shown = Picker("Error code", "Type")
    qtbot.addWidget(shown)
    shown.offer(choices.code_choices(PROJECT))
    show_active(qtbot, shown)
    shown.field.setFocus()
    return shown


def test_enter_takes_what_typing_left_over(qtbot: QtBot, picker: Picker) -> None:
    qtbot.keyClicks(picker.field, "part")
    with qtbot.waitSignal(picker.chosen) as taken:
        qtbot.keyClick(picker.field, ENTER)
    assert taken.args == ["missed-part"]
    assert picker.field.text() == "Missed one part"


def test_arrows_choose_without_typing(qtbot: QtBot, picker: Picker) -> None:
    qtbot.keyClick(picker.field, DOWN)
    qtbot.keyClick(picker.field, ENTER)
    assert picker.value == "missed-part"


def test_enter_with_nothing_typed_is_done(qtbot: QtBot, picker: Picker) -> None:
    with qtbot.waitSignal(picker.finished):
        qtbot.keyClick(picker.field, ENTER)
    assert picker.value == ""


def test_emptying_the_field_takes_the_choice_away(qtbot: QtBot, picker: Picker) -> None:
    picker.set_value("place")
    picker.field.selectAll()
    qtbot.keyClick(picker.field, Qt.Key.Key_Backspace)
    qtbot.keyClick(picker.field, ENTER)
    assert picker.value == ""


def test_typing_what_matches_nothing_takes_nothing(qtbot: QtBot, picker: Picker) -> None:
    qtbot.keyClicks(picker.field, "zzz")
    qtbot.keyClick(picker.field, ENTER)
    assert picker.value == ""


# Findings


@pytest.fixture
def editor(qtbot: QtBot, actions: Actions) -> FindingEditor:
    shown = FindingEditor(actions)
    qtbot.addWidget(shown)
    show_active(qtbot, shown)
    shown.start(PROJECT, "sokha", ("hate",), ("hate", "spam"), ())
    return shown


def type_into(qtbot: QtBot, editor: FindingEditor, text: str) -> None:
    """Type where the cursor is, then Enter."""
    field = editor.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, ENTER)


def saved(qtbot: QtBot, editor: FindingEditor) -> list[FindingDraft]:
    field = editor.focusWidget()
    assert field is not None
    with qtbot.waitSignal(editor.saved) as signal:
        qtbot.keyClick(field, ENTER)
    findings: list[FindingDraft] = signal.args[0]
    return findings


def test_a_code_typed_and_two_enters_make_a_finding(qtbot: QtBot, editor: FindingEditor) -> None:
    type_into(qtbot, editor, "label that")
    assert saved(qtbot, editor) == [FindingDraft("missed-label")]


def test_wrong_and_right_label_are_asked_for_in_turn(qtbot: QtBot, editor: FindingEditor) -> None:
    editor.start(PROJECT, "sokha", ("hate", "spam"), ("hate", "spam"), ())
    type_into(qtbot, editor, "neigh")
    type_into(qtbot, editor, "spam")
    type_into(qtbot, editor, "normal")
    assert saved(qtbot, editor) == [FindingDraft("neighbour", "spam", "normal")]


def test_labels_alone_are_enough(qtbot: QtBot, editor: FindingEditor) -> None:
    editor.right.field.setFocus()
    type_into(qtbot, editor, "offen")
    assert saved(qtbot, editor) == [FindingDraft(right_label="offensive")]


def test_a_missed_code_asks_only_for_the_right_label(qtbot: QtBot, editor: FindingEditor) -> None:
    type_into(qtbot, editor, "missed-l")
    assert editor.wrong.isHidden()
    assert not editor.right.isHidden()


def test_enter_without_a_code_says_what_is_missing(qtbot: QtBot, editor: FindingEditor) -> None:
    with qtbot.assertNotEmitted(editor.saved):
        qtbot.keyClick(editor.code.field, ENTER)
    assert not editor.problem.isHidden()
    assert "error code" in editor.problem.text()


def test_several_findings_are_saved_together(qtbot: QtBot, editor: FindingEditor) -> None:
    type_into(qtbot, editor, "benign")
    editor.add_finding()
    type_into(qtbot, editor, "place")
    assert [one.code for one in saved(qtbot, editor)] == ["benign", "place"]
    assert editor.list.count() == 2


def test_a_pinned_place_root_cause_clause_and_note_go_with_the_finding(
    qtbot: QtBot, editor: FindingEditor
) -> None:
    type_into(qtbot, editor, "benign")
    editor.set_location(Span(0, 2, 5))
    assert editor.place.words.text() == "characters 3–5"
    editor.cause.field.setFocus()
    type_into(qtbot, editor, "haste")
    editor.clause.field.setFocus()
    type_into(qtbot, editor, "quot")
    editor.note.setFocus()
    qtbot.keyClicks(editor.note, "A song.")
    with qtbot.waitSignal(editor.saved) as signal:
        qtbot.keyClick(editor.note, ENTER)
    assert signal.args[0] == [
        FindingDraft("benign", "hate", "", Span(0, 2, 5), "haste", "3", "A song.")
    ]


def test_findings_already_given_can_be_changed(qtbot: QtBot, editor: FindingEditor) -> None:
    given = [FindingDraft("benign", "hate", note="first"), FindingDraft("place")]
    editor.start(PROJECT, "sokha", ("hate",), ("hate",), given)
    editor.list.setCurrentRow(1)
    editor.remove.click()
    assert saved(qtbot, editor) == given[:1]


def test_escape_keeps_nothing(qtbot: QtBot, editor: FindingEditor) -> None:
    qtbot.keyClicks(editor.code.field, "miss")
    with qtbot.assertNotEmitted(editor.saved), qtbot.waitSignal(editor.cancelled):
        qtbot.keyClick(editor.code.field, ESCAPE)


# Fix and accept


@pytest.fixture
def fix(qtbot: QtBot, actions: Actions) -> FixEditor:
    shown = FixEditor(actions)
    qtbot.addWidget(shown)
    show_active(qtbot, shown)
    shown.start(PROJECT, "sokha", (Mark("hate"),), ("hate",))
    return shown


def test_labels_are_put_on_and_off_by_typing(qtbot: QtBot, fix: FixEditor) -> None:
    for text in ("hate", "offen"):
        qtbot.keyClicks(fix.picker.field, text)
        qtbot.keyClick(fix.picker.field, ENTER)
    assert "Hate speech → Offensive" in fix.outcome.text()
    with qtbot.waitSignal(fix.saved) as signal:
        qtbot.keyClick(fix.picker.field, ENTER)
    assert signal.args == [(Mark("offensive"),)]


def test_unchanged_labels_are_no_correction(qtbot: QtBot, fix: FixEditor) -> None:
    with qtbot.assertNotEmitted(fix.saved):
        qtbot.keyClick(fix.picker.field, ENTER)
    assert "Nothing is changed" in fix.outcome.text()
