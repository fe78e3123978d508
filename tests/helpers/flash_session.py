"""A session at the whole client in which nothing is revealed: all that a window goes through.

As a program, `python -m tests.helpers.flash_session FOLDER [uncovered]` goes through it on a real
display, says "doing ..." before each act and "done" at the end, and waits for a line on standard
input after each. "uncovered" is this script's own switch: it takes the cover off.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QEnterEvent, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from smo_review.queries.batches import batches
from tests.helpers.flash_batch import FILM, IMAGE, POST, TEXT, WIDE, flash_batch
from tests.helpers.flash_watch import checks
from ui.shell.actions import Act
from ui.stage import cover as covers
from ui.tour.driver import Driver

Step = tuple[str, Callable[[], object]]
PLAYED = 350
"""Milliseconds that the video plays, so that several frames are painted."""


def uncovered_image(grey: bool = False) -> QImage:
    """What stands where the cover belongs when it is switched off."""
    pixels = checks()[:, :, ::-1].copy()
    image = QImage(pixels.data, 640, 480, 1920, QImage.Format.Format_RGB888).copy()
    return image.convertToFormat(QImage.Format.Format_Grayscale8) if grey else image


def begin(driver: Driver, batch: Path) -> None:
    """Receive the batch and open it."""
    driver.drop(batch)
    driver.wait(lambda: batches(driver.context.workspace), "the batch is received")
    driver.settle()
    driver.press(Act.OPEN_BATCH)
    driver.wait(lambda: driver.review.position.view is not None, "the first item is shown")
    driver.settle()


def go(driver: Driver, place: int) -> None:
    """Show the item at this place of the queue."""
    driver.review.position.go(place)
    driver.wait(lambda: driver.review.presenter.walk.place == place, "the item is shown")
    driver.settle()


def play(driver: Driver) -> None:
    """Let the video run for a moment, then stop it."""
    driver.press(Act.PLAY_PAUSE)
    QTest.qWait(PLAYED)
    driver.press(Act.PLAY_PAUSE)


def steps(driver: Driver, batch: Path) -> Iterator[Step]:
    """Each act with its name, in order; the next one begins when the client is at rest."""
    yield "going to the image", lambda: go(driver, IMAGE)
    yield from _looks(driver, "an image")
    for place, name in (
        (WIDE, "a wide image"),
        (FILM, "a video"),
        (TEXT, "a text"),
        (POST, "a post"),
    ):
        yield name, lambda place=place: go(driver, place)
        if place == FILM:
            yield from _video(driver)
            yield from _looks(driver, "a video")
        if place == POST:
            yield from _looks(driver, "a post")
            yield "the next part", lambda: driver.press(Act.NEXT_PART)
            yield "the part before", lambda: driver.press(Act.PREVIOUS_PART)
    for _ in range(POST):
        yield "the item before", lambda: driver.press(Act.PREVIOUS_ITEM)
    for _ in range(POST):
        yield "the next item", lambda: driver.press(Act.NEXT_ITEM)
    yield "the image again", lambda: go(driver, IMAGE)
    yield from _window(driver)
    yield from _dialogs(driver)
    yield from _dress(driver)
    yield "receiving the file again", lambda: driver.drop(batch)
    yield "a verdict", lambda: driver.press(Act.CORRECT)
    yield "undo", lambda: driver.press(Act.UNDO)
    yield "covering everything", lambda: driver.press(Act.COVER_ALL)


def _looks(driver: Driver, name: str) -> Iterator[Step]:
    acts = (
        *(Act.ZOOM_IN, Act.ZOOM_IN, Act.PAN_LEFT, Act.PAN_DOWN),
        *(Act.ROTATE, Act.ZOOM_OUT, Act.ZOOM_FIT),
    )
    for act in acts:
        yield f"{act.name} on {name}", lambda act=act: driver.press(act)
    yield f"hovering over {name}", lambda: hover(driver)


def hover(driver: Driver) -> None:
    """Rest the mouse on the content, long enough for a tooltip."""
    content = driver.review.stage.parts.views[0]
    spot = content.rect().center()
    window = QPointF(content.mapTo(content.window(), spot))
    everywhere = QPointF(content.mapToGlobal(spot))
    send = QApplication.sendEvent
    send(content, QEnterEvent(QPointF(spot), window, everywhere))
    QTest.mouseMove(content, spot)
    send(content, QHelpEvent(QEvent.Type.ToolTip, spot, everywhere.toPoint()))
    driver.turn(20)


def _video(driver: Driver) -> Iterator[Step]:
    press = driver.press
    yield "choosing a key frame", lambda: press(Act.SEEK_FORWARD)
    yield "playing", lambda: play(driver)
    yield "seeking", lambda: press(Act.SEEK_BACK)
    yield "faster", lambda: press(Act.VIDEO_FASTER)
    yield "playing faster", lambda: play(driver)
    yield "slower", lambda: press(Act.VIDEO_SLOWER)
    yield "stepping back", lambda: press(Act.STEP_BACK)
    yield "stepping on", lambda: press(Act.STEP_FORWARD)
    yield (
        "playing in full screen",
        lambda: [press(Act.FULL_SCREEN), play(driver), press(Act.FULL_SCREEN)],
    )
    yield "the key frames", lambda: press(Act.KEY_FRAMES)


def _window(driver: Driver) -> Iterator[Step]:
    window = driver.window
    size = window.size()
    yield "resizing", lambda: window.resize(1100, 700)
    yield "resizing back", lambda: window.resize(size)
    yield "full screen", lambda: driver.press(Act.FULL_SCREEN)
    yield "window again", lambda: driver.press(Act.FULL_SCREEN)
    yield "moving the window", lambda: window.move(window.pos() + QPoint(40, 30))
    yield "minimising", window.showMinimized
    yield "coming back", window.showNormal
    yield "another window", lambda: leave(driver)
    yield "hiding", window.hide
    yield "showing", lambda: [window.show(), leave(driver)]
    for act in (Act.GO_DAY, Act.GO_NUMBERS, Act.GO_MINE):
        yield f"{act.name}", lambda act=act: driver.press(act)
        yield f"back from {act.name}", lambda: driver.press(Act.GO_REVIEW)


def leave(driver: Driver) -> None:
    """Another window takes the keyboard for a moment."""
    other = QWidget()
    other.show()
    other.activateWindow()
    driver.wait(other.isActiveWindow, "another window is active")
    other.close()
    driver.window.activateWindow()
    driver.wait(driver.window.isActiveWindow, "the window is active again")


def _dialogs(driver: Driver) -> Iterator[Step]:
    def opened(act: Act, words: str = "") -> None:
        driver.press(act)
        driver.settle()
        if words:
            driver.type(words)
        driver.settle()
        driver.key("Escape")

    yield "the palette", lambda: opened(Act.PALETTE, "flag")
    yield "the help sheet", lambda: opened(Act.HELP_SHEET)
    yield "settings", lambda: driver.press(Act.PREFERENCES)
    yield "back from settings", lambda: driver.press(Act.GO_REVIEW)
    yield (
        "choosing a file to receive",
        lambda: _dialog(driver, driver.client.transfer.choose_and_receive),
    )
    yield "handing back", lambda: _dialog(driver, driver.client.transfer.choose_and_export)
    yield "the finding editor", lambda: opened(Act.INCORRECT, "mis")
    yield "fixing", lambda: opened(Act.FIX_AND_ACCEPT)
    yield "pinning", lambda: opened(Act.PIN)
    yield "a note", lambda: opened(Act.NOTE, "words")
    yield "finding", lambda: opened(Act.FIND, "film")
    yield "filters", lambda: [opened(Act.FILTER), driver.press(Act.FILTER)]
    yield "jumping", lambda: opened(Act.JUMP, "2")
    yield "blind", lambda: driver.press(Act.BLIND)
    yield "not blind", lambda: driver.press(Act.BLIND)
    yield "a menu", lambda: _menu(driver)


def _dialog(driver: Driver, open_it: Callable[[], object]) -> None:
    open_it()
    driver.settle()
    dialog = driver.app.activeModalWidget()
    if dialog is not None:
        dialog.close()


def _menu(driver: Driver) -> None:
    menu = driver.client.window.menus()[0]
    menu.popup(driver.window.mapToGlobal(QPoint(100, 100)))
    driver.settle()
    menu.close()


def _dress(driver: Driver) -> Iterator[Step]:
    change = driver.client.settings.change
    yield "dark theme", lambda: change(scheme="dark")
    yield "large text", lambda: change(text_size=200)
    for language in ("km", "zh", "en"):
        yield f"speaking {language}", lambda language=language: speak(driver, language)
    yield "light theme", lambda: change(scheme="light", text_size=100)


def speak(driver: Driver, language: str) -> None:
    """Change the language, which builds all pages anew."""
    driver.client.settings.change(language=language)
    driver.wait(lambda: driver.speaks(language), f"the client speaks {language}")
    driver.press(Act.GO_REVIEW)
    driver.wait(lambda: driver.review.position.view is not None, "the item is shown again")


def main(folder: str, *switches: str) -> int:
    """Go through the session; another process grabs the screen meanwhile."""
    from ui.shell.launch import make_application

    if "uncovered" in switches:
        raw = uncovered_image()
        covers.cover_image = lambda cover: raw
    driver = Driver(make_application(), Path(folder), "auditor")
    driver.window.resize(1240, 760)
    batch = flash_batch(Path(folder) / "batch.smo")
    print("doing opening the batch", flush=True)
    begin(driver, batch)
    sys.stdin.readline()
    for name, act in steps(driver, batch):
        print(f"doing {name}", flush=True)
        act()
        driver.settle()
        sys.stdin.readline()
    print("done", flush=True)
    driver.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
