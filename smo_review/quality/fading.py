"""Whether another circumstance, held alike, takes the excess away that one goes together with."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np

from smo_review.quality.crossed import Carried, Floats
from smo_review.quality.judged import Ints

FADED = 0.5
"""A circumstance that takes so much of the excess away is told beside the association."""


class Fading:
    """The circumstances that are held alike, among some entries: (kind, each entry's place or -1
    where it is not known). `weights` are those of the entries where they differ."""

    def __init__(
        self, strata: Sequence[tuple[str, Ints]], n: int, weights: Floats | None = None
    ) -> None:
        # One higher, so that what is not known is counted at 0 and then left out.
        self._strata = [(kind, places + 1) for kind, places in strata]
        self._sizes = [int(places.max(initial=0)) + 1 for _, places in self._strata]
        self._weights = weights
        self._wholes: dict[tuple[str, int], Ints | Floats] = {}
        self._holds = np.zeros(n, dtype=np.bool_)

    def circumstances(self, kind: str, own: Carried, members: Ints, holds: Ints) -> tuple[str, ...]:
        """Those that, held alike, leave at most half of the excess.

        `members` carry the value of the circumstance `kind`, the outcome `holds` at some entries.
        Mantel and Haenszel's pooled ratio of the two risks over the other's values against the
        plain one (N. Mantel and W. Haenszel, J. Natl. Cancer Inst. 22 (1959), 719-748).
        """
        if own.known is not None:
            holds = holds[own.known[holds]]
        self._holds[holds] = True
        both = members[self._holds[members]]
        self._holds[holds] = False
        parts = kind.split(" in ")
        faded = []
        for number, (other, _) in enumerate(self._strata):
            # A part of a pair ("label in week") says the same thing twice.
            if other in parts:
                continue
            with_n, with_hits, all_hits = (
                self._counted(number, one) for one in (members, both, holds)
            )
            rest_n = self._whole(kind, own, number) - with_n
            cells = (with_n, with_hits, rest_n, all_hits - with_hits)
            held, plain = _pooled(*cells), _pooled(*(one.sum(keepdims=True) for one in cells))
            if plain is not None and plain > 1 and (held is None or _halved(plain, held)):
                faded.append(other)
        return tuple(faded)

    def _counted(self, number: int, entries: Ints | slice) -> Ints | Floats:
        """How many of some entries have each value of another circumstance, or what they weigh."""
        places = self._strata[number][1][entries]
        weights = None if self._weights is None else self._weights[entries]
        return np.bincount(places, weights, self._sizes[number])[1:]

    def _whole(self, kind: str, own: Carried, number: int) -> Ints | Floats:
        """The same of all entries that `own` is known of: counted once for each circumstance."""
        at = (kind if own.known is not None else "", number)
        if at not in self._wholes:
            known = slice(None) if own.known is None else np.flatnonzero(own.known)
            self._wholes[at] = self._counted(number, known)
        return self._wholes[at]


def _halved(plain: float, held: float) -> bool:
    """Whether at least half of an excess is gone; a ratio to nothing is beyond all others."""
    return held < inf and held - 1 <= FADED * (plain - 1)


def _pooled(
    with_n: Ints | Floats,
    with_hits: Ints | Floats,
    rest_n: Ints | Floats,
    rest_hits: Ints | Floats,
) -> float | None:
    """The pooled ratio of risks, each array one number for a stratum; None where no stratum has
    both sides, so that nothing tells them apart."""
    usable = (with_n > 0) & (rest_n > 0)
    if not usable.any():
        return None
    both = (with_n + rest_n)[usable]
    upper = float(((with_hits * rest_n)[usable] / both).sum())
    lower = float(((rest_hits * with_n)[usable] / both).sum())
    return upper / lower if lower > 0 else inf
