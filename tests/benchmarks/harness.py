"""What a row of the speed table is, and how it is measured and judged."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct

FRAME = 16.7
"""One frame of a 60 Hz screen, in milliseconds."""


class Row(Struct, frozen=True):
    """One measured row: `p50` and `p95` over `n` runs, the floor measured beside them in `unit`.

    `ratio` is what is judged over the floor: p95 where people wait for it, p50 for bulk work.
    `p99` is for the record: few rows have enough runs for it to mean more than the slowest.
    `goal` is the most that the ratio may be; for memory, the most that may come on top of the
    floor.
    """

    row: str
    unit: str
    n: int
    p50: float
    p95: float
    floor: float
    ratio: float
    goal: float
    met: bool
    p99: float = 0.0


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def waited(name: str, milliseconds: Sequence[float], floor: float, goal: float = 1.0) -> Row:
    """A row that a person waits for: its p95 is judged."""
    p50, p95 = quantile(milliseconds, 0.5), quantile(milliseconds, 0.95)
    return _row(name, "ms", milliseconds, p50, p95, floor, p95 / floor, goal)


def bulk(name: str, seconds: Sequence[float], floors: Sequence[float], goal: float) -> Row:
    """A row of bulk work: its median is judged against the floor's median. Told in milliseconds
    where it takes less than a tenth of a second."""
    unit, scale = ("ms", 1000) if quantile(seconds, 0.5) < 0.1 else ("s", 1)
    told = [one * scale for one in seconds]
    p50, floor = quantile(told, 0.5), quantile(floors, 0.5) * scale
    return _row(name, unit, told, p50, quantile(told, 0.95), floor, p50 / floor, goal)


def _row(
    name: str,
    unit: str,
    values: Sequence[float],
    p50: float,
    p95: float,
    floor: float,
    ratio: float,
    goal: float,
) -> Row:
    figures = (round(value, 3) for value in (p50, p95, floor, ratio))
    p99 = round(quantile(values, 0.99), 3)
    return Row(name, unit, len(values), *figures, goal=goal, met=ratio <= goal, p99=p99)


def memory(name: str, megabytes: Sequence[float], floor: float, most: float) -> Row:
    """A row of memory: at most `most` megabytes over the floor."""
    p50, p95 = quantile(megabytes, 0.5), quantile(megabytes, 0.95)
    over = round(p95 / floor, 3)
    return Row(
        name, "MB", len(megabytes), round(p50, 1), round(p95, 1), round(floor, 1), over, most,
        p95 - floor <= most, round(quantile(megabytes, 0.99), 1),
    )  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def telling(what: str) -> Iterator[None]:
    """Say on standard error what is being measured, and how long it took."""
    start = time.perf_counter()
    print(f"  {what} ...", end="", file=sys.stderr, flush=True)
    yield
    print(f" {time.perf_counter() - start:.1f} s", file=sys.stderr, flush=True)


def table(rows: Sequence[Row]) -> str:
    """The rows for people to read."""
    lines = [
        f"{'row':<44}{'unit':>5}{'n':>6}{'p50':>10}{'p95':>10}{'floor':>10}{'ratio':>8}{'goal':>7}"
    ]
    for row in rows:
        figures = "".join(f"{value:>10.2f}" for value in (row.p50, row.p95, row.floor))
        met = "" if row.met else "  not met"
        lines.append(
            f"{row.row:<44}{row.unit:>5}{row.n:>6}{figures}{row.ratio:>8.2f}{row.goal:>7g}{met}"
        )
    return "\n".join(lines)
