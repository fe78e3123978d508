"""Hidden golds: items with a known answer, mixed into a batch so that nothing in it tells them.

The project says that a share is mixed in; which items they are only the packer's own device knows.
"""

from __future__ import annotations

from msgspec import Struct

from smo_review.domain.matters import Matter
from smo_review.domain.numbers import Rate


class HiddenGold(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `hidden-gold`: which items of a batch are golds.

    `sealed` (base64) is a list of `HiddenMember`, encrypted with a key that follows from the
    packer's signing key: the fact travels with others, and nobody else can read it.
    """

    batch: str
    sealed: str

    @property
    def subject(self) -> str:
        return self.batch


class HiddenMember(Struct, frozen=True, omit_defaults=True):
    """A gold under its name in the batch, where it comes from, and its labels.

    `invented` names annotators who never said what stands there in their name: no annotator of the
    batch had judged that gold. Such items are in no figure where this can be read.
    """

    item: str
    batch: str
    source: str
    labels: tuple[str, ...]
    invented: tuple[str, ...] = ()


class GoldFigure(Struct, frozen=True):
    """How one person fares against golds that they could not know of.

    `key` is a person id or an annotator's name. Of an annotator, `right` annotations of `n` have
    the gold's labels. Of an auditor, `right` verdicts of `n` say correct where the annotation has
    the gold's labels and incorrect where it has not; `missed` let a wrong one pass, `over` refused
    a right one, and `undecided` (ambiguous, unreviewable) are in no rate.
    """

    key: str
    name: str
    n: int
    right: int
    rate: Rate
    missed: int = 0
    over: int = 0
    undecided: int = 0


class HiddenFigures(Struct, frozen=True):
    """All of them by name; no ranking. `golds` counts items with a gold, `hidden` those of them
    that were mixed in here."""

    golds: int
    hidden: int
    annotators: tuple[GoldFigure, ...]
    auditors: tuple[GoldFigure, ...]
