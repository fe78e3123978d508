"""Rule 11: sound is off per item until asked for, its transcript first, its volume capped; speed
0.25x to 2x, exact steps; full screen is never the default."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Part
from tests.helpers.stage_media import PROJECT, item_view
from tests.ui.test_player_child import FakeProcess
from tests.wellbeing.test_rule_10_opening_a_video_plays_nothing import made, stage, view_of
from ui.player.limits import LOUDEST
from ui.player.messages import Levels, Play
from ui.shell.actions import Act, Actions
from ui.shell.settings import Settings
from ui.stage.playback import SPEEDS
from ui.stage.stage import Stage

__all__ = ["made", "stage"]
OTHER = item_view(2, Part("video", media="film"))


def plays(made: list[FakeProcess]) -> list[Play]:
    return [o for process in made for o in process.orders if isinstance(o, Play)]


def test_a_video_plays_without_sound_until_sound_is_asked_for(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: QtBot
) -> None:
    actions.press(Act.PLAY_PAUSE)
    assert view_of(stage).reel.is_playing and not plays(made)
    made[0].say(Levels("film", b"\x10" * 5, True))
    actions.press(Act.SOUND)
    qtbot.waitUntil(lambda: bool(plays(made)))
    assert plays(made)[0].volume <= LOUDEST < 1


def test_sound_that_was_asked_for_is_off_again_at_the_next_item(
    stage: Stage, actions: Actions, made: list[FakeProcess]
) -> None:
    actions.press(Act.SOUND)
    assert view_of(stage).sound.is_on
    stage.show_item(OTHER, PROJECT)
    assert not view_of(stage).sound.is_on
    actions.press(Act.PLAY_PAUSE)
    assert not plays(made)


def test_the_transcript_stands_beside_the_video_covered_before_anything_is_heard(
    stage: Stage, actions: Actions
) -> None:
    panel = view_of(stage).captions
    assert panel is not None and panel.isVisible()
    assert not panel.page.is_revealed and "what is said" not in panel.page.accessibleDescription()
    actions.press(Act.TRANSCRIPT)
    assert panel.page.is_revealed
    actions.press(Act.COVER_ALL)
    assert not panel.page.is_revealed


def test_speeds_go_from_a_quarter_to_twice_and_the_window_is_no_full_screen(
    stage: Stage, qapp: QApplication
) -> None:
    assert (min(SPEEDS), max(SPEEDS)) == (0.25, 2.0)
    assert not stage.window().isFullScreen()
    assert Settings().loudest / 100 <= LOUDEST
