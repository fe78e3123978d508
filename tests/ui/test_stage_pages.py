"""Animations and files of several pages on the stage: covered, and turned by the person."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from smo_review.media.client import Stills
from tests.helpers.drawn_media import encoded
from tests.helpers.stage_media import PROJECT, item_view, pixels_of
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.stage.paged_view import PagedImageView
from ui.stage.stage import Stage

GREYS = (40, 120, 200)


def pages(format: str, *sizes: tuple[int, int]) -> bytes:
    frames = [Image.new("RGB", size, (v, v, v)) for v, size in zip(GREYS, sizes, strict=True)]
    how: dict[str, Any] = (
        {"compression": "tiff_adobe_deflate"} if format == "TIFF" else {"duration": 50, "loop": 0}
    )
    return encoded(frames[0], format, save_all=True, append_images=frames[1:], **how)


SAME = ((64, 48),) * 3
FILES = {
    "moving": pages("GIF", *SAME),
    "pages": pages("TIFF", (64, 48), (48, 96), (64, 48)),
    "cut": pages("TIFF", *SAME),
    "still": encoded(Image.new("RGB", (64, 48)), "PNG"),
}


@pytest.fixture
def stage(qtbot: Any, qapp: QApplication, actions: Actions) -> Iterator[Stage]:
    with (
        Stills() as stills,
        stage_window(qtbot, qapp, actions, stills, 700, 520, FILES.__getitem__) as made,
    ):
        yield made


def shown(stage: Stage, name: str) -> PagedImageView:
    stage.show_item(item_view(1, Part("image", media=name)), PROJECT)
    view = stage.parts.views[0]
    assert isinstance(view, PagedImageView)
    return view


def grey(view: PagedImageView) -> int:
    """The lightness of the middle of what is painted."""
    image = view.canvas.grab().toImage()
    return int(pixels_of(image)[image.height() // 2, image.width() // 2, 0])


def place(view: PagedImageView) -> str:
    assert view.pages is not None
    return view.pages.place


def test_an_animation_opens_covered_at_its_first_frame_and_does_not_move(stage: Stage) -> None:
    view = shown(stage, "moving")
    assert place(view) == "Frame 1 of 3"
    assert not view.canvas.is_revealed
    assert not view._timer.isActive()
    assert abs(grey(view) - GREYS[0]) <= 2


def test_frames_are_turned_by_key_and_stay_covered(stage: Stage, actions: Actions) -> None:
    view = shown(stage, "moving")
    for step, at in ((Act.STEP_FORWARD, 1), (Act.STEP_FORWARD, 2), (Act.STEP_FORWARD, 2),
                     (Act.STEP_BACK, 1), (Act.STEP_BACK, 0), (Act.STEP_BACK, 0)):  # fmt: skip
        actions.press(step)
        assert place(view) == f"Frame {at + 1} of 3"
        assert not view.canvas.is_revealed
        assert abs(grey(view) - GREYS[at]) <= 2


def test_a_reveal_goes_on_over_the_frames_and_ends_at_the_one_shown(
    stage: Stage, actions: Actions
) -> None:
    view = shown(stage, "moving")
    actions.press(Act.TOGGLE_REVEAL)
    actions.press(Act.TOGGLE_REVEAL)
    for _ in range(5):
        actions.press(Act.REVEAL_MORE)
    actions.press(Act.STEP_FORWARD)
    assert view.canvas.is_revealed
    assert abs(grey(view) - GREYS[1]) <= 2
    actions.press(Act.COVER_ALL)
    assert not view.canvas.is_revealed
    assert abs(grey(view) - GREYS[1]) <= 2
    assert place(view) == "Frame 2 of 3"


def test_an_animation_plays_covered_until_it_is_stopped(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    view = shown(stage, "moving")
    seen: set[str] = set()
    actions.press(Act.PLAY_PAUSE)

    def all_seen() -> bool:
        seen.add(place(view))
        return len(seen) == 3

    qtbot.waitUntil(all_seen)
    assert not view.canvas.is_revealed
    actions.press(Act.PLAY_PAUSE)
    assert not view._timer.isActive()


def test_pages_of_several_sizes_are_each_shown_in_their_own_shape(
    stage: Stage, actions: Actions
) -> None:
    view = shown(stage, "pages")
    assert place(view) == "Page 1 of 3"
    actions.press(Act.STEP_FORWARD)
    area = view.canvas._viewport.area()
    assert area.height() == pytest.approx(2 * area.width())
    actions.press(Act.PLAY_PAUSE)
    assert place(view) == "Page 2 of 3"


def test_a_page_that_cannot_be_decoded_leaves_the_one_before_it(
    stage: Stage, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(FILES["cut"])
    with Image.open(io.BytesIO(data)) as image:
        image.seek(1)
        place_of, length = image.tag_v2[273][0], image.tag_v2[279][0]
    data[place_of : place_of + length] = b"\xff" * length
    monkeypatch.setitem(FILES, "cut", bytes(data))
    view = shown(stage, "cut")
    said: list[str] = []
    view.hinted.connect(said.append)
    actions.press(Act.STEP_FORWARD)
    assert said == ["This file is damaged and cannot be decoded."]
    assert place(view) == "Page 1 of 3"
    assert not view.is_broken
    assert abs(grey(view) - GREYS[0]) <= 2


def test_a_still_picture_has_no_such_bar(stage: Stage, actions: Actions) -> None:
    view = shown(stage, "still")
    actions.press(Act.STEP_FORWARD)
    assert view.pages is None
