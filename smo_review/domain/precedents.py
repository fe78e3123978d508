"""What a team settled before, to be found during review: cases, rulings, open questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.masking import folded

PrecedentKind: TypeAlias = Literal["case", "ruling", "question"]


class Precedent(Struct, frozen=True):
    """A case; a ruling that became none; or a question to the guideline, with its answer if any.

    `text` is the reason, or the question; it is empty where the batch was purged or the item is
    sealed. `item` is the name in `batch`, else in the session's deck. `time` is UTC microseconds,
    `by` who recorded it.
    """

    kind: PrecedentKind
    batch: str
    item: str
    labels: tuple[str, ...]
    clause: str
    text: str
    answered: str
    session: str
    title: str
    by: str
    time: int


def matching(found: Iterable[Precedent], query: str) -> list[Precedent]:
    """Those that hold every word of `query` in their item, labels, clause, session or text.

    Words are compared as masked ones are: case, width and signs that are not seen do not matter,
    and in scripts without spaces a word is found anywhere.
    """
    wanted = folded(query).split()
    return [one for one in found if _holds(one, wanted)]


def _holds(one: Precedent, wanted: list[str]) -> bool:
    if not wanted:
        return True
    parts = (one.item, *one.labels, one.clause, one.title, one.text, one.answered)
    told = folded("\n".join(parts))
    return all(word in told for word in wanted)


def in_order(
    found: Iterable[Precedent], clauses: Collection[str], labels: Collection[str]
) -> list[Precedent]:
    """First those that cite one of the clauses, then those about one of the labels; the newest
    first among equals."""

    def rank(one: Precedent) -> tuple[bool, bool, int, str]:
        return (one.clause not in clauses, not set(labels) & set(one.labels), -one.time, one.item)

    return sorted(found, key=rank)
