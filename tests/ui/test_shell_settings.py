"""Preferences: kept, generated from one record, and safe against a damaged file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

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


def test_a_key_is_changed_by_pressing_another(
    qtbot: QtBot, page: PreferencesPage, actions: Actions
) -> None:
    field = page.keys.fields[Act.CORRECT]
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field, Qt.Key.Key_Y)
    assert field.text() == "Y"
    assert actions.key_text(Act.CORRECT) == "Y"


def test_a_key_that_is_taken_is_refused_by_name(
    qtbot: QtBot, page: PreferencesPage, actions: Actions
) -> None:
    field = page.keys.fields[Act.CORRECT]
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field, Qt.Key.Key_R)
    assert "“Incorrect”" in page.keys.message.text()
    assert page.keys.message.isVisible()
    assert field.text() == "A"
    assert actions.key_text(Act.CORRECT) == "A"


def test_a_key_of_another_page_is_free(page: PreferencesPage, actions: Actions) -> None:
    page.keys.change(Act.CORRECT, "1")
    assert actions.key_text(Act.CORRECT) == "1"


def test_escape_leaves_the_key_as_it_is(
    qtbot: QtBot, page: PreferencesPage, actions: Actions
) -> None:
    field = page.keys.fields[Act.CORRECT]
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "A"
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
