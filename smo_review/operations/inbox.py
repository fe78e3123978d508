"""A folder that is watched for files: each is taken in once it is whole and verified.

Whoever watches calls `look`, or `ready` and `take`, again and again. A file that is still being
copied changes between two looks, and waits; one that is refused is told once, and looked at again
when it changes.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from smo_review.domain.bundles import Received
from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.operations.receive import receive
from smo_review.store.workspace import Workspace

ENDING = ".smo"
_State = tuple[int, int]
"""Size in bytes, and when it was last changed (ns)."""


class Arrival(Struct, frozen=True):
    """A file that was taken in (`received`), or refused (`error`)."""

    path: str
    received: Received | None = None
    error: UserError | None = None


class Inbox:
    """Remembers what was seen of a folder. Taking a file twice would change nothing anyhow."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, _State] = {}
        self._done: dict[Path, _State] = {}

    def waiting(self) -> int:
        """How many files are there that were not taken in or refused yet."""
        return sum(self._done.get(path) != state for path, state in self._seen.items())

    def look(self, ws: Workspace) -> tuple[Arrival, ...]:
        """Take in what has not changed since the last look; UserError where there is no folder."""
        return tuple(self.take(ws, path) for path in self.ready())

    def ready(self) -> tuple[Path, ...]:
        """What has not changed since the last look and was not taken in yet, in order of names.

        Reads the folder only, so that a slow share holds nothing up. UserError without a folder.
        """
        now = self._states()
        before, self._seen = self._seen, now
        return tuple(
            path
            for path, state in sorted(now.items())
            if before.get(path) == state and self._done.get(path) != state
        )

    def take(self, ws: Workspace, path: Path) -> Arrival:
        """Verify a file that is ready and take it in."""
        self._done[path] = self._seen[path]
        try:
            return Arrival(str(path), received=receive(ws, path))
        except UserError as error:
            return Arrival(str(path), error=error)

    def _states(self) -> dict[Path, _State]:
        try:
            return {
                path: (told.st_size, told.st_mtime_ns)
                for path in self.folder.iterdir()
                if path.suffix == ENDING and not path.name.startswith(".") and path.is_file()
                for told in (path.stat(),)
            }
        except OSError as error:
            raise UserError(
                tr("The folder cannot be read: {reason}.", reason=error.strerror or str(error)),
                str(self.folder),
                tr("Check that it is there and that you may read it."),
            ) from error
