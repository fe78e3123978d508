"""The client's side of the player child: starts it when it is needed, ends it when it hangs.

All of it is called in the UI thread and returns at once. One sound is at hand at a time: the one
that was taken last.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ui.player import limits
from ui.player.messages import (
    Alive,
    Forget,
    Halt,
    Levels,
    Order,
    Over,
    Place,
    Play,
    Report,
    Silence,
    Silent,
    Take,
    Volume,
)
from ui.player.process import Process

WATCH_MS = 500

Start = Callable[[Callable[[Report], None], Callable[[], None]], Process]


class Player(QObject):
    """`start` starts a child. Everybody hears of every sound: `key` says of which."""

    leveled = Signal(str, bytes, bool)
    """key, how loud it is, whether that is all of it."""
    placed = Signal(str, float, float)
    """key; this time of it, in milliseconds, was heard at this moment of the monotonic clock."""
    ended = Signal(str)
    """The sound has been played to its end."""
    silenced = Signal(str, str)
    """key and a `Silence`: there is no sound, and why."""
    _told = Signal(int, object)
    _gone = Signal(int)

    def __init__(
        self,
        start: Start = Process,
        parent: QObject | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._start = start
        self._now = now
        self._process: Process | None = None
        self._process_number = 0
        self._key = ""
        self._run = 0
        self._is_playing = False
        self._is_decoding = False
        self._heard_of = 0.0
        self._ended_by: Counter[str] = Counter()
        self._closed = False
        self.loudest = limits.LOUDEST
        """The person's own limit, at most the cap."""
        self.volume = limits.USUAL
        """As the person set it last, for the videos that come as well."""
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._look)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._gone.connect(self._on_gone, Qt.ConnectionType.QueuedConnection)

    def take(self, key: str, data: bytes) -> None:
        """Decode the sound of a file, in place of the one before. Plays nothing."""
        if self._closed:
            return
        if self._ended_by[key] >= limits.CHANCES:
            self.silenced.emit(key, "crash")
            return
        self._key = key
        self._is_playing, self._is_decoding = False, True
        self._send(Take(key), data)

    def has(self, key: str) -> bool:
        """Whether this sound is at hand in the running child."""
        return self._process is not None and self._key == key

    def play(self, key: str, at: int, speed: float) -> None:
        """Play from `at` milliseconds, `speed` times as fast."""
        if self.has(key):
            self._run += 1
            self._is_playing = True
            self._send(Play(key, self._run, at, speed, self.volume))

    def halt(self) -> None:
        """Be silent. What is still told of what was played is not passed on."""
        self._run += 1
        if self._is_playing:
            self._is_playing = False
            self._send(Halt())

    def set_volume(self, volume: float) -> None:
        """0..1 of full scale; no more than the person's limit."""
        self.volume = min(max(volume, 0.0), self.loudest)
        if self._is_playing:
            self._send(Volume(self.volume))

    def set_loudest(self, loudest: float) -> None:
        """The person's limit: what is louder becomes as soft as that."""
        self.loudest = min(loudest, limits.LOUDEST)
        self.set_volume(self.volume)

    def forget(self, key: str) -> None:
        """Drop this sound, if it is the one at hand."""
        if self.has(key):
            self.halt()
            self._key = ""
            self._is_decoding = False
            self._send(Forget())

    @property
    def pid(self) -> int | None:
        """The running child, for tests and measurements."""
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """End the child, whatever it is at."""
        self._closed = True
        self._watch.stop()
        self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process_number += 1
            self._process.end()
            self._process = None

    def _send(self, order: Order, payload: bytes = b"") -> None:
        if self._process is None:
            self._process_number += 1
            number = self._process_number
            self._process = self._start(
                lambda report: self._told.emit(number, report), lambda: self._gone.emit(number)
            )
        self._process.tell(order, payload)
        self._heard_of = self._now()
        if not self._watch.isActive():
            self._watch.start()

    @Slot(int, object)
    def _on_told(self, number: int, report: Report) -> None:
        if number != self._process_number or self._process is None:
            return
        self._heard_of = self._now()
        if isinstance(report, Levels):
            self._is_decoding = self._is_decoding and not report.whole
            self.leveled.emit(report.key, report.levels, report.whole)
        elif isinstance(report, Silent):
            self._silent(report.key, report.why)
        elif isinstance(report, Alive) or report.run != self._run:
            return
        elif isinstance(report, Place):
            self.placed.emit(self._key, report.at, report.when)
        elif isinstance(report, Over):
            self._is_playing = False
            self.ended.emit(self._key)

    def _silent(self, key: str, why: Silence) -> None:
        if key == self._key:
            self._is_playing = False
            if why != "device":
                self._is_decoding = False
        self.silenced.emit(key, why)

    @Slot(int)
    def _on_gone(self, number: int) -> None:
        """The child ended by itself: one notice, and the next sound begins another."""
        if number != self._process_number or self._process is None:
            return
        self._lose()

    def _look(self) -> None:
        """End a child that is at work and gives no sign of life."""
        if not (self._is_playing or self._is_decoding) or self._process is None:
            self._watch.stop()
        elif self._now() - self._heard_of > limits.PATIENCE:
            self._lose()

    def _lose(self) -> None:
        key, self._key = self._key, ""
        self._is_playing = self._is_decoding = False
        self._end()
        if key:
            self._ended_by[key] += 1
            self.silenced.emit(key, "crash")
