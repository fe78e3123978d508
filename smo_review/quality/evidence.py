"""What every KPI is counted from: gathered once, so that all of them see one state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.domain.agreement import Agreement
from smo_review.quality.judged import INCORRECT, Found, Ints, Judged, Mask
from smo_review.quality.patterns import Patterns
from smo_review.quality.weighted import WeightedRate


class Evidence(Struct, frozen=True):
    """`code_weights`: the project's weight of each error code. `annotations`: all in reach,
    `reviewed`: those with a verdict; both None where the filter names what only verdicts have.

    `doubles`: outcomes of annotations that several auditors judged. `repeats`: hidden repeats that
    one auditor judged both times, each with its weight (millionths) and whether alike. `disputed`,
    `overturned`: how many hit, and the rate.
    """

    judged: Judged
    found: tuple[Found, ...]
    code_weights: Mapping[str, int]
    doubles: Patterns
    annotations: int | None = None
    reviewed: int | None = None
    agreement: Agreement | None = None
    repeats: Sequence[tuple[int, bool]] = ()
    disputed: tuple[int, WeightedRate] | None = None
    overturned: tuple[int, WeightedRate] | None = None


def with_class(evidence: Evidence, error_class: str) -> Mask:
    """Entries with a finding of this class."""
    return _at(evidence, [one.place for one in evidence.found if one.error_class == error_class])


def with_code(evidence: Evidence) -> dict[str, Mask]:
    """Entries in which each error code was found, in the order of codes."""
    places: dict[str, list[int]] = {}
    for one in evidence.found:
        places.setdefault(one.code, []).append(one.place)
    return {code: _at(evidence, places[code]) for code in sorted(places)}


class LabelSides(Struct, frozen=True):
    """One label: entries that carry it, of those the wrong ones, and entries that lack it."""

    given: Mask
    wrong: Mask
    missing: Mask


def by_label(evidence: Evidence) -> dict[str, LabelSides]:
    """Every label that was given or found missing, in order.

    A finding that names no label speaks of the only one that was given, where there is one.
    """
    judged = evidence.judged
    wrong: dict[str, list[int]] = {}
    missing: dict[str, list[int]] = {}
    for one in evidence.found:
        said = judged.label_sets[int(judged.labels[one.place])]
        if one.error_class in ("over-flagged", "wrong-label"):
            label = one.label or (said[0] if len(said) == 1 else "")
            wrong.setdefault(label, []).append(one.place)
        if one.error_class in ("missed", "wrong-label"):
            missing.setdefault(one.right_label, []).append(one.place)
    labels = {label for said in judged.label_sets for label in said} | wrong.keys() | missing.keys()
    return {
        label: LabelSides(
            judged.has_label(label) & judged.counted,
            _at(evidence, wrong.get(label, [])),
            _at(evidence, missing.get(label, [])),
        )
        for label in sorted(labels - {""})
    }


def scores(evidence: Evidence) -> NDArray[np.float64]:
    """A score from 0 to 1 for every entry: 1 less the weights of its findings over the heaviest
    weight of the project; 0 where a finding is critical."""
    judged = evidence.judged
    points = np.zeros(len(judged))
    heaviest = max(evidence.code_weights.values(), default=1) or 1
    for one in evidence.found:
        points[one.place] += evidence.code_weights.get(one.code, 1) / heaviest
    points[(judged.outcome == INCORRECT) & (judged.critical > 0)] = 1.0
    told: NDArray[np.float64] = 1 - np.minimum(1.0, points)
    return told


def by_item(judged: Judged) -> tuple[Mask, Ints]:
    """Of every item with a counted entry: whether none is incorrect, and its entries' mean
    weight."""
    counted = judged.where(judged.counted)
    items, place = np.unique(counted.item, return_inverse=True)
    wrong = np.bincount(place, counted.outcome == INCORRECT, minlength=len(items))
    weight = np.bincount(place, counted.weight, minlength=len(items))
    sizes = np.bincount(place, minlength=len(items))
    return wrong == 0, np.rint(weight / np.maximum(1, sizes)).astype(np.int64)


def _at(evidence: Evidence, places: list[int]) -> Mask:
    mask = np.zeros(len(evidence.judged), dtype=np.bool_)
    mask[places] = True
    return mask
