"""Bundles: the files that travel. Written whole or not at all; read without trusting a byte.

A bundle is a ZIP of parts with `manifest.json` as its last entry and a seal in its comment (see
`seal`). resources/help/bundle-format.md tells the format to other programs.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, TypeAlias, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from smo_review.domain.bundles import Manifest, PartEntry
from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.exchange import limits
from smo_review.exchange.lines import decode_lines, split_lines
from smo_review.exchange.manifest import check_manifest, decode_manifest
from smo_review.exchange.new_files import new_files
from smo_review.exchange.seal import BLANK, public_key_hex, seal, verify_seal
from smo_review.language import tr

T = TypeVar("T")
Content: TypeAlias = Path | Iterable[bytes]
"""What a part is made from: a file, or pieces of bytes of any length."""
MakeManifest: TypeAlias = Callable[[tuple[PartEntry, ...]], Manifest]

_BLOCK = 256 << 10
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Every entry's time: a bundle tells nothing about the machine that made it."""
_LEVEL = 1
"""Most of what is in a bundle's lines are hashes, which no level packs; the first is quickest."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
"""What `zipfile` raises for a ZIP made to hurt it (OSError: a place before the file's start)."""


def write_bundle(
    path: Path,
    manifest: Manifest | MakeManifest,
    parts: Iterable[tuple[str, Content]],
    identity_key: Ed25519PrivateKey,
    progress: Progress | None = None,
) -> Manifest:
    """Write a bundle; returns the manifest as written, with the parts' sizes, hashes and lines.

    `parts` are (name, content) in the order wanted, read one after the other; media must be named
    `media/<SHA-256>`. `manifest` is the manifest without its parts, or a function that makes it
    from them (counts and a batch's id are known only then). The file appears at `path` when it is
    complete and synced; an error or `Cancelled` leaves what was there.
    """
    with new_files(path) as (file,):
        return fill_bundle(file, manifest, parts, identity_key, progress)


def fill_bundle(
    file: BinaryIO,
    manifest: Manifest | MakeManifest,
    parts: Iterable[tuple[str, Content]],
    identity_key: Ed25519PrivateKey,
    progress: Progress | None = None,
) -> Manifest:
    """`write_bundle` into a new file of `new_files`, for files that appear together."""
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = BLANK
        entries = tuple(_write_part(archive, *part, progress) for part in parts)
        made = manifest(entries) if callable(manifest) else manifest
        author = msgspec.structs.replace(made.author, key=public_key_hex(identity_key))
        made = msgspec.structs.replace(made, parts=entries, author=author)
        check_manifest(made)
        _write_part(archive, limits.MANIFEST, [msgspec.json.encode(made)], progress)
        limits.check_entries(archive.infolist())
    seal(file, identity_key, progress)
    return made


def _write_part(
    archive: zipfile.ZipFile, name: str, content: Content, progress: Progress | None
) -> PartEntry:
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.compress_type = zipfile.ZIP_STORED if limits.is_media(name) else zipfile.ZIP_DEFLATED
    info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # public only from 3.13 on
    digest = hashlib.sha256()
    size = lines = 0
    with archive.open(info, "w", force_zip64=True) as out:
        for block in _blocks(content):
            out.write(block)
            digest.update(block)
            size += len(block)
            lines += block.count(b"\n")
            if progress is not None:
                progress(size, None, tr("Writing {part}", part=name))
    counted = lines if name.endswith(".jsonl") else None
    return PartEntry(name, size, digest.hexdigest(), counted)


def _blocks(content: Content) -> Iterator[bytes]:
    """The content in blocks of a good size, however small the pieces that it comes in."""
    if isinstance(content, Path):
        with content.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
        return
    waiting = bytearray()
    for piece in content:
        waiting += piece
        if len(waiting) >= _BLOCK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


class Bundle:
    """An opened bundle: its seal and manifest are checked, its parts are checked as they are read.

    What a reading yields counts only when it has come to its end without an error: size and hash
    are known then. So use it inside a transaction.
    """

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest, progress: Progress | None):
        self.manifest = manifest
        self._archive = archive
        self._progress = progress
        self._parts = {part.name: part for part in manifest.parts}

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._parts

    def media(self) -> tuple[PartEntry, ...]:
        """The media parts, in the file's order."""
        return tuple(part for part in self.manifest.parts if limits.is_media(part.name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes in pieces; UserError at the end where size or hash are not as declared."""
        part = self._parts[name]
        digest = hashlib.sha256()
        size = 0
        try:
            with self._archive.open(name) as file:
                while block := file.read(_BLOCK):
                    size += len(block)
                    digest.update(block)
                    if size > part.size:
                        break
                    if self._progress is not None:
                        self._progress(size, part.size, tr("Reading {part}", part=name))
                    yield block
        except _BROKEN as error:
            raise limits.refused(
                tr("A part cannot be unpacked: {reason}.", reason=str(error)), name
            ) from None
        if size != part.size:
            raise limits.refused(
                tr("A part has another size than declared; expected {n} bytes.", n=part.size), name
            )
        if digest.hexdigest() != part.sha256:
            raise limits.refused(
                tr(
                    "A part's bytes are not those declared; expected SHA-256 {hash}.",
                    hash=part.sha256,
                ),
                name,
            )

    def lines(self, name: str) -> Iterator[bytes]:
        """A part's lines, bounded, as bytes; none where there is no such part."""
        if self.has(name):
            yield from split_lines(self.chunks(name), name, self._parts[name].lines or 0)

    def records(self, name: str, kind: type[T]) -> Iterator[T]:
        """A part's lines as records; UserError names line and field of one that is not right."""
        return decode_lines(self.lines(name), name, kind)

    def record(self, name: str, kind: type[T]) -> T:
        """A part that is one JSON document, such as project.json."""
        return next(decode_lines(iter([self.whole(name)]), name, kind))

    def whole(self, name: str) -> bytes:
        """The bytes of a part that is one JSON document."""
        return b"".join(self.chunks(name))

    def verify(self) -> None:
        """Read every part to its end and keep nothing."""
        for part in self.manifest.parts:
            reading = self.chunks(part.name) if part.lines is None else self.lines(part.name)
            for _ in reading:
                pass

    def __enter__(self) -> Bundle:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()


@contextmanager
def open_bundle(path: Path, progress: Progress | None = None) -> Iterator[Bundle]:
    """Open a bundle for a `with`; nothing but the manifest is unpacked yet.

    In this order: the seal over the whole file, the list of parts, the manifest, and whether the
    two agree. Raises UserError for everything that is not as it must be.
    """
    with _opened(path) as file:
        signer = verify_seal(file, str(path), progress)
        limits.check_directory(file)
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise limits.refused(
                tr("The file's list of parts cannot be read: {reason}.", reason=str(error)),
                str(path),
            ) from None
        limits.check_entries(archive.infolist())
        manifest = decode_manifest(_manifest_bytes(archive))
        if manifest.author.key != signer:
            raise limits.refused(
                tr("The file was signed by another device than it names."), "manifest.json author"
            )
        _check_agreement(archive, manifest)
        with Bundle(archive, manifest, progress) as bundle:
            yield bundle


def _opened(path: Path) -> BinaryIO:
    if not path.is_file():
        raise UserError(
            tr("This is not a file.") if path.exists() else tr("There is no such file."),
            str(path),
            tr("Check the name and the folder."),
        )
    try:
        return path.open("rb")
    except OSError as error:
        raise UserError(
            tr("The file cannot be read: {reason}.", reason=error.strerror or str(error)),
            str(path),
            tr("Check that you may read it."),
        ) from error


def _manifest_bytes(archive: zipfile.ZipFile) -> bytes:
    if limits.MANIFEST not in archive.namelist():
        raise limits.refused(
            tr("A part is missing; expected {names}.", names=limits.MANIFEST),
            tr("list of parts"),
        )
    try:
        return archive.read(limits.MANIFEST)
    except _BROKEN as error:
        raise limits.refused(
            tr("A part cannot be unpacked: {reason}.", reason=str(error)), limits.MANIFEST
        ) from None


def _check_agreement(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """The parts that are there must be those that the manifest lists, with the same sizes."""
    there = {entry.filename: entry.file_size for entry in archive.infolist()}
    there.pop(limits.MANIFEST)
    listed = {part.name: part.size for part in manifest.parts}
    for name in sorted(there.keys() | listed.keys()):
        if name not in there:
            raise limits.refused(tr("The manifest lists a part that is not in the file."), name)
        if name not in listed:
            raise limits.refused(tr("The file has a part that the manifest does not list."), name)
        if there[name] != listed[name]:
            raise limits.refused(
                tr("A part has another size than declared; expected {n} bytes.", n=listed[name]),
                name,
            )
