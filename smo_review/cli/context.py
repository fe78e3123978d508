"""What a command is given: where the workspace is, how to answer, how to tell progress."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smo_review.domain.errors import UserError
from smo_review.language import tr

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace

OpenClient = Callable[[list[str]], int]
Printer = Callable[[str], bytes]
"""Makes the PDF of a report's HTML. It needs Qt, so the entry point hands it over."""
PROGRESS_EVERY = 1.0
"""Seconds between two lines of progress; work that is quicker than that tells nothing."""


def no_printer(_: str) -> bytes:
    """Refuses: the core alone cannot print."""
    raise UserError(
        tr("A PDF cannot be made here."),
        "--pdf",
        tr("Use the command smo-review, or write HTML and print that."),
    )


@dataclass(frozen=True)
class Context:
    """The options that every command shares. `workspace` is None where none was named."""

    json: bool = False
    workspace: Path | None = None
    printer: Printer = no_printer

    def path(self) -> Path:
        """The workspace's folder: the one named, else the person's own."""
        from smo_review.operations.workspace import default_path

        return self.workspace or default_path()

    @contextmanager
    def open(self, *, create: bool = False) -> Iterator[Workspace]:
        """The workspace for the length of a `with`; UserError where there is none."""
        from smo_review.operations.workspace import open_workspace

        workspace = open_workspace(self.path(), create=create)
        try:
            yield workspace
        finally:
            workspace.close()

    def answer(self, record: dict[str, Any], text: str) -> None:
        """Print the one answer: `record` as JSON where that was asked for, else `text`."""
        print(json.dumps(record, ensure_ascii=False) if self.json else text)

    def progress(self) -> ProgressLine:
        """A `Progress` that writes to standard error now and then."""
        return ProgressLine()


class ProgressLine:
    """Progress on standard error: one line rewritten at a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._told = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._open = False

    def __call__(self, done: int, total: int | None, what: str) -> None:
        """Tell how far the work is, at most once in `PROGRESS_EVERY` seconds."""
        now = time.monotonic()
        if now - self._told < PROGRESS_EVERY:
            return
        self._told = now
        line = f"{what} {done:,}" + (f" / {total:,}" if total is not None else "")
        if self._terminal:
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
            self._open = True
        else:
            print(line, file=sys.stderr, flush=True)

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def refuse_idle(options: Iterable[str]) -> None:
    """UserError that names the options, where there are any: here they would change nothing."""
    named = " ".join(f"--{name}" for name in options)
    if named:
        raise UserError(
            tr("This option changes nothing here."),
            named,
            tr("Leave it out, or ask for what it belongs to."),
        )


def error_record(error: UserError) -> dict[str, str]:
    """A refusal as the answer carries it."""
    return {"what": error.what, "where": error.where, "do": error.do}


def system_error(error: OSError, path: Path | None = None) -> UserError:
    """A failure of the system (no such file, no permission, disk full) as a refusal.

    `path` is what was worked on, for an error that names no file itself.
    """
    return UserError(
        tr("The system refused: {reason}.", reason=error.strerror or type(error).__name__),
        str(error.filename or path or ""),
        tr("Check that the path is right, that it may be read or written, and that there is room."),
    )
