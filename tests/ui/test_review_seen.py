"""The note on content judged before, with real pictures and the real child."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.domain.seen import Seen
from smo_review.media.draw_scenes import draw_scene
from smo_review.operations.receive import receive
from smo_review.operations.workspace import open_workspace
from tests.helpers.bundles import write_batch
from tests.helpers.review_desk import Desk
from ui.review.seen import NOTE_LENGTH, seen_text
from ui.shell.settings import SettingsStore

SCENE = draw_scene("landscape", 5)


def smaller(picture: bytes) -> bytes:
    """The same picture in half the size and of poor quality."""
    image = Image.open(io.BytesIO(picture))
    file = io.BytesIO()
    image.resize((image.width // 2, image.height // 2)).save(file, "JPEG", quality=40)
    return file.getvalue()


PICTURES = (SCENE, draw_scene("cat", 2), smaller(SCENE))


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    items = [
        Item(f"p-{n}", (Part("image", media=hashlib.sha256(one).hexdigest(), size=len(one)),))
        for n, one in enumerate(PICTURES)
    ]
    annotations = [Annotation(item.id, "sokha", (Mark("hate"),)) for item in items]
    write_batch(tmp_path / "b.smo", items, annotations, media=PICTURES)
    workspace = open_workspace(tmp_path / "ws", create=True)
    batch = receive(workspace, tmp_path / "b.smo").id
    made = Desk(qtbot, workspace, batch, settings)
    yield made
    made.page.loader.close()
    made.close()


def test_a_smaller_copy_of_a_picture_is_known_and_stays_covered(qtbot: QtBot, desk: Desk) -> None:
    notes = desk.page.seen
    row = desk.view.row
    qtbot.waitUntil(lambda: notes._prints.get(row) is not None, timeout=20_000)
    desk.press("S")
    notes.keep()
    desk.press("J")
    assert desk.where[0] == "p-2"
    qtbot.waitUntil(notes.bar.isVisible, timeout=20_000)
    assert notes.bar.words.text().startswith("You judged nearly the same content on ")
    assert notes.bar.words.text().endswith(": ambiguous")
    assert desk.page.stage.level == "covered"


def test_prints_that_come_after_the_verdict_are_kept_all_the_same(qtbot: QtBot, desk: Desk) -> None:
    notes = desk.page.seen
    notes._timer.setInterval(1)
    desk.press("A")

    def kept() -> bool:
        with desk.workspace.read() as conn:
            found = conn.execute("SELECT count(*) FROM prints WHERE kind = 1").fetchone()
        return bool(found[0] == 1)

    qtbot.waitUntil(kept, timeout=20_000)


def test_a_long_note_is_cut_and_stays_on_one_line() -> None:
    note = "why\n" + "x" * 500
    said = seen_text(Seen("b", "i", True, 1_700_000_000_000_000, ("incorrect",), ("over",), note))
    assert "\n" not in said
    assert "incorrect (over)" in said
    assert len(said) < NOTE_LENGTH + 100
