"""Real photographs are known again after what happens to them on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from smo_review.domain.seen import NEAR_BITS, differing
from smo_review.media.fingerprints import picture_print

MOST = 60


@pytest.fixture(scope="module")
def photographs(real_data: Path) -> dict[str, Any]:
    """The good pictures that are large enough and have something in them, each scene once."""
    told = json.loads((real_data / "images" / "expect_images.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = {}
    prints: list[bytes] = []
    for name in sorted(told):
        picture = (
            cv2.imread(str(real_data / "images" / name))
            if "good" in name and name.endswith(".jpg")
            else None
        )
        if picture is None or min(picture.shape[:2]) < 200:
            continue
        mine = picture_print(np.asarray(picture))
        if mine and all(differing(mine, other) > 90 for other in prints):
            prints.append(mine)
            found[name] = picture
        if len(found) == MOST:
            break
    assert len(found) >= 10
    return found


def test_they_are_known_again_smaller_recompressed_or_cropped_a_little(
    photographs: dict[str, Any],
) -> None:
    kept = 0
    for picture in photographs.values():
        height, width = picture.shape[:2]
        _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 40])
        edge = (height // 100, width // 100)
        changed = (
            cv2.resize(picture, (width // 2, height // 2), interpolation=cv2.INTER_AREA),
            cv2.imdecode(jpeg, cv2.IMREAD_COLOR),
            picture[edge[0] : height - edge[0], edge[1] : width - edge[1]],
        )
        mine = picture_print(picture)
        kept += sum(
            differing(mine, picture_print(np.asarray(one)) or bytes(32)) <= NEAR_BITS
            for one in changed
        )
    assert kept >= 0.95 * 3 * len(photographs)
