"""`smo-review probe`: one entry a file, whatever the file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from smo_review.cli import probe
from smo_review.cli.context import Context
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
