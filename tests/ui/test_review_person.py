"""The person's own name: set in the preferences, carried by their verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from smo_review.domain.changes import Changes
from smo_review.queries.batches import person
from tests.helpers.review_desk import Desk, desk_on
from ui.preferences.page import PreferencesPage, build
from ui.preferences.person import PersonCard
from ui.shell.settings import SettingsStore


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> PersonCard:
    page = build(desk.context)
    assert isinstance(page, PreferencesPage)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    found = page.findChild(PersonCard)
    assert found is not None
    found.name.setFocus()
    found.name.selectAll()
    return found


def test_a_name_that_was_typed_is_kept_and_told(desk: Desk, card: PersonCard) -> None:
    heard: list[Changes] = []
    desk.signals.changed.connect(heard.append)
    desk.type("Sokha  Chan")
    desk.press("Enter")
    assert person(desk.workspace).name == "Sokha Chan"
    assert "Sokha Chan" in desk.said()
    assert [changes.settings for changes in heard] == [True]


def test_without_a_name_the_one_before_stays(desk: Desk, card: PersonCard) -> None:
    before = person(desk.workspace).name
    assert card.name.text() == before
    desk.press("Del", "Enter")
    assert person(desk.workspace).name == before
    assert card.name.text() == before
    assert "1 to 100 characters" in desk.said()


def test_a_name_that_did_not_change_is_not_written_again(desk: Desk, card: PersonCard) -> None:
    heard: list[Changes] = []
    desk.signals.changed.connect(heard.append)
    desk.press("Enter")
    assert heard == []
