"""One measured process: `python -m tests.benchmarks.probe WHAT ...` prints one JSON line.

empty                        an interpreter that paints an empty Qt window
client WORKSPACE             the client, from start to its first paint and to its first page
walk WORKSPACE N             memory while N items are looked at
next | far | reveal | judge WORKSPACE N
                             milliseconds from key press to painted, N times
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.tour.driver import Driver

PATIENCE = 60
WINDOW = (1980, 1070)
"""Large enough for a stage of 1280 by 800 between the queue and the side."""
STARTED = float(os.environ.get("SMO_STARTED", "0"))


def pss(kinds: tuple[str, ...] = ("Pss",)) -> int:
    """Proportional set size of this process and its children, in bytes."""
    total = 0
    for pid in _tree(os.getpid()):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        for line in rollup.splitlines():
            name, _, value = line.partition(":")
            if name in kinds:
                total += int(value.split()[0]) << 10
    return total


def _tree(pid: int) -> list[int]:
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            words = (task / "children").read_text("ascii").split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children += [int(word) for word in words]
    return [pid, *(one for child in children for one in _tree(child))]


def empty() -> dict[str, Any]:
    """Import QtWidgets and paint an empty window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    painted: dict[str, Any] = {}

    class Window(QWidget):
        def paintEvent(self, event: object) -> None:
            if not painted:
                painted["seconds"] = time.time() - STARTED
                QTimer.singleShot(0, app.quit)

    app = QApplication([])
    window = Window()
    window.resize(1280, 800)
    window.show()
    app.exec()
    return {**painted, "pss": pss()}


def client(workspace: str) -> dict[str, Any]:
    """Start the client; when its window and then its page "my day" were first painted."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject

    from ui.app import Client
    from ui.shell.launch import make_application
    from ui.shell.settings import SettingsStore, settings_path
    from ui.shell.tasks import Tasks

    marks: dict[str, float] = {}

    class FirstPaints(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                if not marks:
                    app.installEventFilter(first)  # before that it would slow the start itself
                for name in ("seconds", type(watched).__name__):
                    marks.setdefault(name, time.time() - STARTED)
            return False

    app = make_application()
    made = Client(app, SettingsStore(settings_path()), Tasks(), Path(workspace))
    first = FirstPaints()
    made.window.installEventFilter(first)
    made.start()
    while "BatchCard" not in marks and time.time() - STARTED < PATIENCE:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    app.removeEventFilter(first)
    made.close()
    return {"seconds": marks["seconds"], "page": marks["BatchCard"]}


def walk(workspace: str, count: str) -> dict[str, Any]:
    """Press "next item" again and again; memory at every twentieth item from 200 on.

    `own` leaves out mapped files (libraries), which the kernel takes away and brings back.
    """
    from ui.shell.actions import Act

    driver = at_first_item(workspace)
    whole, own = [], []
    for number in range(int(count)):
        driver.press(Act.NEXT_ITEM)
        driver.settle()
        if number >= 200 and number % 20 == 0:
            whole.append(pss())
            own.append(pss(("Pss_Anon", "Pss_Shmem")))
    driver.close()
    return {"whole": whole, "own": own}


def at_first_item(workspace: str) -> Driver:
    """The client with the workspace's first batch open, everything ahead fetched."""
    from PySide6.QtCore import QSize

    from smo_review.queries.batches import batches
    from ui.shell.launch import make_application
    from ui.tour.driver import Driver

    path = Path(workspace)
    driver = Driver(make_application(), path.parent, path.name)
    driver.window.resize(QSize(*WINDOW))
    driver.window.activateWindow()
    driver.context.navigate.open_batch(batches(driver.context.workspace)[0].info.id)
    driver.wait(lambda: driver.review.position.view is not None, "the first item is shown")
    driver.settle()
    return driver


def main() -> None:
    from tests.benchmarks.presses import far, judge, reveal, step

    commands = {
        "empty": empty, "client": client, "walk": walk,
        "next": step, "far": far, "reveal": reveal, "judge": judge,
    }  # fmt: skip
    name, *words = sys.argv[1:]
    print(json.dumps(commands[name](*words)))


if __name__ == "__main__":
    main()
