"""One run of the player child: its process and its pipes. Nobody waits for either."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from smo_review.media import wire
from ui.player.messages import Order, Report, reports

_ROOT = Path(__file__).resolve().parents[2]
_REPORT_BYTES = 0
"""No report has a payload: pictures never come from this child."""
_COMPLAINTS = 50
_COMPLAINT_BYTES = 500
_PASSED_ON = (
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    # Where the person's sound server is, and what it asks to be shown.
    "HOME", "XDG_RUNTIME_DIR", "PULSE_SERVER", "PULSE_COOKIE", "PIPEWIRE_RUNTIME_DIR",
)  # fmt: skip
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "PYTHONPATH": str(_ROOT),
    "PYTHONUTF8": "1",
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
    "QT_LOGGING_RULES": "*.debug=false;qt.multimedia.*=false",
    # Bytes are handed over in memory: a file may name no other file and no address.
    "QT_FFMPEG_PROTOCOL_WHITELIST": "none",
    "QT_FFMPEG_DECODING_HW_DEVICE_TYPES": ",",
}


class Process:
    """A running child. It ends with this object, and with the interpreter.

    `told` gets each report and `gone` is called once at its end; both in a thread of the process.
    """

    def __init__(self, told: Callable[[Report], None], gone: Callable[[], None]) -> None:
        passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "ui.player.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=_ROOT.anchor,
            env={**_ENVIRONMENT, **passed},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert process.stdin and process.stdout and process.stderr
        self._orders: queue.SimpleQueue[tuple[Order, bytes] | None] = queue.SimpleQueue()
        self.complaints: deque[bytes] = deque(maxlen=_COMPLAINTS)
        """The last lines on the child's standard error, for tests and bug reports."""
        self.pid = process.pid
        # None of the threads holds this object, or it would never end by itself.
        for work, args in (
            (_write, (process.stdin, self._orders)),
            (_read, (process.stdout, told, gone)),
            (_drain, (process.stderr, self.complaints)),
        ):
            threading.Thread(target=work, args=args, name=work.__name__, daemon=True).start()
        self.end = weakref.finalize(self, _end, process, self._orders)

    def tell(self, order: Order, payload: bytes = b"") -> None:
        """Hand over an order; it is written by a thread, because a pipe can be full."""
        self._orders.put((order, payload))


def _write(stream: IO[bytes], orders: queue.SimpleQueue[tuple[Order, bytes] | None]) -> None:
    while (told := orders.get()) is not None:
        try:
            wire.send(stream, *told)
        except (OSError, ValueError):
            break
        del told
    try:
        stream.close()
    except OSError:
        return  # what was still to be written to a dead child


def _read(stream: IO[bytes], told: Callable[[Report], None], gone: Callable[[], None]) -> None:
    with stream:
        while True:
            try:
                head, _ = wire.receive(stream, _REPORT_BYTES)
                told(reports.decode(head))
            except (EOFError, OSError, ValueError, wire.BrokenWire, msgspec.MsgspecError):
                break
    gone()


def _drain(stream: IO[bytes], lines: deque[bytes]) -> None:
    with stream:
        while line := stream.readline(_COMPLAINT_BYTES):
            lines.append(line)


def _end(
    process: subprocess.Popen[bytes], orders: queue.SimpleQueue[tuple[Order, bytes] | None]
) -> None:
    process.kill()
    process.wait()
    orders.put(None)
