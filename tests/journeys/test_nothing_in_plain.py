"""After a session no content lies on the disk in plain, wherever the client may write."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from smo_review.operations.pack import PackOptions, pack
from smo_review.operations.purge import purge
from smo_review.operations.signer import own_identity
from smo_review.queries.batches import batches
from ui.shell.actions import Act
from ui.tour.driver import Driver
from ui.tour.script import reveal_to, verdicts_given

MARKER = "zebra-quartz-obelisk-7731"
MARKER_KM = "សញ្ញាសម្គាល់លាក់កំបាំង"
NOTE = "the-auditors-own-words-5512"


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Temporary files of this process and its children go where the test can look at them."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return tmp_path


def marked_batch(folder: Path) -> Path:
    """A batch whose text, file name and image bytes carry markers found nowhere else."""
    folder.mkdir()
    pixels = np.random.default_rng(5).integers(0, 255, (64, 64, 3), np.uint8)
    Image.fromarray(pixels).save(folder / "picture.png")
    rows = [
        {"id": "one", "text": f"{MARKER} {MARKER_KM}", "annotator": "dara", "label": "spam"},
        {"id": "two", "image": "picture.png", "annotator": "dara", "label": "fine"},
    ]
    source = folder / "rows.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    out = folder / "marked.smo"
    pack(source, out, PackOptions(media=folder), own_identity())
    return out


def found_in(place: Path, needles: dict[str, bytes]) -> list[str]:
    """Which needles stand in which file below `place`."""
    return [
        f"{name} in {file.relative_to(place)}"
        for file in sorted(place.rglob("*"))
        if file.is_file()
        for name, needle in needles.items()
        if needle in file.read_bytes()
    ]


def needles_of(folder: Path) -> dict[str, bytes]:
    image = (folder / "picture.png").read_bytes()
    return {
        "the text": MARKER.encode(),
        "the text in UTF-16": MARKER.encode("utf-16-le"),
        "the Khmer text": MARKER_KM.encode(),
        "the Khmer text in UTF-16": MARKER_KM.encode("utf-16-le"),
        "the note": NOTE.encode(),
        "the note in UTF-16": NOTE.encode("utf-16-le"),
        "the image's bytes": image[len(image) // 2 : len(image) // 2 + 48],
    }


def test_nothing_of_content_or_notes_is_left_in_plain(
    qapp: QApplication, disk: Path, home: Path
) -> None:
    source = disk / "source"
    bundle = marked_batch(source)
    assert found_in(source, needles_of(source)), "the search must be able to find its markers"
    driver = Driver(qapp, disk / "work", "auditor")
    driver.drop(bundle)
    driver.wait(lambda: batches(driver.context.workspace), "the batch is received")
    driver.settle()
    driver.press(Act.OPEN_BATCH)
    driver.wait(lambda: driver.review.position.view is not None, "the first item is shown")
    for number in (1, 2):
        driver.settle()
        reveal_to(driver, "clear")
        driver.press(Act.NOTE)
        driver.type(NOTE)
        driver.key("Escape")
        driver.press(Act.CORRECT)
        driver.wait(lambda number=number: verdicts_given(driver) == number, "it is judged")
    driver.press(Act.FIND)
    driver.type(MARKER[:8])
    driver.settle()
    for place in (disk / "work", disk / "temporary", home):
        assert not found_in(place, needles_of(source))
    batch = batches(driver.context.workspace)[0].info.id
    purge(driver.context.workspace, batch)
    driver.settle()
    driver.close()
    for place in (disk / "work", disk / "temporary", home):
        assert not found_in(place, needles_of(source))
