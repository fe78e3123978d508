"""When a frame is due: playback paced by the presentation times that the decoder gives.

Pure: no Qt, no clock of its own (`now` is seconds, always rising). Frames that come late hold the
clock, so that none is left out because decoding was slow. Where sound is heard, that is the clock,
and frames that come late are passed over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from ui.stage.shots import Shot

SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
NORMAL_SPEED = SPEEDS.index(1.0)
FAR_OFF = 120.0
"""Milliseconds off the sound's time from which frames jump to it; below, they slide."""
SLIDE = 0.25
"""How much of the way to the sound's time is made up at each word of it."""
PASSED_OVER = 250.0
"""Frames this many milliseconds behind the sound are not decoded any more."""


class Playback:
    """Frames waiting for their time, from a start at `at` milliseconds."""

    def __init__(self, at: int, speed: float, now: float) -> None:
        self._speed = speed
        self._from = float(at)
        self._since = now
        self._waiting: deque[Shot] = deque()
        self._follows = False

    def __len__(self) -> int:
        return len(self._waiting)

    def position(self, now: float) -> float:
        """The time in the video, milliseconds."""
        return self._from + (now - self._since) * 1000 * self._speed

    def push(self, shots: Iterable[Shot], now: float) -> None:
        """More frames, in order. If they come too late the clock goes back to the first."""
        starved = not self._waiting
        self._waiting.extend(shots)
        late = starved and self._waiting and self._waiting[0].at < self.position(now)
        if late and not self._follows:
            self._from, self._since = float(self._waiting[0].at), now

    def due(self, now: float) -> Shot | None:
        """The next frame, if its time has come. After a delay several come fast, none is lost."""
        if self._waiting and self._waiting[0].at <= self.position(now):
            return self._waiting.popleft()
        return None

    def wait(self, now: float) -> float:
        """Seconds until the next frame is due; 0 if it is overdue or none is here."""
        if not self._waiting:
            return 0.0
        return max(0.0, (self._waiting[0].at - self.position(now)) / 1000 / self._speed)

    def set_speed(self, speed: float, now: float) -> None:
        """Faster or slower from here on."""
        self._from, self._since = self.position(now), now
        self._speed = speed

    def follow(self, at: float, when: float) -> None:
        """The sound of `at` milliseconds was heard at the moment `when`: go by that."""
        off = at - self.position(when)
        self._from += off if abs(off) > FAR_OFF else off * SLIDE
        self._follows = True

    def lead(self) -> None:
        """There is no sound any more to go by."""
        self._follows = False

    def missed(self, at: int, now: float) -> int | None:
        """Where to go on, if the frame after the one at `at` could only come far too late."""
        here = self.position(now)
        return round(here) if self._follows and here - at > PASSED_OVER else None

    def flush(self) -> None:
        """Forget the frames that wait: they are wanted otherwise now."""
        self._waiting.clear()
