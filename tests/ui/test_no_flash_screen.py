"""Beside the watch over paints: the whole client on a real X server, its screen grabbed outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.screen_grabs import PATIENCE, Screen, flashes

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def display(virtual_display: str) -> str:
    if shutil.which("import") is None:
        pytest.skip("import is not installed")
    return virtual_display


def grabbed_session(display: str, folder: Path, *switches: str) -> Screen:
    """The session of `flash_session`, each act grabbed; everything is ended in order."""
    command = [sys.executable, "-m", "tests.helpers.flash_session", str(folder), *switches]
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
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
            last = ""
            for line in process.stdout:
                last, _, name = line.strip().partition(" ")
                if last != "doing":
                    break
                screen.doing = name
                screen.wait_for_grabs(1)
                process.stdin.write("on\n")
                process.stdin.flush()
            assert last == "done", (folder / "client.log").read_text("utf-8")[-2000:]
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
            screen.close()
    return screen


def test_no_grab_of_the_whole_client_shows_content_that_was_not_revealed(
    display: str, tmp_path: Path
) -> None:
    screen = grabbed_session(display, tmp_path)
    assert flashes(screen) == set()
    assert len(screen.grabs) > 100


def test_with_the_cover_switched_off_the_grabs_show_it(display: str, tmp_path: Path) -> None:
    caught = flashes(grabbed_session(display, tmp_path, "uncovered"))
    for what in ("a video", "the next item", "resizing", "the palette", "dark theme"):
        assert what in caught, caught
