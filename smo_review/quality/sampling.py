"""How many to check, how many of each stratum, and which ones: the same on every machine."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from smo_review.quality.intervals import wilson

_MOST = 10_000_000


def needed(half_width: float, expected: float = 0.5, population: int | None = None) -> int:
    """The smallest sample whose 95% Wilson interval is at most twice `half_width` wide.

    Both are fractions (0.03 for three points). `expected` is the rate that is thought likely; 0.5
    is the worst case. Away from 0.5 the interval reaches farther towards 0.5 than away from it. In
    a finite population n / (1 + (n-1)/N) are enough (W. G. Cochran, Sampling Techniques, 3rd ed.
    (1977), 4.4). ValueError where a value is outside (0, 1).
    """
    if not 0 < half_width < 1 or not 0 <= expected <= 1:
        raise ValueError("a half width in (0, 1) and a rate in 0..1")

    def wide(n: int) -> bool:
        low, high = wilson(expected * n, n)
        return (high - low) / 2 > half_width

    low, high = 0, 1
    while wide(high) and high < _MOST:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wide(middle) else (low, middle)
    if population is None:
        return high
    return min(population, ceil(high / (1 + (high - 1) / population) - 1e-9))


def draw(ids: Iterable[str], n: int, seed: str) -> list[str]:
    """`n` of the ids at random (all where there are fewer), in the order of their lots.

    Every id draws a lot, the SHA-256 of seed and id, and the lowest lots win. So a draw is the
    same on every machine and in any order of ids, and a larger one holds every smaller one.
    """
    return [one for _, one in heapq.nsmallest(n, ((_lot(seed, one), one) for one in ids))]


def _lot(seed: str, one: str) -> bytes:
    return hashlib.sha256(f"{len(seed)}:{seed}{one}".encode()).digest()


def proportional(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Of each stratum as its size is of the whole."""
    return _shared(sizes, n, dict(sizes))


def equal(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Of each stratum the same number, as far as it has as many."""
    return _shared(sizes, n, {name: 1 if size else 0 for name, size in sizes.items()})


def neyman(sizes: Mapping[str, int], n: int, rates: Mapping[str, float]) -> dict[str, int]:
    """Of each stratum by size times spread: the least variance for n (J. Neyman, JRSS 97 (1934)).

    `rates` are the error rates expected; a stratum's spread is sqrt(p (1-p)). A rate counts as 0.01
    at least and 0.99 at most, a missing one as 0.5.
    """
    likely = {name: min(0.99, max(0.01, rates.get(name, 0.5))) for name in sizes}
    spread = {
        name: size * (likely[name] * (1 - likely[name])) ** 0.5 for name, size in sizes.items()
    }
    return _shared(sizes, n, spread)


def weights(sizes: Mapping[str, int], drawn: Mapping[str, int]) -> dict[str, float]:
    """How many items each drawn item stands for; strata without any are left out."""
    return {name: sizes[name] / count for name, count in drawn.items() if count}


def _shared(sizes: Mapping[str, int], n: int, shares: Mapping[str, float]) -> dict[str, int]:
    """`n` in whole numbers by largest remainder; none above its size, and the sum exact.

    One of every stratum first, where n allows it: what was never looked at has no rate. What a
    full stratum cannot take goes to the others by their shares.
    """
    n = min(n, sum(sizes.values()))
    filled = [name for name, size in sizes.items() if size]
    least = 1 if n >= len(filled) else 0
    quota: dict[str, float] = dict.fromkeys(sizes, 0.0)
    open_, left = list(filled), float(n)
    while open_:
        total = sum(shares[name] for name in open_)
        wanted = {name: left * shares[name] / total if total else left / len(open_)
                  for name in open_}  # fmt: skip
        full = [name for name in open_ if wanted[name] >= sizes[name]]
        short = [] if full else [name for name in open_ if wanted[name] < least]
        if not full and not short:
            quota.update(wanted)
            break
        for name in full or short:
            quota[name] = float(sizes[name] if full else least)
            left -= quota[name]
            open_.remove(name)
    return _whole(quota, sizes, n)


def _whole(quota: Mapping[str, float], sizes: Mapping[str, int], n: int) -> dict[str, int]:
    given = {name: int(share + 1e-9) for name, share in quota.items()}
    order: Sequence[str] = sorted(quota, key=lambda name: (given[name] - quota[name], name))
    for name in order:
        if sum(given.values()) >= n:
            break
        if given[name] < sizes[name]:
            given[name] += 1
    return given
