"""An exercise in which nothing can be painted without giving itself away."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from PIL import Image

from smo_review.domain.content import Item, Part
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.receive import receive
from smo_review.operations.workspace import open_workspace
from tests.helpers.bundles import write_batch
from tests.helpers.flash_watch import BLOCK, checks
from tests.helpers.review_cases import PROJECT


def loud_exercise(folder: Path, plan: Plan) -> Path:
    """A file with an exercise over two images and a text, built by a trainer in `folder`."""
    images = []
    for shift in (0, 8):
        file = io.BytesIO()
        Image.fromarray(checks(shift=shift)[:, :, ::-1]).save(file, "PNG")
        images.append(file.getvalue())
    items = [
        Item(f"image-{n}", (Part("image", "", hashlib.sha256(b).hexdigest(), "a.png", len(b)),))
        for n, b in enumerate(images)
    ]
    items.append(Item("text", (Part("text", " ".join(BLOCK * 12 for _ in range(60))),)))
    write_batch(folder / "batch.smo", items, [], project=PROJECT, media=images)
    ws = open_workspace(folder / "trainer", create=True)
    batch = receive(ws, folder / "batch.smo").id
    set_gold(ws, [GoldDraft(batch, item.id, ("hate",), "why", "1") for item in items])
    build_exercise(ws, plan, folder / "exercise.smo")
    ws.close()
    return folder / "exercise.smo"
