"""Plays a video's frames: asks for them ahead of time, and tells each when its time has come."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from smo_review.domain.errors import UserError
from ui.stage.loader import PLAYING, MediaLoader
from ui.stage.playback import Playback
from ui.stage.shots import Shot, Source, Want

CHUNK_COVERED, CHUNK_REVEALED = 8, 2
"""Frames asked for at once: covers weigh nothing, pictures do."""
AHEAD_COVERED, AHEAD_REVEALED = 16, 4
"""Frames that wait to be painted."""


class Reel(QObject):
    """`want(frame, at)` says in which form a frame is wanted now, and `is_revealed()` how dear it
    is. Frames are covered before they get here, unless they are wanted otherwise."""

    due = Signal(object)
    """A Shot to paint now."""
    ended = Signal()
    """There is nothing more to play."""
    failed = Signal(object)
    """A UserError: the next frame cannot be read. It plays no more."""

    def __init__(
        self,
        source: Source,
        loader: MediaLoader,
        slot: str,
        want: Callable[[int | None, int | None], Want],
        is_revealed: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._loader = loader
        self._slot = slot
        self._want = want
        self._is_revealed = is_revealed
        self.frames = 0
        """How many there are, as far as is known."""
        self._playback: Playback | None = None
        self._until: int | None = None
        self._next = 0
        self._last_at = 0
        self._chunk = 0
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_playing(self) -> bool:
        return self._playback is not None

    def play(self, at: int, frame: int | None, speed: float, until: int | None = None) -> None:
        """Play from the frame number `frame`, or from `at` milliseconds where that is unknown, up
        to `until` milliseconds."""
        self._playback = Playback(at, speed, time.monotonic())
        self._until = until
        self._last_at = at
        self._asked = frame is None
        if frame is not None:
            self._next = frame
            self._ask()

    def went_to(self, shot: Shot, speed: float) -> None:
        """A frame that was sought while this plays is painted: go on behind it."""
        self._playback = Playback(shot.at, speed, time.monotonic())
        self._last_at = shot.at
        self._next = shot.frame + 1
        self._asked = False
        self._ask()

    def stop(self) -> None:
        self._playback = None
        self._asked = False
        self._timer.stop()
        self._loader.drop(self._slot)

    def hold(self) -> None:
        """Another place is sought: forget what is on its way and wait for `went_to`."""
        self._loader.drop(self._slot)
        self._asked = True
        if self._playback is not None:
            self._playback.flush()

    def again(self, shown: int | None) -> None:
        """Frames on their way are wanted otherwise now: ask for those after `shown` again."""
        self.hold()
        self._asked = False
        self._next = shown + 1 if shown is not None else 0
        self._ask()

    def set_speed(self, speed: float) -> None:
        if self._playback is not None:
            self._playback.set_speed(speed, time.monotonic())
            self._go_on()

    def follow(self, at: float, when: float) -> None:
        """Where the sound was heard, and when (see `Playback.follow`)."""
        if self._playback is not None:
            self._playback.follow(at, when)
            self._go_on()

    def lead(self) -> None:
        """There is no sound to go by any more."""
        if self._playback is not None:
            self._playback.lead()

    def _go_on(self) -> None:
        """Tell the frame whose time has come and wait for the next."""
        playback = self._playback
        if playback is None:
            return
        shot = playback.due(time.monotonic())
        if shot is not None:
            if self._until is not None and shot.at >= self._until:
                self._end()
                return
            self.due.emit(shot)
        if playback is not self._playback:
            return  # whoever painted it stopped or sought
        if not len(playback) and self._next >= self.frames:
            self._end()
            return
        self._ask()
        if len(playback):
            self._timer.start(round(playback.wait(time.monotonic()) * 1000))

    def _end(self) -> None:
        self.stop()
        self.ended.emit()

    def _ask(self) -> None:
        playback = self._playback
        if playback is None or self._asked:
            return
        revealed = self._is_revealed()
        if len(playback) >= (AHEAD_REVEALED if revealed else AHEAD_COVERED):
            return
        missed = playback.missed(self._last_at, time.monotonic())
        end = self._next + (CHUNK_REVEALED if revealed else CHUNK_COVERED)
        frames = range(self._next, min(end, self.frames))
        if not frames:
            return
        if missed is not None:
            wants: tuple[Want, ...] = (self._want(None, missed),)
        else:
            wants = tuple(self._want(frame, None) for frame in frames)
        self._asked = True
        self._chunk = len(wants)
        self._loader.shots(
            self._source, wants, self._slot, self._on_chunk, self._on_failed, PLAYING
        )

    def _on_chunk(self, shots: tuple[Shot, ...]) -> None:
        self._asked = False
        if self._playback is None:
            return
        self._next = shots[-1].frame + 1
        self._last_at = shots[-1].at
        if len(shots) < self._chunk:
            self.frames = self._next
        self._playback.push(shots, time.monotonic())
        self._go_on()

    def _on_failed(self, error: UserError) -> None:
        self.stop()
        self.failed.emit(error)
