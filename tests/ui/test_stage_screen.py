"""Beside the replay of paints: a real window on a real X server, its screen grabbed from outside.

The keys are typed by xdotool. Grabs go on all the time in a thread, and every one of them that
began and ended while nothing was revealed must show no colour of the pictures.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.screen_grabs import PATIENCE, Display, Screen, flashes, is_covered

ROOT = Path(__file__).resolve().parents[2]
TIMES_ROUND = 3


class Client:
    """The stage in its process, driven by keys as a person does."""

    def __init__(self, process: subprocess.Popen[str], display: str, screen: Screen) -> None:
        self._process = process
        self._environment = os.environ | {"DISPLAY": display}
        self._screen = screen
        self._said: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._listen, name="client's words")
        self._reader.start()
        self.window = self.expect("window")
        self._xdotool("windowfocus", self.window)

    def do(self, what: str, act: Callable[[], object], said: str = "") -> None:
        """Do something, wait until the client says that it did, and until it has been grabbed."""
        self._screen.doing = what
        act()
        if said:
            self.expect(*said.split())
        self._screen.wait_for_grabs()

    def key(self, name: str) -> Callable[[], None]:
        return lambda: self._xdotool("key", name)

    def hold(self, name: str) -> None:
        self._xdotool("keydown", name)

    def let_go(self, name: str) -> None:
        self._xdotool("keyup", name)

    def resize(self, width: int, height: int) -> None:
        self._xdotool("windowsize", self.window, str(width), str(height))

    def theme(self, scheme: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"theme {scheme}\n")
        self._process.stdin.flush()

    def expect(self, what: str, value: str = "") -> str:
        """The value of the next line that says `what`."""
        while True:
            try:
                line = self._said.get(timeout=PATIENCE)
            except queue.Empty:
                pytest.fail(f"the client never said {what} {value}")
            found, _, rest = line.partition(" ")
            if found == what and value in ("", rest):
                return rest

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(PATIENCE) == 0
        self._reader.join(PATIENCE)

    def _xdotool(self, *words: str) -> None:
        command = ["xdotool", *words]
        subprocess.run(command, env=self._environment, timeout=PATIENCE, check=True)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line.strip())


@pytest.fixture
def display(virtual_display: Display) -> Display:
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed")
    return virtual_display


@contextmanager
def client_on(display: Display, folder: Path, *switches: str) -> Iterator[tuple[Client, Screen]]:
    """The client's stage on `display`, and the grabs of its screen."""
    command = [sys.executable, "-m", "tests.helpers.stage_screen", str(folder / "s.ini"), *switches]
    environment = os.environ | {"DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
    pipe = subprocess.PIPE
    with (
        (folder / "client.log").open("w") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=log, text=True
        ) as process,
    ):
        screen = Screen(display)
        try:
            client = Client(process, display.name, screen)
            yield client, screen
            client.close()
        finally:
            process.kill()
            screen.close()


def covered_session(client: Client) -> None:
    """What a window goes through with nothing revealed, on items of every kind."""
    number = 0
    client.do("the first item", lambda: None)
    for _ in range(TIMES_ROUND):
        for _ in range(4):
            number += 1
            client.do("the next item", client.key("j"), f"item {number}")
        client.do("resizing", lambda: client.resize(1100, 700))
        client.do("zooming in", client.key("ctrl+equal"))
        client.do("fitting", client.key("ctrl+0"))
        client.do("dark theme", lambda: client.theme("dark"), "theme dark")
        client.do("light theme", lambda: client.theme("light"), "theme light")
        client.do("resizing back", lambda: client.resize(800, 600))


def test_no_grab_of_the_screen_shows_content_before_a_reveal_or_after_one(
    display: Display, tmp_path: Path
) -> None:
    with client_on(display, tmp_path) as (client, screen):
        covered_session(client)
        for number in range(1, 4):
            item = TIMES_ROUND * 4 + number
            client.do("revealed", client.key("v"), "level outline")
            client.do("revealed", lambda: client.hold("space"), "level clear")
            client.let_go("space")
            client.expect("level", "covered")
            client.do("after letting go", lambda: None)
            client.do("revealed", client.key("v"), "level outline")
            client.do("revealed", lambda: client.hold("space"), "level clear")
            client.key("Escape")()
            client.expect("level", "covered")
            client.do("after covering everything", lambda: client.let_go("space"))
            client.do("the next item", client.key("j"), f"item {item}")
        assert flashes(screen) == set()
        assert sum(map(is_covered, screen.grabs)) > 60
        assert sum(grab.coloured for grab in screen.grabs) > 6


def test_with_the_cover_switched_off_the_grabs_of_the_same_session_show_it(
    display: Display, tmp_path: Path
) -> None:
    with client_on(display, tmp_path, "uncovered") as (client, screen):
        covered_session(client)
        caught = flashes(screen)
    for what in ("the first item", "the next item", "resizing", "zooming in", "dark theme"):
        assert what in caught
