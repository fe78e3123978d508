"""A stretch of time that the person marks in a video, and where labels lie in time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Marked:
    """Milliseconds; None where an end is not marked yet."""

    start: int | None = None
    end: int | None = None

    @property
    def ends(self) -> tuple[int, int] | None:
        """Both ends, where both are marked."""
        if self.start is None or self.end is None:
            return None
        return self.start, self.end

    def with_start(self, at: int) -> Marked:
        """Begun at `at`; an end that lies before that is none any more."""
        ended = self.end if self.end is not None and self.end > at else None
        return Marked(at, ended)

    def with_end(self, at: int) -> Marked:
        """Ended at `at`; a start that lies behind that is none any more."""
        begun = self.start if self.start is not None and self.start < at else None
        return replace(self, start=begun, end=at)


def beside(starts: Sequence[tuple[int, str]], chosen: str, at: int, step: int) -> str | None:
    """The key of the next label in time (`step` 1) or the one before (-1).

    Counted from the label `chosen`, or from the time `at` where it is none of them. None at the
    end of them.
    """
    keys = [key for _, key in starts]
    if chosen in keys:
        place = keys.index(chosen) + step
        return keys[place] if 0 <= place < len(keys) else None
    if step > 0:
        return next((key for start, key in starts if start >= at), None)
    return next((key for start, key in reversed(starts) if start <= at), None)
