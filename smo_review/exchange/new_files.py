"""New files that take their places together, when all of them are complete, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from smo_review.domain.errors import UserError
from smo_review.language import tr

_LEFT_BEHIND = 3600
"""Seconds without a write after which a half file is taken to be left behind by a crash."""


@contextmanager
def new_files(*paths: Path) -> Iterator[tuple[BinaryIO, ...]]:
    """Files to fill, one for each path; they replace what is there when the `with` went well.

    Each is written beside its path, synced, then all are renamed. An error or `Cancelled` leaves
    what was there. A failure of the system is a UserError.
    """
    for path in paths:
        _check(path)
        _sweep(path)
    beside = [path.with_name(f".{path.name}.{secrets.token_hex(4)}.part") for path in paths]
    try:
        with ExitStack() as stack:
            files = tuple(stack.enter_context(half.open("x+b")) for half in beside)
            yield files
            for file in files:
                file.flush()
                os.fsync(file.fileno())
        _rename_all(list(zip(beside, paths, strict=True)))
    except OSError as error:
        told = {str(half): str(path) for half, path in zip(beside, paths, strict=True)}
        named = str(error.filename or paths[0])
        raise UserError(
            tr("The file cannot be written: {reason}.", reason=error.strerror or str(error)),
            told.get(named, named),
            tr("Check that the folder is there, that you may write in it, and that it has room."),
        ) from error
    finally:
        for half in beside:
            with contextlib.suppress(OSError):
                half.unlink()
    for folder in {path.parent for path in paths}:
        _sync_folder(folder)


def _check(path: Path) -> None:
    """Only a file may be replaced: a folder, a pipe or a device is never renamed over."""
    if path.exists() and not path.is_file():
        raise UserError(
            tr("The file cannot be written: something that is no file has this name."),
            str(path),
            tr("Name another file."),
        )


def _rename_all(pairs: list[tuple[Path, Path]]) -> None:
    """Rename each; where a later one cannot be, the earlier ones that are new go away again."""
    made: list[Path] = []
    try:
        for half, path in pairs:
            fresh = not path.exists()
            half.replace(path)
            if fresh:
                made.append(path)
    except OSError:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _sweep(path: Path) -> None:
    """Remove half files of the same name that a crash left behind; a running write is newer."""
    with contextlib.suppress(OSError):
        for half in path.parent.iterdir():
            ours = half.name.startswith(f".{path.name}.") and half.name.endswith(".part")
            if ours and half.stat().st_mtime < time.time() - _LEFT_BEHIND:
                half.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the renames durable, where a folder can be opened for that."""
    if os.name != "posix":
        return
    with contextlib.suppress(PermissionError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
