"""Preferences: kept, generated from one record, and safe against a damaged file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from ui.preferences.key_table import KEY, RESET
from ui.preferences.page import PreferencesPage
from ui.shell.actions import Act, Actions
from ui.shell.settings import Settings, SettingsStore

CHANGED = Settings(
    language="km",
    scheme="dark",
    text_size=150,
    reveal_seconds=5,
    reveal_level="grey",
    rest_level="facts",
    high_run=1,
    day_budget=0,
    session_budget=30,
    break_minutes=25,
    break_high=5,
    check_ins=True,
    blind=True,
    hide_from_capture=False,
    loudest=20,
    key_overrides={"CORRECT": "1", "FLAG": ""},
    geometry="AdnQywADAAA=",
    columns="240,360",
    place="GO_REVIEW",
    batch="b-1",
    sessions={"s-1": "/folder"},
)


def again(settings: SettingsStore, tmp_path: Path) -> Settings:
    """What the next start reads."""
    settings.flush()
    return SettingsStore(tmp_path / "settings.ini").current


def test_every_preference_is_kept(settings: SettingsStore, tmp_path: Path) -> None:
    differing = {
        field.name: getattr(CHANGED, field.name)
        for field in dataclasses.fields(Settings)
        if getattr(CHANGED, field.name) != getattr(Settings(), field.name)
    }
    assert len(differing) == len(dataclasses.fields(Settings)), "the sample differs everywhere"
    settings.change(**differing)
    assert again(settings, tmp_path) == CHANGED


@pytest.mark.parametrize(
    "line",
    [
        "language=xx",
        "scheme=pink",
        "text_size=large",
        "text_size=100000",
        "text_size=-5",
        "text_size=٣",
        "reveal_seconds=",
        "blind=perhaps",
        'key_overrides="[1, 2"',
        'key_overrides="[1, 2]"',
        'key_overrides="{\\"CORRECT\\": 5}"',
        "nonsense",
        "\x00\x01\x02",
    ],
)
def test_a_damaged_value_counts_as_its_default(qapp: object, tmp_path: Path, line: str) -> None:
    path = tmp_path / "settings.ini"
    path.write_text(f"[General]\n{line}\nreveal_level=grey\n", encoding="utf-8")
    assert SettingsStore(path).current == dataclasses.replace(Settings(), reveal_level="grey")


def test_a_file_that_is_none_keeps_nobody_from_working(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_bytes(bytes(range(256)) * 20)
    assert SettingsStore(path).current == Settings()


def test_a_change_that_changes_nothing_is_not_told(qtbot: QtBot, settings: SettingsStore) -> None:
    with qtbot.assertNotEmitted(settings.changed):
        settings.change(language="en", blind=False)


@pytest.fixture
def page(qtbot: QtBot, settings: SettingsStore, actions: Actions) -> PreferencesPage:
    page = PreferencesPage(settings, actions)
    qtbot.addWidget(page)
    page.show()
    return page


def test_the_page_has_a_control_for_every_preference_a_person_sets(page: PreferencesPage) -> None:
    shown = {field.name for field in dataclasses.fields(Settings) if field.metadata}
    assert set(page.editors) == shown


def test_what_is_chosen_on_the_page_is_kept_at_once(
    qtbot: QtBot, page: PreferencesPage, settings: SettingsStore, tmp_path: Path
) -> None:
    scheme, size, blind = (page.editors[name] for name in ("scheme", "text_size", "blind"))
    assert isinstance(scheme, QComboBox)
    assert isinstance(size, QSpinBox)
    assert isinstance(blind, QCheckBox)
    scheme.setFocus()
    qtbot.keyClick(scheme, Qt.Key.Key_Down)
    qtbot.keyClick(scheme, Qt.Key.Key_Down)
    qtbot.keyClick(size, Qt.Key.Key_Up)
    qtbot.keyClick(blind, Qt.Key.Key_Space)
    kept = again(settings, tmp_path)
    assert (kept.scheme, kept.text_size, kept.blind) == ("dark", 110, True)


def test_the_page_follows_what_is_changed_elsewhere(
    page: PreferencesPage, settings: SettingsStore
) -> None:
    settings.change(blind=True)
    blind = page.editors["blind"]
    assert isinstance(blind, QCheckBox)
    assert blind.isChecked()


def click(qtbot: QtBot, page: PreferencesPage, act: Act, column: int = KEY) -> None:
    """Click what a row shows as a button."""
    table = page.keys.table
    cell = table.visualRect(table.index_of(act, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)


def shown(page: PreferencesPage, act: Act) -> str:
    told: str = page.keys.table.index_of(act).data()
    return told


def test_a_key_is_changed_by_pressing_another(
    qtbot: QtBot, page: PreferencesPage, actions: Actions
) -> None:
    click(qtbot, page, Act.CORRECT)
    assert shown(page, Act.CORRECT) == "Press a key…"
    qtbot.keyClick(page.keys.table, Qt.Key.Key_Y)
    assert shown(page, Act.CORRECT) == "Y"
    assert actions.key_text(Act.CORRECT) == "Y"


def test_keys_are_reached_changed_and_set_back_without_a_mouse(
    qtbot: QtBot, page: PreferencesPage, actions: Actions
) -> None:
    table = page.keys.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    first = table.keys.acts[0]
    assert table.currentIndex() == table.index_of(first)
    before = actions.key_text(first)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(table, key)
    assert shown(page, first) == "Press a key…"
    qtbot.keyClick(table, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert actions.key_text(first) == "Shift+F8"
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex() == table.index_of(first, RESET)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert actions.key_text(first) == before
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert not table.hasFocus()


def test_the_page_follows_to_the_key_that_is_current(qtbot: QtBot, page: PreferencesPage) -> None:
    table = page.keys.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert table.currentIndex().row() == len(table.keys.acts) - 1
    cell = table.visualRect(table.currentIndex()).center()
    at = table.viewport().mapTo(page.viewport(), cell)
    assert page.viewport().rect().contains(at)


def test_a_screen_reader_is_told_whose_key_it_is(page: PreferencesPage) -> None:
    table = page.keys.table
    reader = QAccessible.queryAccessibleInterface(table)
    assert reader.text(QAccessible.Text.Name) == "Keys"
    told = [
        cell.text(QAccessible.Text.Name)
        for cell in map(reader.child, range(reader.childCount()))
        if cell is not None
    ]
    assert "Key of “Correct”: A" in told


def test_only_what_is_searched_for_is_listed_and_the_page_is_as_long_as_that(
    qtbot: QtBot, page: PreferencesPage
) -> None:
    table = page.keys.table
    whole = table.height()
    search = page.keys.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)
    qtbot.keyClicks(search, "settle")
    left = [act for row, act in enumerate(table.keys.acts) if not table.isRowHidden(row)]
    assert left
    assert all(table.keys.matches(act, "settle") for act in left)
    qtbot.waitUntil(lambda: table.height() < whole / 10)


def test_who_goes_elsewhere_no_longer_gives_a_key(
    qtbot: QtBot, page: PreferencesPage, actions: Actions
) -> None:
    click(qtbot, page, Act.CORRECT)
    page.setFocus()
    assert shown(page, Act.CORRECT) == "A"
    qtbot.keyClick(page.keys.table, Qt.Key.Key_Y)
    assert actions.key_text(Act.CORRECT) == "A"


def test_a_key_that_is_taken_is_refused_by_name(
    qtbot: QtBot, page: PreferencesPage, actions: Actions
) -> None:
    click(qtbot, page, Act.CORRECT)
    qtbot.keyClick(page.keys.table, Qt.Key.Key_R)
    assert "“Incorrect”" in page.keys.message.text()
    assert page.keys.message.isVisible()
    assert shown(page, Act.CORRECT) == "A"
    assert actions.key_text(Act.CORRECT) == "A"


def test_a_key_of_another_page_is_free(page: PreferencesPage, actions: Actions) -> None:
    page.keys.change(Act.CORRECT, "1")
    assert actions.key_text(Act.CORRECT) == "1"


def test_escape_leaves_the_key_as_it_is(
    qtbot: QtBot, page: PreferencesPage, actions: Actions
) -> None:
    click(qtbot, page, Act.CORRECT)
    qtbot.keyClick(page.keys.table, Qt.Key.Key_Escape)
    assert shown(page, Act.CORRECT) == "A"
    assert actions.key_text(Act.CORRECT) == "A"


def test_keys_can_be_set_back_one_by_one_and_all_at_once(
    qtbot: QtBot, page: PreferencesPage, actions: Actions, settings: SettingsStore
) -> None:
    page.keys.change(Act.CORRECT, "Y")
    page.keys.change(Act.FLAG, "F8")
    page.keys.reset(Act.CORRECT)
    assert actions.key_text(Act.CORRECT) == "A"
    assert settings.current.key_overrides == {"FLAG": "F8"}
    every = next(
        b for b in page.keys.findChildren(QPushButton) if b.text() == "All keys as they were"
    )
    qtbot.mouseClick(every, Qt.MouseButton.LeftButton)
    assert settings.current.key_overrides == {}


def test_a_key_is_not_set_back_over_another_action(page: PreferencesPage, actions: Actions) -> None:
    page.keys.change(Act.CORRECT, "Y")
    page.keys.change(Act.FLAG, "A")
    page.keys.reset(Act.CORRECT)
    assert actions.key_text(Act.CORRECT) == "Y"
    assert "“Flag”" in page.keys.message.text()
