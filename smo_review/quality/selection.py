"""Which golds an exercise asks: so many, spread evenly, the same for the same seed everywhere."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Sequence


def spread(keys: Sequence[Hashable], names: Sequence[str], n: int, seed: int) -> tuple[int, ...]:
    """Places of `n` of the things named, as even over their `keys` as their numbers allow.

    Within a key the order is that of SHA-256 over seed and name, so that neither the order of the
    list nor the machine changes it. Keys take turns, the rarest first; one that has no more is
    passed over. Returns fewer than `n` where there are fewer.
    """
    if len(keys) != len(names):
        raise ValueError("a key for each name")
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for place in sorted(range(len(names)), key=lambda place: drawn(seed, names[place])):
        waiting[keys[place]].append(place)
    turns = sorted(
        waiting.values(), key=lambda places: (len(places), drawn(seed, names[places[0]]))
    )
    found: list[int] = []
    while len(found) < n and any(turns):
        for places in turns:
            if places and len(found) < n:
                found.append(places.pop(0))
    return tuple(found)


def drawn(seed: int | str, name: str) -> str:
    """A place in the order of chance: SHA-256 (hex) over the seed and a name."""
    return hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest()
