"""Start and memory of the client, as processes of their own, against an empty Qt window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.harness import Row, bulk, memory, telling
from tests.benchmarks.processes import run_probe
from tests.benchmarks.workspaces import image_workspace

ITEMS = 100_000
RUNS = 9
SEEN = 1_000
MEGABYTE = 1 << 20


def start_rows(folder: Path) -> Iterator[Row]:
    """From starting the interpreter to the first paint, with a batch of 100,000 items."""
    workspace = image_workspace(folder, "1080p", ITEMS)
    with telling(f"start, {RUNS} times"):
        floors, starts = [], []
        for run in range(RUNS + 1):
            floor = run_probe("empty")["seconds"]
            client = run_probe("client", str(workspace))
            if run:  # the first of each warms the disk
                floors.append(floor)
                starts.append(client)
    windows, pages = ([start[name] for start in starts] for name in ("seconds", "page"))
    yield bulk("start to first paint, 100,000 items", windows, floors, 2.0)
    yield bulk("start to my day painted, 100,000 items", pages, floors, 2.0)


def memory_rows(folder: Path) -> Iterator[Row]:
    """Memory of the whole process tree (PSS) while 1,000 items are looked at."""
    workspace = image_workspace(folder, "1080p", ITEMS)
    with telling(f"memory over {SEEN:,} items"):
        floor = run_probe("empty")["pss"] / MEGABYTE
        seen = run_probe("walk", str(workspace), str(SEEN))
        whole, own = ([value / MEGABYTE for value in seen[name]] for name in ("whole", "own"))
    yield memory("memory over the empty window, 100,000 items", whole, floor, 400)
    yield memory("own memory from item 200 to 1,000", own, min(own), 20)
