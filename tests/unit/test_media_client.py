"""The stills child as its client sees it: answers, refusals, crashes, hangs, limits."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from smo_review.domain.pictures import Cover, Picture
from smo_review.media import limits, wire
from smo_review.media.client import Stills, probe_file
from smo_review.media.reasons import Unshowable
from tests.helpers.drawn_media import clip, encoded, quarters

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into the child's process")
PHOTO = encoded(quarters(640, 480), "JPEG", quality=95)


@pytest.fixture
def stills() -> Iterator[Stills]:
    with Stills() as stills:
        yield stills


def pid_of(stills: Stills) -> int:
    child = stills._child
    assert child is not None
    return child.pid


def reason_of(refused: pytest.ExceptionInfo[Unshowable]) -> str:
    return refused.value.reason


def test_an_image_is_loaded_covered_and_shown(stills: Stills) -> None:
    probe = stills.load("a", PHOTO)
    assert (probe.ok, probe.kind, probe.format) == (True, "image", "JPEG")
    assert (probe.width, probe.height, probe.frames) == (640, 480, 1)
    cover = stills.cover("a")
    assert (cover.width, cover.height) == (16, 12)
    shown = stills.picture("a", 320, 320, "clear")
    assert (shown.width, shown.height, shown.full_width) == (320, 240, 640)
    assert np.frombuffer(shown.pixels, np.uint32)[0] & 0xFFFE0000 == 0xFFFE0000


def test_zooming_in_shows_more_than_was_made_ready(stills: Stills) -> None:
    stills.load("a", encoded(quarters(3000, 2000), "PNG"), 300, 200)
    assert stills.picture("a", 300, 200, "clear").width == 300
    assert stills.picture("a", 3000, 2000, "clear").width == 3000
    largest = stills.picture("a", 100_000, 100_000, "clear")
    assert (largest.width, largest.height) == (3000, 2000)


def test_a_video_is_loaded_counted_and_stepped(stills: Stills) -> None:
    probe = stills.load("v", clip(30))
    assert (probe.kind, probe.audio, probe.counted) == ("video", True, False)
    assert stills.count("v").counted
    shown = stills.picture("v", 64, 48, "clear", frame=20)
    assert (shown.frame, shown.at) == (20, 2000)
    assert abs(shown.pixels[0] - 160) <= 3
    assert stills.picture("v", 64, 48, "grey", at=2050).frame == 20
    assert stills.cover("v", 1000).at == 1000
    assert len(stills.storyboard("v", 6)) == 6


def test_what_cannot_be_shown_is_told_in_plain_words(stills: Stills) -> None:
    for data, reason in (
        (b"", "empty"),
        (b"just words", "unknown"),
        (PHOTO[:3000], "cut"),
        (b"\xff\xd8\xff" + b"x" * 500, "broken"),
        (b"\x1a\x45\xdf\xa3" + b"x" * 500, "broken"),
    ):
        with pytest.raises(Unshowable) as refused:
            stills.load("x", data)
        assert reason_of(refused) == reason
        assert refused.value.what.endswith(".")
        assert refused.value.do


def test_a_refused_file_costs_the_others_nothing(stills: Stills) -> None:
    stills.load("good", PHOTO)
    first = pid_of(stills)
    with pytest.raises(Unshowable):
        stills.load("bad", b"\x89PNG\r\n\x1a\n" + b"x" * 200)
    assert stills.cover("good").width == 16
    assert pid_of(stills) == first


def test_what_was_never_loaded_is_gone(stills: Stills) -> None:
    with pytest.raises(Unshowable) as refused:
        stills.cover("never")
    assert reason_of(refused) == "gone"


def test_the_oldest_files_make_room_for_new_ones(stills: Stills) -> None:
    for number in range(limits.KEPT_ITEMS + 1):
        stills.load(f"{number}", PHOTO)
    with pytest.raises(Unshowable) as refused:
        stills.cover("0")
    assert reason_of(refused) == "gone"
    assert stills.cover("1").width == 16


def test_a_file_larger_than_all_that_is_kept_is_still_shown(
    stills: Stills, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "KEPT_BYTES", 100)
    stills.load("a", PHOTO)
    stills.load("b", PHOTO)
    assert stills.cover("b").width == 16
    with pytest.raises(Unshowable):
        stills.cover("a")


def test_a_dropped_file_is_forgotten(stills: Stills) -> None:
    stills.load("a", PHOTO)
    stills.drop("a")
    stills.drop("a")
    with pytest.raises(Unshowable):
        stills.cover("a")


@linux
def test_a_child_that_died_is_started_again_and_given_its_files(stills: Stills) -> None:
    stills.load("a", PHOTO)
    first = pid_of(stills)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert stills.storyboard("a", 1)[0].width == 16
    assert pid_of(stills) != first


@linux
def test_a_hanging_child_is_ended_after_its_time_and_the_next_request_works() -> None:
    with Stills() as stills:
        stills.load("a", PHOTO)
        stills._seconds = 0.3
        first = pid_of(stills)
        os.kill(first, signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(Unshowable) as refused:
            stills.storyboard("a", 1)
        assert reason_of(refused) == "time"
        assert time.monotonic() - started < 15
        assert not Path(f"/proc/{first}").exists()


@linux
def test_a_file_that_ended_the_child_twice_is_not_tried_a_third_time() -> None:
    with Stills() as stills:
        for _ in range(2):
            stills.load("a", PHOTO)
            os.kill(pid_of(stills), signal.SIGSTOP)
            stills._seconds = 0.2
            with pytest.raises(Unshowable):
                stills.storyboard("a", 1)
            stills._seconds = limits.SECONDS
        started = time.monotonic()
        with pytest.raises(Unshowable) as refused:
            stills.load("a", PHOTO)
        assert reason_of(refused) == "crash"
        assert time.monotonic() - started < 0.2
        assert stills.load("b", PHOTO).ok


@linux
def test_closing_ends_the_child_even_in_the_middle_of_work() -> None:
    stills = Stills()
    stills.load("a", PHOTO)
    child = pid_of(stills)
    os.kill(child, signal.SIGSTOP)
    answers: list[str] = []

    def ask() -> None:
        try:
            stills.storyboard("a", 1)
        except Unshowable as refused:
            answers.append(refused.reason)

    waiting = threading.Thread(target=ask)
    waiting.start()
    while not stills._turn.locked():
        time.sleep(0.001)
    stills.close()
    waiting.join(5)
    assert answers == ["gone"]
    assert not Path(f"/proc/{child}").exists()
    with pytest.raises(Unshowable):
        stills.storyboard("a", 1)
    stills.close()


@linux
def test_a_forgotten_client_takes_its_child_along() -> None:
    stills = Stills()
    stills.load("a", PHOTO)
    child = pid_of(stills)
    del stills
    gc.collect()
    assert not Path(f"/proc/{child}").exists()


@linux
def test_leaving_the_interpreter_ends_the_child() -> None:
    code = (
        "import sys; from smo_review.media.client import Stills\n"
        "stills = Stills()\n"
        "try: stills.load('a', b'words')\n"
        "except Exception: print(stills._child.pid)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert not Path(f"/proc/{int(ran.stdout)}").exists()
    assert ran.stderr == ""


def test_many_threads_share_one_child(stills: Stills) -> None:
    wrong: list[str] = []

    def use(number: int) -> None:
        size = (100 + number, 50)
        stills.load(f"{number}", encoded(quarters(*size), "PNG"))
        for _ in range(10):
            cover: Cover = stills.cover(f"{number}")
            shown: Picture = stills.picture(f"{number}", 400, 400, "clear")
            if (shown.width, shown.height) != size or cover.full_width != size[0]:
                wrong.append(f"{number}: {shown.width}x{shown.height}")

    threads = [threading.Thread(target=use, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong


@linux
def test_the_child_sees_no_environment_of_ours(
    stills: Stills, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMO_SECRET", "a key of the person's")
    stills.load("a", PHOTO)
    seen = Path(f"/proc/{pid_of(stills)}/environ").read_bytes()
    names = {entry.partition(b"=")[0].decode() for entry in seen.split(b"\0") if entry}
    assert "SMO_SECRET" not in names
    assert not names & {"HOME", "PATH", "USER", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY"}


@linux
def test_the_child_is_bounded_by_the_system_too(stills: Stills) -> None:
    stills.load("a", PHOTO)
    lines = Path(f"/proc/{pid_of(stills)}/limits").read_text().splitlines()
    bounds = {line[:25].strip(): line[26:46].strip() for line in lines[1:]}
    assert int(bounds["Max address space"]) == limits.ADDRESS_SPACE
    assert int(bounds["Max file size"]) == 0
    assert int(bounds["Max core file size"]) == 0
    assert int(bounds["Max cpu time"]) <= limits.SECONDS * (os.cpu_count() or 1) + 30


@linux
def test_a_bomb_within_the_limit_of_pixels_stays_within_that_of_memory(stills: Stills) -> None:
    bomb = encoded(Image.new("RGBA", (13_000, 13_000)), "PNG", compress_level=1)
    assert len(bomb) < 8_000_000
    assert stills.load("bomb", bomb).width == 13_000
    status = Path(f"/proc/{pid_of(stills)}/status").read_text()
    peak = int(status.partition("VmPeak:")[2].split()[0]) * 1024
    assert peak < limits.ADDRESS_SPACE


def test_a_decoder_that_complains_keeps_it_from_our_terminal(
    stills: Stills, capfd: pytest.CaptureFixture[str]
) -> None:
    noisy = bytearray(PHOTO)
    noisy[600:603] = b"\xff\xd0\xff"
    with pytest.raises(Unshowable):
        stills.load("x", bytes(noisy[: len(noisy) // 2]))
    stills.close()
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")


@pytest.mark.parametrize(
    "answer",
    [
        wire.Done(),
        wire.Covers(()),
        wire.Covers((Cover(1000, 1000, b"x" * 1_000_000, 1, 1),)),
        wire.Covers((Cover(4, 4, b"x", 1, 1),)),
        wire.Covers((Cover(4, 4, b"x" * 16, 1, 1), Cover(4, 4, b"x" * 16, 1, 1))),
    ],
)
def test_an_answer_that_was_not_asked_for_is_never_passed_on(
    stills: Stills, answer: wire.Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stills.load("a", clip(30))
    child = stills._child
    assert child is not None
    monkeypatch.setattr(child, "ask", lambda request, payload, seconds: (answer, b""))
    with pytest.raises(Unshowable) as refused:
        stills.cover("a")
    assert reason_of(refused) == "crash"
    assert not child.alive()


def test_a_picture_larger_than_asked_is_never_passed_on(
    stills: Stills, monkeypatch: pytest.MonkeyPatch
) -> None:
    stills.load("a", PHOTO)
    child = stills._child
    assert child is not None
    raw = wire.Shown(Picture(64, 64, b"", 640, 480, "grey"))
    monkeypatch.setattr(child, "ask", lambda *_: (raw, b"x" * 64 * 64 * 4))
    with pytest.raises(Unshowable):
        stills.picture("a", 16, 16, "grey")


def test_probing_a_file_never_raises(tmp_path: Path) -> None:
    picture, words, missing = tmp_path / "p.txt", tmp_path / "w.png", tmp_path / "none.png"
    picture.write_bytes(PHOTO)
    words.write_bytes(b"words")
    assert probe_file(picture).ok
    for path in (words, missing, tmp_path):
        probe = probe_file(path)
        assert not probe.ok
        assert probe.error
