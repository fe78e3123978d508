"""A day on which much goes wrong, at the real client: broken files, a killed child, a damaged
vault, a full disk. Each is told in plain words, the rest goes on, nothing acknowledged is lost."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.operations.check import check
from smo_review.queries.batches import batches
from tests.helpers.bundles import write_batch
from tests.helpers.drawn_media import clip, encoded, quarters
from tests.helpers.media_soak import damaged
from ui.shell.actions import Act
from ui.tour.driver import Driver
from ui.tour.script import reveal_to, verdicts_given

PNG = encoded(quarters(320, 240), "PNG")
JPEG = encoded(quarters(640, 480), "JPEG")
FILM = clip()
HUGE = PNG[:16] + (60_000).to_bytes(4, "big") * 2 + PNG[24:]
"""Says that it has 3.6 thousand million pixels."""
BROKEN: dict[str, bytes] = {
    "no picture at all": b"these are words, whatever the name says" * 3,
    "a cut-off picture": JPEG[: len(JPEG) // 40],
    "a picture that claims too much": HUGE,
    "a web page": b"<html><img src='file:///etc/passwd'></html>" * 2,
    "a vector drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>" * 2,
    "a video without a frame": FILM[:180],
    "zeroes": bytes(5_000),
}


@pytest.fixture
def bugs() -> list[BaseException]:
    """What would have opened the crash window."""
    return []


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path, bugs: list[BaseException]) -> Iterator[Driver]:
    made = Driver(qapp, tmp_path, "auditor")
    made.client.tasks.crashed.connect(bugs.append)
    yield made
    made.close()
    assert bugs == []


def review(driver: Driver, path: Path, files: list[tuple[str, bytes]]) -> None:
    """Receive a batch of one item a file ("image" or "video"), and show the first."""
    items = [
        Item(
            f"item-{number}",
            (Part(kind, "", hashlib.sha256(body).hexdigest(), f"file {number}", len(body)),),  # type: ignore[arg-type]
        )
        for number, (kind, body) in enumerate(files)
    ]
    items.append(Item("words", (Part("text", text="words at the end"),)))
    annotations = [Annotation(item.id, "ann", (Mark("cat"),)) for item in items]
    write_batch(path, items, annotations, media=list({body: None for _, body in files}))
    driver.drop(path)
    driver.wait(lambda: batches(driver.context.workspace), "the batch is received")
    driver.settle()
    driver.press(Act.OPEN_BATCH)
    driver.wait(lambda: driver.review.position.view is not None, "the first item is shown")
    driver.settle()


def shown(driver: Driver) -> bool:
    """Whether the item in hand can be shown: revealing it does something."""
    driver.press(Act.TOGGLE_REVEAL)
    driver.settle()
    level = driver.review.stage.level
    driver.press(Act.COVER_ALL)
    driver.settle()
    return level != "covered"


def card(driver: Driver) -> str:
    """What stands in place of content that cannot be shown."""
    return str(driver.review.stage.parts.views[0].canvas._message)


def judge(driver: Driver, act: Act) -> None:
    count = verdicts_given(driver)
    driver.press(act)
    driver.wait(lambda: verdicts_given(driver) == count + 1, "the verdict is recorded")
    driver.settle()


def test_each_broken_file_has_its_card_and_the_others_are_shown(
    driver: Driver, tmp_path: Path
) -> None:
    files, good = [("image", PNG)], {0}
    for name, body in BROKEN.items():
        good.add(len(files) + 1)
        files += [("video" if "video" in name else "image", body), ("image", JPEG + name.encode())]
    files += [("video", FILM)]
    good |= {len(files) - 1, len(files)}
    review(driver, tmp_path / "batch.smo", files)
    seen = set()
    for number in range(len(files) + 1):
        assert driver.review.presenter.walk.place == number
        if shown(driver):
            seen.add(number)
        else:
            assert card(driver), f"item {number} says nothing"
        judge(driver, Act.CORRECT if number in seen else Act.UNREVIEWABLE)
    assert seen == good
    assert check(driver.context.workspace) == ()


@pytest.mark.parametrize("seed", range(2))
def test_a_batch_of_damaged_files_is_reviewed_to_its_end(
    driver: Driver, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    good = [("image", PNG), ("image", JPEG), ("video", FILM)]
    files = [(kind, damaged(body, dice)) for kind, body in good for _ in range(4)]
    review(driver, tmp_path / "batch.smo", [*files, *good])
    for number in range(len(files) + 4):
        assert driver.review.presenter.walk.place == number
        assert shown(driver) or card(driver)
        if number >= len(files):
            assert not driver.review.stage.parts.views[0].is_broken, "a good file after bad ones"
        judge(driver, Act.CORRECT)


def stills_children() -> list[int]:
    """The decoding children of this process."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        for word in (task / "children").read_text("ascii").split():
            command = Path(f"/proc/{word}/cmdline").read_bytes()
            if b"smo_review.media.stills" in command:
                found.append(int(word))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="finds the child as Linux tells it")
def test_when_the_decoding_child_is_killed_the_review_goes_on(
    driver: Driver, tmp_path: Path
) -> None:
    files = [("image", PNG + bytes([number])) for number in range(6)] + [("video", FILM)]
    review(driver, tmp_path / "batch.smo", files)
    driver.press(Act.TOGGLE_REVEAL)
    reveal_to(driver, "clear")
    for number in range(len(files)):
        children = stills_children()
        for child in children:
            os.kill(child, signal.SIGKILL)
        judge(driver, Act.CORRECT)
        assert driver.review.presenter.walk.place == number + 1
        assert driver.review.stage.level == "covered"
        assert shown(driver), f"item {number + 1} after the kill"
    assert children
    assert verdicts_given(driver) == len(files)


def test_a_vault_damaged_during_the_session_costs_its_pictures_and_no_verdict(
    driver: Driver, tmp_path: Path
) -> None:
    files = [
        ("image", encoded(quarters(300 + number, 200), "PNG") + os.urandom(200_000))
        for number in range(12)
    ]
    review(driver, tmp_path / "batch.smo", files)
    judge(driver, Act.CORRECT)
    workspace = driver.context.workspace
    assert workspace.truncate_logs()
    vault = workspace.path / "vault.db"
    with vault.open("r+b") as file:
        file.write(os.urandom(vault.stat().st_size))
    cards = 0
    for number in range(1, len(files)):
        assert driver.review.presenter.walk.place == number
        if not shown(driver):
            cards += 1
            assert card(driver)
            assert "Traceback" not in card(driver)
        judge(driver, Act.CORRECT)
    assert cards > 0, "some pictures were not fetched before the damage"
    assert shown(driver), "the text at the end needs no vault"
    assert verdicts_given(driver) == len(files)


def fill_up(driver: Driver) -> Callable[[], None]:
    """The database may not grow by one page; returns what makes room again."""
    writer = driver.context.workspace._writer
    with writer.alone() as conn:
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
        conn.execute(f"PRAGMA max_page_count = {pages}")

    def make_room() -> None:
        with writer.alone() as conn:
            conn.execute("PRAGMA max_page_count = 1000000")

    return make_room


def forbid_growth(driver: Driver) -> Callable[[], None]:
    """No file of this process may grow beyond what the database's log has now."""
    log = driver.context.workspace.path / "workspace.db-wal"
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@pytest.mark.parametrize("trouble", [fill_up, forbid_growth])
def test_a_disk_that_is_full_is_told_and_nothing_acknowledged_is_lost(
    driver: Driver, tmp_path: Path, trouble: Callable[[Driver], Callable[[], None]]
) -> None:
    review(driver, tmp_path / "batch.smo", [("image", PNG + bytes([n])) for n in range(120)])
    judge(driver, Act.CORRECT)
    make_room = trouble(driver)
    try:
        given = 1
        while not refused(driver):
            driver.press(Act.CORRECT)
            driver.settle()
            given += not refused(driver)
            assert given < 120, "the disk never was full"
    finally:
        make_room()
    notice = driver.client.notices.last
    assert notice is not None and notice.do
    assert "disk" in notice.text
    assert verdicts_given(driver) == given
    assert driver.review.presenter.walk.place == given, "back at the item that has no verdict"
    assert check(driver.context.workspace) == ()
    judge(driver, Act.AMBIGUOUS)
    assert verdicts_given(driver) == given + 1


def refused(driver: Driver) -> bool:
    last = driver.client.notices.last
    return last is not None and last.kind == "refusal"
