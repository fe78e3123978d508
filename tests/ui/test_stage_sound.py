"""Sound and time ranges on the stage: frames keep with the sound; stretches are marked by key."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Mark, TimeRange
from tests.helpers.stage_media import FRAME_MS
from tests.ui.test_player_child import FakeProcess
from tests.wellbeing.test_rule_10_opening_a_video_plays_nothing import made, stage, view_of
from ui.player.messages import Halt, Levels, Place, Play, Silent
from ui.shell.actions import Act, Actions
from ui.stage.marks import StageMark
from ui.stage.playback import Playback
from ui.stage.stage import Stage
from ui.stage.video_range import Marked

__all__ = ["made", "stage"]


def plays(made: list[FakeProcess]) -> list[Play]:
    return [o for process in made for o in process.orders if isinstance(o, Play)]


def with_sound(stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: QtBot) -> Play:
    """The film plays and its sound does."""
    made[0].say(Levels("film", b"\x10" * 12, True))
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    qtbot.waitUntil(lambda: bool(plays(made)))
    return plays(made)[-1]


def test_frames_go_by_the_sound_a_small_difference_smoothly_and_a_large_one_at_once() -> None:
    playback = Playback(at=0, speed=1.0, now=0.0)
    playback.follow(990.0, 1.0)
    assert 990 <= playback.position(1.0) < 1000, "ten milliseconds are made good little by little"
    for beat in range(2, 60):
        playback.follow(beat * 1000 - 10.0, float(beat))
    assert playback.position(60.0) == pytest.approx(59_990, abs=2)
    playback.follow(30_000.0, 61.0)
    assert playback.position(61.0) == pytest.approx(30_000)


def test_what_is_heard_moves_the_frames_that_are_shown(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: QtBot
) -> None:
    order = with_sound(stage, actions, made, qtbot)
    view = view_of(stage)
    made[0].say(Place(order.run, 20 * FRAME_MS, time.monotonic()))
    qtbot.waitUntil(lambda: view.at >= 20 * FRAME_MS, timeout=5_000)


def test_pausing_covering_and_leaving_hush_the_sound(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: QtBot
) -> None:
    with_sound(stage, actions, made, qtbot)
    for act in (Act.PLAY_PAUSE, Act.COVER_ALL):
        actions.press(act)
        assert isinstance(made[0].orders[-1], Halt) and not view_of(stage).reel.is_playing
        actions.press(Act.PLAY_PAUSE)
        qtbot.waitUntil(lambda: isinstance(made[0].orders[-1], Play))


def test_a_change_of_speed_changes_the_sound_too(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: QtBot
) -> None:
    with_sound(stage, actions, made, qtbot)
    actions.press(Act.VIDEO_SLOWER)
    qtbot.waitUntil(lambda: plays(made)[-1].speed == 0.75)


def test_where_there_is_no_loudspeaker_the_video_goes_on_and_says_so(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: QtBot
) -> None:
    with_sound(stage, actions, made, qtbot)
    said: list[str] = []
    view_of(stage).hinted.connect(said.append)
    made[0].say(Silent("film", "device"))
    qtbot.waitUntil(lambda: any("no loudspeaker" in words for words in said))
    assert view_of(stage).reel.is_playing and not view_of(stage).sound.is_on


def test_a_player_that_dies_costs_the_sound_and_not_the_video(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: QtBot
) -> None:
    with_sound(stage, actions, made, qtbot)
    made[0].die()
    qtbot.waitUntil(lambda: not view_of(stage).sound.is_on)
    assert view_of(stage).reel.is_playing


def test_a_stretch_of_time_is_marked_by_keys_and_becomes_a_location(
    stage: Stage, actions: Actions
) -> None:
    view = view_of(stage)
    found: list[object] = []
    stage.located.connect(found.append)
    view.seek(5 * FRAME_MS)
    actions.press(Act.RANGE_START)
    actions.press(Act.USE_RANGE)
    assert found == [], "a stretch needs its end"
    view.seek(9 * FRAME_MS)
    actions.press(Act.RANGE_END)
    actions.press(Act.USE_RANGE)
    assert found == [TimeRange(0, 5 * FRAME_MS, 9 * FRAME_MS)]


def test_a_marked_stretch_is_played_and_no_further(
    stage: Stage, actions: Actions, qtbot: QtBot
) -> None:
    view = view_of(stage)
    for place, act in ((5, Act.RANGE_START), (9, Act.RANGE_END)):
        view.seek(place * FRAME_MS)
        actions.press(act)
    actions.press(Act.PLAY_RANGE)
    assert view.reel.is_playing
    qtbot.waitUntil(lambda: not view.reel.is_playing, timeout=5_000)
    assert 5 * FRAME_MS <= view.at < 9 * FRAME_MS


def test_keys_go_from_label_to_label_in_time(stage: Stage, actions: Actions) -> None:
    chosen: list[str] = []
    stage.mark_selected.connect(chosen.append)
    places = ((20, 25), (4, 8), (12, 15))
    stage.set_marks(
        [
            StageMark(f"0:{n}", 0, Mark("hate", TimeRange(0, a * FRAME_MS, b * FRAME_MS)))
            for n, (a, b) in enumerate(places)
        ]
    )
    for act in (Act.NEXT_RANGE, Act.NEXT_RANGE, Act.PREVIOUS_RANGE):
        actions.press(act)
    assert chosen == ["0:1", "0:2", "0:1"]
    assert view_of(stage).at == 4 * FRAME_MS


def test_an_end_before_the_start_begins_anew() -> None:
    marked = Marked().with_start(500).with_end(300)
    assert marked.ends is None and marked.end == 300
    assert marked.with_start(100).ends == (100, 300)
