"""Matters: what facts say of other things than one annotation's verdict.

Gold, exercises and their answers, sessions and rulings, disputes, causes and actions. Each is a
record with a `subject`, under which a query finds all facts that speak of the same thing, and with
`replaces`, the hashes of earlier facts of the same kind and subject that it stands instead of.
Who may replace what is settled where the facts are read; nothing is ever taken out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct


class Matter(Struct, frozen=True, omit_defaults=True):
    """The payload of such a fact. Texts that quote content are hashes of sealed texts."""

    @property
    def subject(self) -> str:
        """What the fact is about, the same for all facts about it."""
        raise NotImplementedError

    @property
    def old(self) -> tuple[str, ...]:
        """Hashes of the facts that this one stands instead of."""
        replaces: tuple[str, ...] = getattr(self, "replaces", ())
        return replaces


class Told(Struct, frozen=True):
    """A fact of a matter as it is read: who said it when. `time` is UTC microseconds since 1970."""

    hash: str
    kind: str
    person: str
    name: str
    time: int
    matter: Any
    project: str = ""


def standing(told: Iterable[Told]) -> list[Told]:
    """Those that no other of the same kind and subject replaces, in order of time, then hash."""
    told = list(told)
    replaced = {(one.kind, one.matter.subject, old) for one in told for old in one.matter.old}
    left = [one for one in told if (one.kind, one.matter.subject, one.hash) not in replaced]
    return sorted(left, key=lambda one: (one.time, one.hash))
