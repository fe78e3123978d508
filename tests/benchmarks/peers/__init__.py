"""`./smo bench --peers`: the same item-to-item work in labelme and here, side by side in one run.

labelme comes from its package on PyPI into an environment of its own (`.cache/peers`), made at
first use; nothing of it is needed by the product or its tests. Both programs get the same
pictures, the same size of window and no screen. In each a key asks for the next item, and the clock
stops when it has been painted. labelme paints the picture itself; SMO Review paints its cover, so
that the reveal (its first step) is measured beside it, and so is an item that nobody fetched ahead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from smo_review.domain.errors import UserError
from tests.benchmarks.harness import FRAME, Row, telling, waited
from tests.benchmarks.processes import LIMIT, run_probe
from tests.benchmarks.workspaces import SIZES, image_workspace, pictures

ROOT = Path(__file__).resolve().parents[3]
UV = ROOT / ".cache" / "tools" / "bin" / "uv"
PLACE = ROOT / ".cache" / "peers"
LABELME = "labelme==6.3.1"
ITEMS = 1_000
PRESSES = 60


def peer_rows(folder: Path) -> Iterator[Row]:
    """Next item in labelme and in SMO Review, and SMO Review's reveal."""
    python = environment()
    for name, size in SIZES.items():
        images = _write_pictures(folder / f"pictures-{name}", pictures(size))
        with telling(f"labelme, {name}, {ITEMS:,} items"):
            theirs = _run_labelme(python, images)
        workspace = image_workspace(folder, name, ITEMS)
        with telling(f"SMO Review, {name}, {ITEMS:,} items"):
            covered = run_probe("next", str(workspace), str(PRESSES))["ms"]
            cold = run_probe("far", str(workspace), "25")["ms"]
            shown = run_probe("reveal", str(workspace), str(PRESSES))["ms"]
        version = LABELME.replace("==", " ")
        yield waited(f"{version}: next item, {name}", theirs, FRAME)
        yield waited(f"SMO Review: next item, covered, {name}", covered, FRAME)
        yield waited(f"SMO Review: not prefetched, {name}", cold, FRAME)
        yield waited(f"SMO Review: reveal, first step, {name}", shown, FRAME)


def environment() -> Path:
    """The Python of labelme's environment, made at first use; UserError where that cannot be."""
    python = PLACE / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = PLACE / "holds"
    if stamp.is_file() and stamp.read_text("ascii") == LABELME:
        return python
    with telling(f"fetching {LABELME} into {PLACE.relative_to(ROOT)}"):
        for words in (
            ["venv", "--quiet", "--clear", "--python", sys.executable, str(PLACE)],
            ["pip", "install", "--quiet", "--python", str(python), LABELME],
        ):
            made = subprocess.run([str(UV), *words], capture_output=True, text=True, timeout=LIMIT)
            if made.returncode:
                raise UserError(
                    f"{LABELME} could not be installed.",
                    made.stderr.strip()[-500:],
                    "Connect to a package index, or measure without --peers.",
                )
    stamp.write_text(LABELME, "ascii")
    return python


def _write_pictures(folder: Path, files: tuple[bytes, ...]) -> Path:
    """As many files as our batch has items, the pictures in turn, as hard links to a few."""
    folder.mkdir()
    for number in range(ITEMS):
        path = folder / f"item-{number:07}.jpg"
        if number < len(files):
            path.write_bytes(files[number])
        else:
            os.link(folder / f"item-{number % len(files):07}.jpg", path)
    return folder


def _run_labelme(python: Path, images: Path) -> list[float]:
    answer = subprocess.run(
        [str(python), str(Path(__file__).with_name("labelme_probe.py")), str(images), str(PRESSES)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    if answer.returncode:
        raise RuntimeError(f"labelme failed:\n{answer.stderr[-3000:]}")
    return list(json.loads(answer.stdout.splitlines()[-1])["ms"])
