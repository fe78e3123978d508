"""Which golds an exercise asks: so many, spread evenly, the same for the same seed everywhere."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence


def spread(
    keys: Sequence[Sequence[Hashable]], names: Sequence[str], n: int, seed: int
) -> tuple[int, ...]:
    """Places of `n` of the things named, as even over each part of their `keys` as can be.

    A key has one value for each thing to be even over (a label, a language). Each draw takes from
    the key whose values were drawn least so far, added up: minimisation as in Pocock & Simon
    (1975). So three languages and twenty labels are both spread in a dozen, which turns over their
    sixty pairs would not do. Between equals, and within a key, the order is that of SHA-256 over
    seed and name, so that neither the order of the list nor the machine changes it. Returns fewer
    than `n` where there are fewer.
    """
    if len(keys) != len(names):
        raise ValueError("a key for each name")
    chance = [drawn(seed, name) for name in names]
    waiting: dict[tuple[Hashable, ...], list[int]] = defaultdict(list)
    for place in sorted(range(len(names)), key=chance.__getitem__, reverse=True):
        waiting[tuple(keys[place])].append(place)
    taken: Counter[tuple[int, Hashable]] = Counter()
    found: list[int] = []
    while len(found) < n and waiting:
        key = min(
            waiting,
            key=lambda key: ([taken[part] for part in enumerate(key)], chance[waiting[key][-1]]),
        )
        found.append(waiting[key].pop())
        taken.update(enumerate(key))
        if not waiting[key]:
            del waiting[key]
    return tuple(found)


def drawn(seed: int | str, name: str) -> str:
    """A place in the order of chance: SHA-256 (hex) over the seed and a name."""
    return hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest()
