"""Beside the watch over paints: the whole client on a real X server, its screen grabbed outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.helpers.screen_grabs import PATIENCE, Display, Screen, flashes

ROOT = Path(__file__).resolve().parents[2]


def grabbed_session(display: Display, folder: Path, *switches: str, last: str = "") -> Screen:
    """The session of `flash_session`, whole or up to an act, each act grabbed."""
    command = [sys.executable, "-m", "tests.helpers.flash_session", str(folder), *switches]
    environment = os.environ | {"DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
    pipe = subprocess.PIPE
    with (
        (folder / "client.log").open("w") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=log, text=True
        ) as process,
    ):
        screen = Screen(display)
        assert process.stdin is not None and process.stdout is not None
        try:
            said = ""
            for line in process.stdout:
                said, _, name = line.strip().partition(" ")
                if said != "doing":
                    break
                screen.doing = name
                screen.wait_for_grabs(1)
                if name == last:
                    return screen
                process.stdin.write("on\n")
                process.stdin.flush()
            assert said == "done", (folder / "client.log").read_text("utf-8")[-2000:]
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
            screen.close()
    return screen


def test_no_grab_of_the_whole_client_shows_content_that_was_not_revealed(
    virtual_display: Display, tmp_path: Path
) -> None:
    screen = grabbed_session(virtual_display, tmp_path)
    assert flashes(screen) == set()
    assert len(screen.grabs) > 100


def test_with_the_cover_switched_off_the_grabs_show_it(
    virtual_display: Display, tmp_path: Path
) -> None:
    caught = flashes(grabbed_session(virtual_display, tmp_path, "uncovered", last="large text"))
    for what in ("a video", "the next item", "resizing", "the palette", "dark theme"):
        assert what in caught, caught
