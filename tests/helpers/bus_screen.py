"""The stage in a window with its guard, on a bus of its own: what is painted after a signal.

`python -m tests.helpers.bus_screen SETTINGS system|session SEND...` reveals a picture, runs SEND,
waits until the content is covered, and says what was seen before, after, and in the first paint.
The bus that this runs in serves as the system's where that is asked for.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern, shows_colours
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.shell.guard import Guard
from ui.shell.settings import SettingsStore
from ui.stage.canvas import Canvas
from ui.stage.loader import InlineLoader
from ui.stage.stage import Stage

PATIENCE = 5_000
"""Milliseconds: less than a reveal lasts, so that nothing but the signal can have covered."""


def seen(stage: Stage) -> str:
    return "shown" if shows_colours(stage.grab().toImage()) else "covered"


def main(settings: str, bus: str, *send: str) -> int:
    if bus == "system":
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    app = QApplication(sys.argv[:1])
    theme.apply(app, "light", 100)
    kept = SettingsStore(Path(settings))
    actions = Actions(kept)
    stage = Stage(
        InlineLoader(lambda batch, sha: b"", lambda: FakeStills({"one": [pattern()]})), actions
    )
    guard = Guard(stage, kept)
    first: list[str] = []
    # What was painted before the signal came does not count.
    guard.left.connect(first.clear)
    guard.left.connect(stage.cover_all)
    actions.enter("review")
    stage.set_reveal("grey", 60)
    stage.resize(640, 480)
    stage.show()
    stage.show_item(item_view(0, Part("image", media="one")), PROJECT)
    app.processEvents()
    for act in (Act.TOGGLE_REVEAL, Act.REVEAL_MORE, Act.REVEAL_MORE):
        actions.press(act)
    print("before", seen(stage))
    paint = Canvas.paint

    def painted(canvas: Canvas, painter: QPainter) -> None:
        first.append("shown" if canvas.is_revealed else "covered")
        paint(canvas, painter)

    Canvas.paint = painted  # type: ignore[method-assign]
    subprocess.run(send, check=True)
    loop = QEventLoop()
    guard.left.connect(loop.quit)
    QTimer.singleShot(PATIENCE, loop.quit)
    loop.exec()
    print("paint", first[0] if first else "none")
    print("after", seen(stage))
    stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
