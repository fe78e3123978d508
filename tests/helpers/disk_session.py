"""A client in a process of its own that goes through a whole session on marked content.

`python -m tests.helpers.disk_session FOLDER BUNDLE [stop]` receives the bundle into FOLDER, reveals
every item to the end, plays the video revealed, writes notes and verdicts, searches, hands back and
quits. With "stop" it says "revealed" while a picture is clear and a video plays, and waits there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtTest import QTest

from smo_review.queries.batches import batches
from tests.helpers.disk_marks import ITEMS, NOTE, WORDS
from ui.shell.actions import Act
from ui.shell.launch import make_application
from ui.tour.driver import Driver
from ui.tour.script import hand_back, reveal_to, verdicts_given

PLAYED = 600
"""Milliseconds that the video plays in the clear."""


def see(driver: Driver, place: int, stop: bool) -> None:
    """Reveal the item in hand as far as it goes; a video plays so."""
    driver.review.position.go(place)
    driver.wait(lambda: driver.review.presenter.walk.place == place, "the item is shown")
    driver.settle()
    driver.press(Act.TOGGLE_REVEAL)
    reveal_to(driver, "clear")
    view = driver.review.position.view
    assert view is not None
    if view.item.parts[0].kind == "video":
        driver.press(Act.PLAY_PAUSE)
        QTest.qWait(PLAYED)
        if stop:
            print("revealed", flush=True)
            while sys.stdin.readline():
                driver.turn(50)
        driver.press(Act.PLAY_PAUSE)
    driver.window.grab()
    driver.settle()


def judge(driver: Driver, number: int) -> None:
    """A note and a verdict."""
    driver.press(Act.NOTE)
    driver.type(NOTE)
    driver.key("Escape")
    driver.press(Act.CORRECT)
    driver.wait(lambda: verdicts_given(driver) == number, "it is judged")


def main(folder: str, bundle: str, *switches: str) -> int:
    """Go through the session."""
    driver = Driver(make_application(), Path(folder), "auditor")
    driver.drop(Path(bundle))
    driver.wait(lambda: batches(driver.context.workspace), "the batch is received")
    driver.settle()
    driver.press(Act.OPEN_BATCH)
    driver.wait(lambda: driver.review.position.view is not None, "the first item is shown")
    for place in range(ITEMS):
        see(driver, place, "stop" in switches)
        judge(driver, place + 1)
    driver.press(Act.FIND)
    driver.type(WORDS[:8])
    driver.settle()
    hand_back(driver, Path(folder) / "results.smo")
    driver.settle()
    print("done", flush=True)
    driver.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
