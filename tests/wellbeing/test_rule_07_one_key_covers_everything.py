"""Rule 7: one key covers everything at once, always, wherever the keyboard is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.review_desk import Desk, desk_on
from tests.helpers.session_driver import begin, deck_file, page_of, press, room_of
from ui.shell.actions import SPECS, Act
from ui.shell.settings import SettingsStore
from ui.stage import reveal
from ui.tour.driver import Driver

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def places(desk: Desk) -> dict[str, QWidget]:
    return {
        "the cards": desk.page.side.cards,
        "the queue": desk.page.queue.list,
        "the search": desk.page.queue.search,
        "the note": desk.page.side.note,
        "the text": desk.page.stage.parts.views[0],
    }


@pytest.mark.parametrize("place", ["the cards", "the queue", "the search", "the note", "the text"])
def test_the_key_covers_from_everywhere_on_the_page(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, place: str
) -> None:
    with desk_on(qtbot, tmp_path, SettingsStore(tmp_path / "settings.ini")) as desk:
        desk.press("V")
        places(desk)[place].setFocus()
        assert desk.page.stage.level != "covered"
        desk.press("Esc")
        assert desk.page.stage.level == "covered"


def test_the_key_covers_every_stage_that_is_seen_in_whatever_window(
    qapp: QApplication, tmp_path: Path
) -> None:
    deck_file(tmp_path, 3)
    driver = Driver(qapp, tmp_path, "trainer")
    try:
        begin(driver)
        press(driver, Act.SHOW_ROOM, Act.TOGGLE_REVEAL, Act.ROOM_REVEAL)
        stages = page_of(driver).stage, room_of(driver).stage
        assert all(stage.isVisible() and stage.level != "covered" for stage in stages)
        press(driver, Act.COVER_ALL)
        assert [stage.level for stage in stages] == ["covered", "covered"]
        room_of(driver).acts.press(Act.TOGGLE_REVEAL)
        page_of(driver).stage._act(reveal.toggle)
        assert all(stage.level != "covered" for stage in stages)
        room_of(driver).acts.press(Act.COVER_ALL)
        assert [stage.level for stage in stages] == ["covered", "covered"]
    finally:
        driver.close()


def test_the_key_is_in_reach_on_every_page_and_handed_on_to_dialogs() -> None:
    assert (SPECS[Act.COVER_ALL].where, SPECS[Act.COVER_ALL].shared) == ("everywhere", True)
