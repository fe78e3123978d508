"""Figures as they are handed about: a rate carries its count and its interval."""

from __future__ import annotations

from msgspec import Struct

PLAIN = "Wilson"
"""The method of an interval where everything weighed the same."""


class Rate(Struct, frozen=True):
    """A fraction (0..1) over `n` annotations with its 95% interval; all None where n is 0, the
    interval alone where there is too little for one."""

    value: float | None
    n: int
    low: float | None
    high: float | None


class Figures(Struct, frozen=True):
    """The first numbers over some set of annotations.

    `reviewed` counts annotations with a verdict; the rates leave out `ambiguous`, `unreviewable`
    and `unsettled`, which are counted beside them. `annotations` counts all, reviewed or not.
    `critical` and `noncritical` count those with such a finding; one may be in both.
    `effective` is what the accuracy's n is worth in a simple random sample (n where all weigh the
    same), `method` how intervals were found, in English words that the catalogues know.
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
    noncritical: int = 0
    effective: float = 0.0
    method: str = PLAIN


class Group(Struct, frozen=True):
    """Figures of one annotator, label, ... or day; `key` is what to filter by.

    `name` is how a person reads the key. `share` is the group's part of all judged annotations
    (for an error code: how often it was found), with its interval. `place` is 1 for the best
    accuracy; groups that cannot be told apart share one. None: not enough yet, or never ranked.
    """

    key: str
    figures: Figures
    name: str
    share: Rate
    place: int | None = None


class Numbers(Struct, frozen=True):
    """All of it, and the same by one dimension. `head` names the ledger state it was read from.

    `sealed` counts items that may be illegal to hold; verdicts given on them stand and count.
    `risk` counts annotations judged in batches that were drawn for their risk and are left out.
    """

    all: Figures
    by: str = ""
    groups: tuple[Group, ...] = ()
    head: str = ""
    sealed: int = 0
    risk: int = 0
