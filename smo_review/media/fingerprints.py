"""PDQ, the print by which nearly the same picture is known again. Runs in the stills child only.

The algorithm is that of "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm"
(Facebook, 2019): brightness, a tent filter by two passes of a box filter each way, 64 x 64 points
of that, the 16 x 16 lowest frequencies but the constant ones of its cosine transform, and one bit
each: above the median or not. Two prints that differ in at most 31 of 256 bits are nearly the same.
"""

from __future__ import annotations

import cv2
import numpy as np

from smo_review.media.details import Pixels, fit

SIDE = 512
"""A larger picture is first made as small as this: the tent filter would average it away anyhow."""
GRID, LOW = 64, 16
QUALITY = 50
"""Out of 100. Below it a picture has too little in it for its print to tell anything: published
with the algorithm."""
_LUMA = np.array([0.114, 0.587, 0.299], np.float32)
_TURN = (
    np.sqrt(2.0 / GRID)
    * np.cos(np.pi / 2 / GRID * np.outer(np.arange(1, LOW + 1), 2 * np.arange(GRID) + 1))
).astype(np.float32)


def picture_print(bgr: Pixels) -> bytes:
    """The print of a picture, 32 bytes; empty where there is too little in it to tell."""
    height, width = bgr.shape[:2]
    small = fit(width, height, SIDE, SIDE)
    if small != (width, height):
        bgr = np.asarray(cv2.resize(bgr, small, interpolation=cv2.INTER_AREA))
    points = _points(bgr.astype(np.float32) @ _LUMA)
    return pdq(points) if _quality(points) >= QUALITY else b""


def pdq(points: Pixels) -> bytes:
    """The print of 64 x 64 brightnesses, in the order in which PDQ prints are written as hex."""
    waves = np.asarray(_TURN @ points @ _TURN.T)
    median = np.partition(waves, waves.size // 2 - 1, axis=None)[waves.size // 2 - 1]
    return bytes(np.packbits((waves.ravel() > median)[::-1]))


def _points(brightness: Pixels) -> Pixels:
    """The brightness around each of 64 x 64 points, spread evenly over the picture."""
    for _ in range(2):
        brightness = _boxed(_boxed(brightness).T).T
    height, width = brightness.shape
    rows, columns = (
        ((np.arange(GRID) + 0.5) * size / GRID).astype(int) for size in (height, width)
    )
    points: Pixels = brightness[np.ix_(rows, columns)]
    return points


def _boxed(brightness: Pixels) -> Pixels:
    """The mean along each row over a window of half a point's width, cut off at the edges."""
    width = brightness.shape[1]
    window = -(-width // (2 * GRID))
    after = (window + 2) // 2
    sums = np.zeros((brightness.shape[0], width + 1), np.float64)
    np.cumsum(brightness, axis=1, out=sums[:, 1:])
    last = np.minimum(np.arange(width) + after, width)
    first = np.maximum(np.arange(width) + after - window, 0)
    return np.asarray((sums[:, last] - sums[:, first]) / (last - first), np.float32)


def _quality(points: Pixels) -> int:
    """How much there is in the picture, 0 to 100: the steps from point to point, added up."""
    steps = sum(
        int(np.abs((np.diff(points, axis=axis) * 100 / 255).astype(int)).sum()) for axis in (0, 1)
    )
    return min(100, steps // 90)
