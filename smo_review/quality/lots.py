"""Lots that only whoever has the secret can draw, the same each time; and names by them."""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_NUMBERED = re.compile(r"([^0-9]*)([0-9]{1,15})([^0-9]*)")
_TRIES = 200
_LOOKED_AT = 500
"""Names that say which signs may stand where."""


class Lots:
    """Draws by HMAC-SHA256 over words, keyed by a secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def lot(self, *words: object) -> bytes:
        """32 bytes; those of equal words are equal."""
        return hmac.digest(self._secret, "\n".join(map(str, words)).encode(), "sha256")

    def number(self, below: int, *words: object) -> int:
        """A number from 0 up to `below`."""
        return int.from_bytes(self.lot(*words)) % below

    def one(self, among: Sequence[T], *words: object) -> T:
        """One of them."""
        return among[self.number(len(among), *words)]


def names_like(names: Sequence[str], n: int, lots: Lots) -> tuple[list[str], bool]:
    """`n` new names that look like those there are, and whether they stand out all the same.

    A name with one number in it gets another number, between the least and the greatest there are;
    where none is free, one above, which stands out. Any other gets, sign by sign, what stands in
    that place in other names of its length.
    """
    taken = set(names)
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for name in names:
        if told := _NUMBERED.fullmatch(name):
            value = int(told[2])
            low, high = spans.get((told[1], told[3]), (value, value))
            spans[told[1], told[3]] = min(low, value), max(high, value)
    signs: dict[int, list[set[str]]] = defaultdict(list)
    for name in names[:_LOOKED_AT]:
        seen = signs[len(name)]
        seen.extend(set() for _ in range(len(name) - len(seen)))
        for place, sign in enumerate(name):
            seen[place].add(sign)
    made: list[str] = []
    out = False
    for k in range(n):
        model = lots.one(names, "model", k)
        told = _NUMBERED.fullmatch(model)
        span = spans[told[1], told[3]] if told else (0, 0)
        for turn in range(_TRIES):
            if told is not None:
                value = span[0] + lots.number(span[1] - span[0] + 1, "value", k, turn)
                found = _numbered(told, value)
            else:
                found = _respelt(model, signs.get(len(model), []), lots, f"{k} {turn}")
            if found not in taken:
                break
        else:
            out = True
            found = _beyond(told, span[1], taken, lots, k)
        taken.add(found)
        made.append(found)
    return made, out


def _numbered(told: re.Match[str], value: int) -> str:
    width = len(told[2]) if told[2].startswith("0") else 1
    return f"{told[1]}{value:0{width}d}{told[3]}"


def _respelt(model: str, signs: Sequence[set[str]], lots: Lots, turn: str) -> str:
    return "".join(
        lots.one(sorted(signs[place]), "sign", turn, place) if signs else sign
        for place, sign in enumerate(model)
    )


def _beyond(told: re.Match[str] | None, high: int, taken: set[str], lots: Lots, k: int) -> str:
    if told is None:
        return f"c-{lots.lot('name', k).hex()[:24]}"
    value = high + 1
    while _numbered(told, value) in taken:
        value += 1
    return _numbered(told, value)
