"""Plays a film of ticks through a sound server of its own and records it: `SPEED`, one JSON line.

`off` is how many milliseconds the place that the player tells is from the tick that is heard then;
`start` is milliseconds from the order to play until each first tick is heard. Both are measured on
what the loudspeaker is given, so they hold what the sound server adds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from smo_review.media.avi import write_avi
from tests.helpers.drawn_media import encoded, quarters
from tests.helpers.sound_server import SPEAKER, sound_server
from ui.player.player import Player

RATE, HEARD = 12_000, 24_000
TICKS, STARTS = 8, 6
PATIENCE_MS = 20_000


def ticks() -> bytes:
    """A tick of 20 ms at each full second."""
    sound = np.zeros(TICKS * RATE)
    wave = np.sin(2 * np.pi * 1000 * np.arange(RATE // 50) / RATE)
    for second in range(TICKS):
        sound[second * RATE : second * RATE + len(wave)] = wave
    frames = [encoded(quarters(64, 48), "JPEG")] * (TICKS * 10)
    return write_avi(frames, (64, 48), 10, (sound * 26_000).astype("<i2").tobytes(), RATE)


class Recording:
    """What the loudspeaker is given, and when each sample of it was."""

    def __init__(self) -> None:
        recorder = shutil.which("parec") or "parec"
        self.process = subprocess.Popen(
            [
                recorder, f"--device={SPEAKER}.monitor", "--format=s16le", f"--rate={HEARD}",
                "--channels=1", "--latency-msec=10",
            ],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self.pieces: list[tuple[float, bytes]] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        place = self.process.stdout.fileno()
        while piece := os.read(place, 4096):
            self.pieces.append((time.monotonic(), piece))

    def ticks(self) -> list[float]:
        """The moments at which a tick begins; a piece comes late at times, never early."""
        pieces = list(self.pieces)
        sound = np.frombuffer(b"".join(piece for _, piece in pieces), np.int16)
        ends = np.cumsum([len(piece) // 2 for _, piece in pieces]) / HEARD
        first = float((np.array([when for when, _ in pieces]) - ends).min())
        loud = np.flatnonzero(np.abs(sound.astype(int)) > 1000)
        begins = loud[np.diff(loud, prepend=-HEARD) > HEARD // 10]
        return [first + float(sample) / HEARD for sample in begins]


def main(speed: float) -> dict[str, Any]:
    app = QCoreApplication([])
    player = Player()
    known: list[bool] = []
    places: list[tuple[float, float]] = []
    player.leveled.connect(lambda key, levels, whole: known.append(whole))
    player.placed.connect(lambda key, at, when: places.append((when, at)))
    ended: list[str] = []
    player.ended.connect(ended.append)
    player.take("ticks", ticks())
    _wait(app, lambda: True in known)
    recording = Recording()
    _wait(app, lambda: len(recording.pieces) > 3)
    player.set_volume(1.0)
    asked = []
    for _ in range(STARTS):
        asked.append(time.monotonic())
        player.play("ticks", 0, 1.0)
        _wait(app, lambda: time.monotonic() > asked[-1] + 0.5)
        player.halt()
        _wait(app, lambda: time.monotonic() > asked[-1] + 0.7)
    places.clear()
    begun = time.monotonic()
    player.play("ticks", 0, speed)
    _wait(app, lambda: bool(ended))
    heard = recording.ticks()
    recording.process.kill()
    player.close()
    starts = [min(tick - one for tick in heard if tick >= one) * 1000 for one in asked]
    off = []
    for number, tick in enumerate(one for one in heard if one >= begun):
        when, at = min(places, key=lambda place: abs(place[0] - tick))
        told = at + (tick - when) * 1000 * speed
        off.append(abs(told - number * 1000) / speed)
    return {"start": starts, "off": off}


def _wait(app: QCoreApplication, done: Any) -> None:
    watch = QTimer(interval=20)
    watch.start()
    until = time.monotonic() + PATIENCE_MS / 1000
    while not done():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > until:
            raise TimeoutError("the sound was not heard in time")


if __name__ == "__main__":
    with sound_server() as server:
        if not server:
            print("null")
        else:
            os.environ["PULSE_SERVER"] = server
            print(json.dumps(main(float(sys.argv[1]))))
