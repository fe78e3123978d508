"""The stage with the real stills child, real threads and real files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from smo_review.media.client import Stills
from tests.helpers.stage_media import PROJECT, item_view
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.stage.image_view import ImageView
from ui.stage.loader import MediaLoader
from ui.stage.shots import Source
from ui.stage.stage import Stage
from ui.stage.video_view import VideoView


@pytest.fixture
def loader(qtbot: Any, real_data: Path) -> Iterator[MediaLoader]:
    made = MediaLoader(lambda batch, sha: (real_data / sha).read_bytes(), Stills)
    yield made
    made.close()


@pytest.fixture
def stage(qtbot: Any, actions: Actions, qapp: QApplication, loader: MediaLoader) -> Iterator[Stage]:
    theme.apply(qapp, "light", 100)
    made = Stage(loader, actions)
    actions.enter("review")
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    yield made
    made.close()


def test_a_real_photograph_is_covered_revealed_and_covered_again(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    stage.show_item(item_view(1, Part("image", media="images/good/mdn/leopard.jpg")), PROJECT)
    view = stage.parts.views[0]
    assert isinstance(view, ImageView)
    qtbot.waitUntil(lambda: view.canvas._cover is not None)
    assert not view.canvas.is_revealed
    actions.press(Act.TOGGLE_REVEAL)
    for _ in range(4):
        actions.press(Act.REVEAL_MORE)
    qtbot.waitUntil(lambda: view.canvas.is_revealed)
    actions.press(Act.COVER_ALL)
    assert not view.canvas.is_revealed


def test_a_photograph_taken_on_its_side_is_shown_upright(stage: Stage, qtbot: Any) -> None:
    sizes = set()
    for n in (1, 6):
        part = Part("image", media=f"images/good/exif-landscape/Landscape_{n}.jpg")
        stage.show_item(item_view(n, part), PROJECT)
        qtbot.waitUntil(lambda: stage._loader.idle)
        assert 0 in stage._probes
        sizes.add((stage._probes[0].width, stage._probes[0].height))
    assert len(sizes) == 1


def test_a_real_video_steps_by_exact_frames_and_plays_covered(
    stage: Stage, actions: Actions, qtbot: Any, real_data: Path
) -> None:
    film = sorted((real_data / "videos" / "good").glob("*.mp4"))[0]
    name = film.relative_to(real_data).as_posix()
    stage.show_item(item_view(1, Part("video", media=name)), PROJECT)
    view = stage.parts.views[0]
    assert isinstance(view, VideoView)
    qtbot.waitUntil(lambda: len(view.board._tiles) > 1)
    actions.press(Act.STEP_FORWARD)
    qtbot.waitUntil(lambda: view._frame is not None)
    first = view._frame or 0
    actions.press(Act.STEP_FORWARD)
    qtbot.waitUntil(lambda: view._frame == first + 1)
    actions.press(Act.PLAY_PAUSE)
    qtbot.waitUntil(lambda: (view._frame or 0) >= first + 6, timeout=15_000)
    assert not view.canvas.is_revealed
    stage.cover_all()


def test_every_malformed_file_ends_in_plain_words(
    stage: Stage, qtbot: Any, real_data: Path
) -> None:
    files = sorted((real_data / "images" / "malformed").rglob("*"))
    names = [path.relative_to(real_data).as_posix() for path in files if path.is_file()][:12]
    assert names
    for n, name in enumerate(names):
        stage.show_item(item_view(n, Part("image", media=name)), PROJECT)
        qtbot.waitUntil(lambda: stage._loader.idle, timeout=30_000)
        view = stage.parts.views[0]
        assert isinstance(view, ImageView)
        assert view.canvas._message or view.canvas._cover is not None


def test_prefetched_items_are_covered_as_soon_as_they_are_shown(
    stage: Stage, loader: MediaLoader, qtbot: Any
) -> None:
    view = item_view(2, Part("image", media="images/good/mdn/moon.jpg"))
    stage.prefetch([view])
    qtbot.waitUntil(lambda: loader.idle)
    stage.show_item(view, PROJECT)
    shown = stage.parts.views[0]
    assert isinstance(shown, ImageView)
    assert shown.canvas._cover is not None
    assert Source("b", "images/good/mdn/moon.jpg") in loader._opened
