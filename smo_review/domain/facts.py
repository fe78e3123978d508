"""Facts: what a person did that others rely on. Append-only, hashed in chains, never changed.

The bytes of a fact are the RFC 8785 form of its envelope. Received bytes are kept as they came,
so that a fact written by a newer version, with fields unknown here, keeps its hash.
"""

from __future__ import annotations

import hashlib
from typing import Any, Literal, TypeAlias

import msgspec
import rfc8785
from msgspec import Struct

from smo_review.domain.content import AnnotationKey, Location, Mark

GENESIS = "0" * 64
"""The `previous` of a chain's first fact."""

Outcome: TypeAlias = Literal["correct", "incorrect", "ambiguous", "unreviewable"]
OUTCOMES: tuple[Outcome, ...] = ("correct", "incorrect", "ambiguous", "unreviewable")
CustodyAct: TypeAlias = Literal["sealed", "viewed", "referred", "released"]
CUSTODY_ACTS: tuple[CustodyAct, ...] = ("sealed", "viewed", "referred", "released")
SEAL_REASON = "may-be-illegal"
RELEASE_REASONS = ("mistake", "cleared")
ErrorClass: TypeAlias = Literal["missed", "over-flagged", "wrong-label", "technical"]


class Fact(Struct, frozen=True):
    """The envelope of every fact. Unknown fields are tolerated here and kept in the bytes.

    `time` is UTC microseconds since 1970. `chain` is one device in one project; `sequence` counts
    its facts from 0; `previous` is the hash of the fact before. `payload` depends on `kind`.
    """

    id: str
    kind: str
    project: str
    chain: str
    sequence: int
    previous: str
    person: str
    device: str
    time: int
    payload: msgspec.Raw | dict[str, Any]
    v: int = 1


class Finding(Struct, frozen=True, omit_defaults=True):
    """One error inside an `incorrect` verdict. `note` is the hash of a sealed text, or empty.

    Severity (0-4) and critical are copied from the project's error code when the finding is made,
    so that a later project file does not rewrite history.
    """

    code: str
    error_class: ErrorClass
    critical: bool = False
    severity: int = 0
    label: str = ""
    right_label: str = ""
    location: Location | None = None
    root_cause: str = ""
    clause: str = ""
    note: str = ""


class Verdict(Struct, frozen=True, omit_defaults=True):
    """Payload of kind `verdict`: an auditor's judgement of one annotation.

    `replaces` holds hashes of the facts by the same person on the same annotation that this one
    revises. `fixed` is the annotation as it should have been (fix and accept). `took` is
    milliseconds on the item, step-away left out. `note` is the hash of a sealed text, or empty.
    """

    batch: str
    item: str
    annotator: str
    outcome: Outcome
    ordinal: int = 0
    findings: tuple[Finding, ...] = ()
    fixed: tuple[Mark, ...] | None = None
    note: str = ""
    took: int = 0
    blind: bool = False
    replaces: tuple[str, ...] = ()

    @property
    def key(self) -> AnnotationKey:
        return AnnotationKey(self.batch, self.item, self.annotator, self.ordinal)

    @property
    def critical(self) -> bool:
        return any(finding.critical for finding in self.findings)


class Restore(Struct, frozen=True, omit_defaults=True):
    """Payload of kind `restore`, which undo and redo write.

    It replaces facts of the same person on the same annotation and makes the verdict in the fact
    named by `restores` stand again; empty means that no verdict stands.
    """

    batch: str
    item: str
    annotator: str
    ordinal: int = 0
    replaces: tuple[str, ...] = ()
    restores: str = ""

    @property
    def key(self) -> AnnotationKey:
        return AnnotationKey(self.batch, self.item, self.annotator, self.ordinal)


class Flag(Struct, frozen=True, omit_defaults=True):
    """Payload of kind `flag`: an item marked for a second look (`on`), or the mark taken off."""

    batch: str
    item: str
    on: bool = True
    note: str = ""
    replaces: tuple[str, ...] = ()


class Settle(Struct, frozen=True, omit_defaults=True):
    """Payload of kind `settle`: of several standing verdicts on an annotation, this one holds.

    `holds` is the hash of the verdict fact; `over` the hashes it was chosen against. A later
    verdict that is in neither opens the question again. `replaces` holds hashes of the same
    person's settle facts on the same annotation; an empty `holds` only takes those back.

    With `final`, which the ruling on a dispute writes, the verdict holds whatever else stands or
    comes later, also where its author revised it, until a further final settle of anybody replaces
    this one. Final facts that name different verdicts settle nothing.
    """

    batch: str
    item: str
    annotator: str
    holds: str
    ordinal: int = 0
    over: tuple[str, ...] = ()
    reason: str = ""
    replaces: tuple[str, ...] = ()
    final: bool = False


class Custody(Struct, frozen=True, omit_defaults=True):
    """Payload of kind `custody`: the handling of an item that may be illegal to hold.

    An item is sealed while any `sealed` fact on it, whoever wrote it, is named by no `released`
    fact in `releases` (hashes). `viewed` and `referred` tell that its card was opened or handed
    on. `reason` is a code, never words: may-be-illegal where it was sealed, mistake or cleared
    where it was released. Nothing here says what the content is.
    """

    batch: str
    item: str
    act: CustodyAct
    reason: str = ""
    releases: tuple[str, ...] = ()


class Checkpoint(Struct, frozen=True):
    """A signature over a chain's head, which covers every fact before it.

    It says whose chain it is. `key` is the device's Ed25519 public key (hex), `signature` covers
    `checkpoint_bytes` (hex).
    """

    chain: str
    sequence: int
    hash: str
    project: str
    person: str
    name: str
    device: str
    key: str
    signature: str = ""


def checkpoint_bytes(checkpoint: Checkpoint) -> bytes:
    """What a checkpoint's signature covers: a context line and the RFC 8785 form of the rest."""
    told = msgspec.to_builtins(checkpoint)
    del told["signature"]
    return b"smo-checkpoint/1\n" + rfc8785.dumps(told)


class SealedText(Struct, frozen=True, forbid_unknown_fields=True):
    """A note as it travels beside the facts: they hold its `hash`, SHA-256 of salt + UTF-8 (hex).

    `sealed` (base64 in JSON) is a 12-byte nonce and AES-256-GCM of the same salt + UTF-8, with
    the batch's key that `key_id` names; the salt is 16 bytes.
    """

    hash: str
    batch: str
    key_id: str
    sealed: bytes


def fact_hash(body: bytes) -> str:
    """SHA-256 of a fact's bytes, in hex."""
    return hashlib.sha256(body).hexdigest()
