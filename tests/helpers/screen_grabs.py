"""Grabs of a whole display, again and again, while a client in another process works on it."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass

import numpy as np

from tests.helpers.stage_media import near_colours

ACROSS, DOWN = 1280, 800
PATIENCE = 30


@dataclass(frozen=True)
class Grab:
    """What was being done when a grab began and when it ended, and whether it gave content away."""

    began: str
    ended: str
    coloured: bool


class Screen:
    """Grabs the display again and again until it is closed."""

    def __init__(self, display: str) -> None:
        self.doing = ""
        self.grabs: list[Grab] = []
        self.failure = ""
        self._command = ["import", "-display", display, "-silent", "-window", "root"]
        self._command += ["-depth", "8", "rgb:-"]
        self._more = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="grabs")
        self._thread.start()

    def wait_for_grabs(self, count: int = 2) -> None:
        """Until so many grabs began after now, and ended."""
        with self._more:
            wanted = len(self.grabs) + count + 1
            done = self._more.wait_for(lambda: self.failure or len(self.grabs) >= wanted, PATIENCE)
        assert done and not self.failure, self.failure or "no grab came"

    def close(self) -> None:
        self._closed = True
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._closed and not self.failure:
            began = self.doing
            ran = subprocess.run(self._command, capture_output=True, timeout=PATIENCE, check=False)
            ended = self.doing
            raw = np.frombuffer(ran.stdout, np.uint8)
            with self._more:
                if raw.size == ACROSS * DOWN * 3:
                    coloured = near_colours(raw.reshape(DOWN, ACROSS, 3))
                    self.grabs.append(Grab(began, ended, coloured))
                else:
                    self.failure = ran.stderr.decode(errors="replace") or "the grab is too small"
                self._more.notify_all()


def flashes(screen: Screen) -> set[str]:
    """What was being done when a grab between two acts, or during one, showed a colour."""
    return {grab.ended for grab in screen.grabs if grab.coloured and is_covered(grab)}


def is_covered(grab: Grab) -> bool:
    """Whether nothing was revealed while the grab was taken."""
    return "revealed" not in (grab.began, grab.ended)
