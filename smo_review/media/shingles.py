"""Which texts are nearly the same: overlapping runs of five characters, in any script.

No words are needed, so Khmer and Chinese work like the others. What a text shares with another is
their Jaccard share: the runs in both, over the runs in either. A sketch (MinHash, Broder 1997)
finds the few texts worth comparing among many.
"""

from __future__ import annotations

import hashlib
import random
import unicodedata
from functools import cache

RUN = 5
NEARLY = 0.8
"""Texts that share at least so much are nearly the same."""
SHORTEST = 20
"""Shorter texts say too little to be nearly another one."""
LONGEST = 4_000
"""Characters of a text that are looked at, from its beginning."""
BANDS, ROWS = 16, 4
"""At a share of 0.8 one band in 16 of 4 minima is the same with probability 0.9998."""
_ALL = (1 << 64) - 1


def plain(text: str) -> str:
    """What counts of a text: compatible forms and letter case made one, spaces and marks out."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return "".join(one for one in folded if unicodedata.category(one)[0] in "LMN")


def shingles(text: str) -> frozenset[str]:
    """The runs of five characters in a text; none where it is too short to tell."""
    counted = plain(text)
    if len(counted) < SHORTEST:
        return frozenset()
    return frozenset(counted[at : at + RUN] for at in range(len(counted) - RUN + 1))


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard share of two sets of runs, 0 to 1; 0 where one is empty."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def sketch(runs: frozenset[str]) -> tuple[int, ...]:
    """One number for each band, the same with high probability for texts that are nearly the same.

    Numbers of different bands are never the same. Of no runs there is none.
    """
    if not runs:
        return ()
    hashes = [_number(run.encode()) for run in runs]
    minima = [min([(one * factor ^ mask) & _ALL for one in hashes]) for factor, mask in _mixers()]
    places = range(0, BANDS * ROWS, ROWS)
    return tuple(_number(repr((at, minima[at : at + ROWS])).encode()) for at in places)


def _number(data: bytes) -> int:
    """A number that SQLite can hold."""
    digest = hashlib.blake2b(data, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@cache
def _mixers() -> tuple[tuple[int, int], ...]:
    """An odd factor and a mask for each minimum: they turn one hash into many."""
    dice = random.Random(5)
    return tuple((dice.getrandbits(64) | 1, dice.getrandbits(64)) for _ in range(BANDS * ROWS))
