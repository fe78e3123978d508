"""A stills child that misbehaves: one file cannot be shown, then a new child shows the next."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from smo_review.media import child as children
from smo_review.media.child import _COMPLAINT_BYTES, _COMPLAINTS
from smo_review.media.client import Stills
from smo_review.media.reasons import Unshowable
from tests.helpers.drawn_media import encoded, quarters

PHOTO = encoded(quarters(640, 480), "JPEG", quality=95)
LARGE = encoded(Image.effect_noise((2000, 1500), 90), "BMP")
"""More than a pipe holds."""
READ = "import sys, time; sys.stdin.buffer.read(20)\n"
FAULTS = {
    "floods its answers": (
        READ + "while True: sys.stdout.buffer.write(b'x' * 65536)",
        {"crash"},
    ),
    "floods with headers of ours": (
        READ + "while True: sys.stdout.buffer.write(b'\\0\\0\\0\\0\\0\\0\\0\\0' * 9999)",
        {"crash"},
    ),
    "claims an answer without end": (
        READ + "sys.stdout.buffer.write(b'\\1\\0\\0\\0\\xff\\xff\\xff\\xff' + b'x' * 99); "
        "sys.stdout.flush(); time.sleep(60)",
        {"crash"},
    ),
    "ends in the middle of an answer": (
        READ + "sys.stdout.buffer.write(b'\\x40\\0\\0\\0\\0\\0\\1\\0' + b'x' * 30)",
        {"crash"},
    ),
    "stops in the middle of an answer": (
        READ + "sys.stdout.buffer.write(b'\\x40\\0\\0\\0\\0\\0\\1\\0' + b'x' * 30); "
        "sys.stdout.flush(); time.sleep(60)",
        {"time"},
    ),
    "stops reading": ("import time; time.sleep(60)", {"time"}),
    "complains without end": (
        READ + "while True: sys.stderr.write('y' * 65536)",
        {"time"},
    ),
    "ends at once": ("pass", {"crash"}),
    "kills itself": (READ + "import os; os.kill(os.getpid(), 9)", {"crash"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_child_that_misbehaves_costs_one_file_and_is_replaced(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, reasons = FAULTS[fault]
    with Stills(seconds=1.0 if reasons == {"time"} else 20.0) as stills:
        with monkeypatch.context() as patch:
            patch.setattr(children, "_COMMAND", (sys.executable, "-c", script))
            with pytest.raises(Unshowable) as refused:
                stills.load("bad", LARGE if fault == "stops reading" else PHOTO)
        assert refused.value.reason in reasons
        stills._seconds = 20.0
        assert stills.load("photo", PHOTO).ok
        assert stills.cover("photo").width == 16
        assert stills.load("bad", LARGE).ok


def test_complaints_are_kept_to_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys\nfor n in range(5000): sys.stderr.write('y' * 3000 + chr(10))"
    monkeypatch.setattr(children, "_COMMAND", (sys.executable, "-c", script))
    child = children.Child()
    child._process.wait()
    with pytest.raises(children.Ended):
        child.ask(children.wire.Drop("a"), b"", 5.0)
    assert sum(map(len, child.complaints)) <= _COMPLAINTS * _COMPLAINT_BYTES
    child.end()


@pytest.mark.skipif(sys.platform != "linux", reason="stops and kills the process itself")
def test_a_child_killed_in_the_middle_of_a_request_is_replaced() -> None:
    with Stills() as stills:
        stills.load("photo", PHOTO)
        child = stills._child
        assert child is not None
        os.kill(child.pid, signal.SIGSTOP)
        answers: list[str] = []

        def ask() -> None:
            try:
                stills.picture("photo", 320, 240, "clear")
            except Unshowable as refused:
                answers.append(refused.reason)

        asking = threading.Thread(target=ask)
        asking.start()
        while not stills._turn.locked():
            asking.join(0.001)
        os.kill(child.pid, signal.SIGKILL)
        asking.join(10)
        assert answers == ["crash"]
        assert stills.picture("photo", 320, 240, "clear").width == 320
        assert stills._child is not child
        assert not Path(f"/proc/{child.pid}").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_a_child_out_of_memory_refuses_the_file_and_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = (
        "import sys; from smo_review.media import limits, stills\n"
        "limits.ADDRESS_SPACE = 700 * 1024 * 1024\n"
        "sys.exit(stills.main())"
    )
    monkeypatch.setattr(children, "_COMMAND", (sys.executable, "-c", script))
    bomb = encoded(Image.new("RGBA", (13_000, 13_000)), "PNG", compress_level=1)
    with Stills() as stills:
        stills.load("photo", PHOTO)
        child = stills._child
        with pytest.raises(Unshowable) as refused:
            stills.load("bomb", bomb)
        assert refused.value.reason == "memory"
        assert stills.load("again", PHOTO).ok
        assert stills._child is child
