"""One OpenCV decoder over a video in memory, with the traps of its interface closed."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np

from smo_review.media import limits
from smo_review.media.details import Pixels

_FAILED_READS = 1024
"""OpenCV answers "no frame" at each damaged packet, and once before the decoder's last frames
come out; only this many in a row are the end."""
_MOST_RATE = 240.0


class Stream(io.BytesIO):
    """Bytes whose `seek` answers -1 as C does: an exception in it would crash the process.

    Damaged AVI files ask for places before the beginning.
    """

    def seek(self, offset: int, whence: int = 0, /) -> int:
        start = {0: 0, 1: self.tell(), 2: self.getbuffer().nbytes}.get(whence)
        if start is None or start + offset < 0:
            return -1
        return super().seek(start + offset)


class Capture:
    """Frames one after the other, upright (OpenCV turns them by the container's rotation).

    `next` is the number of the frame that `grab` decodes next, or None after a jump; `last` is
    the time of the frame decoded last, in microseconds from the first frame.
    """

    def __init__(self, data: bytes) -> None:
        self.next: int | None = 0
        self.jumped = False
        self.last: int | None = None
        self._video: Any = None
        self.size: tuple[int, int] | None = None
        self.rate, self.claimed, self.rotation = 0.0, 0, 0
        try:
            # The stubs ask for OpenCV's own reader class; any readable stream does.
            stream: Any = Stream(data)
            self._video = cv2.VideoCapture(stream, cv2.CAP_FFMPEG, [])
        except cv2.error:
            return
        if self._video.isOpened():
            self._read_properties()

    def _read_properties(self) -> None:
        width = int(self._video.get(cv2.CAP_PROP_FRAME_WIDTH))
        height = int(self._video.get(cv2.CAP_PROP_FRAME_HEIGHT))
        if width > 0 and height > 0:
            self.size = width, height
        self.rotation = round(self._video.get(cv2.CAP_PROP_ORIENTATION_META)) % 360
        rate = self._video.get(cv2.CAP_PROP_FPS)
        claimed = self._video.get(cv2.CAP_PROP_FRAME_COUNT)
        # A Matroska file without a frame rate is told as 1000 frames a second: no claim at all.
        if 0 < rate <= _MOST_RATE:
            self.rate = rate
            self.claimed = round(claimed) if 0 < claimed <= limits.FRAMES else 0

    def grab(self) -> int | None:
        """Decode the next frame without drawing it: its time, or None at the end."""
        try:
            got = any(self._video.grab() for _ in range(_FAILED_READS))
        except cv2.error:
            got = False
        if not got:
            return None
        if self.next is not None:
            self.next += 1
        self.last = round(self._video.get(cv2.CAP_PROP_POS_MSEC) * 1000)
        return self.last

    def retrieve(self) -> Pixels | None:
        """The frame decoded last; may be called again."""
        try:
            got, picture = self._video.retrieve()
        except cv2.error:
            return None
        if not got or picture is None or picture.ndim != 3:
            return None
        return np.asarray(picture, np.uint8)

    def jump(self, stamp: int) -> int | None:
        """Go to about `stamp` and decode one frame: its time, or None. `next` is unknown then."""
        self.next = None
        self.last = None
        self.jumped = True
        try:
            self._video.set(cv2.CAP_PROP_POS_MSEC, stamp / 1000)
        except cv2.error:
            return None
        return self.grab()
