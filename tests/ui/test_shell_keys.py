"""Keys under a Khmer layout and with Pinyin on, held keys, and the key that always covers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.shell.actions import Act, Actions
from ui.shell.keys import EVDEV, MAC, WINDOWS, KeyReader, sequences

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KHMER_A, KHMER_R, KHMER_SHIFT_A = 0x17B6, 0x179A, 0x17AB
ZERO_WIDTH_SPACE = 0x200B


def code_of(letter: str) -> int:
    """The scan code of a US key under X11, where these tests run."""
    return next(code for code, found in EVDEV.items() if found == letter)


def key_event(
    kind: QEvent.Type,
    key: int,
    letter: str = "",
    modifiers: Qt.KeyboardModifier = NONE,
    repeat: bool = False,
) -> QKeyEvent:
    code = code_of(letter) if letter else 0
    text = chr(key) if key < 0x10000 else ""
    return QKeyEvent(kind, key, modifiers, code, 0, 0, text, repeat)


def press(
    widget: QWidget, key: int, letter: str = "", modifiers: Qt.KeyboardModifier = NONE
) -> None:
    QApplication.sendEvent(widget, key_event(QEvent.Type.KeyPress, key, letter, modifiers))
    QApplication.sendEvent(widget, key_event(QEvent.Type.KeyRelease, key, letter, modifiers))


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def page(
    qtbot: QtBot, actions: Actions, done: list[str], show: Callable[[QWidget], None]
) -> Iterator[QWidget]:
    """A window of a review page: a list with the focus, a text field, and some actions."""
    reader = KeyReader(QApplication.instance(), actions)  # type: ignore[arg-type]
    widget = QWidget()
    layout = QVBoxLayout(widget)
    for child in (QListWidget(), QLineEdit(), QTextEdit(), QPushButton("Other")):
        layout.addWidget(child)
    qtbot.addWidget(widget)
    for act in (Act.CORRECT, Act.INCORRECT, Act.ALL_CORRECT, Act.PALETTE, Act.HELP_SHEET):
        actions.bind(act, lambda act=act: done.append(act.name), widget)
    actions.bind(Act.COVER_ALL, lambda: done.append("COVER_ALL"), widget)
    actions.bind_hold(
        Act.HOLD_REVEAL, lambda: done.append("reveal"), lambda: done.append("cover"), widget
    )
    actions.enter("review")
    reader.watch(widget)
    show(widget)
    widget.findChild(QListWidget).setFocus()
    qtbot.waitUntil(lambda: widget.findChild(QListWidget).hasFocus())
    yield widget
    reader.deleteLater()


def test_a_khmer_layout_gives_a_verdict_by_the_physical_key(page: QWidget, done: list[str]) -> None:
    focused = page.findChild(QListWidget)
    press(focused, KHMER_A, "a")
    press(focused, KHMER_R, "r")
    press(focused, KHMER_SHIFT_A, "a", SHIFT)
    assert done == ["CORRECT", "INCORRECT", "ALL_CORRECT"]


def test_a_khmer_layout_reaches_commands_and_symbols(page: QWidget, done: list[str]) -> None:
    focused = page.findChild(QListWidget)
    press(focused, 0x1780, "k", CONTROL)
    press(focused, 0x17CA, "/", SHIFT)
    assert done == ["PALETTE", "HELP_SHEET"]


def test_khmer_words_can_be_typed_where_words_belong(page: QWidget, done: list[str]) -> None:
    for field in (page.findChild(QLineEdit), page.findChild(QTextEdit)):
        field.setFocus()
        press(field, KHMER_A, "a")
        press(field, KHMER_SHIFT_A, "a", SHIFT)
    assert page.findChild(QLineEdit).text() == chr(KHMER_A) + chr(KHMER_SHIFT_A)
    assert page.findChild(QTextEdit).toPlainText() == chr(KHMER_A) + chr(KHMER_SHIFT_A)
    assert done == []


def test_a_khmer_layout_reaches_commands_from_a_text_field(page: QWidget, done: list[str]) -> None:
    field = page.findChild(QLineEdit)
    field.setFocus()
    press(field, 0x1780, "k", CONTROL)
    assert done == ["PALETTE"]


def test_a_latin_letter_is_taken_as_it_is_whatever_the_physical_key() -> None:
    """On AZERTY the key that says A is where Q is."""
    event = key_event(QEvent.Type.KeyPress, Qt.Key.Key_A, "q")
    assert sequences(event, "linux") == [QKeySequence("A")]


@pytest.mark.parametrize(
    ("platform", "table"), [("linux", EVDEV), ("win32", WINDOWS), ("darwin", MAC)]
)
def test_every_letter_is_known_on_every_system(platform: str, table: dict[int, str]) -> None:
    for code, letter in table.items():
        scan, virtual = (0, code) if platform == "darwin" else (code, 0)
        event = QKeyEvent(QEvent.Type.KeyPress, KHMER_A, NONE, scan, virtual, 0)
        wanted = "Space" if letter == " " else letter.upper()
        assert sequences(event, platform) == [QKeySequence(wanted)]
    assert set(table.values()) >= set("abcdefghijklmnopqrstuvwxyz0123456789-=[];,./ ")


def test_an_unknown_key_means_nothing() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, KHMER_A, NONE, 255, 255, 0)
    assert sequences(event, sys.platform) == []


def test_the_input_method_is_off_but_in_text_fields(page: QWidget) -> None:
    attribute = Qt.WidgetAttribute.WA_InputMethodEnabled
    items = page.findChild(QListWidget)
    items.setAttribute(attribute, True)
    page.findChild(QLineEdit).setFocus()
    assert page.findChild(QLineEdit).testAttribute(attribute)
    items.setFocus()
    assert not items.testAttribute(attribute)


def test_content_is_revealed_for_as_long_as_the_key_is_down(page: QWidget, done: list[str]) -> None:
    focused = page.findChild(QListWidget)
    space = Qt.Key.Key_Space
    for kind, repeat in (
        (QEvent.Type.KeyPress, False),
        (QEvent.Type.KeyRelease, True),
        (QEvent.Type.KeyPress, True),
        (QEvent.Type.KeyRelease, True),
        (QEvent.Type.KeyPress, True),
    ):
        QApplication.sendEvent(focused, key_event(kind, space, " ", repeat=repeat))
    assert done == ["reveal"]
    QApplication.sendEvent(focused, key_event(QEvent.Type.KeyRelease, space, " "))
    assert done == ["reveal", "cover"]


def test_a_finger_that_rests_on_a_key_gives_one_verdict(page: QWidget, done: list[str]) -> None:
    """Whether the system marks repeats or, as X11 may, sends one press after another."""
    focused = page.findChild(QListWidget)
    for key, letter in ((Qt.Key.Key_A, "a"), (KHMER_R, "r")):
        for repeat in (False, True, False, True):
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                QApplication.sendEvent(focused, key_event(kind, key, letter, repeat=repeat))
        QApplication.sendEvent(focused, key_event(QEvent.Type.KeyRelease, key, letter))
    assert done == ["CORRECT", "INCORRECT"]


def test_the_same_key_twice_gives_two_verdicts(
    qtbot: QtBot, page: QWidget, done: list[str]
) -> None:
    for _ in range(2):
        qtbot.keyClick(page.findChild(QListWidget), Qt.Key.Key_A)
    assert done == ["CORRECT", "CORRECT"]


def test_going_through_the_queue_repeats(page: QWidget, actions: Actions, done: list[str]) -> None:
    actions.bind(Act.NEXT_ITEM, lambda: done.append("next"), page)
    focused = page.findChild(QListWidget)
    for repeat in (False, True, True):
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            QApplication.sendEvent(focused, key_event(kind, 0x1784, "j", repeat=repeat))
    assert done == ["next"] * 3


def test_a_letter_can_be_held_down_in_a_text_field(page: QWidget, done: list[str]) -> None:
    field = page.findChild(QLineEdit)
    field.setFocus()
    for repeat in (False, True, True):
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            QApplication.sendEvent(field, key_event(kind, KHMER_A, "a", repeat=repeat))
    assert field.text() == chr(KHMER_A) * 3
    assert done == []


def test_the_space_bar_of_a_khmer_layout_reveals_too(page: QWidget, done: list[str]) -> None:
    press(page.findChild(QListWidget), ZERO_WIDTH_SPACE, " ")
    assert done == ["reveal", "cover"]


def test_a_hold_ends_when_the_focus_goes_elsewhere(page: QWidget, done: list[str]) -> None:
    focused = page.findChild(QListWidget)
    QApplication.sendEvent(focused, key_event(QEvent.Type.KeyPress, Qt.Key.Key_Space, " "))
    page.findChild(QLineEdit).setFocus()
    assert done == ["reveal", "cover"]


def test_space_types_a_space_and_presses_a_button_as_ever(
    qtbot: QtBot, page: QWidget, done: list[str]
) -> None:
    field, button = page.findChild(QLineEdit), page.findChild(QPushButton)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Space)
    assert field.text() == " "
    button.clicked.connect(lambda: done.append("pressed"))
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert done == ["pressed"]


@pytest.mark.parametrize("kind", [QListWidget, QLineEdit, QTextEdit, QPushButton])
def test_one_key_covers_everything_wherever_the_focus_is(
    qtbot: QtBot, page: QWidget, done: list[str], kind: type[QWidget]
) -> None:
    widget: Any = page.findChild(kind)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Escape)
    assert done == ["COVER_ALL"]


def test_the_covering_key_covers_and_still_closes_a_dialog(
    qtbot: QtBot, page: QWidget, done: list[str], show: Callable[[QWidget], None]
) -> None:
    dialog = QDialog(page)
    dialog.setModal(True)
    show(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == ["COVER_ALL"]
    assert not dialog.isVisible()


def test_the_covering_key_works_over_an_open_menu(
    qtbot: QtBot, actions: Actions, page: QWidget, done: list[str]
) -> None:
    menu = QMenu(page)
    menu.addAction("One")
    menu.popup(page.mapToGlobal(page.rect().center()))
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert done == ["COVER_ALL"]


def test_verdict_keys_do_nothing_behind_a_dialog(
    qtbot: QtBot, page: QWidget, done: list[str], show: Callable[[QWidget], None]
) -> None:
    dialog = QDialog(page)
    dialog.setModal(True)
    button = QPushButton("Close", dialog)
    show(dialog)
    button.setFocus()
    press(button, KHMER_A, "a")
    assert done == []
