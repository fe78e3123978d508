"""Which verdicts stand on an annotation, and what they come to: pure rules over sets of facts.

Nothing here depends on the order in which facts arrived. Of one person's facts on one annotation
those stand that no other of them replaces; a restore makes the verdict that it names stand. A
settle fact is valid while its choice stands and it was chosen against all others that stand. A
final one, of a ruling, makes its choice stand and hold until another final one replaces it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from smo_review.domain.facts import OUTCOMES, Custody, Flag, Restore, Settle, Verdict
from smo_review.store.rollups import UNSETTLED

Payload: TypeAlias = Verdict | Restore | Settle | Flag | Custody
Replacing: TypeAlias = Verdict | Restore | Settle | Flag
"""Facts that name those of the same person that they replace."""
_DAY = 86_400_000_000
_OUTCOME = {name: number for number, name in enumerate(OUTCOMES)}
_MAX_TOOK = 2**31


class Entry(Struct, frozen=True, gc=False):
    """A fact that is understood and whose item is here. `person` is a number.

    Without the garbage collector's care (here and in `Read`): a merge makes them by the hundred
    thousand, and nothing in them points back.
    """

    row: int
    digest: bytes
    person: int
    time: int
    item: int
    payload: Payload

    @property
    def hash(self) -> str:
        """The fact's hash as other facts name it."""
        return self.digest.hex()


class Standing(NamedTuple):
    """One verdict that stands. `codes` is a JSON list in order, or empty; `holds` is 1 where a
    settle fact chose this one; `outcome` indexes OUTCOME_NAMES; `day` is days since 1970."""

    fact: int
    person: int
    outcome: int
    critical: int
    noncritical: int
    holds: int
    day: int
    took: int
    codes: str


class Combined(NamedTuple):
    """What the standing verdicts on an annotation come to."""

    outcome: int
    critical: int
    noncritical: int
    day: int
    codes: str


def standing_facts(entries: Sequence[Entry]) -> list[Entry]:
    """The verdict facts that stand on one annotation, each once, in order of their hashes."""
    known = {entry.hash: entry for entry in entries}
    found: dict[str, Entry] = {}
    for head in heads(entries, (Verdict, Restore)):
        verdict: Entry | None = head
        if isinstance(head.payload, Restore):
            verdict = known.get(head.payload.restores)
        if (
            verdict is not None
            and isinstance(verdict.payload, Verdict)
            and verdict.person == head.person
        ):
            found[verdict.hash] = verdict
    for verdict in ruled(entries):
        found[verdict.hash] = verdict
    return [found[hash_] for hash_ in sorted(found)]


def ruled(entries: Sequence[Entry]) -> list[Entry]:
    """The verdicts that final settle facts chose; several where rulings were made apart."""
    finals = [
        (entry.hash, told)
        for entry in entries
        if isinstance(told := entry.payload, Settle) and told.final
    ]
    if not finals:
        return []
    replaced = {old for _, told in finals for old in told.replaces}
    chosen = {told.holds for hash_, told in finals if hash_ not in replaced}
    return [
        entry for entry in entries if isinstance(entry.payload, Verdict) and entry.hash in chosen
    ]


def heads(
    entries: Sequence[Entry], kinds: tuple[type[Replacing], ...], person: int | None = None
) -> list[Entry]:
    """The facts of these kinds (of one person, where given) that nobody's own later fact replaces.

    Settle and flag facts replace only their own kind, verdicts and restores each other.
    """
    own = [
        entry
        for entry in entries
        if isinstance(entry.payload, kinds) and person in (None, entry.person)
    ]
    replaced = {
        (entry.person, old)
        for entry in own
        if not isinstance(entry.payload, Custody)
        for old in entry.payload.replaces
    }
    return [entry for entry in own if (entry.person, entry.hash) not in replaced]


def seals(entries: Sequence[Entry]) -> list[Entry]:
    """The `sealed` facts on one item that no `released` fact of anybody names."""
    custody = [(entry, told) for entry in entries if isinstance(told := entry.payload, Custody)]
    released = {old for _, told in custody if told.act == "released" for old in told.releases}
    return [entry for entry, told in custody if told.act == "sealed" and entry.hash not in released]


def settled_on(entries: Sequence[Entry], standing: Sequence[Entry]) -> str:
    """The hash of the verdict that a valid settle fact chose, or empty."""
    final = ruled(entries)
    if final:
        return final[0].hash if len(final) == 1 else ""
    hashes = {entry.hash for entry in standing}
    chosen = set()
    for entry in heads(entries, (Settle,)):
        told = entry.payload
        assert isinstance(told, Settle)
        if not told.final and told.holds in hashes and hashes <= {told.holds, *told.over}:
            chosen.add(told.holds)
    return chosen.pop() if len(chosen) == 1 else ""


def standings(entries: Sequence[Entry]) -> list[Standing]:
    """The rows of one annotation, from all facts on it."""
    if len(entries) == 1 and isinstance(entries[0].payload, Verdict):
        return [standing(entries[0], entries[0].payload)]
    found = standing_facts(entries)
    chosen = settled_on(entries, found)
    return [
        standing(entry, entry.payload, int(entry.hash == chosen))
        for entry in found
        if isinstance(entry.payload, Verdict)
    ]


def combined(rows: Sequence[Standing]) -> Combined:
    """What two or more standing verdicts come to; several that differ are unsettled.

    Of agreeing verdicts the first day counts, and every code that any of them found.
    """
    if len(rows) > 1:
        chosen = [row for row in rows if row.holds]
        rows = chosen or rows
    first = rows[0]
    day = min(row.day for row in rows)
    if len({(row.outcome, row.critical) for row in rows}) > 1:
        return Combined(UNSETTLED, 0, 0, day, "")
    codes = {code for row in rows if row.codes for code in msgspec.json.decode(row.codes)}
    noncritical = max(row.noncritical for row in rows)
    return Combined(first.outcome, first.critical, noncritical, day, _codes(tuple(sorted(codes))))


def standing(entry: Entry, told: Verdict, holds: int = 0) -> Standing:
    """The row of one verdict that stands."""
    critical = noncritical = 0
    codes = ""
    if told.findings and told.outcome == "incorrect":
        critical = int(any(finding.critical for finding in told.findings))
        noncritical = int(any(not finding.critical for finding in told.findings))
        codes = _codes(tuple(sorted({finding.code for finding in told.findings})))
    took = told.took if 0 <= told.took < _MAX_TOOK else 0
    day = entry.time // _DAY
    outcome = _OUTCOME[told.outcome]
    return Standing(
        entry.row, entry.person, outcome, critical, noncritical, holds, day, took, codes
    )


@functools.lru_cache(maxsize=4096)
def _codes(codes: tuple[str, ...]) -> str:
    return msgspec.json.encode(codes).decode() if codes else ""
