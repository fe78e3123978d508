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
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.stage_media import near_colours

ROOT = Path(__file__).resolve().parents[2]
ACROSS, DOWN = 1280, 800
PATIENCE = 30
TIMES_ROUND = 3


@dataclass(frozen=True)
class Grab:
    """What was being done when a grab began and when it ended, and whether it gave content away."""

    began: str
    ended: str
    coloured: bool


class Screen:
    """Grabs the display again and again until it is closed."""

    def __init__(self, display: str) -> None:
        self.doing = ""
        self.grabs: list[Grab] = []
        self.failure = ""
        self._command = ["import", "-display", display, "-silent", "-window", "root"]
        self._command += ["-depth", "8", "rgb:-"]
        self._more = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="grabs")
        self._thread.start()

    def wait_for_grabs(self, count: int = 2) -> None:
        """Until so many grabs began after now, and ended."""
        with self._more:
            wanted = len(self.grabs) + count + 1
            done = self._more.wait_for(lambda: self.failure or len(self.grabs) >= wanted, PATIENCE)
        assert done and not self.failure, self.failure or "no grab came"

    def close(self) -> None:
        self._closed = True
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._closed and not self.failure:
            began = self.doing
            ran = subprocess.run(self._command, capture_output=True, timeout=PATIENCE, check=False)
            ended = self.doing
            raw = np.frombuffer(ran.stdout, np.uint8)
            with self._more:
                if raw.size == ACROSS * DOWN * 3:
                    coloured = near_colours(raw.reshape(DOWN, ACROSS, 3))
                    self.grabs.append(Grab(began, ended, coloured))
                else:
                    self.failure = ran.stderr.decode(errors="replace") or "the grab is too small"
                self._more.notify_all()


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
def display(virtual_display: str) -> str:
    for program in ("xdotool", "import"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    return virtual_display


@contextmanager
def client_on(display: str, folder: Path, *switches: str) -> Iterator[tuple[Client, Screen]]:
    """The client's stage on `display`, and the grabs of its screen."""
    command = [sys.executable, "-m", "tests.helpers.stage_screen", str(folder / "s.ini"), *switches]
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    pipe = subprocess.PIPE
    with (
        (folder / "client.log").open("w") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=log, text=True
        ) as process,
    ):
        screen = Screen(display)
        try:
            client = Client(process, display, screen)
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


def flashes(screen: Screen) -> set[str]:
    """What was being done when a grab between two acts, or during one, showed a colour."""
    return {grab.ended for grab in screen.grabs if grab.coloured and _covered(grab)}


def _covered(grab: Grab) -> bool:
    return "revealed" not in (grab.began, grab.ended)


def test_no_grab_of_the_screen_shows_content_before_a_reveal_or_after_one(
    display: str, tmp_path: Path
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
        assert sum(map(_covered, screen.grabs)) > 60
        assert sum(grab.coloured for grab in screen.grabs) > 6


def test_with_the_cover_switched_off_the_grabs_of_the_same_session_show_it(
    display: str, tmp_path: Path
) -> None:
    with client_on(display, tmp_path, "uncovered") as (client, screen):
        covered_session(client)
        caught = flashes(screen)
    for what in ("the first item", "the next item", "resizing", "zooming in", "dark theme"):
        assert what in caught
