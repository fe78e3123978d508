"""What travels: the manifest of a bundle and the answers about one."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.facts import Checkpoint

BundleKind: TypeAlias = Literal["batch", "results", "gold", "exercise"]
BUNDLE_FORMAT = "smo-bundle/1"


class PartEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """One file inside a bundle: its size in bytes unpacked, its SHA-256 in hex, its line count."""

    name: str
    size: int
    sha256: str
    lines: int | None = None


class Author(Struct, frozen=True, forbid_unknown_fields=True):
    """Who made the file: person and device ids, a readable name, the device's public key (hex)."""

    person: str
    name: str
    device: str
    key: str


class Acceptance(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """By which plan of ISO 2859-1 a lot was drawn; its numbers follow from the frame.

    `aql` is in thousandths of a percent, so that it is an integer.
    """

    aql: int
    level: str
    severity: Literal["normal", "tightened", "reduced"]
    double: bool = False
    edition: Literal["1989", "1999"] = "1989"


class Sampling(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a batch was drawn: `drawn` of `frame` units, by which plan and seed.

    A batch drawn for its risk is looked at to find errors: its figures never mix with measurement.
    """

    plan: str
    method: str
    seed: str
    frame: int
    drawn: int
    unit: Literal["item", "annotation"] = "item"
    purpose: Literal["measurement", "risk"] = "measurement"
    acceptance: Acceptance | None = None


class BatchInfo(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a person sees of a batch in a list. `due` is an ISO date or empty.

    An exercise is kept as a batch of its own kind: it has items and no annotations.
    """

    id: str
    project: str
    name: str
    items: int
    annotations: int
    language: str = ""
    due: str = ""
    made: str = ""
    guideline: str = ""
    kind: Literal["review", "exercise"] = "review"
    sampling: Sampling | None = None


class Manifest(Struct, frozen=True, omit_defaults=True):
    """`manifest.json` of a bundle. `batch_keys` are the seals' keys by key id (hex)."""

    format: str
    kind: BundleKind
    id: str
    project: str
    author: Author
    made: int
    counts: dict[str, int]
    parts: tuple[PartEntry, ...]
    batch: BatchInfo | None = None
    batch_keys: dict[str, str] = {}
    checkpoints: tuple[Checkpoint, ...] = ()


class Rejected(Struct, frozen=True):
    """A row of a source that could not be used."""

    line: int
    field: str
    reason: str


class Received(Struct, frozen=True):
    """What receiving one file did."""

    path: str
    kind: str
    id: str
    project: str
    items: int
    annotations: int
    facts_new: int
    facts_known: int
    verified: bool
    batches: tuple[str, ...]


class Problem(Struct, frozen=True):
    """Something `check` found."""

    what: str
    where: str
    do: str


class Inspection(Struct, frozen=True):
    """What a bundle says of itself, verified without a workspace."""

    kind: str
    id: str
    project: str
    items: int
    annotations: int
    facts: int
    parts: tuple[dict[str, Any], ...]
    author: Author
    verified: bool
