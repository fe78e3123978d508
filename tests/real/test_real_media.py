"""Every real image and video, good and malformed: shown as it should be, or refused in words."""

from __future__ import annotations

import io
import json
import random
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from smo_review.domain.pictures import COVER_SIDE, Probe
from smo_review.media.client import Stills
from smo_review.media.reasons import Unshowable

FORMATS = {
    "matroska,webm": {"WEBM", "MKV"},
    "mov,mp4,m4a,3gp,3g2,mj2": {"MP4", "MOV", "3GP"},
    "avi": {"AVI"},
    "mpegts": {"TS"},
}
LENGTH_SLACK = 60
"""Milliseconds: FFmpeg and the file's own header disagree by an audio frame or two."""


@pytest.fixture(scope="module")
def stills() -> Iterator[Stills]:
    with Stills() as stills:
        yield stills


@cache
def expected(real_data: Path, folder: str) -> dict[str, Any]:
    file = real_data / folder / f"expect_{folder}.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


def of(real_data: Path, folder: str, kind: str) -> dict[Path, Any]:
    """The files of one kind, with what is expected of each."""
    return {
        real_data / folder / name: facts
        for name, facts in expected(real_data, folder).items()
        if name.startswith(kind)
    }


def shows_all_steps(stills: Stills, key: str, probe: Probe) -> bool:
    """True where the cover and each step of a reveal come, in the shape of the whole."""
    cover = stills.cover(key)
    sizes = {(cover.full_width, cover.full_height)}
    for detail in ("outline", "grey", "clear"):
        picture = stills.picture(key, 300, 200, detail)
        sizes.add((picture.full_width, picture.full_height))
        if picture.width > 300 or picture.height > 200:
            return False
        if len(picture.pixels) != picture.width * picture.height * 4:
            return False
    small = max(cover.width, cover.height) <= COVER_SIDE
    return small and sizes == {(probe.width, probe.height)}


def test_every_good_image_is_shown_upright_with_its_format_and_frames(
    stills: Stills, real_data: Path
) -> None:
    wrong = []
    files = of(real_data, "images", "good")
    assert len(files) > 100
    for path, facts in files.items():
        probe = stills.load("image", path.read_bytes())
        told = [probe.format, [probe.width, probe.height], probe.frames]
        if told != [facts["format"], facts["upright_size"], facts["frames"]]:
            wrong.append(f"{path.name}: {told}")
        if not shows_all_steps(stills, "image", probe):
            wrong.append(f"{path.name}: steps")
    assert not wrong


def test_an_upright_photograph_is_the_same_whichever_way_it_was_stored(
    stills: Stills, real_data: Path
) -> None:
    thumbs = []
    for number in range(9):
        path = real_data / "images/good/exif-landscape" / f"Landscape_{number}.jpg"
        stills.load("photo", path.read_bytes())
        shown = stills.picture("photo", 60, 40, "clear")
        thumbs.append(np.frombuffer(shown.pixels, np.uint8).astype(int))
    assert all(np.abs(thumb - thumbs[0]).mean() < 3 for thumb in thumbs[1:])


def test_pictures_look_as_pillow_draws_them(stills: Stills, real_data: Path) -> None:
    """An independent way from file to pixels, for files without profile or transparency."""
    wrong, seen = [], 0
    for path, facts in of(real_data, "images", "good").items():
        if facts["icc"] or facts["mode"] not in ("RGB", "L") or not facts.get("exif_orientation"):
            continue
        if facts["format"] in ("HEIF", "AVIF"):
            continue
        seen += 1
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
        stills.load("image", path.read_bytes())
        shown = stills.picture("image", *upright.size, "clear")
        words = np.frombuffer(shown.pixels, np.uint8).reshape(shown.height, shown.width, 4)
        if np.abs(words[:, :, 2::-1].astype(int) - np.asarray(upright)).mean() > 1.5:
            wrong.append(path.name)
    assert seen > 30
    assert not wrong


def test_every_malformed_image_is_answered(stills: Stills, real_data: Path) -> None:
    """Refused in plain words, or shown where it can be; one child lives through them all."""
    files = of(real_data, "images", "malformed")
    assert len(files) > 100
    stills.load("first", next(iter(of(real_data, "images", "good"))).read_bytes())
    child = stills._child
    wrong = []
    for path, facts in files.items():
        try:
            probe = stills.load("image", path.read_bytes())
        except Unshowable as refused:
            listed = facts.get("format") not in (None, "SUN", "DDS")
            if facts["decode"] == "ok" and listed:
                wrong.append(f"{path.name}: {refused.reason}, but it can be shown")
            if refused.reason in ("time", "crash", "gone"):
                wrong.append(f"{path.name}: {refused.reason}")
            continue
        size = facts.get("upright_size")
        if size and [probe.width, probe.height] != size:
            wrong.append(f"{path.name}: {probe.width}x{probe.height}")
        if not shows_all_steps(stills, "image", probe):
            wrong.append(f"{path.name}: steps")
    assert not wrong
    assert stills._child is child


def upright_size(facts: dict[str, Any]) -> tuple[int, int]:
    stream = facts["video"][0]
    sideways = (facts["rotation"] or 0) % 180 != 0
    return (stream["h"], stream["w"]) if sideways else (stream["w"], stream["h"])


@pytest.mark.parametrize("kind", ["good", "malformed"])
def test_every_video_tells_its_size_frames_length_rotation_and_sound(
    stills: Stills, real_data: Path, kind: str
) -> None:
    wrong = []
    for path, facts in of(real_data, "videos", kind).items():
        probe = stills.probe_file(path)
        if not facts.get("decoded_frames"):
            # Another library read nothing here; OpenCV may, and then it must say what.
            if probe.ok and not (probe.frames and probe.width and probe.duration):
                wrong.append(f"{path.name}: {probe}")
            if not probe.ok and not probe.error:
                wrong.append(f"{path.name}: no word")
            continue
        told = (probe.width, probe.height), probe.frames, probe.audio, probe.rotation
        counter_clockwise = facts["rotation"] or 0
        wanted = (
            upright_size(facts),
            facts["decoded_frames"],
            bool(facts["audio"]),
            -counter_clockwise % 360,
        )
        length = facts["duration"]
        if told != wanted or probe.format not in FORMATS[facts["format"]] or not probe.counted:
            wrong.append(f"{path.name}: {probe}")
        if length is not None and abs(probe.duration - length * 1000) > LENGTH_SLACK:
            wrong.append(f"{path.name}: {probe.duration} ms")
        if length is None and not 0 <= probe.duration - facts["last_pts"] * 1000 < 200:
            wrong.append(f"{path.name}: {probe.duration} ms")
    assert not wrong


def test_a_sound_file_is_no_video(stills: Stills, real_data: Path) -> None:
    with pytest.raises(Unshowable) as refused:
        stills.load("v", (real_data / "videos/good/exo_sample_opus.mp4").read_bytes())
    assert refused.value.reason == "sound"


def decoded_in_order(data: bytes) -> list[tuple[int, int]]:
    """(checksum, milliseconds) of each frame, decoded one after the other."""
    stream: Any = io.BytesIO(data)
    video = cv2.VideoCapture(stream, cv2.CAP_FFMPEG, [])
    found: list[tuple[int, int]] = []
    missed = 0
    while missed < 16:
        got, frame = video.read()
        missed = 0 if got else missed + 1
        if got:
            words = cv2.cvtColor(frame, cv2.COLOR_BGR2BGRA)
            at = (round(video.get(cv2.CAP_PROP_POS_MSEC) * 1000) + 500) // 1000
            found.append((zlib.crc32(words.data), at))
    return found


def test_every_frame_asked_for_is_exactly_that_frame(stills: Stills, real_data: Path) -> None:
    rng = random.Random(5)
    wrong = []
    videos = {**of(real_data, "videos", "good"), **of(real_data, "videos", "malformed")}
    for path, facts in videos.items():
        if not 0 < facts.get("decoded_frames", 0) <= 200:
            continue
        data = path.read_bytes()
        order = decoded_in_order(data)
        for counted in (False, True):
            stills.load("v", data)
            if counted:
                stills.count("v")
            asked = [rng.randrange(len(order)) for _ in range(3)]
            asked += [max(0, asked[-1] - 1), len(order) - 1, 0]
            for index in asked:
                at = order[index][1]
                for shown in (
                    stills.picture("v", 4096, 4096, "clear", frame=index),
                    stills.picture("v", 4096, 4096, "clear", at=at),
                ):
                    checksum = zlib.crc32(shown.pixels)
                    if (checksum, shown.at) != order[index] or shown.frame != index:
                        wrong.append(f"{path.name}: {index} became {shown.frame} at {shown.at}")
    assert not wrong


def test_a_storyboard_spans_the_video_in_order(stills: Stills, real_data: Path) -> None:
    wrong = []
    for path, facts in of(real_data, "videos", "good").items():
        if facts.get("decoded_frames", 0) < 10:
            continue
        stills.load("v", path.read_bytes())
        times = [tile.at for tile in stills.storyboard("v", 6)]
        last = facts["last_pts"] * 1000
        if times != sorted(times) or not 4 <= len(times) <= 6 or times[-1] < last * 0.7:
            wrong.append(f"{path.name}: {times}")
    assert not wrong
