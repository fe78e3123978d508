"""What the stills child makes before it is asked for: quick covers, and how a reveal begins."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from smo_review.media.client import Stills
from tests.helpers.drawn_media import encoded, quarters


@pytest.fixture
def stills() -> Iterator[Stills]:
    with Stills() as stills:
        yield stills


def test_what_was_made_ready_ahead_looks_as_what_is_made_when_asked(stills: Stills) -> None:
    photo = encoded(quarters(1920, 1080), "JPEG", quality=95)
    for key in ("ahead", "asked"):
        stills.load(key, photo, 1280, 800)
    stills.prepare("ahead")
    ahead, asked = (stills.picture(key, 1280, 720, "outline") for key in ("ahead", "asked"))
    assert (ahead.width, ahead.height) == (640, 360)
    assert ahead == asked
    assert stills.picture("ahead", 200, 200, "outline").width == 200


def test_a_quick_cover_is_the_cover_of_the_whole_picture(stills: Stills) -> None:
    picture = quarters(1920, 1080)
    stills.load("quick", encoded(picture, "JPEG", quality=95))
    stills.load("whole", encoded(picture, "PNG"))
    quick, whole = stills.cover("quick"), stills.cover("whole")
    assert (quick.width, quick.height) == (whole.width, whole.height)
    differences = np.frombuffer(quick.pixels, np.uint8).astype(int) - list(whole.pixels)
    assert np.abs(differences).max() <= 4
