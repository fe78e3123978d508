"""A video with sound on the stage: frames go by what is heard, and nothing depends on it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from tests.helpers.fake_player import FakeProcess, fake_player
from tests.helpers.stage_media import FRAME_MS, PROJECT, FakeStills, item_view, pattern
from tests.helpers.stage_window import stage_window
from ui.player.messages import Halt, Levels, Over, Place, Silent
from ui.shell.actions import Act, Actions
from ui.stage.playback import FAR_OFF, PASSED_OVER, Playback
from ui.stage.shots import Shot
from ui.stage.stage import Stage
from ui.stage.video_view import VideoView

FRAMES = 200
FILM = item_view(1, Part("video", media="film"))


def shot(number: int) -> Shot:
    return Shot(QImage(), None, number * FRAME_MS, number)


# The clock, without a window.


def test_frames_a_little_off_the_sound_slide_towards_it() -> None:
    playback = Playback(at=0, speed=1.0, now=0.0)
    playback.follow(1040.0, 1.0)
    assert 1000 < playback.position(1.0) < 1040
    for _ in range(30):
        playback.follow(1040.0, 1.0)
    assert playback.position(1.0) == pytest.approx(1040, abs=1)


def test_frames_far_off_the_sound_jump_to_it() -> None:
    playback = Playback(at=0, speed=2.0, now=0.0)
    playback.follow(2000.0 + 2 * FAR_OFF, 1.0)
    assert playback.position(1.0) == pytest.approx(2000 + 2 * FAR_OFF)
    assert playback.position(1.5) == pytest.approx(3000 + 2 * FAR_OFF)


def test_with_sound_frames_that_come_late_do_not_hold_the_clock() -> None:
    playback = Playback(at=0, speed=1.0, now=0.0)
    playback.follow(0.0, 0.0)
    playback.push([shot(0), shot(1)], 1.0)
    assert playback.position(1.0) == pytest.approx(1000)


def test_frames_far_behind_the_sound_are_passed_over_and_without_sound_none_is() -> None:
    playback = Playback(at=0, speed=1.0, now=0.0)
    late = (PASSED_OVER + 50) / 1000
    assert playback.missed(0, late) is None
    playback.follow(0.0, 0.0)
    assert playback.missed(0, late) == round(late * 1000)
    playback.lead()
    assert playback.missed(0, late) is None


# On the stage.


@pytest.fixture
def made() -> list[FakeProcess]:
    return []


@pytest.fixture
def child() -> FakeStills:
    return FakeStills({"film": [pattern(64, 48, n) for n in range(FRAMES)]}, audio=True)


@pytest.fixture
def stage(
    qtbot: Any, qapp: QApplication, actions: Actions, made: list[FakeProcess], child: FakeStills
) -> Iterator[Stage]:
    with stage_window(qtbot, qapp, actions, child, 900, 640, player=fake_player(made)) as shown:
        shown.show_item(FILM, PROJECT)
        made[0].say(Levels("film", b"\x60" * 80, True))
        qtbot.waitUntil(lambda: bool(view_of(shown).sound.levels))
        yield shown


def view_of(stage: Stage) -> VideoView:
    view = stage.parts.views[0]
    assert isinstance(view, VideoView)
    return view


def test_the_frames_go_where_the_sound_is_heard(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: Any
) -> None:
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    run = made[0].plays[-1].run
    made[0].say(Place(run, 4000.0, time.monotonic()))
    view = view_of(stage)
    qtbot.waitUntil(lambda: (view._frame or 0) * FRAME_MS >= 4000, timeout=10_000)
    assert stage.level == "covered" and not view.canvas.is_revealed


def test_revealing_and_covering_while_it_plays_leaves_the_sound_alone(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: Any
) -> None:
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    view = view_of(stage)
    before = list(made[0].orders)
    actions.press(Act.TOGGLE_REVEAL)
    qtbot.waitUntil(lambda: view.canvas.is_revealed)
    actions.press(Act.REVEAL_MORE)
    actions.press(Act.TOGGLE_REVEAL)
    assert not view.canvas.is_revealed and view.is_playing
    assert made[0].orders == before


def test_a_seek_while_it_plays_is_silent_until_the_frame_is_there_and_goes_on_from_it(
    stage: Stage, actions: Actions, made: list[FakeProcess]
) -> None:
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    made[0].orders.clear()
    view_of(stage).seek(4000)
    assert isinstance(made[0].orders[0], Halt)
    assert made[0].plays[-1].at == pytest.approx(4000, abs=FRAME_MS)


def test_speed_and_pause_are_the_sounds_too(
    stage: Stage, actions: Actions, made: list[FakeProcess]
) -> None:
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    actions.press(Act.VIDEO_FASTER)
    assert made[0].plays[-1].speed == 1.25
    actions.press(Act.PLAY_PAUSE)
    assert isinstance(made[0].orders[-1], Halt)


def test_covering_all_is_silence(stage: Stage, actions: Actions, made: list[FakeProcess]) -> None:
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    actions.press(Act.COVER_ALL)
    assert isinstance(made[0].orders[-1], Halt)


def test_a_child_that_ends_costs_the_sound_and_one_word_and_the_video_goes_on(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: Any
) -> None:
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    view = view_of(stage)
    made[0].die()
    qtbot.waitUntil(lambda: "cannot be played" in stage._hint.text())
    frame = view._frame or 0
    qtbot.waitUntil(lambda: (view._frame or 0) > frame + 2)
    assert view.is_playing and not view.sound.is_on


def test_where_there_is_no_loudspeaker_the_video_plays_and_says_so(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: Any
) -> None:
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    made[0].say(Silent("film", "device"))
    qtbot.waitUntil(lambda: "no loudspeaker" in stage._hint.text())
    assert view_of(stage).is_playing


def test_the_end_of_the_sound_leaves_the_frames_playing(
    stage: Stage, actions: Actions, made: list[FakeProcess], qtbot: Any
) -> None:
    actions.press(Act.SOUND)
    actions.press(Act.PLAY_PAUSE)
    made[0].say(Over(made[0].plays[-1].run))
    view = view_of(stage)
    frame = view._frame or 0
    qtbot.waitUntil(lambda: (view._frame or 0) > frame + 2)


def test_a_video_without_sound_says_so_when_sound_is_asked_for(
    stage: Stage, actions: Actions, child: FakeStills, made: list[FakeProcess]
) -> None:
    child.audio = False
    child.files["mute"] = child.files["film"]
    stage.show_item(item_view(2, Part("video", media="mute")), PROJECT)
    actions.press(Act.SOUND)
    assert "no sound" in stage._hint.text()
    assert view_of(stage).transport._sound.text() == "No sound"


def test_its_loudness_is_on_the_seek_bar_and_is_told_to_screen_readers(
    stage: Stage, made: list[FakeProcess], qtbot: Any
) -> None:
    bar = view_of(stage).transport.bar
    made[0].say(Levels("film", b"\x30" * 40 + b"\xf0" * 5 + b"\x30" * 35, True))
    qtbot.waitUntil(lambda: bar.accessibleDescription() == "1 loud places")
    tall = bar.sizeHint().height()
    bar.set_levels(b"")
    assert bar.sizeHint().height() < tall and bar.accessibleDescription() == ""


def test_the_loudness_of_another_video_is_not_taken_for_this_ones(
    stage: Stage, made: list[FakeProcess], qtbot: Any
) -> None:
    levels = view_of(stage).sound.levels
    made[0].say(Levels("other", b"\xff" * 80, True))
    made[0].say(Levels("film", levels + b"\x01", True))
    qtbot.waitUntil(lambda: view_of(stage).sound.levels == levels + b"\x01")


def test_the_volume_has_keys_and_never_goes_over_the_cap(
    stage: Stage, actions: Actions, made: list[FakeProcess]
) -> None:
    actions.press(Act.SOUND)
    for _ in range(30):
        actions.press(Act.LOUDER)
    assert view_of(stage).transport._sound.text() == "Sound 60%"
    for _ in range(30):
        actions.press(Act.SOFTER)
    assert view_of(stage).transport._sound.text() == "Sound 5%"


def test_a_video_whose_pictures_break_off_plays_up_to_there_and_says_so(
    stage: Stage, actions: Actions, child: FakeStills, qtbot: Any
) -> None:
    view = view_of(stage)
    view.seek((FRAMES - 60) * FRAME_MS)
    del child.files["film"][FRAMES - 50 :]
    actions.press(Act.PLAY_PAUSE)
    qtbot.waitUntil(lambda: not view.is_playing, timeout=10_000)
    assert view._frame == FRAMES - 51
    assert "pictures end here" in stage._hint.text()
