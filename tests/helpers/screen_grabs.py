"""Grabs of a whole display, again and again, while a client in another process works on it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from tests.helpers.stage_media import near_colours

PATIENCE = 30
EVERY = 0.03
"""Seconds between two grabs, in which the client works."""


@dataclass(frozen=True)
class Display:
    """An X display by its name, and the file (XWD) in which the server keeps what it shows."""

    name: str
    shown: Path


@dataclass(frozen=True)
class Grab:
    """What was being done when a grab began and when it ended, and whether it gave content away."""

    began: str
    ended: str
    coloured: bool


def grab(display: Display) -> np.ndarray[Any, Any]:
    """What the display shows now: rows of red, green, blue."""
    raw = display.shown.read_bytes()
    head = np.frombuffer(raw, ">u4", 20)
    size, wide, high, bits, line, colours = (int(head[n]) for n in (0, 4, 5, 11, 12, 19))
    assert bits == 32
    pixels = np.frombuffer(raw, np.uint8, high * line, size + 12 * colours)
    return cv2.cvtColor(pixels.reshape(high, line // 4, 4)[:, :wide], cv2.COLOR_BGRA2RGB)


class Screen:
    """Grabs the display again and again until it is closed."""

    def __init__(self, display: Display) -> None:
        self.doing = ""
        self.grabs: list[Grab] = []
        self._display = display
        self._more = threading.Condition()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="grabs")
        self._thread.start()

    def wait_for_grabs(self, count: int = 2) -> None:
        """Until so many grabs began after now, and ended."""
        with self._more:
            wanted = len(self.grabs) + count + 1
            done = self._more.wait_for(lambda: len(self.grabs) >= wanted, PATIENCE)
        assert done, "no grab came"

    def close(self) -> None:
        self._closed.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._closed.wait(EVERY):
            began = self.doing
            pixels = grab(self._display)
            ended = self.doing
            coloured = near_colours(pixels)
            with self._more:
                self.grabs.append(Grab(began, ended, coloured))
                self._more.notify_all()


def flashes(screen: Screen) -> set[str]:
    """What was being done when a grab between two acts, or during one, showed a colour."""
    return {grab.ended for grab in screen.grabs if grab.coloured and is_covered(grab)}


def is_covered(grab: Grab) -> bool:
    """Whether nothing was revealed while the grab was taken."""
    return "revealed" not in (grab.began, grab.ended)
