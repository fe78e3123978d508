"""The transcript beside a video: covered until it is asked for, its lines lead into the video."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from tests.helpers.stage_media import FRAME_MS, PROJECT, FakeStills, item_view, pattern
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.stage import captions_page
from ui.stage.captions_page import PADDING
from ui.stage.captions_panel import CaptionsPanel
from ui.stage.stage import Stage
from ui.stage.video_view import VideoView

SECRET = "ZebraXylophone"
SRT = f"""1
00:00:00,200 --> 00:00:00,600
first <b>{SECRET}</b> <img src="file:x">

2
00:00:01,000 --> 00:00:01,600
ទីពីរ 第二

3
not a time --> 00:00:09,000
lost
"""


@pytest.fixture
def stage(qtbot: Any, qapp: QApplication, actions: Actions) -> Iterator[Stage]:
    child = FakeStills({"film": [pattern(64, 48, n) for n in range(60)]})
    with stage_window(qtbot, qapp, actions, child, 900, 640) as shown:
        shown.show_item(item_view(1, Part("video", media="film", transcript=SRT)), PROJECT)
        yield shown


def view_of(stage: Stage) -> VideoView:
    view = stage.parts.views[0]
    assert isinstance(view, VideoView)
    return view


def panel_of(stage: Stage) -> CaptionsPanel:
    panel = view_of(stage).captions
    assert panel is not None
    return panel


def test_it_is_covered_by_bars_and_its_page_holds_no_word(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panel_of(stage)
    monkeypatch.setattr(captions_page, "laid_out", lambda *_: pytest.fail("words were drawn"))
    panel.page.grab()
    assert panel.page._words is None
    assert panel.page.accessibleDescription() == ""
    assert panel.page.accessibleName() == "Transcript, covered"


def test_a_key_reveals_it_as_plain_words_and_counts_as_looking(
    stage: Stage, actions: Actions
) -> None:
    levels: list[str] = []
    stage.reveal_changed.connect(levels.append)
    actions.press(Act.TRANSCRIPT)
    page = panel_of(stage).page
    assert page._words == [f"first {SECRET}", "ទីពីរ 第二"]
    assert SECRET in page.accessibleDescription()
    assert levels == ["grey"] and not view_of(stage).canvas.is_revealed
    actions.press(Act.TRANSCRIPT)
    assert levels == ["grey", "covered"]


ENDINGS: dict[str, Callable[[Stage, Actions], object]] = {
    "the key again": lambda stage, actions: actions.press(Act.TRANSCRIPT),
    "covering all": lambda stage, actions: actions.press(Act.COVER_ALL),
    "leaving the window": lambda stage, actions: QApplication.sendEvent(
        stage, QEvent(QEvent.Type.WindowDeactivate)
    ),
    "hiding": lambda stage, actions: stage.hide(),
    "time running out": lambda stage, actions: _let_time_run_out(panel_of(stage)),
}


def _let_time_run_out(panel: CaptionsPanel) -> None:
    later = panel.now() + 1000
    panel.now = lambda: later
    panel._ticks.timeout.emit()


SEEN = QRect(0, 0, 200, 160)
"""What is seen of the page whatever room it has."""


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_covered_again_and_its_words_are_gone(
    stage: Stage, actions: Actions, ending: str
) -> None:
    panel = panel_of(stage)
    covered = panel.page.grab(SEEN).toImage()
    actions.press(Act.TRANSCRIPT)
    assert panel.page.grab(SEEN).toImage() != covered
    ENDINGS[ending](stage, actions)
    assert panel.page._words is None and panel.page.accessibleDescription() == ""
    assert panel.page.grab(SEEN).toImage() == covered
    assert stage.level == "covered"


def test_a_line_leads_to_where_it_is_said_by_mouse_and_keys(stage: Stage) -> None:
    page = panel_of(stage).page
    view = view_of(stage)
    second = page._found[1]
    spot = QPoint(20, round(PADDING + (second.top + second.bottom) / 2))
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=spot)
    assert view.at == pytest.approx(1000, abs=FRAME_MS)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Up)
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert view.at == pytest.approx(200, abs=FRAME_MS)
    assert stage.level == "covered"


def test_what_is_said_now_is_marked_and_between_lines_nothing_is(stage: Stage) -> None:
    page = panel_of(stage).page
    for at, line in ((1200, 1), (800, None), (400, 0)):
        view_of(stage).seek(at)
        assert page._now == line


def test_it_says_how_many_lines_cannot_be_read(stage: Stage) -> None:
    assert panel_of(stage)._note_label.text() == "1 lines of it cannot be read."


def test_captions_without_one_readable_line_are_shown_as_they_are(
    stage: Stage, actions: Actions
) -> None:
    part = Part("video", media="film", transcript="WEBVTT\n\nnever --> ever\nhello")
    stage.show_item(item_view(2, part), PROJECT)
    actions.press(Act.TRANSCRIPT)
    assert "hello" in (panel_of(stage).page._words or [])
    assert "no line that can be read" in panel_of(stage)._note_label.text()


def test_a_video_that_came_without_one_says_so(stage: Stage, actions: Actions) -> None:
    stage.show_item(item_view(3, Part("video", media="film")), PROJECT)
    actions.press(Act.TRANSCRIPT)
    assert view_of(stage).captions is None
    assert "without a transcript" in stage._hint.text()


def test_twenty_thousand_lines_are_measured_between_turns_of_the_window(
    stage: Stage, qtbot: Any
) -> None:
    many = "\n\n".join(
        f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},000 --> 99:00:00,000\nline {n}"
        for n in range(20_000)
    )
    stage.show_item(item_view(4, Part("video", media="film", transcript=many)), PROJECT)
    panel = panel_of(stage)
    assert len(panel.page._found) < 1000
    qtbot.waitUntil(lambda: len(panel.page._found) == 20_000, timeout=30_000)
