"""Tables as records: what is shown, copied and kept as a file, whatever shows it."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from smo_review.domain.numbers import Rate

Entry: TypeAlias = str | int | float | Rate | None
"""A cell: words, a count, a value, a rate with its interval; None is "not known"."""


class Table(Struct, frozen=True):
    """An entry for each of `heads` in every row. `links` name what opens behind each row; they are
    handed back, never followed here; empty where nothing opens."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    links: tuple[str, ...] = ()
