"""Actions: one table, from which keys, menus, buttons and help are made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from smo_review.language import set_language
from ui.shell.actions import SPECS, Act, Actions, Group, clash
from ui.shell.buttons import GAP, KeyButton
from ui.shell.icons import ICONS, drawn
from ui.shell.settings import SettingsStore


@pytest.fixture
def page(qtbot: QtBot, show: Callable[[QWidget], None]) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    show(widget)
    return widget


def test_every_action_has_its_row_in_the_table() -> None:
    assert set(SPECS) == set(Act)


@pytest.mark.parametrize("act", Act, ids=lambda act: act.name)
def test_every_action_has_words_and_help_and_can_be_reached(act: Act) -> None:
    spec = SPECS[act]
    assert spec.text[0].isupper()
    assert spec.help[0].isupper()
    assert not spec.help.endswith(".")
    assert spec.group in Group
    assert spec.keys or not spec.hold, "what is not in a menu needs a key"


@pytest.mark.parametrize("act", Act, ids=lambda act: act.name)
def test_no_two_actions_that_can_be_meant_at_once_share_a_key(act: Act) -> None:
    for key in SPECS[act].keys:
        assert not QKeySequence(key).isEmpty(), f"{key} is no key"
        assert clash(act, key, {}) is None


@pytest.mark.parametrize("act", [act for act in Act if SPECS[act].icon], ids=lambda a: a.name)
def test_every_icon_is_there_and_takes_the_colour_of_text(qapp: object, act: Act) -> None:
    picture = drawn(SPECS[act].icon, "#ff0000").toImage()
    inked = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() > 128
    ]
    assert inked
    assert all((ink.red(), ink.green(), ink.blue()) == (255, 0, 0) for ink in inked)


def test_no_icon_is_kept_that_nothing_shows() -> None:
    named = {spec.icon for spec in SPECS.values() if spec.icon} | {"logo", "close"}
    assert {path.stem for path in ICONS.glob("*.svg")} == named


def test_a_key_does_what_is_bound_to_its_action(
    qtbot: QtBot, actions: Actions, page: QWidget
) -> None:
    given: list[str] = []
    actions.bind(Act.CORRECT, lambda: given.append("correct"), page)
    actions.enter("review")
    qtbot.keyClick(page, Qt.Key.Key_A)
    assert given == ["correct"]


def test_a_letter_typed_into_a_text_field_stays_a_letter(
    qtbot: QtBot, actions: Actions, page: QWidget
) -> None:
    given: list[str] = []
    actions.bind(Act.CORRECT, lambda: given.append("correct"), page)
    actions.enter("review")
    field = QLineEdit(page)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "a")
    assert field.text() == "a"
    assert given == []


def test_actions_of_another_page_are_out_of_reach(
    qtbot: QtBot, actions: Actions, page: QWidget
) -> None:
    given: list[str] = []
    actions.bind(Act.OPEN_ITEMS, lambda: given.append("items"), page)
    actions.bind(Act.OPEN_BATCH, lambda: given.append("batch"), page)
    actions.enter("numbers")
    qtbot.keyClick(page, Qt.Key.Key_O)
    actions.enter("day")
    qtbot.keyClick(page, Qt.Key.Key_O)
    actions.enter("review")
    qtbot.keyClick(page, Qt.Key.Key_O)
    assert given == ["items", "batch"]


def test_an_action_that_nobody_bound_cannot_be_chosen(actions: Actions) -> None:
    actions.enter("review")
    assert not actions.is_ready(Act.CORRECT)
    assert not actions.action(Act.CORRECT).isVisible()


def test_a_page_that_goes_takes_its_bindings_with_it(
    qtbot: QtBot, actions: Actions, page: QWidget
) -> None:
    given: list[str] = []
    child = QWidget(page)
    actions.bind(Act.FLAG, lambda: given.append("old"), child)
    actions.enter("review")
    child.deleteLater()
    qtbot.waitUntil(lambda: not isValid(child))
    assert not actions.is_bound(Act.FLAG)
    actions.bind(Act.FLAG, lambda: given.append("new"), page)
    actions.press(Act.FLAG)
    assert given == ["new"]


def test_a_page_built_anew_is_asked_before_the_old_one_is_gone(
    qtbot: QtBot, actions: Actions, page: QWidget
) -> None:
    given: list[str] = []
    old = QWidget(page)
    actions.bind(Act.FLAG, lambda: given.append("old"), old)
    actions.bind(Act.FLAG, lambda: given.append("new"), page)
    actions.enter("review")
    actions.press(Act.FLAG)
    old.deleteLater()
    qtbot.waitUntil(lambda: not isValid(old))
    actions.press(Act.FLAG)
    assert given == ["new", "new"]


def test_a_changed_key_works_and_is_shown_everywhere(
    qtbot: QtBot, actions: Actions, settings: SettingsStore, page: QWidget
) -> None:
    given: list[str] = []
    actions.bind(Act.CORRECT, lambda: given.append("correct"), page)
    actions.enter("review")
    button = actions.button(Act.CORRECT, page)
    menu = actions.menu(Group.VERDICT, page)
    settings.change(key_overrides={"CORRECT": "Ctrl+Shift+Y"})
    qtbot.keyClick(page, Qt.Key.Key_A)
    assert given == []
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page, Qt.Key.Key_Y, modifiers)
    assert given == ["correct"]
    assert isinstance(button, KeyButton)
    assert button.key == "Ctrl+Shift+Y"
    assert "(Ctrl+Shift+Y)" in button.accessibleDescription()
    shown = {action.objectName(): action.shortcut().toString() for action in menu.actions()}
    assert shown["CORRECT"] == "Ctrl+Shift+Y"


def test_a_narrow_button_leaves_out_its_key_before_its_words(
    actions: Actions, page: QWidget
) -> None:
    button = actions.button(Act.NEXT_ITEM)
    button.setParent(page)
    button.show()
    button.resize(button.sizeHint())
    inside = button.width() - 2 * (GAP + 4)
    assert button.fitting(inside)[1]
    assert not button.fitting(inside - 1)[1]
    assert button.fitting(button.fontMetrics().horizontalAdvance(button.text())) == (False, False)


def test_the_menus_hold_every_action_but_what_is_held(actions: Actions, page: QWidget) -> None:
    listed = {
        action.objectName() for group in Group for action in actions.menu(group, page).actions()
    }
    assert listed == {act.name for act in Act if not SPECS[act].hold}


def test_a_shared_key_is_written_in_the_menu(actions: Actions) -> None:
    assert actions.action(Act.COVER_ALL).text() == "Cover everything\tEsc"


def test_the_words_follow_the_language(actions: Actions, page: QWidget) -> None:
    button = actions.button(Act.CORRECT, page)
    set_language("zh")
    actions.retranslate()
    assert actions.action(Act.CORRECT).text() == "正确"
    assert button.accessibleName() == "正确"


def test_a_button_keeps_the_focus_where_it_was(
    qtbot: QtBot, actions: Actions, page: QWidget
) -> None:
    """Else the next Space would press it again instead of revealing."""
    actions.bind(Act.CORRECT, lambda: None, page)
    actions.enter("review")
    button = actions.button(Act.CORRECT, page)
    button.show()
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.hasFocus()


def test_a_button_for_holding_acts_while_it_is_down(
    qtbot: QtBot, actions: Actions, page: QWidget
) -> None:
    done: list[str] = []
    actions.bind_hold(
        Act.HOLD_REVEAL, lambda: done.append("reveal"), lambda: done.append("cover"), page
    )
    actions.enter("review")
    button = actions.button(Act.HOLD_REVEAL, page)
    button.show()
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    assert done == ["reveal"]
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert done == ["reveal", "cover"]
