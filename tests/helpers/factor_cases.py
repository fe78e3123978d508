"""Circumstances and an outcome without any cause behind them, for tests of what goes together."""

from __future__ import annotations

import numpy as np

from smo_review.quality.factors import Column, Outcome

ALL = frozenset({"annotator", "label", "language"})


def columns(dice: np.random.Generator, n: int) -> list[Column]:
    """An annotator, a label and a language for each of `n` entries."""
    return [
        Column(kind, dice.integers(0, size, n), tuple(f"{kind}-{k}" for k in range(size)))
        for kind, size in (("annotator", 8), ("label", 12), ("language", 4))
    ]


def outcome(holds: np.ndarray) -> Outcome:
    """Incorrect where the mask holds, asked among all entries and by every circumstance."""
    return Outcome("incorrect", "", np.flatnonzero(holds), np.ones(len(holds), dtype=bool), ALL)
