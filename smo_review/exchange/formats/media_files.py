"""Media beside a source: found by name inside one folder, told apart by their first bytes.

Nothing is fetched and nothing outside the folder is read, whatever a reference says.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Struct

from smo_review.domain.errors import UserError
from smo_review.exchange.formats.records import BadCell
from smo_review.exchange.names import readable
from smo_review.language import tr

MAX_LISTED = 200_000
MAX_DEPTH = 8
_CHUNK = 1 << 20
_UPLOAD_PREFIX = re.compile(r"^[0-9a-f]{8}-")

MediaKind: TypeAlias = Literal["image", "video"]
Sniff: TypeAlias = Callable[[bytes], MediaKind | None]
"""Tells image from video by a file's first bytes; None for anything else."""


class MediaFile(Struct, frozen=True):
    """A file that can be packed: its kind by its bytes, its own name, size in bytes, SHA-256."""

    path: Path
    kind: MediaKind
    name: str
    size: int
    sha256: str


class MediaFiles:
    """Resolves references against the folder named by the person, or the source's own folder."""

    def __init__(self, source: Path, folder: Path | None, sniff: Sniff) -> None:
        if folder is not None and not folder.is_dir():
            raise UserError(
                tr("There is no folder for media here."), str(folder), tr("Check the path.")
            )
        self.named = folder is not None
        self._sniff = sniff
        self._folder = (folder or source.parent).resolve()
        self._known: dict[str, MediaFile | None] = {}
        self._by_name: dict[str, list[Path]] | None = None

    def resolve(self, reference: str, field: str) -> MediaFile | None:
        """The file that a path or address names, None where it is not there.

        BadCell where the reference leads out of the folder, several files fit, or the file is
        neither image nor video.
        """
        if reference not in self._known:
            try:
                # As it stands first: a file's own name may hold a percent sign.
                names = dict.fromkeys((reference, unquote(reference)))
                found = (self._find(relative_path(name, field), field) for name in names)
                path = next((one for one in found if one is not None), None)
            except (OSError, RuntimeError, ValueError) as error:
                # RuntimeError: links that lead in a circle. ValueError: a malformed address.
                raise BadCell(field, tr("this names no file")) from error
            self._known[reference] = None if path is None else _read(path, field, self._sniff)
        return self._known[reference]

    def _find(self, wanted: PurePosixPath, field: str) -> Path | None:
        direct = self._folder / wanted
        if direct.is_file():
            return self._inside(direct, field)
        names = self._names()
        for name in (wanted.name, _UPLOAD_PREFIX.sub("", wanted.name)):
            if found := names.get(name):
                return self._inside(_closest(found, wanted, field), field)
        return None

    def _inside(self, path: Path, field: str) -> Path:
        whole = path.resolve()
        if not whole.is_relative_to(self._folder):
            raise BadCell(field, tr("the path leads out of the media folder"))
        if not whole.is_file():  # reading a pipe or a device would never end
            raise BadCell(field, tr("this names no file"))
        return whole

    def _names(self) -> dict[str, list[Path]]:
        """Every file below the folder by its name, listed once and within bounds.

        Beside a source, where nobody named the folder, only one level down is looked at: deeper
        lie things that have nothing to do with it.
        """
        if self._by_name is None:
            self._by_name = {}
            deepest = MAX_DEPTH if self.named else 1
            count = 0
            for folder, folders, names in os.walk(self._folder):
                depth = len(Path(folder).relative_to(self._folder).parts)
                folders[:] = sorted(f for f in folders if f[0] != ".") if depth < deepest else []
                for name in names:
                    self._by_name.setdefault(name, []).append(Path(folder, name))
                count += len(names)
                if count > MAX_LISTED:
                    break
        return self._by_name


def relative_path(reference: str, field: str) -> PurePosixPath:
    """A reference (path, URL, storage address) as a path below the folder; BadCell if it escapes.

    Label Studio's `/data/local-files/?d=PATH` names PATH.
    """
    parts = (
        urlsplit(reference) if re.match(r"^(/data/|[a-z][a-z0-9+.-]+:)", reference, re.I) else None
    )
    if reference[:5].lower() == "data:":
        raise BadCell(field, tr("media inside the source itself is not read; give it as a file"))
    path = reference
    if parts is not None:
        path = parse_qs(parts.query).get("d", [unquote(parts.path)])[0]
    steps = [step for step in path.replace("\\", "/").split("/") if step not in ("", ".")]
    if ".." in steps:
        raise BadCell(field, tr("the path leads out of the media folder"))
    if (
        not steps
        or len(reference) > 2000
        or any("\0" in step or len(step.encode()) > 255 for step in steps)
    ):
        raise BadCell(field, tr("this names no file"))
    return PurePosixPath(*steps)


def _closest(found: list[Path], wanted: PurePosixPath, field: str) -> Path:
    """Of several files with the name, the one whose folders agree longest with the reference."""

    def agreeing(path: Path) -> int:
        pairs = zip(reversed(path.parts), reversed(wanted.parts), strict=False)
        return next((n for n, (a, b) in enumerate(pairs) if a != b), len(wanted.parts))

    best = max(map(agreeing, found))
    fitting = [path for path in found if agreeing(path) == best]
    if len(fitting) > 1:
        raise BadCell(field, tr("{n} files in the media folder have this name", n=len(fitting)))
    return fitting[0]


def _read(path: Path, field: str, sniff: Sniff) -> MediaFile:
    digest = hashlib.sha256()
    size = 0
    kind: MediaKind | None = None
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if not size:
                    kind = sniff(chunk)
                    if kind is None:
                        raise BadCell(
                            field, tr("the file is not an image or video that can be shown")
                        )
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise BadCell(
            field, tr("the file cannot be read: {reason}", reason=error.strerror)
        ) from error
    if kind is None:
        raise BadCell(field, tr("the file is empty"))
    return MediaFile(path, kind, readable(path.name), size, digest.hexdigest())
