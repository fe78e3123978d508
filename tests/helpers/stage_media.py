"""Media for the stage's tests: a stand-in for the stills child, and patterns that give it away.

The patterns are fine and in two colours that the interface never uses, so that any uncovered
pixel, and any detail finer than a cover's grid, can be found in what was painted.
"""

from __future__ import annotations

import threading
from typing import Any

import cv2
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from smo_review.domain.content import Item, Part
from smo_review.domain.pictures import Cover, Detail, Picture, Probe
from smo_review.domain.project import LabelDef, Project
from smo_review.domain.views import ItemView
from smo_review.media.reasons import Reason, Unshowable

MAGENTA, ACID = (200, 0, 160), (140, 255, 0)
"""The patterns' colours, red, green, blue."""
FRAME_MS = 40

Frames = list[np.ndarray[Any, Any]]


def pattern(width: int = 320, height: int = 240, shift: int = 0) -> np.ndarray[Any, Any]:
    """Four-pixel checks in the two colours, BGR."""
    rows, columns = np.indices((height, width))
    first = ((rows // 4 + (columns + shift) // 4) % 2).astype(bool)
    picture = np.empty((height, width, 3), np.uint8)
    picture[first] = MAGENTA[::-1]
    picture[~first] = ACID[::-1]
    return picture


class FakeStills:
    """Answers as the child does, from arrays. `asked` keeps what was asked for, in order."""

    def __init__(self, files: dict[str, Frames], audio: bool = False) -> None:
        self.files = files
        self.audio = audio
        self.asked: list[tuple[str, str]] = []
        self.refuses: dict[str, Reason] = {}
        self.pictures: list[tuple[Detail, int, int | None]] = []
        self.loaded: set[str] = set()
        self.gate: threading.Event | None = None
        self.closed = False

    def load(self, key: str, data: bytes, width: int = 0, height: int = 0) -> Probe:
        self._note("load", key)
        self.loaded.add(key)
        frames = self.files[key]
        tall, wide = frames[0].shape[:2]
        video = len(frames) > 1
        return Probe(
            ok=True,
            kind="video" if video else "image",
            width=wide,
            height=tall,
            frames=len(frames),
            duration=len(frames) * FRAME_MS if video else 0,
            audio=video and self.audio,
        )

    def prepare(self, key: str) -> None:
        self._note("prepare", key)
        if key not in self.loaded:
            raise Unshowable("gone")

    def cover(self, key: str, at_ms: int = 0) -> Cover:
        self._note("cover", key)
        return self._cover(self.files[key][at_ms // FRAME_MS], at_ms)

    def picture(
        self,
        key: str,
        width: int,
        height: int,
        detail: Detail,
        frame: int | None = None,
        at: int | None = None,
    ) -> Picture:
        self._note("picture", key)
        self.pictures.append((detail, max(width, height), frame))
        if key not in self.loaded:
            raise Unshowable("gone")
        frames = self.files[key]
        number = frame if frame is not None else min((at or 0) // FRAME_MS, len(frames) - 1)
        if number >= len(frames):
            raise Unshowable("end")
        full = frames[number]
        tall, wide = full.shape[:2]
        share = min(width / wide, height / tall, 1.0)
        size = max(1, round(wide * share)), max(1, round(tall * share))
        made = (
            full if size == (wide, tall) else cv2.resize(full, size, interpolation=cv2.INTER_AREA)
        )
        if detail == "clear":
            words = cv2.cvtColor(made, cv2.COLOR_BGR2BGRA)
        else:
            grey = cv2.cvtColor(made, cv2.COLOR_BGR2GRAY)
            words = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGRA)
        pixels = np.ascontiguousarray(words).tobytes()
        return Picture(*size, pixels, wide, tall, detail, number * FRAME_MS, number)

    def storyboard(self, key: str, count: int) -> tuple[Cover, ...]:
        self._note("storyboard", key)
        frames = self.files[key]
        step = max(1, len(frames) // count)
        return tuple(self._cover(frames[n], n * FRAME_MS) for n in range(0, len(frames), step))[
            :count
        ]

    def close(self) -> None:
        self.closed = True
        if self.gate is not None:
            self.gate.set()

    def _note(self, what: str, key: str) -> None:
        self.asked.append((what, key))
        if self.gate is not None:
            assert self.gate.wait(10)
        if key in self.refuses:
            raise Unshowable(self.refuses[key])

    def _cover(self, full: np.ndarray[Any, Any], at: int) -> Cover:
        tall, wide = full.shape[:2]
        share = 16 / max(tall, wide)
        size = max(1, round(wide * share)), max(1, round(tall * share))
        small = cv2.cvtColor(
            cv2.resize(full, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY
        )
        return Cover(*size, small.tobytes(), wide, tall, at)


PROJECT = Project(
    "p",
    {"en": "Project"},
    labels=(LabelDef("harm", {"en": "Harmful"}), LabelDef("calm", {"en": "Calm"})),
)


def item_view(number: int, *parts: Part, **facts: Any) -> ItemView:
    """An item of batch "b" made of these parts."""
    return ItemView(number, "b", number, Item(f"i{number}", parts, **facts), (), False, "")


def pixels_of(image: QImage) -> np.ndarray[Any, Any]:
    """An image as rows of red, green, blue (int)."""
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.width(), 4)
    return raw[:, :, 2::-1].astype(int)


def near_colours(pixels: np.ndarray[Any, Any]) -> bool:
    """Whether any pixel (rows of red, green, blue) is near one of the pattern's colours."""
    whole = np.ascontiguousarray(pixels)
    for colour in (MAGENTA, ACID):
        # Few pixels are so near in each channel; only these are worth a sum.
        around = [tuple(min(255, max(0, one + by)) for one in colour) for by in (-59, 59)]
        near = whole[cv2.inRange(whole, *around) > 0].astype(np.int16)
        if (np.abs(near - np.array(colour, np.int16)).sum(axis=1) < 60).any():
            return True
    return False


def shows_colours(image: QImage) -> bool:
    """Whether any pixel of an image is near one of the pattern's colours."""
    return near_colours(pixels_of(image))


def shows_detail(image: QImage, area: QRectF) -> bool:
    """Whether neighbouring pixels of the content in `area` differ more than a cover's can.

    `area` is where the whole content lies, also beyond the image. Between two of the 16 grid
    points greys change evenly, so no two neighbours differ by more than 255 over their distance.
    """
    cell = max(area.width(), area.height()) / 16
    inner = area.adjusted(1, 1, -1, -1).toAlignedRect() & image.rect()
    if inner.width() < 2 or inner.height() < 2:
        return False
    pixels = pixels_of(image.copy(inner))
    if int(np.ptp(pixels, axis=2).max()) > 2:
        return True
    most = 255 / cell + 1.5
    steps = (np.abs(np.diff(pixels[:, :, 0], axis=n)).max() for n in (0, 1))
    return any(step > most for step in steps)
