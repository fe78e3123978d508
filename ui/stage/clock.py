"""Time on the item, with the time the window was elsewhere left out."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """Counts milliseconds while running. `now` gives seconds, always rising."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._counted = 0.0
        self._since: float | None = now()

    def restart(self) -> None:
        """Begin at nothing; a paused clock stays paused."""
        self._counted = 0.0
        if self._since is not None:
            self._since = self._now()

    def take(self) -> int:
        """The milliseconds counted since the last `restart` or `take`, and begin again."""
        if self._since is not None:
            self._counted += self._now() - self._since
        taken = round(self._counted * 1000)
        self.restart()
        return taken

    def set_running(self, running: bool) -> None:
        """Count on, or stand still: the window was left, or the person came back."""
        if running and self._since is None:
            self._since = self._now()
        elif not running and self._since is not None:
            self._counted += self._now() - self._since
            self._since = None
