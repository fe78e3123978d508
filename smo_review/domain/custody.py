"""Custody: what is told of an item that may be illegal to hold, and of its handling. No content."""

from __future__ import annotations

from msgspec import Struct

from smo_review.domain.content import PartKind
from smo_review.domain.facts import CustodyAct


class CustodyEntry(Struct, frozen=True):
    """One custody fact: who did what with the item and when (UTC microseconds since 1970)."""

    act: CustodyAct
    reason: str
    time: int
    person: str
    name: str
    fact: str


class SealedPart(Struct, frozen=True):
    """What is told of a part: its kind, the SHA-256 of its bytes (of a text's UTF-8), its size."""

    kind: PartKind
    sha256: str
    size: int


class CustodyRecord(Struct, frozen=True):
    """An item that is sealed, or was: its parts by their hashes, and every entry, earliest first.

    `parts` is empty where the item's content was purged.
    """

    batch: str
    batch_name: str
    project: str
    item: str
    sealed: bool
    parts: tuple[SealedPart, ...]
    entries: tuple[CustodyEntry, ...]
