"""Grapheme clusters: what a reader takes for one character (UAX 29, extended), by code points."""

from __future__ import annotations

import regex

CLUSTER = regex.compile(r"\X")
_PLAIN = regex.compile(r"\p{Grapheme_Cluster_Break=Other}{2}")
LOOK = 256
"""Code points that are looked back for a safe place; no cluster of a language is as long."""


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of code points, widened to whole clusters; an empty one stays as it is.

    Costs the same at any place of a text of any length.
    """
    if start >= end:
        return start, end
    return _cluster_at(text, start)[0], _cluster_at(text, end - 1)[1]


def _cluster_at(text: str, at: int) -> tuple[int, int]:
    """Where the cluster that holds the code point at `at` begins and ends."""
    back = max(0, at - LOOK)
    # Between two plain characters there is always a boundary, whatever stands before them.
    plain = list(_PLAIN.finditer(text, back, at + 1, overlapped=True))
    first = plain[-1].start() + 1 if plain else back
    for found in CLUSTER.finditer(text, first):
        if found.end() > at:
            return max(back, found.start()), found.end()
    return at, at + 1
