"""Key presses at the real client, each timed until what it asked for has been painted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.review.page import ReviewPage
    from ui.tour.driver import Driver

WARM_UP = 3
PATIENCE_MS = 20_000


class Painted:
    """What the stage last painted: which item, and whether it was revealed.

    Made before the client, because a widget keeps the painting that it began with. An event filter
    would be called for every event of the client, and be felt.
    """

    def __init__(self) -> None:
        from ui.stage.canvas import Canvas

        self.page: ReviewPage | None = None
        self.item = ""
        self.revealed = False
        paint = Canvas.paintEvent

        def painted(canvas: Canvas, event: QPaintEvent) -> None:
            paint(canvas, event)
            view = self.page.position.view if self.page else None
            if view is not None and canvas._cover is not None:
                self.item = view.item.id
                self.revealed = canvas.is_revealed

        Canvas.paintEvent = painted


def timed(act: Callable[[], object], done: Callable[[], bool]) -> float:
    """Milliseconds from the act until `done`, letting the client work as its own loop would.

    It sleeps between events: a loop that spins would take processor time from what is measured.
    """
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

    flags = QEventLoop.ProcessEventsFlag
    watch = QTimer(interval=PATIENCE_MS)
    watch.start()
    start = time.perf_counter()
    act()
    while not done():
        QCoreApplication.processEvents(flags.AllEvents | flags.WaitForMoreEvents)
        if time.perf_counter() - start > PATIENCE_MS / 1000:
            raise TimeoutError("what the key asked for was not painted")
    return (time.perf_counter() - start) * 1000


def _run(
    workspace: str, count: str, press: Callable[[Driver, Painted, int], float]
) -> dict[str, Any]:
    from tests.benchmarks.probe import at_first_item

    painted = Painted()
    driver = at_first_item(workspace)
    painted.page = driver.review
    driver.settle()
    values = []
    for number in range(int(count) + WARM_UP):
        values.append(press(driver, painted, number))
        driver.settle()
    driver.close()
    return {"ms": values[WARM_UP:]}


def step(workspace: str, count: str) -> dict[str, Any]:
    """Next item, prefetched: the client had time to look ahead."""
    from ui.shell.actions import Act

    def press(driver: Driver, painted: Painted, number: int) -> float:
        wanted = _id_after(painted)
        return timed(lambda: driver.press(Act.NEXT_ITEM), lambda: painted.item == wanted)

    return _run(workspace, count, press)


def _id_after(painted: Painted) -> str:
    view = painted.page.position.view
    assert view is not None
    return f"item-{int(view.item.id.removeprefix('item-')) + 1:07}"


def far(workspace: str, count: str) -> dict[str, Any]:
    """Jump to an item that nobody fetched ahead: the key is Enter in the jump field."""
    from ui.shell.actions import Act

    def press(driver: Driver, painted: Painted, number: int) -> float:
        view = painted.page.position.view
        assert view is not None
        wanted = int(view.item.id.removeprefix("item-")) + 4
        driver.press(Act.JUMP)
        driver.settle()
        driver.type(str(wanted + 1))
        name = f"item-{wanted:07}"
        return timed(lambda: driver.key("Return"), lambda: painted.item == name)

    return _run(workspace, count, press)


def reveal(workspace: str, count: str) -> dict[str, Any]:
    """Reveal the item in hand, then cover it and go on."""
    from ui.shell.actions import Act

    def press(driver: Driver, painted: Painted, number: int) -> float:
        took = timed(lambda: driver.press(Act.TOGGLE_REVEAL), lambda: painted.revealed)
        driver.press(Act.COVER_ALL)
        driver.wait(lambda: not painted.revealed, "it is covered")
        driver.press(Act.NEXT_ITEM)
        return took

    return _run(workspace, count, press)


def judge(workspace: str, count: str) -> dict[str, Any]:
    """The item's last verdict: until it is on disk and the next item is painted."""
    from ui.shell.actions import Act

    def press(driver: Driver, painted: Painted, number: int) -> float:
        driver.press(Act.CORRECT)  # of two annotations, the first
        driver.settle()
        page, wanted = painted.page, _id_after(painted)
        written: list[object] = []
        page.presenter.wrote.connect(written.append)
        took = timed(
            lambda: driver.press(Act.CORRECT),
            lambda: bool(written) and painted.item == wanted,
        )
        page.presenter.wrote.disconnect(written.append)
        return took

    return _run(workspace, count, press)
