"""The published statistics in the open data, as arrays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from smo_review.quality.patterns import Patterns, patterns


@cache
def reference(real_data: Path) -> dict[str, Any]:
    """The file of reference values."""
    found: dict[str, Any] = json.loads((real_data / "stats" / "reference_values.json").read_text())
    return found


def rated(rows: Sequence[Sequence[Any]]) -> Patterns:
    """Ratings by item, None or NaN where there is none; categories in ascending order."""
    said = [
        (item, rating)
        for item, row in enumerate(rows)
        for rating in row
        if rating is not None and rating == rating
    ]
    order = sorted({rating for _, rating in said})
    units = np.array([item for item, _ in said])
    return patterns(units, np.array([order.index(rating) for _, rating in said]), len(order))
