"""Who leads a project: the list in its file, which comes with every batch."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from smo_review.domain.matters import Told


class Leads(Struct, frozen=True):
    """Person ids. `now` are those that the newest batch names; `ever` whom any batch here names.

    Without anybody in `now` everybody is a lead. Only those of `now` may decide; what was decided
    by one of `ever` goes on counting when they are lead no more.
    """

    now: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()

    def may(self, person: str) -> bool:
        """Whether a person may decide now."""
        return not self.now or person in self.now

    def counted(self, told: Iterable[Told]) -> list[Told]:
        """Those of some decisions that count."""
        return [one for one in told if not self.now or one.person in self.ever]


ANYBODY = Leads()


def leads_of(lists: Iterable[tuple[str, str, tuple[str, ...]]]) -> Leads:
    """The leads by what batches say: (day or time when it was made, id, its leads).

    It is read off the set of batches, whatever the order in which they came.
    """
    known = sorted(lists)
    ever = frozenset(person for _, _, named in known for person in named)
    return Leads(frozenset(known[-1][2]), ever) if known else ANYBODY
