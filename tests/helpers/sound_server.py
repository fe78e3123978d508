"""A sound server of one's own with a loudspeaker that nobody hears, where there is PulseAudio."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 15.0
SPEAKER = "nobody"


@contextmanager
def sound_server() -> Iterator[str]:
    """Its address for PULSE_SERVER; empty where none could be started."""
    program = shutil.which("pulseaudio")
    if program is None:
        yield ""
        return
    # A socket's path must be short, which those of tests are not.
    with tempfile.TemporaryDirectory(prefix="smo") as folder:
        socket = Path(folder) / "s"
        server = subprocess.Popen(
            [
                program, "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
                f"--load=module-null-sink sink_name={SPEAKER} rate=48000",
                f"--load=module-native-protocol-unix socket={socket} auth-anonymous=1",
            ],
            env={**os.environ, "HOME": folder, "XDG_RUNTIME_DIR": folder},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield f"unix:{socket}" if _is_up(server, socket) else ""
        finally:
            server.kill()
            server.wait()


def _is_up(server: subprocess.Popen[bytes], socket: Path) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        if socket.exists():
            return True
        time.sleep(0.02)
    return False
