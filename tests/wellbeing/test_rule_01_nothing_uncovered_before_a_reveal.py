"""Rule 1: no uncovered pixel is painted before an explicit reveal, whatever happens around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from smo_review.domain.pictures import Cover
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern, shows_colours
from tests.helpers.stage_window import stage_window
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.shell.settings import SettingsStore
from ui.stage import cover as covers
from ui.stage.canvas import Canvas
from ui.stage.stage import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FILES = {
    "one": [pattern()],
    "two": [pattern(shift=1)],
    "film": [pattern(shift=n) for n in range(9)],
}


@pytest.fixture
def flashes(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For every paint of a picture or frame: whether it showed the content's colours."""
    seen: list[bool] = []
    original = Canvas.paint

    def paint(canvas: Canvas, painter: QPainter) -> None:
        original(canvas, painter)
        image = QImage(canvas.size(), QImage.Format.Format_RGB32)
        again = QPainter(image)
        original(canvas, again)
        again.end()
        seen.append(shows_colours(image))

    monkeypatch.setattr(Canvas, "paint", paint)
    return seen


def session(stage: Stage, actions: Actions, qapp: QApplication) -> None:
    """First paint, item change, resize, zoom, full screen, theme, playing, seeking."""
    steps: tuple[Callable[[], object], ...] = (
        lambda: stage.show_item(item_view(1, Part("image", media="one")), PROJECT),
        lambda: stage.resize(500, 420),
        lambda: actions.press(Act.ZOOM_IN),
        stage.showFullScreen,
        stage.showNormal,
        lambda: theme.apply(qapp, "dark", 150),
        lambda: theme.apply(qapp, "light", 100),
        lambda: stage.show_item(item_view(2, Part("video", media="film")), PROJECT),
        lambda: actions.press(Act.PLAY_PAUSE),
        lambda: actions.press(Act.SEEK_FORWARD),
        lambda: stage.show_item(item_view(3, Part("image", media="two")), PROJECT),
    )
    for step in steps:
        step()
        stage.grab()
        qapp.processEvents()


@pytest.mark.parametrize("cover_is_on", [True, False])
def test_a_session_without_a_reveal_shows_no_colour_and_without_the_cover_it_would(
    qtbot: Any,
    qapp: QApplication,
    tmp_path: Path,
    flashes: list[bool],
    monkeypatch: pytest.MonkeyPatch,
    cover_is_on: bool,
) -> None:
    if not cover_is_on:
        raw = pattern()[:, :, ::-1].copy()

        def uncovered(cover: Cover) -> QImage:
            return QImage(raw.data, 320, 240, 960, QImage.Format.Format_RGB888).copy()

        monkeypatch.setattr(covers, "cover_image", uncovered)
    actions = Actions(SettingsStore(tmp_path / "settings.ini"))
    with stage_window(qtbot, qapp, actions, FakeStills(FILES), 800, 600) as stage:
        session(stage, actions, qapp)
    assert len(flashes) > 8
    assert any(flashes) is not cover_is_on
