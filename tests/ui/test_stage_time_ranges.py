"""Stretches of time: marked by the person, played once, made a location; labels in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Mark, Part, TimeRange
from tests.helpers.stage_media import FRAME_MS, PROJECT, FakeStills, item_view, pattern
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.stage.marks import StageMark
from ui.stage.stage import Stage
from ui.stage.video_range import Marked, beside
from ui.stage.video_view import VideoView


@pytest.fixture
def stage(qtbot: Any, qapp: QApplication, actions: Actions) -> Iterator[Stage]:
    child = FakeStills({"film": [pattern(64, 48, n) for n in range(60)]})
    with stage_window(qtbot, qapp, actions, child, 900, 640) as shown:
        shown.show_item(item_view(1, Part("text", "words"), Part("video", media="film")), PROJECT)
        shown.go_to_part(1)
        yield shown


def view_of(stage: Stage) -> VideoView:
    view = stage.parts.views[1]
    assert isinstance(view, VideoView)
    return view


def mark(stage: Stage, actions: Actions, start: int, end: int) -> None:
    view_of(stage).seek(start)
    actions.press(Act.RANGE_START)
    view_of(stage).seek(end)
    actions.press(Act.RANGE_END)


def test_an_end_before_the_start_takes_the_start_away_and_the_other_way_round() -> None:
    assert Marked(500, 900).with_start(950) == Marked(950, None)
    assert Marked(500, 900).with_end(400) == Marked(None, 400)
    assert Marked(500).with_end(900).ends == (500, 900)


def test_the_next_label_is_counted_from_the_chosen_one_else_from_the_time() -> None:
    starts = [(100, "a"), (100, "b"), (700, "c")]
    assert beside(starts, "a", 0, 1) == "b"
    assert beside(starts, "c", 0, 1) is None
    assert beside(starts, "", 400, 1) == "c"
    assert beside(starts, "", 400, -1) == "b"
    assert beside([], "", 0, 1) is None


def test_a_marked_range_becomes_a_location_of_its_part_and_is_gone_then(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    mark(stage, actions, 400, 1200)
    with qtbot.waitSignal(stage.located) as got:
        actions.press(Act.USE_RANGE)
    assert got.args == [TimeRange(1, 400, 1200)]
    assert view_of(stage)._marked == Marked()


def test_without_a_range_the_keys_say_what_to_do_and_make_nothing(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    with qtbot.assertNotEmitted(stage.located):
        actions.press(Act.USE_RANGE)
        assert actions.key_text(Act.RANGE_START) in stage._hint.text()
        actions.press(Act.RANGE_START)
        assert actions.key_text(Act.RANGE_END) in stage._hint.text()
        actions.press(Act.PLAY_RANGE)
    assert not view_of(stage).is_playing


def test_the_range_is_played_once_covered_and_no_frame_behind_it_is_shown(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    mark(stage, actions, 400, 800)
    view = view_of(stage)
    shown: list[int] = []
    view.reached.connect(shown.append)
    actions.press(Act.PLAY_RANGE)
    qtbot.waitUntil(lambda: not view.is_playing, timeout=10_000)
    assert shown[0] == pytest.approx(400, abs=FRAME_MS) and max(shown) < 800
    assert sorted(shown) == shown
    assert stage.level == "covered"


def test_labels_in_time_are_gone_through_by_keys(stage: Stage, actions: Actions) -> None:
    stage.set_marks(
        [
            StageMark("late", 0, Mark("harm", TimeRange(1, 1600, 2000))),
            StageMark("early", 1, Mark("calm", TimeRange(1, 400, 800))),
        ]
    )
    chosen: list[str] = []
    stage.mark_selected.connect(chosen.append)
    view = view_of(stage)
    view.seek(200)
    for act, at in ((Act.NEXT_RANGE, 400), (Act.NEXT_RANGE, 1600), (Act.PREVIOUS_RANGE, 400)):
        actions.press(act)
        assert view.at == pytest.approx(at, abs=FRAME_MS)
    assert chosen == ["early", "late", "early"]
    actions.press(Act.PREVIOUS_RANGE)
    assert "no other label" in stage._hint.text()
