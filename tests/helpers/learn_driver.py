"""A learner at the whole client: receives an exercise, answers by keys, hands back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from smo_review.queries.learning import exercises
from tests.helpers.learn_desk import DIGIT
from ui.learn.page import LearnPage
from ui.shell.actions import Act
from ui.tour.driver import Driver


def page_of(driver: Driver) -> LearnPage:
    page: LearnPage = driver.client.page(Act.GO_LEARN)
    return page


def settle(driver: Driver) -> None:
    """Wait until the client is at rest, the learner's page too."""
    driver.settle()
    driver.wait(lambda: page_of(driver).loader.idle, "the learner's stage comes to rest")
    driver.settle()


def item_of(driver: Driver) -> str:
    """The item in hand, or empty."""
    question = page_of(driver).presenter.question
    return question.view.item.id if question is not None else ""


def begin(driver: Driver, file: Path) -> None:
    """Receive an exercise and begin an attempt."""
    driver.drop(file)
    driver.wait(lambda: exercises(driver.context.workspace), "the exercise is received")
    settle(driver)
    driver.press(Act.GO_LEARN)
    settle(driver)
    driver.press(Act.OPEN_EXERCISE)
    settle(driver)
    driver.press(Act.OPEN_EXERCISE)
    driver.wait(lambda: item_of(driver), "the first item is shown")
    settle(driver)


def answer_all(driver: Driver, label_of: Callable[[str, int], str], sure: str = "F") -> list[str]:
    """Answer every item by keys, without a clause; `label_of(item, place)` names the label."""
    run = page_of(driver).presenter.sitting.run
    order = []
    for place in range(len(run.items)):
        item = item_of(driver)
        order.append(item)
        driver.key(DIGIT[label_of(item, place)])
        driver.key(sure)
        driver.press(Act.GIVE_ANSWER)
        driver.press(Act.GIVE_ANSWER)
        settle(driver)
        if run.sheet.mode == "practice":
            driver.press(Act.GIVE_ANSWER)
            settle(driver)
    return order


def hand_back(driver: Driver, path: Path, project: str) -> None:
    """End the attempt and write the results file."""
    driver.press(Act.END_ATTEMPT)
    settle(driver)
    driver.client.transfer.export(path, project)
    driver.wait(path.exists, "the results are written")
    settle(driver)
