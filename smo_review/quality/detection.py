"""Boxes found against boxes that are there: overlap, matches, precision, recall, average precision.

M. Everingham et al., "The Pascal Visual Object Classes (VOC) challenge", IJCV 88 (2010), 303-338;
T.-Y. Lin et al., "Microsoft COCO", ECCV (2014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.quality.weights import Floats

COCO_OVERLAPS = tuple(round(0.50 + 0.05 * step, 2) for step in range(10))


class Detections(Struct, frozen=True):
    """What was found in one image: `boxes` (n, 4) as left, top, right, bottom; `scores` (n,)."""

    boxes: Floats
    scores: Floats


class Curve(Struct, frozen=True):
    """Precision and recall after each detection, from the surest down; `truths` is how many boxes
    are there, `hits` tells which detections matched one."""

    precision: Floats
    recall: Floats
    hits: NDArray[np.bool_]
    truths: int


def overlap(a: Floats, b: Floats, pixel: float = 0.0) -> Floats:
    """Intersection over union of boxes (n, 4) and (m, 4), as (n, m).

    `pixel` 1 for corners that are whole pixels and belong to the box, as in VOC; else 0.
    """
    left = np.maximum(a[:, None, :2], b[None, :, :2])
    right = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.clip(right - left + pixel, 0, None).prod(axis=2)
    areas = [(boxes[:, 2:] - boxes[:, :2] + pixel).prod(axis=1) for boxes in (a, b)]
    union = areas[0][:, None] + areas[1][None, :] - shared
    ratio: Floats = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return ratio


def curve(
    truths: Mapping[str, Floats],
    found: Mapping[str, Detections],
    least: float = 0.5,
    pixel: float = 0.0,
) -> Curve:
    """Match one class over all images: each detection, surest first, takes the free box that it
    overlaps most, if by `least` at least. A box is taken once; what comes after is a false alarm.

    Keys are images; boxes (n, 4). Equal scores keep the order in which they were given.
    """
    order = sorted(
        ((float(score), image, place) for image, one in found.items()
         for place, score in enumerate(one.scores)),
        key=lambda entry: -entry[0],
    )  # fmt: skip
    overlaps = {
        image: overlap(one.boxes, truths[image], pixel)
        for image, one in found.items()
        if image in truths and len(truths[image]) and len(one.scores)
    }
    hits = np.zeros(len(order), dtype=np.bool_)
    for place, (_, image, which) in enumerate(order):
        if image not in overlaps:
            continue
        best = int(overlaps[image][which].argmax())
        if overlaps[image][which, best] >= least:
            hits[place] = True
            overlaps[image][:, best] = -1.0
    total = sum(len(boxes) for boxes in truths.values())
    right = np.cumsum(hits)
    ranks = np.arange(1, len(order) + 1)
    recall = right / total if total else np.zeros(len(order))
    return Curve(right / ranks, recall, hits, total)


def average_precision(one: Curve) -> float:
    """The area under the curve, precision made falling (VOC since 2010); NaN without boxes."""
    if not one.truths:
        return float("nan")
    recall = np.concatenate([[0.0], one.recall])
    return float((np.diff(recall) * _falling(one.precision)).sum())


def average_precision_11(one: Curve) -> float:
    """The mean of the best precision at recall 0, 0.1 ... 1 or beyond (VOC 2007)."""
    return _at(one, np.linspace(0, 1, 11))


def average_precision_coco(curves: Sequence[Curve]) -> float:
    """The mean at 101 recalls, and over the curves of `COCO_OVERLAPS` (or of one overlap)."""
    return float(np.mean([_at(one, np.linspace(0, 1, 101)) for one in curves]))


def _at(one: Curve, recalls: Floats) -> float:
    if not one.truths:
        return float("nan")
    best = np.append(_falling(one.precision), 0.0)
    # As floating-point numbers, like the programs whose figures are published: three tenths of the
    # way is a hair above 3/10, and a recall of 3/10 does not reach it.
    return float(best[np.searchsorted(one.recall, recalls)].mean())


def _falling(precision: Floats) -> Floats:
    """At each point the best precision from there on."""
    best: Floats = np.maximum.accumulate(precision[::-1])[::-1]
    return best
