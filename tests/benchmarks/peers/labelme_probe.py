"""Runs in labelme's environment, not ours: `labelme_probe.py FOLDER N` prints one JSON line.

Opens the folder in labelme's own window, presses its key for the next image N times, and measures
each press until labelme's canvas has painted another picture, as `tests/benchmarks/presses.py`
does with SMO Review.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from labelme.app import MainWindow
from labelme.widgets import Canvas
from PyQt5 import QtCore, QtTest, QtWidgets

WARM_UP = 3
PATIENCE = 20.0
WINDOW = (1980, 1070)
"""As large as SMO Review's window in its own rows."""


def main(folder: str, count: str) -> None:
    """Press and measure."""
    painted = {"picture": 0}
    paint = Canvas.paintEvent

    def paint_and_note(canvas: Canvas, event: object) -> None:
        paint(canvas, event)
        painted["picture"] = canvas.pixmap.cacheKey() if not canvas.pixmap.isNull() else 0

    Canvas.paintEvent = paint_and_note
    app = QtWidgets.QApplication([])
    window = MainWindow(file_or_dir=folder, config_overrides={"auto_save": False})
    window.resize(*WINDOW)
    window.show()
    window.activateWindow()
    _until(app, lambda: painted["picture"] != 0)
    for _ in range(50):
        app.processEvents(QtCore.QEventLoop.AllEvents, 20)
    values = [_press(app, window, painted) for _ in range(int(count) + WARM_UP)]
    window.close()
    print(json.dumps({"ms": values[WARM_UP:]}))


def _press(app: QtWidgets.QApplication, window: MainWindow, painted: dict[str, int]) -> float:
    """Milliseconds from the key to another picture painted; then the window comes to rest."""
    before = painted["picture"]
    start = time.perf_counter()
    QtTest.QTest.keyClick(window, QtCore.Qt.Key_D)
    _until(app, lambda: painted["picture"] != before)
    took = (time.perf_counter() - start) * 1000
    for _ in range(10):
        app.processEvents(QtCore.QEventLoop.AllEvents, 20)
    return took


def _until(app: QtWidgets.QApplication, happens: object) -> None:
    flags = QtCore.QEventLoop.AllEvents | QtCore.QEventLoop.WaitForMoreEvents
    timer = QtCore.QTimer()
    timer.start(int(PATIENCE * 1000))
    end = time.perf_counter() + PATIENCE
    while not happens():
        if time.perf_counter() > end:
            raise TimeoutError(f"labelme painted no other picture within {PATIENCE} s")
        app.processEvents(flags)


if __name__ == "__main__":
    assert Path(sys.argv[1]).is_dir()
    main(*sys.argv[1:])
