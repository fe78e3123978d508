"""What a bundle may look like: every bound that a reader holds to, and the refusals.

Nothing here trusts the file. The same checks run on a bundle just written, so that no bundle is
made which would be refused.
"""

from __future__ import annotations

import os
import re
import zipfile
from typing import BinaryIO, Final

from smo_review.domain.bundles import BundleKind
from smo_review.domain.errors import UserError
from smo_review.exchange.seal import SEAL_SIZE
from smo_review.language import tr

MANIFEST: Final = "manifest.json"
PROJECT: Final = "project.json"
SHEET: Final = "exercise.json"
MEDIA: Final = "media/"
MAX_PARTS: Final = 300_000
MAX_DIRECTORY: Final = 64 << 20
"""Bytes of the ZIP's list of parts."""
MAX_MANIFEST: Final = 64 << 20
MAX_PROJECT: Final = 16 << 20
MAX_PART: Final = 4 << 30
MAX_LINE: Final = 16 << 20
MAX_DEPTH: Final = 32
"""How deep lists and objects of a line may lie in each other."""
MAX_RATIO: Final = 300
FREE_OF_RATIO: Final = 64 << 20
"""A part that unpacks to less than this may be packed as tightly as it likes."""

PARTS: Final[dict[BundleKind, tuple[frozenset[str], frozenset[str]]]] = {
    "batch": (
        frozenset({PROJECT, "items.jsonl", "annotations.jsonl"}),
        frozenset({"gold.jsonl"}),
    ),
    "results": (frozenset({"facts.jsonl"}), frozenset({PROJECT, "texts.jsonl"})),
    "gold": (frozenset({"gold.jsonl"}), frozenset({PROJECT})),
    "exercise": (frozenset({PROJECT, SHEET, "items.jsonl"}), frozenset({"gold.jsonl"})),
}
"""By kind: the parts there must be, and those there may be; some have media as well."""
WITH_MEDIA: Final[frozenset[BundleKind]] = frozenset({"batch", "exercise"})

_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}\.jsonl?|media/[0-9a-f]{64}")
_END_RECORD_SIZE, _LOCATOR_SIZE, _END_RECORD_64_SIZE = 22, 20, 56
_LOCAL_HEADER_SIZE = 30
_ENCRYPTED = 0x1 | 0x40


def refused(what: str, where: str) -> UserError:
    """A refusal of a bundle, with the one thing that a person can do about it."""
    return UserError(what, where, tr("Ask whoever made the file for a new one."))


def check_directory(file: BinaryIO) -> None:
    """Bound the list of parts before it is read into memory."""
    end = file.seek(0, os.SEEK_END)
    tail_size = min(end, SEAL_SIZE + _END_RECORD_SIZE + _LOCATOR_SIZE + _END_RECORD_64_SIZE)
    file.seek(end - tail_size)
    tail = file.read(tail_size)[:-SEAL_SIZE]
    record = tail[-_END_RECORD_SIZE:]
    counts = [int.from_bytes(record[10:12], "little")]
    sizes = [int.from_bytes(record[12:16], "little")]
    large = tail[: -_END_RECORD_SIZE - _LOCATOR_SIZE]
    if tail[-_END_RECORD_SIZE - _LOCATOR_SIZE :].startswith(b"PK\x06\x07"):
        counts.append(int.from_bytes(large[32:40], "little"))
        sizes.append(int.from_bytes(large[40:48], "little"))
    if max(counts) > MAX_PARTS or max(sizes) > MAX_DIRECTORY:
        raise refused(tr("The file lists more than {n} parts.", n=MAX_PARTS), tr("list of parts"))


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Check every entry of the ZIP: its name, packing, sizes and place in the file."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        where = repr(name)
        if name != entry.filename or not _NAME.fullmatch(name):
            raise refused(
                tr("A part has a name that is not allowed, unlike items.jsonl or media/<SHA-256>."),
                where,
            )
        if name in seen:
            raise refused(tr("A part is there twice; expected each name once."), where)
        seen.add(name)
        _check_packing(entry, where)
    _check_places(entries)


def _check_packing(entry: zipfile.ZipInfo, where: str) -> None:
    limit = {MANIFEST: MAX_MANIFEST, PROJECT: MAX_PROJECT, SHEET: MAX_PROJECT}.get(
        entry.filename, MAX_PART
    )
    if entry.flag_bits & _ENCRYPTED:
        raise refused(tr("A part is encrypted; expected it to be readable."), where)
    if entry.file_size > limit:
        raise refused(
            tr(
                "A part says that it has {size} bytes; at most {limit} are taken.",
                size=f"{entry.file_size:,}",
                limit=f"{limit:,}",
            ),
            where,
        )
    stored = entry.compress_type == zipfile.ZIP_STORED
    if not stored and (entry.compress_type != zipfile.ZIP_DEFLATED or is_media(entry.filename)):
        raise refused(
            tr("A part is packed in a way that is not read here; expected stored or deflated."),
            where,
        )
    if stored and entry.compress_size != entry.file_size:
        raise refused(tr("A part's two sizes differ although it is not compressed."), where)
    if entry.file_size > max(FREE_OF_RATIO, entry.compress_size * MAX_RATIO):
        raise refused(
            tr("A part would unpack to more than {n} times its size.", n=MAX_RATIO), where
        )


def _check_places(entries: list[zipfile.ZipInfo]) -> None:
    """No two parts may share bytes: a small file could otherwise unpack to a huge one."""
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < free:
            raise refused(
                tr("Two parts lie over each other in the file."),
                repr(entry.filename),
            )
        free = entry.header_offset + _LOCAL_HEADER_SIZE + entry.compress_size


def is_media(name: str) -> bool:
    """Whether a part is media, named by the SHA-256 of its bytes."""
    return name.startswith(MEDIA)
