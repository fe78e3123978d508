"""What a batch is packed from, and what may put something of its own among it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from smo_review.domain.project import Project
from smo_review.exchange.bundle import Content
from smo_review.exchange.formats.gather import Gathering


class Lines(Protocol):
    """What is packed: items and their annotations, encoded, and media."""

    @property
    def items(self) -> int: ...
    @property
    def annotations(self) -> int: ...
    def item_lines(self) -> Iterable[bytes]: ...
    def annotation_lines(self) -> Iterable[bytes]: ...
    def media(self) -> Iterable[tuple[str, Content]]: ...


class MixIn(Protocol):
    """Puts something of its own among what was gathered, and keeps what it knows of the batch
    before the batch's file takes its place."""

    def mixed(self, gathering: Gathering, project: Project) -> Lines: ...
    def keep(self, batch: str, project: Project) -> int: ...
