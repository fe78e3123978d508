"""From an upright picture to what the client may have of it: cover, outline, grey, clear.

Pictures here are OpenCV's: rows of 8-bit blue, green, red. The pixels that leave are 32-bit
0xffRRGGBB words, which on every machine that we support (little-endian) are blue, green, red, 255.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from smo_review.domain.pictures import COVER_SIDE, Cover, Detail, Picture
from smo_review.media import limits

Pixels: TypeAlias = npt.NDArray[Any]

_COVER_SHARE = 4
"""A cover has at most a quarter of the picture's own pixels each way, however small that is."""
_INK = 60
_PAPER_FROM, _PAPER_TO = 150, 245


class Upright(Struct, frozen=True):
    """A decoded picture, upright, with the size of the whole of it: it may have been reduced."""

    bgr: Pixels
    full_width: int
    full_height: int
    at: int = 0
    frame: int = 0


def fit(width: int, height: int, most_width: int, most_height: int) -> tuple[int, int]:
    """The largest size of the same shape inside the given one: never enlarged, at least 1x1."""
    share = min(most_width / width, most_height / height, 1.0)
    return max(1, round(width * share)), max(1, round(height * share))


def cover_of(picture: Upright) -> Cover:
    """The picture's mean greys on a grid of at most 16 squares on its long side."""
    height, width = picture.bgr.shape[:2]
    side = min(COVER_SIDE, -(-max(width, height) // _COVER_SHARE))
    small = resized(picture.bgr, *fit(width, height, side, side))
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    return Cover(
        grey.shape[1],
        grey.shape[0],
        grey.tobytes(),
        picture.full_width,
        picture.full_height,
        picture.at,
    )


def size_of(picture: Upright, width: int, height: int, detail: Detail) -> tuple[int, int]:
    """The size in which the picture is handed out where it must be inside `width` x `height`."""
    if detail != "clear":
        side = limits.GREY_SIDE if detail == "grey" else limits.OUTLINE_SIDE
        width, height = min(width, side), min(height, side)
    return fit(picture.bgr.shape[1], picture.bgr.shape[0], width, height)


def picture_of(
    picture: Upright, width: int, height: int, detail: Detail
) -> tuple[Picture, memoryview]:
    """The picture inside `width` x `height` in the given detail: its record, and its pixels."""
    bgr = resized(picture.bgr, *size_of(picture, width, height, detail))
    if detail == "clear":
        words = cv2.cvtColor(bgr, cv2.COLOR_BGR2BGRA)
    else:
        grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
        words = cv2.cvtColor(grey if detail == "grey" else _drawing(grey), cv2.COLOR_GRAY2BGRA)
    record = Picture(
        words.shape[1],
        words.shape[0],
        b"",
        picture.full_width,
        picture.full_height,
        detail,
        picture.at,
        picture.frame,
    )
    return record, np.ascontiguousarray(words).data.cast("B")


def resized(bgr: Pixels, width: int, height: int) -> Pixels:
    """The picture made smaller. Up to half its size, two neighbours of each pixel each way are all
    that is covered: they cost a fifth of averaging over uneven areas (2 ms against 9 at 1080p)."""
    if (bgr.shape[1], bgr.shape[0]) == (width, height):
        return bgr
    near = bgr.shape[1] < 2 * width and bgr.shape[0] < 2 * height
    how = cv2.INTER_LINEAR if near else cv2.INTER_AREA
    return np.asarray(cv2.resize(bgr, (width, height), interpolation=how), np.uint8)


def _drawing(grey: Pixels) -> Pixels:
    """A pencil drawing: pale flat tones, with lines where the lightness turns sharply."""
    smooth = cv2.bilateralFilter(grey, 7, 60, 7)
    smooth = np.asarray(cv2.bilateralFilter(smooth, 7, 60, 7), np.uint8)
    tones = np.linspace(_PAPER_FROM, _PAPER_TO, 4).round().astype(np.uint8)
    paper = tones[smooth // 64]
    lines = cv2.adaptiveThreshold(
        cv2.medianBlur(smooth, 5), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 9, 4
    )
    drawn: Pixels = np.where(lines == 0, np.uint8(_INK), paper)
    return drawn
