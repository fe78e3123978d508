"""21: a person may strengthen every default; weakening stops at the project's floor."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from pytestqt.qtbot import QtBot

from tests.helpers.review_cases import PROJECT
from tests.helpers.review_desk import Desk, desk_on
from tests.wellbeing.conftest import annotations, items
from ui.shell.settings import Settings, SettingsStore
from ui.stage.reveal import STEPS, Reveal

PERSONS_OWN = {
    "reveal_seconds": "reveal_seconds",
    "rest_level": "cover_floor",
    "high_run": "high_severity_run",
}
"""Settings that a project sets a floor to, and the project's field."""
NO_FLOOR = {
    "reveal_level",
    "day_budget",
    "session_budget",
    "break_minutes",
    "break_high",
    "blind",
    "hide_from_capture",
    "loudest",
}
NO_DEFENCE = {"check_ins", "language", "scheme", "text_size"}


@contextmanager
def desk(qtbot: QtBot, folder: Path, settings: SettingsStore, **project: Any) -> Iterator[Desk]:
    changed = msgspec.structs.replace(PROJECT, **project)
    with desk_on(
        qtbot, folder, settings, items=items(), annotations=annotations(), project=changed
    ) as made:
        yield made


def state(made: Desk) -> Reveal:
    part: Reveal = made.page.stage._states[0]
    return part


def test_every_setting_is_accounted_for_here() -> None:
    shown = {field.name for field in dataclasses.fields(Settings) if field.metadata}
    assert shown == {*PERSONS_OWN, *NO_FLOOR, *NO_DEFENCE}


def test_a_reveal_may_be_shorter_than_the_project_says_and_not_longer(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    settings.change(reveal_seconds=3)
    with desk(qtbot, tmp_path / "a", settings, reveal_seconds=8) as made:
        assert state(made).seconds == 3
        settings.change(reveal_seconds=60)
        made.press("J")
        assert state(made).seconds == 8


def test_less_than_a_cover_may_be_shown_and_not_more(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    settings.change(rest_level="facts")
    with desk(qtbot, tmp_path / "a", settings, cover_floor="covered") as made:
        assert STEPS[state(made).step].level == "facts"
    settings.change(rest_level="covered")
    with desk(qtbot, tmp_path / "b", settings, cover_floor="facts") as made:
        assert STEPS[state(made).step].level == "facts"


def test_the_first_step_of_a_reveal_is_never_colour(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    limits = {field.name: field.metadata for field in dataclasses.fields(Settings)}
    assert set(limits["reveal_level"]["choices"]) == {"outline", "grey"}
    settings.change(reveal_level="grey")
    with desk(qtbot, tmp_path / "a", settings) as made:
        made.press("V")
        assert state(made).level == "grey"


def test_fewer_severe_items_in_a_row_are_a_choice_and_more_are_not(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk(qtbot, tmp_path / "a", settings, high_severity_run=2) as made:
        settings.change(high_run=1)
        assert "at most 1" in made.page.queue.mixing.text()
        settings.change(high_run=20)
        assert "at most 2" in made.page.queue.mixing.text()
