"""Plays a covered film on the stage in a process of its own: `FILM SPEED`; prints one JSON line.

`due` is how many frames there are from the first to the last; `late` is milliseconds by which each
was painted after its presentation time, counted from the first; `cpu` and `wall` are seconds of the
process tree over the same time.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from smo_review.media.client import Stills
from tests.helpers.stage_media import PROJECT, item_view
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.shell.settings import SettingsStore
from ui.stage.loader import MediaLoader
from ui.stage.playback import NORMAL_SPEED, SPEEDS
from ui.stage.stage import Stage

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0


def cpu_of_tree(pid: int) -> float:
    """Seconds of processor time of a process and its children."""
    words = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    own = (int(words[11]) + int(words[12])) / TICKS
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    for task in Path(f"/proc/{pid}/task").iterdir():
        if task.name != str(pid):
            children += (task / "children").read_text("ascii").split()
    return own + sum(cpu_of_tree(int(child)) for child in children)


def main(film: str, speed: str) -> None:
    app = QApplication([])
    theme.apply(app, "light", 100)
    data = Path(film).read_bytes()
    loader = MediaLoader(lambda batch, sha: data, Stills)
    with tempfile.TemporaryDirectory() as folder:
        actions = Actions(SettingsStore(Path(folder) / "settings.ini"))
        stage = Stage(loader, actions)
        actions.enter("review")
        stage.resize(1280, 800)
        stage.show()
        stage.show_item(item_view(1, Part("video", media="film")), PROJECT)
        view: Any = stage.parts.views[0]
        painted: list[tuple[float, int, int]] = []
        spent: list[float] = []

        def note(shot: Any) -> None:
            if not painted:
                spent.append(cpu_of_tree(os.getpid()))
            painted.append((time.perf_counter(), shot.at, shot.frame))

        view.reel.due.connect(note)
        until = time.monotonic() + PATIENCE
        # A loop that spins would be most of the processor time that is measured.
        watch = QTimer(interval=200)
        watch.start()
        waiting = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        while not (view._can_show and loader.idle) and time.monotonic() < until:
            app.processEvents(waiting)
        view.change_speed(SPEEDS.index(float(speed)) - NORMAL_SPEED)
        actions.press(Act.PLAY_PAUSE)
        while time.monotonic() < until:
            app.processEvents(waiting)
            if painted and not view.reel.is_playing:
                break
        spent.append(cpu_of_tree(os.getpid()))
        start, first, number = painted[0]
        late = [(when - start) * 1000 - (at - first) / float(speed) for when, at, _ in painted]
        told: dict[str, Any] = {
            "late": late,
            "cpu": spent[1] - spent[0],
            "wall": painted[-1][0] - start,
        }
        told["due"] = painted[-1][2] - number + 1
        print(json.dumps(told))
        loader.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
