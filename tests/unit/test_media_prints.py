"""Prints are made in the stills child, of images and of key frames, and refused like pictures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smo_review.domain.seen import NEAR_BITS, differing
from smo_review.media import wire
from smo_review.media.client import Stills
from smo_review.media.draw_scenes import draw_scene
from smo_review.media.reasons import Unshowable
from smo_review.media.stills import Desk
from tests.helpers.drawn_media import clip


@pytest.fixture
def stills() -> Iterator[Stills]:
    with Stills() as stills:
        yield stills


def test_an_image_turned_by_its_exif_has_the_print_of_the_upright_one(stills: Stills) -> None:
    stills.load("upright", draw_scene("landscape", 1))
    stills.load("turned", draw_scene("landscape", 1, turned=True))
    upright, turned = stills.print_of("upright"), stills.print_of("turned")
    assert len(upright) == 32
    assert differing(upright, turned) <= NEAR_BITS


def test_other_scenes_have_other_prints(stills: Stills) -> None:
    prints = []
    for name in ("landscape", "cat", "boat", "noodles"):
        stills.load(name, draw_scene(name, 3))
        prints.append(stills.print_of(name))
    for at, one in enumerate(prints):
        assert all(differing(one, other) > NEAR_BITS for other in prints[:at])


def test_a_frame_of_a_video_has_a_print_and_a_blank_one_has_none(stills: Stills) -> None:
    stills.load("blank", clip())
    assert stills.print_of("blank", 1000) == b""


def test_what_cannot_be_decoded_has_no_print(stills: Stills) -> None:
    with pytest.raises(Unshowable):
        stills.load("broken", draw_scene("cat", 1)[:200])
    with pytest.raises(Unshowable) as refused:
        stills.print_of("broken")
    assert refused.value.reason == "gone"


def test_a_child_that_answers_a_print_of_another_length_is_not_believed(
    stills: Stills, monkeypatch: pytest.MonkeyPatch
) -> None:
    stills.load("a", draw_scene("cat", 1))
    monkeypatch.setattr(stills, "_ask", lambda request: (wire.Printed(b"short"), b""))
    with pytest.raises(Unshowable) as refused:
        stills.print_of("a")
    assert refused.value.reason == "crash"


def test_a_print_of_nothing_at_hand_is_refused_in_the_child_too() -> None:
    answer, _ = Desk().answer(wire.PrintOf("nothing"), b"")
    assert answer == wire.Refusal("gone")
