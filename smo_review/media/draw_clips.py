"""Makes the videos of the sample batch: short animations with a murmur of a voice, from code.

A clip is a function that paints frame `t` (0..1 through the clip) on a BGR array.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import cv2
import numpy as np

from smo_review.media.avi import write_avi
from smo_review.media.draw_sound import RATE, murmur

if TYPE_CHECKING:
    from numpy.typing import NDArray

Frame: TypeAlias = "NDArray[np.uint8]"
SIZE = (640, 360)
FPS = 12
_WHITE, _INK, _RED, _YELLOW = (246, 250, 250), (64, 52, 44), (62, 74, 206), (76, 196, 242)
_SKY, _GRASS, _WATER, _WOOD = (240, 220, 188), (98, 178, 126), (196, 156, 96), (66, 104, 150)


def _disc(frame: Frame, x: float, y: float, radius: int, colour: tuple[int, int, int]) -> None:
    cv2.circle(frame, (round(x), round(y)), radius, colour, cv2.FILLED, cv2.LINE_AA)


def _area(frame: Frame, colour: tuple[int, int, int], *points: tuple[float, float]) -> None:
    corners = np.array([[round(x), round(y)] for x, y in points], dtype=np.int32)
    cv2.fillPoly(frame, [corners], colour, cv2.LINE_AA)


def _words(frame: Frame, text: str, x: int, y: int, scale: float, colour: Any = _INK) -> None:
    cv2.putText(frame, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, colour, 2, cv2.LINE_AA)


def _ball(frame: Frame, t: float) -> None:
    frame[:] = _SKY
    frame[250:] = _GRASS
    _area(frame, _WHITE, (520, 110), (526, 110), (526, 260), (520, 260))
    _area(frame, _WHITE, (520, 110), (630, 110), (630, 116), (520, 116))
    height = abs(math.sin(t * math.pi * 5)) * 150 * (1 - t * 0.6)
    _disc(frame, 60 + t * 500, 250 - height, 18, _WHITE)
    _disc(frame, 60 + t * 500 + 5, 250 - height - 3, 6, _INK)
    if t > 0.85:
        _words(frame, "GOAL", 250, 90, 2.0, _RED)


def _river(frame: Frame, t: float) -> None:
    frame[:] = _SKY
    frame[200:] = _WATER
    for n in range(14):
        x, y = (n * 97 + t * 160) % 700 - 40, 215 + n * 10
        cv2.line(frame, (round(x), y), (round(x) + 40, y), (214, 182, 130), 2, cv2.LINE_AA)
    left, deck = 40 + t * 480, 205 + 5 * math.sin(t * 20)
    hull = ((left, deck), (left + 130, deck), (left + 105, deck + 34), (left + 25, deck + 34))
    _area(frame, _WOOD, *hull)
    mast = left + 66
    _area(frame, _WHITE, (mast, deck - 100), (mast, deck - 6), (left + 120, deck - 6))


def _balloon(frame: Frame, t: float) -> None:
    frame[:] = _SKY
    _area(frame, _GRASS, (0, 300), (160, 270), (380, 310), (640, 280), (640, 360), (0, 360))
    x, y = 320 + 90 * math.sin(t * 6), 260 - t * 170
    cv2.line(frame, (round(x), round(y)), (round(x), round(y) + 70), _INK, 2, cv2.LINE_AA)
    cv2.ellipse(frame, (round(x), round(y)), (34, 44), 0, 0, 360, _RED, cv2.FILLED, cv2.LINE_AA)


def _wheel(frame: Frame, t: float) -> None:
    """A lucky wheel; from half way a board asks people to bet."""
    frame[:] = (210, 226, 236)
    spin = 360 * 4 * (1 - (1 - t) ** 2)
    for n in range(8):
        colour = (_RED, _YELLOW, _WATER, _WHITE)[n % 4]
        cv2.ellipse(
            frame, (220, 180), (130, 130), spin, n * 45, n * 45 + 45, colour, cv2.FILLED,
            cv2.LINE_AA,
        )  # fmt: skip
    _area(frame, _INK, (208, 36), (232, 36), (220, 66))
    if t >= 0.5:
        cv2.rectangle(frame, (390, 110), (620, 250), _INK, cv2.FILLED)
        _words(frame, "BET NOW", 415, 170, 1.2, _YELLOW)
        _words(frame, "win x3", 445, 220, 1.0, _WHITE)


def _prices(frame: Frame, t: float) -> None:
    """A price board that turns its pages; the third quarter shows somebody's phone number."""
    frame[:] = (166, 190, 206)
    cv2.rectangle(frame, (90, 40), (550, 320), (56, 62, 46), cv2.FILLED)
    pages = (
        ("CUCUMBER  2000", "MORNING G. 1500"), ("TOMATO  3000", "LIME  2500"),
        ("CALL MR TAN", "012 555 044"), ("THANK YOU", "see you at 6:00"),
    )  # fmt: skip
    for row, line in enumerate(pages[min(3, int(t * 4))]):
        _words(frame, line, 120, 140 + row * 100, 1.4, _WHITE)


def _market(frame: Frame, t: float) -> None:
    frame[:] = (180, 206, 222)
    for n in range(9):
        x = n * 170 - t * 700
        for stripe in range(4):
            left = x + stripe * 36
            colour = _RED if stripe % 2 else _WHITE
            _area(frame, colour, (left, 80), (left + 36, 80), (left + 32, 140), (left - 4, 140))
        _area(frame, _WOOD, (x, 230), (x + 144, 230), (x + 144, 300), (x, 300))
        for fruit in range(5):
            _disc(frame, x + 18 + fruit * 27, 220, 13, (_YELLOW, _RED, _GRASS)[(n + fruit) % 3])


CLIPS: dict[str, Callable[[Frame, float], None]] = {
    "ball": _ball, "river": _river, "balloon": _balloon, "wheel": _wheel, "prices": _prices,
    "market": _market,
}  # fmt: skip


def draw_clip(name: str, caption: str, seconds: int = 6) -> bytes:
    """An AVI of a clip from `CLIPS`: motion JPEG with the murmur of `caption`."""
    count = seconds * FPS
    frames = []
    for number in range(count):
        frame = np.zeros((SIZE[1], SIZE[0], 3), dtype=np.uint8)
        CLIPS[name](frame, number / count)
        ok, jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 82])
        if not ok:
            raise ValueError(f"frame {number} of clip {name} could not be encoded")
        frames.append(jpeg.tobytes())
    return write_avi(frames, SIZE, FPS, murmur(caption, seconds * 1000), RATE)
