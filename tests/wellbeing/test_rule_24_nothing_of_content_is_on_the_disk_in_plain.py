"""Rule 24: after a whole session no plaintext media is anywhere on disk.

The client runs in a process of its own with a home, temporary and working folder of its own. What
it leaves there, in shared memory and as new entries of the system's temporary folders is searched
for bytes of the files, of their decoded pixels, of the words, and for the names of the files.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.disk_marks import NAMES, NOTE, WORDS, Needles, found_in, marked_batch

ROOT = Path(__file__).resolve().parents[2]
SHARED = (Path("/dev/shm"), Path("/tmp"), Path("/var/tmp"))
PATIENCE = 120

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks where Linux keeps things")


@dataclass
class Disk:
    """Where a client may write, all of it empty before."""

    folder: Path
    bundle: Path
    needles: Needles
    before: set[Path]

    @property
    def places(self) -> list[Path]:
        new = {entry for place in SHARED for entry in _entries(place)} - self.before
        return [self.folder, *sorted(new)]

    def found(self) -> list[str]:
        return found_in(self.places, self.needles)

    @contextmanager
    def client(self, *switches: str) -> Iterator[subprocess.Popen[str]]:
        """A running session; no client outlives the test."""
        own = {"HOME": "home", "TMPDIR": "temporary", "XDG_RUNTIME_DIR": "runtime"}
        own |= {f"XDG_{name}_HOME": name.lower() for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        for name in own.values():
            (self.folder / name).mkdir(mode=0o700, exist_ok=True)
        command = [sys.executable, "-m", "tests.helpers.disk_session"]
        command += [str(self.folder / "work"), str(self.bundle), *switches]
        process = subprocess.Popen(
            command,
            cwd=self.folder / "home",
            env=os.environ
            | {name: str(self.folder / place) for name, place in own.items()}
            | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A system that keeps core files must not keep one of this.
            preexec_fn=_let_cores_be_written,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def _let_cores_be_written() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def _entries(place: Path) -> set[Path]:
    """What lies in a folder that everybody writes to; other programs' things among it."""
    return set(place.iterdir()) if place.is_dir() else set()


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    bundle, needles = marked_batch(tmp_path / "source")
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "work").mkdir()
    return Disk(folder, bundle, needles, {one for place in SHARED for one in _entries(place)})


def children_of(pid: int) -> list[int]:
    """The client's children: they hold content too, and must end with it."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        # A thread may end while its children are counted.
        with contextlib.suppress(FileNotFoundError):
            found += [int(word) for word in (task / "children").read_text("ascii").split()]
    return found


def wait_until_gone(pids: list[int]) -> None:
    """Until none of them runs any more."""
    for pid in pids:
        watched = _watched(pid)
        if watched is None:
            continue
        try:
            assert select.select([watched], [], [], PATIENCE)[0], f"{pid} still runs"
        finally:
            os.close(watched)


def _watched(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def revealed(client: subprocess.Popen[str]) -> None:
    """Wait until the client shows content in the clear."""
    assert client.stdout is not None
    for line in client.stdout:
        if line.strip() == "revealed":
            return
    assert client.stderr is not None
    pytest.fail(f"the client ended before: {client.stderr.read()[-2000:]}")


def test_the_search_finds_its_markers_where_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    _, needles = marked_batch(folder)
    found = "\n".join(found_in([folder], needles))
    for what in (
        f"the name {NAMES[0]}",
        "the text in",
        "the Khmer text in",
        f"bytes of {NAMES[2]}",
    ):
        assert what in found
    assert NOTE.encode() in needles.values()
    assert all(len(needle) >= 20 for needle in needles.values())
    (folder / "dump").write_bytes(b"".join(needles.values()))
    assert len(found_in([folder / "dump"], needles)) == len(needles)
    assert WORDS in (folder / "rows.jsonl").read_text("utf-8")


def test_after_a_whole_session_nothing_of_the_content_is_anywhere(disk: Disk) -> None:
    with disk.client() as client:
        out, errors = client.communicate(timeout=PATIENCE)
    assert out.split() == ["done"], errors[-2000:]
    assert client.returncode == 0, errors[-2000:]
    assert (disk.folder / "work" / "auditor" / "workspace.db").is_file()
    assert (disk.folder / "work" / "results.smo").is_file()
    assert disk.found() == []
    assert list((disk.folder / "temporary").iterdir()) == []
    names = {file.name for place in disk.places for file in place.rglob("*")}
    assert not names & {"recently-used.xbel", "thumbnails", "core"}


def test_while_content_is_revealed_nothing_of_it_is_on_the_disk(disk: Disk) -> None:
    with disk.client("stop") as client:
        revealed(client)
        assert disk.found() == []


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGABRT], ids=["killed", "crashed"])
def test_a_client_that_ends_while_it_shows_content_leaves_nothing(
    disk: Disk, blow: signal.Signals
) -> None:
    with disk.client("stop") as client:
        revealed(client)
        children = children_of(client.pid)
        assert children, "content is decoded in a child"
        client.send_signal(blow)
        client.wait(PATIENCE)
        wait_until_gone(children)
        assert disk.found() == []
        assert [file.name for file in (disk.folder / "home").iterdir()] == []
