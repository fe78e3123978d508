"""What an operation touched, so that views refresh that and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

Progress: TypeAlias = Callable[[int, int | None, str], None]
"""Called as progress(done, total or None, what): may raise `Cancelled` to stop the work."""


class Changes(Struct, frozen=True):
    """The result of every operation that writes.

    `items` are (batch, item id) pairs. `undone` says what an undo or redo acted on, so that the
    page can go there. `origin` is the initiator's own token, which lets it ignore its echo.
    """

    batches: frozenset[str] = frozenset()
    items: frozenset[tuple[str, str]] = frozenset()
    numbers: bool = False
    settings: bool = False
    facts: int = 0
    origin: str = ""
