"""A client in miniature for grabs of a real screen: the stage alone, in a process of its own.

`python -m tests.helpers.stage_screen SETTINGS [uncovered]` shows one item after another. It says on
standard output what happens, a word and a value a line, and does what standard input says.
"uncovered" is this script's own switch: it puts the raw picture where the cover belongs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from smo_review.domain.pictures import Cover
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.shell.keys import KeyReader
from ui.shell.settings import SettingsStore
from ui.stage import cover as covers
from ui.stage.loader import MediaLoader
from ui.stage.stage import Stage

FILES = {
    "one": [pattern()],
    "two": [pattern(400, 300, 1)],
    "film": [pattern(shift=n) for n in range(40)],
}
ITEMS = [
    item_view(0, Part("image", media="one")),
    item_view(1, Part("image", media="two")),
    item_view(2, Part("video", media="film")),
    item_view(3, Part("image", media="one"), Part("text", "words " * 30)),
]


def say(what: str, value: object) -> None:
    print(what, value, flush=True)


def switch_the_cover_off() -> None:
    raw = np.ascontiguousarray(pattern()[:, :, ::-1])

    def uncovered(cover: Cover) -> QImage:
        return QImage(raw.data, 320, 240, 960, QImage.Format.Format_RGB888).copy()

    covers.cover_image = uncovered


class Desk:
    """Shows the items in turn, also the first again after the last."""

    def __init__(self, app: QApplication, settings: Path) -> None:
        self.app = app
        self.actions = Actions(SettingsStore(settings))
        self.loader = MediaLoader(lambda batch, sha: b"", lambda: FakeStills(FILES))
        self.stage = Stage(self.loader, self.actions)
        self.reader = KeyReader(app, self.actions)
        self.number = 0
        self.stage.reveal_changed.connect(lambda level: say("level", level))
        self.actions.bind(Act.NEXT_ITEM, lambda: self.show(self.number + 1), self.stage)
        self.actions.enter("review")
        self.stage.resize(800, 600)
        self.show(0)
        self.stage.show()
        self.stage.activateWindow()
        self.wait = QTimer(interval=20)
        self.wait.timeout.connect(self.begin)
        self.wait.start()
        self.told = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self.told.activated.connect(self.listen)

    def begin(self) -> None:
        if self.stage.isActiveWindow() and self.loader.idle:
            self.wait.stop()
            say("window", int(self.stage.winId()))

    def show(self, number: int) -> None:
        self.number = number
        self.stage.show_item(ITEMS[number % len(ITEMS)], PROJECT)
        self.stage.prefetch(ITEMS[(number + n) % len(ITEMS)] for n in (1, 2, 3))
        say("item", number)

    def listen(self) -> None:
        words = sys.stdin.readline().split()
        if not words:
            self.loader.close()
            self.app.quit()
        elif words[0] == "theme":
            theme.apply(self.app, words[1], 100)
            say("theme", words[1])


def main(settings: str, *switches: str) -> int:
    app = QApplication(sys.argv[:1])
    theme.apply(app, "light", 100)
    if "uncovered" in switches:
        switch_the_cover_off()
    desk = Desk(app, Path(settings))
    done = app.exec()
    desk.stage.close()
    return done


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
