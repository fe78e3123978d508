"""Rule 2: while covered, nothing in the window holds the raw image.

The cover is made outside the widget, from a picture of at most 16 px on its long side, grey, and
scaled up only while it is painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from smo_review.media.client import Stills
from tests.helpers.drawn_media import encoded
from tests.helpers.held_images import large_images
from tests.helpers.made_media import made_files
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.shell.settings import SettingsStore
from ui.stage.cover import cover_image
from ui.stage.image_view import ImageView
from ui.stage.stage import Stage

FILES = {"image": [pattern()], "film": [pattern(shift=n) for n in range(12)]}


@pytest.fixture
def actions(tmp_path: Path) -> Actions:
    return Actions(SettingsStore(tmp_path / "settings.ini"))


@pytest.fixture
def stage(qtbot: Any, qapp: QApplication, actions: Actions) -> Iterator[Stage]:
    with stage_window(qtbot, qapp, actions, FakeStills(FILES), 800, 600) as made:
        yield made


def test_the_child_hands_over_at_most_sixteen_grey_pixels_of_every_format() -> None:
    with Stills() as stills:
        for name, data in made_files().items():
            stills.load(name, data)
            for cover in (stills.cover(name), *stills.storyboard(name, 4)):
                assert max(cover.width, cover.height) <= 16, name
                assert len(cover.pixels) == cover.width * cover.height, name  # a byte each: grey
                image = cover_image(cover)
                assert image.format() == QImage.Format.Format_Grayscale8
                assert (image.width(), image.height()) == (cover.width, cover.height)


def test_detail_is_gone_from_a_cover_and_not_only_smeared() -> None:
    """Two pictures that differ in every pixel, with the same means, have one cover."""
    checks = np.indices((256, 256)).sum(axis=0) % 2 * 255
    with Stills() as stills:
        for name, pixels in (("a", checks), ("b", 255 - checks)):
            stills.load(name, encoded(Image.fromarray(pixels.astype(np.uint8)), "PNG"))
        first, second = (np.frombuffer(stills.cover(n).pixels, np.uint8).astype(int) for n in "ab")
    assert np.abs(first - second).max() <= 1


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("name", ["image", "film"])
def test_the_window_holds_nothing_larger_before_a_reveal_and_after_it(
    stage: Stage, actions: Actions, name: str
) -> None:
    stage.show_item(
        item_view(1, Part("image" if name == "image" else "video", media=name)), PROJECT
    )
    view = stage.parts.views[0]
    assert isinstance(view, ImageView)
    assert large_images(stage) == []
    actions.press(Act.TOGGLE_REVEAL)
    assert large_images(stage) != []
    actions.press(Act.COVER_ALL)
    assert large_images(stage) == []
