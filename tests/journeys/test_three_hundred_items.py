"""Three hundred items reviewed at the real client without touching the mouse.

Every verdict, flag and note must be in the store afterwards, and nothing uncovered may have been
painted on the way: nothing is ever revealed here.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Annotation, Box, Item, Mark, Part, Polygon
from smo_review.domain.facts import Outcome
from smo_review.domain.views import ItemView, QueueFilter
from smo_review.media.avi import write_avi
from smo_review.queries.batches import batches
from smo_review.queries.items import item_view
from smo_review.queries.queue import queue_listing
from tests.helpers.bundles import write_batch
from tests.helpers.drawn_media import encoded
from tests.helpers.flash_watch import BLOCK, checks, flash_watch
from ui.review.side import FINDING, READING
from ui.shell.actions import Act
from ui.stage.image_view import ImageView
from ui.tour.driver import Driver

COUNT = 300
PLACE = Box(0, 200_000, 200_000, 300_000, 300_000)
WORDS = ("river", "market", "bridge", "lamp", "paper", "morning", "boat", "field", "song", "stone")


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    made = Driver(qapp, tmp_path, "auditor")
    yield made
    made.close()


def picture(shift: int) -> bytes:
    """Checks in colours that give themselves away wherever they are painted."""
    from PIL import Image

    return encoded(Image.fromarray(checks(480, 320, shift)[:, :, ::-1]), "PNG")


def film() -> bytes:
    from PIL import Image

    frames = [
        encoded(Image.fromarray(checks(320, 240, 4 * n)[:, :, ::-1]), "JPEG", quality=95)
        for n in range(10)
    ]
    return write_avi(frames, (320, 240), 10, bytes(8_000), 8_000)


def write_items(path: Path) -> None:
    """Texts, pictures and a few films; every tenth item has two annotations."""
    pictures, clip, draw = [picture(4 * n) for n in range(6)], film(), random.Random(7)
    items, annotations = [], []
    for n in range(COUNT):
        body = clip if n % 50 == 24 else pictures[n % 6] if n % 5 in (3, 4) else b""
        kind = "video" if body is clip else "image"
        part = Part("text", f"{BLOCK * 12} {' '.join(draw.choices(WORDS, k=12))} number{n}")
        if body:
            part = Part(kind, "", hashlib.sha256(body).hexdigest(), f"{n}", len(body))
        items.append(Item(f"item-{n:03}", (part,), language="km" if n % 7 == 0 else "en"))
        mark = Mark("cat", PLACE) if body else Mark("cat")
        for annotator in ("ann", "bob") if n % 10 == 0 else ("ann",):
            annotations.append(Annotation(f"item-{n:03}", annotator, (mark,)))
    write_batch(path, items, annotations, media=(*pictures, clip), name="Three hundred")


class Hands:
    """A person at the keyboard: `expected` is what must be in the store at the end."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.walk = driver.review.presenter.walk
        self.expected: dict[int, Outcome] = {}

    def arrive(self, place: int) -> None:
        self.driver.wait(
            lambda: self.walk.place == place and self.walk.view is not None, f"item {place}"
        )

    @property
    def is_drawing(self) -> bool:
        view = self.driver.review.stage.parts.views[0]
        return isinstance(view, ImageView) and view.canvas._hand.pen is not None

    def judge(self, n: int, act: Act, outcome: Outcome) -> None:
        self.expected[n] = outcome
        self.driver.press(act)

    def shape(self, act: Act) -> None:
        """Two corners, or three, by arrow keys."""
        driver = self.driver
        driver.press(act)
        driver.wait(lambda: self.is_drawing, "the picture can be drawn on")
        steps: tuple[tuple[str, int], ...] = (("Left", 3), ("Right", 6), ("Down", 5))
        if act is Act.BOX:
            steps = (("Left", 3), ("Down", 5))
        for key, times in steps:
            for _ in range(times):
                driver.key(key)
                if act is Act.BOX:
                    driver.key("Right" if key == "Down" else "Up")
            driver.key("Return")
        if act is Act.POLYGON:
            driver.key("Tab")
            driver.key("Return")
        driver.key("Return")
        driver.wait(lambda: driver.review.side.mode == FINDING, "the place begins a finding")

    def find_fault(self, n: int, act: Act | None) -> None:
        """A finding by keys alone, with a place where there is a picture to draw on."""
        if act is not None:
            self.shape(act)
        else:
            self.driver.press(Act.INCORRECT)
        self.driver.type("over")
        self.driver.key("Return")
        self.judge(n, Act.SAVE_VERDICT, "incorrect")

    def fix(self, n: int) -> None:
        self.driver.press(Act.FIX_AND_ACCEPT)
        for label in ("dog", "cat"):
            self.driver.type(label)
            self.driver.key("Return")
        self.judge(n, Act.SAVE_VERDICT, "incorrect")

    def note(self, words: str) -> None:
        self.driver.press(Act.NOTE)
        self.driver.type(words)
        self.driver.key("Return")

    def flag(self) -> None:
        view = self.walk.view
        assert view is not None
        self.driver.press(Act.FLAG)

    def review(self, n: int) -> None:
        turn = n % 10
        if turn == 0:
            self.judge(n, Act.ALL_CORRECT, "correct")
        elif turn == 3:
            self.find_fault(n, Act.BOX if n % 20 == 3 else Act.POLYGON)
        elif turn == 5:
            self.judge(n, Act.AMBIGUOUS, "ambiguous")
        elif turn == 6:
            self.find_fault(n, None)
        elif turn == 7:
            self.note(f"Told at {n}.")
            self.judge(n, Act.UNREVIEWABLE, "unreviewable")
        elif turn == 8:
            self.flag()
            self.judge(n, Act.CORRECT, "correct")
        elif turn == 9:
            self.fix(n)
        else:
            self.judge(n, Act.CORRECT, "correct")


def mine(view: ItemView) -> list[str]:
    return [entry.mine.outcome if entry.mine else "" for entry in view.annotations]


def undo_and_judge_again(hands: Hands, n: int) -> None:
    """Take the last verdict back, on the item before, and give another."""
    hands.driver.press(Act.UNDO)
    hands.arrive(n - 1)
    hands.driver.wait(lambda: mine(hands.walk.view) == [""], "the verdict is taken back")  # type: ignore[arg-type]
    hands.judge(n - 1, Act.AMBIGUOUS, "ambiguous")
    hands.arrive(n)


def change_last_answer(hands: Hands, n: int) -> None:
    """Look at the last answer, change it, and be back where the work was."""
    hands.driver.press(Act.LAST_ANSWER)
    hands.arrive(n - 1)
    hands.judge(n - 1, Act.AMBIGUOUS, "ambiguous")
    hands.arrive(n)


ON_THE_WAY: dict[int, Callable[[Hands, int], None]] = {
    32: undo_and_judge_again,
    122: change_last_answer,
    232: undo_and_judge_again,
}


def test_three_hundred_items_are_reviewed_without_the_mouse_and_nothing_is_uncovered(
    driver: Driver, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_items(tmp_path / "batch.smo")
    driver.drop(tmp_path / "batch.smo")
    driver.wait(lambda: batches(driver.context.workspace), "the batch is received")
    driver.settle()
    with flash_watch(qapp) as watch:
        watch.doing = "reviewing"
        driver.press(Act.OPEN_BATCH)
        driver.wait(lambda: driver.review.position.view is not None, "the first item is shown")
        hands = Hands(driver)
        bar = {button.text() for button in driver.review.verdicts.verdicts}
        assert bar
        for n in range(COUNT):
            hands.arrive(n)
            if n in ON_THE_WAY:
                ON_THE_WAY[n](hands, n)
            hands.review(n)
            assert driver.review.side.mode == READING, n
        driver.settle()
        find_and_filter(hands)
        watch.look_around()
    assert watch.paints > COUNT
    assert watch.flashes == []
    assert driver.review.stage.level == "covered"
    assert_stored(driver, hands)


def find_and_filter(hands: Hands) -> None:
    """By words, then by label and outcome, and back to all items; letters are verdicts again."""
    driver, walk = hands.driver, hands.walk
    driver.press(Act.FIND)
    driver.type("number137")
    driver.key("Return")
    driver.wait(lambda: walk.view is not None and walk.view.item.id == "item-137", "it is found")
    assert len(walk.listing.rows) == 1
    driver.press(Act.FIND)
    driver.key("Ctrl+A")
    driver.key("Delete")
    driver.key("Return")
    driver.wait(lambda: len(walk.listing.rows) == COUNT, "all items are there again")
    driver.press(Act.FILTER)
    driver.settle()
    driver.type("bob")
    driver.key("Return")
    driver.wait(lambda: len(walk.listing.rows) == COUNT // 10, "one annotator's items are there")
    driver.key("Escape")
    driver.settle()


def assert_stored(driver: Driver, hands: Hands) -> None:
    """All 300 are on disk as they were given, with flags, notes and places."""
    ws = driver.context.workspace
    batch = batches(ws)[0].info.id
    rows = queue_listing(ws, batch, QueueFilter())
    assert len(rows) == COUNT
    views = {view.item.id: view for view in (item_view(ws, row) for row in rows)}
    for n, outcome in hands.expected.items():
        assert set(mine(views[f"item-{n:03}"])) == {outcome}, n
    assert len(hands.expected) == COUNT
    flagged = {int(name[-3:]) for name, view in views.items() if view.flagged}
    assert flagged == set(range(8, COUNT, 10))
    for n in range(7, COUNT, 10):
        entry = views[f"item-{n:03}"].annotations[0]
        assert entry.mine is not None and entry.mine.note == f"Told at {n}."
    for n in range(3, COUNT, 10):
        entry = views[f"item-{n:03}"].annotations[0]
        assert entry.mine is not None
        place = entry.mine.findings[0].location
        assert isinstance(place, Box if n % 20 == 3 else Polygon), n
