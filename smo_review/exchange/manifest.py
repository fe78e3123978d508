"""The manifest: read with bounds, and held to what it says about its own parts."""

from __future__ import annotations

import hashlib
import re
from typing import Final, get_args

import msgspec

from smo_review.domain.bundles import BUNDLE_FORMAT, BundleKind, Manifest
from smo_review.domain.errors import UserError
from smo_review.exchange import limits
from smo_review.exchange.batch_id import batch_id
from smo_review.exchange.lines import decode
from smo_review.exchange.names import MAX_NAME, has_controls
from smo_review.language import tr

COUNTED: Final = ("items", "annotations", "gold", "facts", "texts")
"""Counts that must equal the number of lines of the part of that name."""
_HASH = re.compile(r"[0-9a-f]{64}")


class _Head(msgspec.Struct):
    """The two fields that say whether the rest can be understood."""

    format: str
    kind: str


def decode_manifest(body: bytes) -> Manifest:
    """The checked manifest in `body`; UserError names the field that is not as it must be."""
    head = decode(msgspec.json.Decoder(_Head), body, limits.MANIFEST)
    if head.format != BUNDLE_FORMAT:
        raise UserError(
            tr(
                "The file has the format “{format}”; expected “{known}”.",
                format=head.format,
                known=BUNDLE_FORMAT,
            ),
            _field("format"),
            tr("It may have been made by a newer SMO Review: update this one, then try again."),
        )
    if head.kind not in limits.PARTS:
        raise limits.refused(
            tr(
                "The file is of the kind “{kind}”; expected one of {kinds}.",
                kind=head.kind,
                kinds=", ".join(get_args(BundleKind)),
            ),
            _field("kind"),
        )
    manifest = decode(msgspec.json.Decoder(Manifest), body, limits.MANIFEST)
    check_manifest(manifest)
    return manifest


def check_manifest(manifest: Manifest) -> None:
    """Hold a manifest to itself: its parts, counts, batch and keys must agree."""
    if not manifest.id or not manifest.project:
        raise limits.refused(tr("The id or the project is empty."), _field("id, project"))
    _check_parts(manifest)
    lines = {part.name: part.lines for part in manifest.parts}
    for name in COUNTED:
        counted = lines.get(f"{name}.jsonl")
        if counted is not None and manifest.counts.get(name, counted) != counted:
            raise limits.refused(
                tr("A count differs from the part's lines; expected {n}.", n=counted),
                _field(f"counts.{name}"),
            )
    for key_id, key in manifest.batch_keys.items():
        if not _HASH.fullmatch(key) or key_id != key_id_of(bytes.fromhex(key)):
            raise limits.refused(
                tr("A key is not the one that its name says."), _field(f"batch_keys.{key_id}")
            )
    if manifest.kind in limits.WITH_MEDIA:
        _check_batch(manifest)


def key_id_of(key: bytes) -> str:
    """The name of a batch key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:16]


def _check_parts(manifest: Manifest) -> None:
    names: set[str] = set()
    for number, part in enumerate(manifest.parts):
        where = _field(f"parts[{number}] {part.name!r}")
        if part.name in names:
            raise limits.refused(tr("A part is listed twice; expected each name once."), where)
        names.add(part.name)
        if part.size < 0 or not _HASH.fullmatch(part.sha256):
            raise limits.refused(
                tr("A part needs a size and a SHA-256 of 64 hex digits in lower case."), where
            )
        if (part.lines is None) == part.name.endswith(".jsonl") or (part.lines or 0) < 0:
            raise limits.refused(
                tr("A part of lines needs their number, and no other part has one."), where
            )
        if limits.is_media(part.name) and part.name != limits.MEDIA + part.sha256:
            raise limits.refused(tr("Media must be named by its own SHA-256."), where)
    needed, allowed = limits.PARTS[manifest.kind]
    if missing := needed - names:
        raise limits.refused(
            tr("A part is missing; expected {names}.", names=", ".join(sorted(missing))),
            _field("parts"),
        )
    media = {name for name in names if limits.is_media(name)}
    others = names - needed - allowed - (media if manifest.kind in limits.WITH_MEDIA else set())
    if others:
        raise limits.refused(
            tr("A file of this kind has no such part: {names}.", names=", ".join(sorted(others))),
            _field("parts"),
        )


def _check_batch(manifest: Manifest) -> None:
    batch = manifest.batch
    parts = {part.name: part for part in manifest.parts}
    for field in ("name", "language", "due", "made", "guideline"):
        told = getattr(batch, field, "")
        if len(told) > MAX_NAME or has_controls(told):
            raise limits.refused(
                tr("A field is too long; expected at most {n} characters on one line.", n=MAX_NAME),
                _field(f"batch.{field}"),
            )
    drawn = batch.sampling if batch is not None else None
    if drawn is not None and (
        any(len(one) > MAX_NAME or has_controls(one) for one in (drawn.plan, drawn.method))
        or len(drawn.seed) > MAX_NAME
        or not 0 <= drawn.drawn <= drawn.frame
    ):
        raise limits.refused(
            tr("How the batch was drawn is not as it must be."), _field("batch.sampling")
        )
    items = parts["items.jsonl"]
    others = parts["annotations.jsonl" if manifest.kind == "batch" else limits.SHEET]
    if batch is None:
        raise limits.refused(tr("The batch is not described."), _field("batch"))
    if (batch.id, batch.project) != (manifest.id, manifest.project):
        raise limits.refused(
            tr("The batch's id and project differ from the file's."), _field("batch")
        )
    if (batch.items, batch.annotations) != (items.lines, others.lines or 0):
        raise limits.refused(
            tr("The batch's counts differ from the lines of its parts."), _field("batch")
        )
    if (batch.kind == "exercise") != (manifest.kind == "exercise"):
        raise limits.refused(
            tr("The batch is of another kind than the file."), _field("batch.kind")
        )
    expected = batch_id(manifest.project, items.sha256, others.sha256)
    if manifest.id != expected:
        raise limits.refused(
            tr("The batch's id does not follow from its content; expected {id}.", id=expected),
            _field("id"),
        )
    if not manifest.batch_keys:
        raise limits.refused(tr("The batch brings no key for its notes."), _field("batch_keys"))


def _field(name: str) -> str:
    return tr("{part}, field {name}", part=limits.MANIFEST, name=name)
