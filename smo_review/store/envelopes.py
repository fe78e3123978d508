"""Facts as bytes: made in canonical form, and read without trusting them.

A fact is well formed when its envelope is; a payload that is not understood (a newer kind, or a
known kind that does not fit) leaves the fact kept and counted in its chain, and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import Annotated

import msgspec
import rfc8785
from msgspec import Meta, Struct

from smo_review.domain.errors import UserError
from smo_review.domain.facts import Custody, Fact, Flag, Restore, Settle, Verdict
from smo_review.domain.kinds import MATTERS
from smo_review.domain.matters import Matter
from smo_review.language import tr
from smo_review.store.standings import Payload

_Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
_Name = Annotated[str, Meta(min_length=1, max_length=200)]
_Hash = Annotated[str, Meta(min_length=64, max_length=64)]
KINDS: dict[str, type[Payload]] = {
    "verdict": Verdict,
    "restore": Restore,
    "flag": Flag,
    "settle": Settle,
    "custody": Custody,
}


class Head(Struct, frozen=True, gc=False):
    """What is read of every fact, bounded; what else is in it stays in the bytes."""

    id: _Name
    kind: _Name
    project: _Name
    chain: _Name
    sequence: _Count
    previous: _Hash
    person: _Name
    device: _Name
    time: _Count


class Envelope(Head, frozen=True, gc=False):
    """A fact of any kind: its payload is not looked into."""

    payload: msgspec.Raw


class _OfVerdict(Head, frozen=True, gc=False):
    payload: Verdict


class Read(Struct, frozen=True, gc=False):
    """A fact that was read: its hash, its bytes as they came, and what was understood of it.

    `payload` where it speaks of an annotation or item under review, `matter` of anything else.
    """

    hash: bytes
    body: bytes
    envelope: Head
    payload: Payload | None
    matter: Matter | None = None


_any_kind = msgspec.json.Decoder(Envelope)
_of_verdict = msgspec.json.Decoder(_OfVerdict)
_payloads = {kind: msgspec.json.Decoder(told) for kind, told in KINDS.items()}
_matters = {kind: msgspec.json.Decoder(told) for kind, told in MATTERS.items()}
_BAD = (msgspec.DecodeError, UnicodeDecodeError)


def read_fact(body: bytes) -> Read:
    """Read one fact; UserError where its envelope is not well formed."""
    if b'"kind":"verdict"' in body:
        # Nearly all facts are verdicts: those are read in one go.
        try:
            verdict = _of_verdict.decode(body)
        except _BAD:
            pass
        else:
            if verdict.kind == "verdict":
                return Read(hashlib.sha256(body).digest(), body, verdict, verdict.payload)
    try:
        envelope = _any_kind.decode(body)
    except _BAD as error:
        raise UserError(
            tr("A fact cannot be read: {reason}.", reason=error),
            tr("facts"),
            tr("Ask for the file again; nothing was changed."),
        ) from None
    payload: Payload | None = None
    matter: Matter | None = None
    with contextlib.suppress(*_BAD):
        if envelope.kind in _payloads:
            payload = _payloads[envelope.kind].decode(envelope.payload)
        elif envelope.kind in _matters:
            matter = _matters[envelope.kind].decode(envelope.payload)
    return Read(hashlib.sha256(body).digest(), body, envelope, payload, matter)


def notes_in(payload: Payload) -> tuple[str, ...]:
    """The hashes of all sealed texts that a payload names."""
    if isinstance(payload, Verdict):
        if not payload.note and not payload.findings:
            return ()
        named = (payload.note, *(finding.note for finding in payload.findings))
        return tuple(note for note in named if note)
    if isinstance(payload, Flag):
        return (payload.note,) if payload.note else ()
    if isinstance(payload, Settle):
        return (payload.reason,) if payload.reason else ()
    return ()


def write_fact(fact: Fact) -> bytes:
    """The canonical bytes of a fact (RFC 8785)."""
    return rfc8785.dumps(msgspec.to_builtins(fact))
