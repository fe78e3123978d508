"""A batch whose content is full of marker bytes, and a search for them on the disk.

The pictures are noise, so that any few bytes of a file or of its decoded pixels are found nowhere
else by chance.
"""

from __future__ import annotations

import base64
import io
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from smo_review.media.avi import write_avi
from smo_review.operations.pack import PackOptions, pack
from smo_review.operations.signer import own_identity

WORDS = "zebra-quartz-obelisk-7731"
WORDS_KM = "សញ្ញាសម្គាល់លាក់កំបាំង"
NOTE = "the-auditors-own-words-5512"
NAMES = ("walrus-lantern-one.png", "walrus-lantern-two.jpg", "walrus-lantern-three.avi")
SIZE = 320, 240
FPS, FRAMES = 10, 20
ITEMS = 4
_LENGTH = 40
Needles = dict[str, bytes]


def marked_batch(folder: Path) -> tuple[Path, Needles]:
    """A PNG, a JPEG, a video and a text, packed; and what must not be found in plain anywhere."""
    folder.mkdir(parents=True)
    noise = [_noise(seed) for seed in range(2)]
    files = [_encoded(noise[0], "PNG"), _encoded(noise[1], "JPEG", quality=92)]
    stills = [_encoded(_noise(9 + n), "JPEG", quality=92) for n in range(FRAMES)]
    sound = np.random.default_rng(7).integers(-3000, 3000, 8_000 * FRAMES // FPS, np.int16)
    files.append(write_avi(stills, SIZE, FPS, sound.tobytes(), 8_000))
    for name, body in zip(NAMES, files, strict=True):
        (folder / name).write_bytes(body)
    rows = [
        {"id": "png", "image": NAMES[0], "annotator": "dara", "label": "fine"},
        {"id": "jpg", "image": NAMES[1], "annotator": "dara", "label": "fine"},
        {"id": "avi", "video": NAMES[2], "annotator": "dara", "label": "fine"},
        {"id": "words", "text": f"{WORDS} {WORDS_KM}", "annotator": "dara", "label": "spam"},
    ]
    source = folder / "rows.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    bundle = folder / "marked.smo"
    pack(source, bundle, PackOptions(media=folder), own_identity())
    return bundle, _needles(files, stills)


def _noise(seed: int) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 255, (SIZE[1], SIZE[0], 3), np.uint8)
    return Image.fromarray(pixels)


def _encoded(image: Image.Image, format: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def _needles(files: list[bytes], frames: list[bytes]) -> Needles:
    made = {f"the name {name}": name.encode() for name in NAMES}
    for name, words in (("text", WORDS), ("Khmer text", WORDS_KM), ("note", NOTE)):
        made[f"the {name}"] = words.encode()
        made[f"the {name} in UTF-16"] = words.encode("utf-16-le")
        made[f"the {name} in UTF-32"] = words.encode("utf-32-le")
        made |= {f"the {name} in {key}": value for key, value in _in_base64(words.encode()).items()}
    for name, body in zip(NAMES, files, strict=True):
        for place in (1, 2, 3):
            start = len(body) * place // 4
            made[f"bytes of {name} at {place}/4"] = body[start : start + _LENGTH]
        made |= {
            f"bytes of {name} in {key}": value
            for key, value in _in_base64(body[len(body) // 2 :][:60]).items()
        }
    for name, body in (
        (NAMES[0], files[0]),
        (NAMES[1], files[1]),
        *((f"frame {n}", frames[n]) for n in range(FRAMES)),
    ):
        made |= {f"{name} as {key}": value for key, value in _as_pixels(body).items()}
    return made


def _in_base64(data: bytes) -> Needles:
    """The text of any Base64 that holds `data`, wherever in it."""
    return {
        f"Base64, {shift} in": base64.b64encode(bytes(shift) + data)[4 * (shift > 0) + 4 : -8]
        for shift in range(3)
    }


def _as_pixels(file: bytes) -> Needles:
    """A piece of a row from the middle of the decoded picture, in the orders that are in use."""
    picture = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR)
    row = picture[SIZE[1] // 2 : SIZE[1] // 2 + 1, 100:120]
    orders = {
        "BGR": row,
        "RGB": cv2.cvtColor(row, cv2.COLOR_BGR2RGB),
        "BGRA": cv2.cvtColor(row, cv2.COLOR_BGR2BGRA),
        "RGBA": cv2.cvtColor(row, cv2.COLOR_BGR2RGBA),
        "grey": cv2.cvtColor(row, cv2.COLOR_BGR2GRAY),
    }
    return {name: made.tobytes() for name, made in orders.items()}


def found_in(places: Iterable[Path], needles: Needles) -> list[str]:
    """Which needles stand in which files, or in the names of files, at or below the places."""
    return [
        f"{name} in {file}"
        for place in places
        for file in _files(place)
        for name, needle in needles.items()
        if needle in str(file).encode() or needle in _bytes(file)
    ]


def _files(place: Path) -> Iterator[Path]:
    if place.is_file() and not place.is_symlink():
        yield place
    for folder, _, names in os.walk(place):
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file() and not file.is_symlink():
                yield file


_read: dict[tuple[Path, int, int], bytes] = {}


def _bytes(file: Path) -> bytes:
    """A file's bytes; nothing where it went away meanwhile or is another person's."""
    try:
        about = file.stat()
        key = file, about.st_mtime_ns, about.st_size
        if key not in _read:
            _read.clear()
            _read[key] = file.read_bytes()
    except (FileNotFoundError, PermissionError):
        return b""
    return _read[key]
