"""The learner's page paints nothing of an item before it is revealed, in the whole client."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Box, Item, Part
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.receive import receive
from smo_review.operations.workspace import open_workspace
from tests.helpers.bundles import write_batch
from tests.helpers.flash_session import uncovered_image
from tests.helpers.flash_watch import BLOCK, FlashWatch, checks, flash_watch
from tests.helpers.learn_driver import answer_all, begin, item_of, page_of, settle
from tests.helpers.review_cases import PROJECT
from ui.shell import theme
from ui.shell.acts import Act
from ui.stage import cover as covers
from ui.tour.driver import Driver


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice over two images and a text whose every pixel gives itself away."""
    folder = tmp_path_factory.mktemp("exercise")
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
    build_exercise(ws, Plan("Practice", n=3), folder / "practice.smo")
    ws.close()
    return folder / "practice.smo"


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    made = Driver(qapp, tmp_path, "learner")
    yield made
    made.close()
    theme.apply(qapp, "light", 100)


def session(driver: Driver, watch: FlashWatch, exercise: Path) -> None:
    """An attempt from the file to the outcome, without a reveal."""
    watch.doing = "beginning"
    begin(driver, exercise)
    watch.look_around()
    acts = (Act.ZOOM_IN, Act.ROTATE, Act.NEXT_QUESTION, Act.PREVIOUS_QUESTION)
    for act in (*acts, Act.ANSWER_BOX, Act.COVER_ALL, Act.ANSWER_OUTLINE, Act.COVER_ALL):
        watch.doing = act.name
        driver.press(act)
        settle(driver)
        watch.look_around()
    watch.doing = "review and back"
    driver.press(Act.GO_REVIEW)
    driver.press(Act.GO_LEARN)
    settle(driver)
    watch.doing = "answering"
    answer_all(driver, lambda item, place: "hate")
    assert page_of(driver).currentWidget() is page_of(driver).outcome
    watch.look_around()


def test_no_widget_paints_content_before_a_reveal(
    qapp: QApplication, driver: Driver, exercise: Path
) -> None:
    with flash_watch(qapp) as watch:
        session(driver, watch, exercise)
    assert watch.flashes == []
    assert {"Canvas", "TextPage"} <= watch.painters


def test_with_the_cover_switched_off_the_same_session_is_caught(
    qapp: QApplication, driver: Driver, exercise: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = uncovered_image(False)
    monkeypatch.setattr(covers, "cover_image", lambda cover: raw)
    with flash_watch(qapp) as watch:
        session(driver, watch, exercise)
    assert watch.flashes


def test_a_box_drawn_by_keys_on_a_picture_is_the_place_of_the_answer(
    driver: Driver, exercise: Path
) -> None:
    begin(driver, exercise)
    presenter = page_of(driver).presenter
    while presenter.question.view.item.parts[0].kind != "image":
        driver.press(Act.NEXT_QUESTION)
        settle(driver)
    item = item_of(driver)
    driver.key("1")
    driver.key("F")
    driver.press(Act.ANSWER_BOX)
    settle(driver)
    for key in ("Return", *["Right", "Down"] * 4, "Return", "Return"):
        driver.key(key)
    driver.wait(lambda: presenter.draft.location, "the box is taken into the answer")
    driver.press(Act.GIVE_ANSWER)
    driver.press(Act.GIVE_ANSWER)
    settle(driver)
    (said,) = presenter.sitting.run.answers.values()
    assert item_of(driver) == item and isinstance(said.location, Box) and said.location.w > 0


def test_the_reveal_keys_act_on_the_page_that_is_seen_and_answering_covers(
    driver: Driver, exercise: Path
) -> None:
    begin(driver, exercise)
    page = page_of(driver)
    driver.press(Act.TOGGLE_REVEAL)
    settle(driver)
    assert page.stage.level != "covered" and driver.review.stage.level == "covered"
    driver.key("1")
    driver.key("F")
    driver.press(Act.GIVE_ANSWER)
    driver.press(Act.GIVE_ANSWER)
    settle(driver)
    assert page.stage.level == "covered"
    driver.press(Act.TOGGLE_REVEAL)
    driver.press(Act.GO_REVIEW)
    assert page.stage.level == "covered"
