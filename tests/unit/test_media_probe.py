"""`smo-review probe`: one entry a file, whatever the file."""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from smo_review.cli import probe
from smo_review.cli.context import Context
from smo_review.media import limits
from tests.helpers.drawn_media import clip, encoded, quarters

FIELDS = {
    "path",
    "ok",
    "kind",
    "format",
    "width",
    "height",
    "frames",
    "duration",
    "rotation",
    "audio",
    "error",
}

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    contents = {
        "picture.dat": encoded(quarters(), "PNG"),
        "clip.avi": clip(20),
        "words.png": b"words",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return [str(tmp_path / name) for name in (*contents, "missing.png")]


def run(files: list[str], *, as_json: bool) -> int:
    parser = argparse.ArgumentParser()
    probe.add_arguments(parser)
    return probe.run(parser.parse_args(files), Context(json=as_json))


def test_every_file_has_its_entry_in_order(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)["files"]
    assert [entry["path"] for entry in told] == files
    assert all(set(entry) == FIELDS for entry in told)
    picture, video, words, missing = told
    assert (picture["ok"], picture["kind"], picture["format"]) == (True, "image", "PNG")
    assert (picture["width"], picture["height"]) == (80, 40)
    assert (video["frames"], video["duration"], video["audio"]) == (20, 2.0, True)
    assert not words["ok"]
    assert not missing["ok"]
    assert words["error"] != missing["error"]


def test_people_read_a_line_a_file(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(files)
    assert lines[0].endswith("PNG 80x40")
    assert lines[1].endswith("AVI 64x48, 20 frames, 2.000 s, with sound")


def test_whatever_a_name_stands_for_is_told_and_the_others_go_on(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(limits, "BYTES", 1_000_000)
    for name in ("empty.jpg", "huge.mp4"):
        (tmp_path / name).touch()
    os.truncate(tmp_path / "huge.mp4", 1 << 40)
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "link.png").symlink_to(files[0])
    (tmp_path / "lost.png").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    names = ["empty.jpg", "huge.mp4", "folder.png", "lost.png", "loop.png", "link.png"]
    paths = [str(tmp_path / name) for name in names] + ["", "x\0y", "a" * 5000, files[0]]
    assert run(paths, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)["files"]
    assert [entry["ok"] for entry in told] == [False] * 5 + [True] + [False] * 3 + [True]
    assert told[0]["error"] == "This file is empty."
    assert told[1]["error"] == "This file is too large to be shown safely."
    assert all(entry["error"] == "This file cannot be read." for entry in told[2:5])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_never_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert run([str(tmp_path / "pipe.jpg"), "/dev/zero"], as_json=True) == 0
    told = json.loads(capsys.readouterr().out)["files"]
    assert [entry["error"] for entry in told] == ["This file cannot be read."] * 2


@contextmanager
def as_anybody() -> Iterator[None]:
    """Let root, too, read no more than a file's mode allows: without two of its capabilities."""
    if os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    version_3_of_this_thread = (ctypes.c_uint32 * 2)(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()
    assert libc.capget(version_3_of_this_thread, held) == 0
    less = (ctypes.c_uint32 * 6)(*held)
    less[0] &= ~(1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH)
    assert libc.capset(version_3_of_this_thread, less) == 0
    try:
        yield
    finally:
        assert libc.capset(version_3_of_this_thread, held) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere root cannot be told so")
def test_a_file_that_may_not_be_read_is_told(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files[0]).chmod(0)
    with as_anybody():
        assert run(files, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)["files"]
    assert [entry["ok"] for entry in told] == [False, True, False, False]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there only")
def test_a_name_that_is_no_text_comes_back_as_it_was(tmp_path: Path, files: list[str]) -> None:
    strange = os.fsencode(tmp_path) + b"/\xff\xfe name \n.png"
    Path(os.fsdecode(strange)).write_bytes(Path(files[0]).read_bytes())
    for as_json in ((), ("--json",)):
        ran = subprocess.run(
            [sys.executable, "-c", "import sys, main; sys.exit(main.main())", "probe",
             *as_json, strange],
            capture_output=True, check=True, timeout=60,
        )  # fmt: skip
    told = json.loads(ran.stdout)["files"]
    assert os.fsencode(told[0]["path"]) == strange
    assert told[0]["ok"]


def test_an_animation_tells_its_frames_and_its_length(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = [quarters().rotate(90 * turn) for turn in range(3)]
    paths = []
    for format in ("GIF", "WEBP", "PNG", "AVIF"):
        paths.append(str(tmp_path / format))
        how = {"save_all": True, "append_images": frames[1:], "duration": 250}
        Path(paths[-1]).write_bytes(encoded(frames[0], format, **how))
    assert run(paths, as_json=True) == 0
    for entry in json.loads(capsys.readouterr().out)["files"]:
        assert (entry["kind"], entry["frames"], entry["duration"]) == ("image", 3, 0.75)
