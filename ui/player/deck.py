"""Decodes one sound and plays it, in the player child. All of it runs in the child's one Qt loop.

The whole sound is decoded into memory once: for its loudness, and so that every jump and every
change of speed is exact and at once. Decoder and output live as long as the process and are only
started and stopped: making and destroying them for each file has led to deadlocks.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, QUrl
from PySide6.QtMultimedia import (
    QAudioDecoder,
    QAudioFormat,
    QAudioSink,
    QMediaDevices,
    QtAudio,
)

from smo_review.media.loudness import levels_of
from smo_review.media.stretch import HOP, Stretch
from ui.player import limits
from ui.player.messages import Alive, Levels, Over, Place, Report, Silence, Silent

RATE = 24_000
"""Samples a second, mono. Enough to judge words and screams; an hour takes 173 MB."""
FEED_MS = 15
QUEUE_MS = 120
"""How much sound is handed to the system ahead of time."""
TELL_MS = 100
TELL_LEVELS_MS = 400
GAP = RATE // 50
"""Samples by which decoded sound may lie off its time before silence is put in."""


class Deck(QObject):
    """`tell` takes a Report for the client."""

    def __init__(self, tell: Callable[[Report], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell = tell
        self._key = ""
        self._sound = np.zeros(0, np.int16)
        self._length = 0
        self._decoded = False
        self._told_levels = 0.0
        self._bytes = QBuffer(self)
        self._decoder = QAudioDecoder(self)
        self._decoder.setAudioFormat(_format())
        self._decoder.bufferReady.connect(self._take_in)
        self._decoder.finished.connect(self._on_decoded)
        self._decoder.error.connect(self._on_broken)
        self._sink: QAudioSink | None = None
        self._device: QIODevice | None = None
        self._stretch: Stretch | None = None
        self._run = 0
        self._volume = 0.0
        self._speed = 1.0
        self._rest = b""
        self._written = 0
        self._pieces: deque[tuple[int, float]] = deque()
        """(samples written before it, place in the sound) of each piece on its way."""
        self._feed = QTimer(self)
        self._feed.setInterval(FEED_MS)
        self._feed.timeout.connect(self._feed_on)
        self._pulse = QTimer(self)
        self._pulse.setInterval(TELL_MS)
        self._pulse.timeout.connect(self._tell_on)

    # Decoding.

    def take(self, key: str, data: bytes) -> None:
        """Decode a file's sound. What was there before is forgotten."""
        self.forget()
        self._key = key
        self._decoded = False
        self._bytes.setData(QByteArray(data))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self._decoder.setSourceDevice(self._bytes)
        self._decoder.start()
        self._pulse.start()

    def forget(self) -> None:
        self.halt()
        self._key = ""
        self._decoder.stop()
        self._decoder.setSource(QUrl())
        self._bytes.close()
        self._bytes.setData(QByteArray())
        self._sound = np.zeros(0, np.int16)
        self._length = 0

    def _take_in(self) -> None:
        while self._key and self._decoder.bufferAvailable():
            buffer = self._decoder.read()
            if not buffer.isValid():
                return
            raw = buffer.constData()
            piece = np.frombuffer(raw, np.int16) if raw is not None else self._sound[:0]
            due = max(0, buffer.startTime()) * RATE // 1_000_000
            silence = due - self._length
            self._append(np.zeros(max(0, silence) if silence > GAP else 0, np.int16))
            self._append(piece)
            if self._length >= RATE * limits.SECONDS:
                self._decoder.stop()
                self._on_decoded()
                return
        if time.monotonic() - self._told_levels > TELL_LEVELS_MS / 1000:
            self._tell_levels()

    def _append(self, piece: np.ndarray) -> None:
        """Room grows by half as much again, so that a long sound is not copied for each piece."""
        end = min(self._length + len(piece), RATE * limits.SECONDS)
        if end > len(self._sound):
            room = np.zeros(max(end, len(self._sound) * 3 // 2, RATE * 30), np.int16)
            room[: self._length] = self._sound[: self._length]
            self._sound = room
        self._sound[self._length : end] = piece[: end - self._length]
        self._length = end
        if self._stretch is not None:
            self._stretch.sound = self._sound[: self._length]

    def _on_decoded(self) -> None:
        if not self._key or self._decoded:
            return
        self._decoded = True
        if self._length:
            self._tell_levels()
        else:
            self._tell(Silent(self._key, "none"))

    def _on_broken(self) -> None:
        """What was decoded before the break can be heard."""
        if not self._key or self._decoded:
            return
        self._decoded = True
        if self._length:
            self._tell_levels()
        else:
            self._tell(Silent(self._key, "broken"))

    def _tell_levels(self) -> None:
        self._told_levels = time.monotonic()
        levels = levels_of(self._sound[: self._length], RATE)
        self._tell(Levels(self._key, levels, self._decoded))

    # Playing.

    def play(self, key: str, run: int, at: int, speed: float, volume: float) -> None:
        """Play what was decoded as `key`; what was played before stops."""
        self.halt()
        if key != self._key or not self._key:
            self._tell(Silent(key, "missing"))
            return
        why = self._open_device()
        if why is not None:
            self._tell(Silent(key, why))
            return
        self._run, self._speed = run, min(max(speed, 0.25), 4.0)
        self.set_volume(volume)
        first = min(max(0, at), limits.SECONDS * 1000) * RATE // 1000
        self._stretch = Stretch(self._sound[: self._length], first, self._speed)
        self._written = 0
        self._rest = b""
        self._pieces.clear()
        self._feed.start()
        self._pulse.start()
        self._feed_on()

    def halt(self) -> None:
        """Silence: what is on its way to the loudspeaker is dropped too."""
        self._feed.stop()
        self._stretch = None
        if self._sink is not None:
            self._sink.reset()
        self._device = None

    def set_volume(self, volume: float) -> None:
        self._volume = min(max(volume, 0.0), limits.LOUDEST)

    def _open_device(self) -> Silence | None:
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return "device"
        if self._sink is None:
            self._sink = QAudioSink(device, _format(), self)
            self._sink.setBufferSize(2 * RATE * QUEUE_MS // 1000)
        self._device = self._sink.start()
        if self._device is None or self._sink.error() != QtAudio.Error.NoError:
            self._device = None
            return "device"
        return None

    def _feed_on(self) -> None:
        """Keep the system's queue full."""
        if self._sink is None or self._device is None or self._stretch is None:
            return
        if self._sink.state() == QtAudio.State.StoppedState:
            self.halt()
            self._tell(Silent(self._key, "device"))
            return
        free = self._sink.bytesFree()
        while len(self._rest) < free:
            begin = self._stretch.at
            piece = self._stretch.next()
            if not len(piece):
                break
            self._pieces.append((self._written + len(self._rest) // 2, begin))
            self._rest += (piece * np.float32(self._volume)).astype(np.int16).tobytes()
        if self._rest and free > 0:
            sent = self._device.write(self._rest[:free])
            if sent > 0:
                self._rest = self._rest[sent:]
                self._written += sent // 2
        elif not self._rest and self._decoded and self._heard() >= self._written:
            run = self._run
            self.halt()
            self._tell(Over(run))

    def _heard(self) -> int:
        """Samples that have left the system's queue."""
        assert self._sink is not None
        queued = (self._sink.bufferSize() - self._sink.bytesFree()) // 2
        return max(0, self._written - queued)

    def _place(self) -> float | None:
        """The time in the sound that is heard now, milliseconds; None before any is."""
        heard = self._heard()
        while len(self._pieces) > 1 and self._pieces[1][0] <= heard:
            self._pieces.popleft()
        if not heard or not self._pieces:
            return None
        before, begin = self._pieces[0]
        into = min(heard - before, HOP)
        return (begin + into * self._speed) * 1000 / RATE

    def _tell_on(self) -> None:
        """A sign of life, and where the sound is."""
        if self._stretch is not None:
            now, place = time.monotonic(), self._place()
            self._tell(Alive() if place is None else Place(self._run, place, now))
        elif self._decoded or not self._key:
            self._pulse.stop()
        else:
            self._tell(Alive())


def _format() -> QAudioFormat:
    made = QAudioFormat()
    made.setSampleRate(RATE)
    made.setChannelCount(1)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made
