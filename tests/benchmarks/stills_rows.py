"""The stills child by itself: covers and pictures, cold and warm, exact seeks and steps back.

Each beside OpenCV doing the same in this process, without a child.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from smo_review.media.client import Stills
from tests.benchmarks.harness import FRAME, Row, quantile, telling, waited
from tests.benchmarks.window_rows import COVER, STAGE, reduced
from tests.benchmarks.workspaces import SIZES, pictures

FILES = 40
SEEKS, STEPS = 60, 8
FILM_SIZE, FILM_FRAMES, FILM_RATE = (1920, 1080), 300, 30


def cover_rows(_: Path) -> Iterator[Row]:
    """The first answer for a file, and what a reveal gets at once or after `prepare`."""
    for name, size in SIZES.items():
        files = pictures(size)[:FILES]
        with telling(f"covers and pictures, {name}"), Stills() as stills:
            stills.load("first", files[0])
            cold, clear, warm = [], [], []
            floors: dict[tuple[int, int], list[float]] = {COVER: [], STAGE: []}
            for number, data in enumerate(files):
                key = f"{number}"
                for to, values in floors.items():
                    values.append(reduced(data, size, to))
                cold.append(_took(lambda k=key, d=data: stills.load(k, d, *STAGE)))
                show = lambda k=key: stills.picture(k, *STAGE, "clear")  # noqa: E731
                clear.append(_took(show))
                stills.prepare(key)
                warm.append(_took(show))
        by_cover, by_picture = (quantile(values, 0.95) for values in floors.values())
        yield waited(f"cover, cold, {name}", cold, by_cover, 1.5)
        yield waited(f"picture, cold, {name}", clear, by_picture, 1.5)
        yield waited(f"picture, warm, {name}", warm, FRAME)


def seek_rows(_: Path) -> Iterator[Row]:
    """A frame anywhere, and the ones before it, against OpenCV's own exact seek."""
    data = film()
    dice = random.Random(1)
    places = [dice.randrange(20, FILM_FRAMES) for _ in range(SEEKS)]
    seeks, backs, floors = [], [], []
    with telling("exact seek and step back, 1080p"), Stills() as stills:
        stills.load("film", data)
        stills.count("film")
        stream: Any = _stream(data)
        video = cv2.VideoCapture(stream, cv2.CAP_FFMPEG, [])
        for place in places:
            floors.append(_took(lambda n=place: _opencv_seek(video, n)))
            seeks.append(_took(lambda n=place: stills.picture("film", *STAGE, "clear", frame=n)))
        for place in places[:20]:
            # The first step back decodes what is behind; the next are at hand.
            for step in range(STEPS):
                show = lambda n=place - step: stills.picture("film", *STAGE, "clear", frame=n)  # noqa: E731
                took = _took(show)
                if step > 1:
                    backs.append(took)
    yield waited("exact seek, 1080p", seeks, quantile(floors, 0.95), 1.2)
    yield waited("step back from cache, 1080p", backs, FRAME)


def _took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _opencv_seek(video: Any, frame: int) -> None:
    video.set(cv2.CAP_PROP_POS_FRAMES, frame)
    got, picture = video.read()
    assert got
    small = cv2.resize(picture, (1280, 720), interpolation=cv2.INTER_AREA)
    cv2.cvtColor(small, cv2.COLOR_BGR2BGRA)


def _stream(data: bytes) -> Any:
    from smo_review.media.capture import Stream

    return Stream(data)


def film() -> bytes:
    """Ten seconds of a coarse pattern that moves, MPEG-4 with a key frame every twelfth."""
    dice = np.random.default_rng(1)
    coarse = dice.integers(0, 255, (27, 48, 3), dtype=np.uint8)
    wide = cv2.resize(coarse, FILM_SIZE, interpolation=cv2.INTER_CUBIC)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "film.mp4")
        code = cv2.VideoWriter.fourcc(*"mp4v")
        writer = cv2.VideoWriter(path, cv2.CAP_FFMPEG, code, FILM_RATE, FILM_SIZE)
        for number in range(FILM_FRAMES):
            writer.write(np.roll(wide, number * 6, axis=1))
        writer.release()
        return Path(path).read_bytes()
