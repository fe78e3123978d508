"""Measured processes: each starts `tests.benchmarks.probe` and reads its one JSON line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

LIMIT = 900
"""Seconds that one probe may take."""


def run_probe(*words: str) -> dict[str, Any]:
    """What the probe printed; its own errors end the measurement with their words."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.probe", *words],
        env={**os.environ, "SMO_STARTED": repr(time.time())},
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    if answer.returncode:
        raise RuntimeError(f"probe {' '.join(words)} failed:\n{answer.stderr[-3000:]}")
    return dict(json.loads(answer.stdout.splitlines()[-1]))
