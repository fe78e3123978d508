"""Videos on the stage: nothing plays by itself, frames are exact and paced by their times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from smo_review.domain.content import Mark, Part, Pin, TimeRange
from tests.helpers.stage_media import FRAME_MS, PROJECT, FakeStills, item_view, pattern
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.shell.keys import KeyReader
from ui.shell.settings import SettingsStore
from ui.stage.loader import InlineLoader
from ui.stage.marks import StageMark
from ui.stage.playback import Playback
from ui.stage.shots import Shot
from ui.stage.stage import Stage
from ui.stage.time_bar import TimeBar
from ui.stage.video_view import VideoView

FRAMES = 30


def shot(number: int) -> Shot:
    return Shot(QImage(), None, number * FRAME_MS, number)


# Pacing, without a window.


def test_each_frame_is_due_at_its_own_time() -> None:
    playback = Playback(at=0, speed=1.0, now=10.0)
    playback.push([shot(0), shot(1), shot(2)], 10.0)
    assert playback.due(10.0) == shot(0)
    assert playback.due(10.039) is None
    assert playback.wait(10.03) == pytest.approx(0.01)
    assert playback.due(10.041) == shot(1)


def test_twice_the_speed_takes_half_the_time() -> None:
    playback = Playback(at=0, speed=2.0, now=0.0)
    playback.push([shot(1)], 0.0)
    assert playback.due(0.019) is None
    assert playback.due(0.021) == shot(1)


def test_after_a_delay_every_frame_is_still_shown_one_after_another() -> None:
    playback = Playback(at=0, speed=1.0, now=0.0)
    playback.push([shot(n) for n in range(5)], 0.0)
    assert [playback.due(0.1) for _ in range(4)] == [shot(0), shot(1), shot(2), None]
    assert len(playback) == 2


def test_frames_that_come_late_hold_the_clock_so_that_none_is_left_out() -> None:
    playback = Playback(at=0, speed=1.0, now=0.0)
    playback.push([shot(1), shot(2)], 5.0)
    assert playback.due(5.0) == shot(1)
    assert playback.due(5.03) is None
    assert playback.due(5.041) == shot(2)


def test_a_change_of_speed_does_not_jump() -> None:
    playback = Playback(at=0, speed=1.0, now=0.0)
    playback.set_speed(0.5, 1.0)
    assert playback.position(1.0) == pytest.approx(1000)
    assert playback.position(2.0) == pytest.approx(1500)


# On the stage.


@pytest.fixture
def child() -> FakeStills:
    return FakeStills({"film": [pattern(160, 120, n) for n in range(FRAMES)]})


@pytest.fixture
def stage(qtbot: Any, actions: Actions, qapp: QApplication, child: FakeStills) -> Iterator[Stage]:
    theme.apply(qapp, "light", 100)
    loader = InlineLoader(lambda batch, sha: b"", lambda: child)
    made = Stage(loader, actions)
    KeyReader(qapp, actions).setParent(made)
    actions.enter("review")
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_item(item_view(1, Part("video", media="film")), PROJECT)
    yield made
    loader.close()
    made.close()


def view_of(stage: Stage) -> VideoView:
    view = stage.parts.views[0]
    assert isinstance(view, VideoView)
    return view


def place_of(stage: Stage) -> str:
    return view_of(stage).transport._place.text()


def test_opening_a_video_plays_nothing_and_shows_covered_key_frames(
    stage: Stage, child: FakeStills
) -> None:
    QTest.qWait(120)
    view = view_of(stage)
    assert view.board.isVisible() and not view.canvas.isVisible()
    assert not view.is_playing
    assert len(view.board._tiles) == 8
    assert child.pictures == []


def test_frames_are_stepped_exactly_both_ways(stage: Stage, actions: Actions) -> None:
    seen = []
    for act in (Act.STEP_FORWARD, *[Act.STEP_FORWARD] * 3, Act.STEP_BACK):
        actions.press(act)
        seen.append(place_of(stage))
    assert [words.split("frame ")[1] for words in seen] == [
        f"{n} of {FRAMES}" for n in (0, 1, 2, 3, 2)
    ]
    assert seen[3].startswith("0:00.120 / 0:01.200")


def test_steps_stop_at_both_ends(stage: Stage, actions: Actions) -> None:
    actions.press(Act.STEP_FORWARD)
    actions.press(Act.STEP_BACK)
    assert "frame 0 " in place_of(stage)
    actions.press(Act.SEEK_FORWARD)
    actions.press(Act.STEP_FORWARD)
    assert f"frame {FRAMES - 1} " in place_of(stage)


def test_the_keys_step_too(stage: Stage) -> None:
    board = view_of(stage).board
    QTest.keyClick(board, Qt.Key.Key_Period)
    QTest.keyClick(view_of(stage).canvas, Qt.Key.Key_Period)
    assert "frame 1 " in place_of(stage)


def test_covered_playback_asks_for_covers_only_shows_each_frame_and_stops_at_the_end(
    stage: Stage, actions: Actions, child: FakeStills, qtbot: Any, monkeypatch: Any
) -> None:
    shown: list[int] = []
    view = view_of(stage)
    paint = view._paint

    def painted(shot: Shot) -> None:
        shown.append(shot.frame)
        paint(shot)

    monkeypatch.setattr(view, "_paint", painted)
    actions.press(Act.PLAY_PAUSE)
    qtbot.waitUntil(lambda: not view.is_playing, timeout=10_000)
    assert shown[0] == 0 and shown[-1] == FRAMES - 1
    assert shown == list(range(FRAMES))
    assert all(largest == 16 for _, largest, _ in child.pictures)
    assert stage.level == "covered"


def test_revealing_while_it_plays_goes_on_playing_revealed_and_covering_goes_on_covered(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    view = view_of(stage)
    actions.press(Act.PLAY_PAUSE)
    actions.press(Act.TOGGLE_REVEAL)
    frame = view._frame or 0
    qtbot.waitUntil(lambda: (view._frame or 0) >= frame + 2)
    assert view.canvas.is_revealed
    actions.press(Act.TOGGLE_REVEAL)
    frame = view._frame or 0
    assert not view.canvas.is_revealed
    qtbot.waitUntil(lambda: (view._frame or 0) >= frame + 2)
    assert not view.canvas.is_revealed
    actions.press(Act.PLAY_PAUSE)
    assert not view.is_playing


def test_only_the_chosen_key_frame_is_revealed_and_choosing_another_covers_it(
    stage: Stage, actions: Actions, child: FakeStills
) -> None:
    view = view_of(stage)
    actions.press(Act.TOGGLE_REVEAL)
    assert view.board._picture is not None
    assert len(child.pictures) == 1
    actions.press(Act.COVER_ALL)
    actions.press(Act.SEEK_FORWARD)
    assert view.board._chosen == 1
    assert view.board._picture is None


def test_a_click_on_the_seek_bar_goes_there_covered(stage: Stage) -> None:
    bar = view_of(stage).transport.bar
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, 10))
    assert "frame 15 " in place_of(stage)
    assert stage.level == "covered"


def test_a_label_on_a_stretch_of_time_is_on_the_bar_and_selectable_both_ways(
    stage: Stage, qtbot: Any
) -> None:
    stage.set_marks(
        [
            StageMark("early", 0, Mark("harm", TimeRange(0, 200, 400))),
            StageMark("late", 1, Mark("calm", TimeRange(0, 300, 800))),
        ]
    )
    bar = view_of(stage).transport.bar
    areas = bar._areas()
    assert not areas[0].intersects(areas[1])
    with qtbot.waitSignal(stage.mark_selected) as got:
        spot = areas[1].center().toPoint()
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=spot)
    assert got.args == ["late"]
    stage.select_mark("early")
    assert "frame 5 " in place_of(stage)


def test_many_labels_at_one_time_keep_the_bar_small(qtbot: Any) -> None:
    bar = TimeBar()
    qtbot.addWidget(bar)
    bar.set_marks(
        [(StageMark(str(n), n, Mark("harm", TimeRange(0, 0, 900))), "Harmful") for n in range(20)]
    )
    assert bar.sizeHint().height() < 150


def test_a_pin_on_a_video_says_its_time(stage: Stage, actions: Actions, qtbot: Any) -> None:
    for _ in range(4):
        actions.press(Act.STEP_FORWARD)
    stage.start_pin()
    canvas = view_of(stage).canvas
    with qtbot.waitSignal(stage.located) as got:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert got.args == [Pin(0, 500_000, 500_000, 3 * FRAME_MS)]


def test_speed_has_keys_and_ends(stage: Stage) -> None:
    transport = view_of(stage).transport
    for _ in range(9):
        QTest.keyClick(view_of(stage).board, Qt.Key.Key_Greater)
    assert transport.speed == 2.0
    for _ in range(9):
        QTest.keyClick(view_of(stage).board, Qt.Key.Key_Less)
    assert transport.speed == 0.25


def test_a_key_goes_back_to_the_key_frames(stage: Stage, actions: Actions) -> None:
    view = view_of(stage)
    actions.press(Act.STEP_FORWARD)
    assert view.canvas.isVisible()
    QTest.keyClick(view.canvas, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert view.board.isVisible() and not view.canvas.isVisible()


def test_the_keys_of_a_video_work_under_a_khmer_layout(stage: Stage) -> None:
    view = view_of(stage)
    for code, shown in ((60, 1.25), (59, 1.0)):
        _khmer_key(view.board, code)
        assert view.transport.speed == shown
    view.step_by(1)
    _khmer_key(view.canvas, 58)
    assert view.board.isVisible()


def _khmer_key(widget: QWidget, code: int) -> None:
    """Shift and a physical key whose character is Khmer."""
    shift = Qt.KeyboardModifier.ShiftModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        produced = 0x1780 + code
        event = QKeyEvent(kind, produced, shift, code, 0, 0, chr(produced))
        QApplication.sendEvent(widget, event)


def test_the_keys_of_a_video_can_be_changed(
    stage: Stage, settings: SettingsStore, qtbot: Any
) -> None:
    settings.change(key_overrides={"VIDEO_FASTER": "Y"})
    QTest.keyClick(view_of(stage).board, Qt.Key.Key_Y)
    assert view_of(stage).transport.speed == 1.25


def test_it_says_that_there_is_no_sound(stage: Stage) -> None:
    assert "No sound" in [label.text() for label in stage.findChildren(QLabel)]


def test_a_frame_that_cannot_be_read_leaves_the_last_one_covered_and_says_why(
    stage: Stage, actions: Actions, child: FakeStills
) -> None:
    actions.press(Act.STEP_FORWARD)
    child.refuses["film"] = "broken"
    actions.press(Act.STEP_FORWARD)
    assert "frame 0 " in place_of(stage)
    assert "damaged" in stage._hint.text()


def test_another_item_stops_what_plays(stage: Stage, actions: Actions) -> None:
    view = view_of(stage)
    actions.press(Act.PLAY_PAUSE)
    stage.show_item(item_view(2, Part("text", "words")), PROJECT)
    assert not view.is_playing
