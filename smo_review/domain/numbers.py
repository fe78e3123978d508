"""Figures as they are handed about: a rate carries its count and its interval."""

from __future__ import annotations

from msgspec import Struct

ENOUGH = 30
"""Below this many judged annotations a rate is shown as "not enough yet" in comparisons: with
fewer the 95% interval of a 90% rate is wider than 20 points."""


class Rate(Struct, frozen=True):
    """A fraction (0..1) over `n` annotations with its 95% interval; all None where n is 0."""

    value: float | None
    n: int
    low: float | None
    high: float | None


class Figures(Struct, frozen=True):
    """The first numbers over some set of annotations.

    `reviewed` counts annotations with a verdict; the rates leave out `ambiguous`, `unreviewable`
    and `unsettled`, which are counted beside them. `annotations` counts all, reviewed or not.
    """

    reviewed: int
    annotations: int
    correct: int
    incorrect: int
    ambiguous: int
    unreviewable: int
    unsettled: int
    critical: int
    accuracy: Rate
    critical_accuracy: Rate
    noncritical_accuracy: Rate


class Group(Struct, frozen=True):
    """Figures of one annotator, label, error code, auditor or day; `key` is what to filter by.

    `name` is how a person reads the key. `share` is the group's part of all judged annotations
    (for an error code: how often it was found), with its interval.
    """

    key: str
    figures: Figures
    name: str
    share: Rate


class Numbers(Struct, frozen=True):
    """All of it, and the same by one dimension. `head` names the ledger state it was read from.

    `sealed` counts items that may be illegal to hold; verdicts given on them stand and count.
    """

    all: Figures
    by: str = ""
    groups: tuple[Group, ...] = ()
    head: str = ""
    sealed: int = 0
