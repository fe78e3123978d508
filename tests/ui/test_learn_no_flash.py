"""The learner's page paints nothing of an item before it is revealed, in the whole client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Box
from smo_review.operations.exercise import Plan
from tests.helpers.flash_exercise import loud_exercise
from tests.helpers.flash_session import uncovered_image
from tests.helpers.flash_watch import FlashWatch, flash_watch
from tests.helpers.learn_driver import answer_all, begin, item_of, page_of, settle
from ui.shell import theme
from ui.shell.acts import Act
from ui.stage import cover as covers
from ui.tour.driver import Driver


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice over two images and a text whose every pixel gives itself away."""
    return loud_exercise(tmp_path_factory.mktemp("exercise"), Plan("Practice", n=3))


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
