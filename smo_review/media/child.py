"""One run of the stills child: its process, its pipes, the watch over its time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import weakref
from collections import deque
from pathlib import Path
from typing import IO

from smo_review.media import wire

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-P", "-s", "-m", "smo_review.media.stills")
_PIPE_BYTES = 1 << 20
_COMPLAINTS = 200
_COMPLAINT_BYTES = 500
_PASSED_ON = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "PYTHONPATH": str(_ROOT),
    "PYTHONUTF8": "1",
    # Each arena and thread reserves address space, which is bounded.
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    # Only containers that are sniffed for; nothing that names other files (playlists, lists).
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "format_whitelist;mov,matroska,avi,mpegts,mpeg,flv",
}


class Ended(Exception):
    """The child ended during a request; `late` where it was ended for taking too long."""

    def __init__(self, late: bool) -> None:
        super().__init__(late)
        self.late = late


class Child:
    """A running child. It ends with this object, and with the interpreter."""

    def __init__(self) -> None:
        passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=_ROOT.anchor,
            env={**_ENVIRONMENT, **passed},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self._requests, self._answers = self._process.stdin, self._process.stdout
        _widen(self._requests, self._answers)
        self.complaints: deque[bytes] = deque(maxlen=_COMPLAINTS)
        """The last lines on the child's standard error, for tests and bug reports."""
        threading.Thread(
            target=_drain,
            args=(self._process.stderr, self.complaints),
            name="stills-complaints",
            daemon=True,
        ).start()
        self.end = weakref.finalize(self, _end, self._process)

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self.end.alive and self._process.poll() is None

    def ask(
        self, request: wire.Request, payload: bytes, seconds: float
    ) -> tuple[wire.Answer, bytes]:
        """One request and its answer. Ended where there is none within `seconds`."""
        late = threading.Event()
        process = self._process  # not self: the watch may outlive this object by a moment

        def stop() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            wire.send(self._requests, request, memoryview(payload))
            return wire.receive_answer(self._answers)
        except (OSError, ValueError, wire.BrokenWire) as trouble:
            raise Ended(late.is_set()) from trouble
        finally:
            watch.cancel()


def _widen(*pipes: IO[bytes]) -> None:
    """Pictures are megabytes: let a pipe hold more of one at a time."""
    if sys.platform == "linux":
        import fcntl

        for pipe in pipes:
            try:
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
            except PermissionError:
                return  # over this person's share of pipe memory: only slower


def _drain(stream: IO[bytes], lines: deque[bytes]) -> None:
    with stream:
        while line := stream.readline(_COMPLAINT_BYTES):
            lines.append(line)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill, collect and close, whatever state it is in."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue  # what was still to be written to the dead child
