"""How much two labels that are not the same still agree: matrices from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


def identity(q: int) -> Floats:
    """Only the same label agrees."""
    return np.eye(q)


def linear(q: int) -> Floats:
    """1 - |k-l| / (q-1): D. V. Cicchetti and T. Allison, Am. J. EEG Technology 11 (1971)."""
    return 1 - _distance(q) / max(1, q - 1)


def quadratic(q: int) -> Floats:
    """1 - (k-l)^2 / (q-1)^2: J. L. Fleiss and J. Cohen, Educ. Psychol. Meas. 33 (1973)."""
    return 1 - (_distance(q) / max(1, q - 1)) ** 2


def ordinal(q: int) -> Floats:
    """Gwet's ordinal weights: 1 - C(|k-l|+1, 2) / C(q, 2).

    K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), section 3.5.
    """
    if q < 2:
        return np.eye(q)
    steps = _distance(q)
    return 1 - steps * (steps + 1) / (q * (q - 1))


def masi(sets: Sequence[frozenset[str]]) -> Floats:
    """Agreement of sets of labels: Jaccard times 1 (same), 2/3 (one holds the other), 1/3
    (they cross), 0 (nothing shared). Two empty sets are the same.

    R. Passonneau, "Measuring agreement on set-valued items (MASI)", LREC (2006).
    """
    agree = np.eye(len(sets))
    for i, one in enumerate(sets):
        for j in range(i):
            shared = len(one & sets[j])
            if shared:
                nested = one <= sets[j] or sets[j] <= one
                agree[i, j] = shared / len(one | sets[j]) * (2 / 3 if nested else 1 / 3)
                agree[j, i] = agree[i, j]
    return agree


def krippendorff_ordinal(counts: Floats) -> Floats:
    """Krippendorff's ordinal difference as agreement; `counts` are the pairable values' (q,).

    Difference: (sum of n_g from c to k, less half of n_c and n_k)^2, scaled to 1 at most.
    K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section D.
    """
    middle = np.cumsum(counts) - counts / 2
    difference = (middle[:, None] - middle[None, :]) ** 2
    most = difference.max(initial=0.0)
    return np.eye(len(counts)) if most == 0 else 1 - difference / most


def _distance(q: int) -> Floats:
    steps = np.arange(q, dtype=np.float64)
    return np.abs(steps[:, None] - steps[None, :])
