"""Rule 10: opening a video plays nothing and sends no sound; a covered storyboard comes first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Part
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern, shows_colours
from tests.helpers.stage_window import stage_window
from tests.ui.test_player_child import FakeProcess
from ui.player.messages import Play
from ui.player.player import Player
from ui.shell.actions import Act, Actions
from ui.stage.stage import Stage
from ui.stage.video_view import VideoView

FILM = item_view(1, Part("video", media="film", transcript="what is said in it"))


@pytest.fixture
def made() -> list[FakeProcess]:
    return []


@pytest.fixture
def stage(
    qtbot: QtBot, qapp: QApplication, actions: Actions, made: list[FakeProcess]
) -> Iterator[Stage]:
    def start(told: object, gone: object) -> FakeProcess:
        made.append(FakeProcess(told, gone))
        return made[-1]

    child = FakeStills({"film": [pattern(shift=n) for n in range(30)]}, audio=True)
    with stage_window(qtbot, qapp, actions, child, 900, 640, player=Player(start)) as shown:
        shown.show_item(FILM, PROJECT)
        yield shown


def view_of(stage: Stage) -> VideoView:
    view = stage.parts.views[0]
    assert isinstance(view, VideoView)
    return view


def test_an_opened_video_shows_its_covered_storyboard_and_stands_still(stage: Stage) -> None:
    view = view_of(stage)
    assert view.pages.currentWidget() is view.board
    assert not view.reel.is_playing
    assert not shows_colours(stage.grab().toImage())


def test_an_opened_video_sends_no_sound_to_the_player(
    stage: Stage, made: list[FakeProcess]
) -> None:
    orders = [order for process in made for order in process.orders]
    assert orders, "its loudness is asked for"
    assert not [order for order in orders if isinstance(order, Play)]


def test_a_verdict_needs_no_more_than_the_storyboard(stage: Stage, actions: Actions) -> None:
    # Going over the key frames plays nothing and reveals nothing.
    view = view_of(stage)
    for _ in range(3):
        actions.press(Act.SEEK_FORWARD)
        assert view.pages.currentWidget() is view.board
        assert not shows_colours(stage.grab().toImage())
    assert stage.level == "covered"
