"""What the sessions page reads and keeps of a session. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from smo_review.domain.project import Project
from smo_review.domain.sessions import Tally
from smo_review.domain.views import ItemView
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import project_of
from smo_review.queries.items import item_view
from smo_review.queries.learning import ExerciseSummary, exercises
from smo_review.queries.queue import row_of
from smo_review.queries.sessions import SessionSummary, sessions, tally


@dataclass(frozen=True)
class Shelf:
    """Sessions that are here, and decks that one can be begun on, the newest first."""

    sessions: tuple[SessionSummary, ...]
    decks: tuple[ExerciseSummary, ...]


@dataclass(frozen=True)
class Standing:
    """A session in hand."""

    tally: Tally
    project: Project


@dataclass(frozen=True)
class Seat:
    """Who sits at the keyboard, how far they are, and what they have chosen so far."""

    voter: str
    step: Literal["handing", "choosing", "back"] = "handing"
    labels: frozenset[str] = frozenset()
    none: bool = False
    clause: str = ""

    @property
    def decided(self) -> bool:
        return bool(self.labels) or self.none

    def taken(self) -> Seat:
        """The voter has taken the keyboard."""
        return Seat(self.voter, "choosing")

    def toggled(self, label: str) -> Seat:
        return replace(self, labels=self.labels ^ {label}, none=False)

    def emptied(self) -> Seat:
        return replace(self, labels=frozenset(), none=not self.none)

    def named(self, clause: str) -> Seat:
        return replace(self, clause=clause)


def read_shelf(ws: Workspace) -> Shelf:
    """All sessions and decks."""
    decks = tuple(one for one in exercises(ws) if one.sheet.mode == "session")
    return Shelf(sessions(ws), decks)


def read_standing(ws: Workspace, session: str) -> Standing:
    """A session as it stands now."""
    told = tally(ws, session)
    return Standing(told, project_of(ws, told.deck))


def read_item(ws: Workspace, deck: str, item: str) -> ItemView:
    """An item of the deck, for the stage."""
    row = row_of(ws, deck, item)
    assert row is not None, "a session names only items of its deck"
    return item_view(ws, row)


def read_ahead(ws: Workspace, deck: str, items: tuple[str, ...]) -> list[ItemView]:
    """The next items, so that the stages can bring what they need."""
    return [read_item(ws, deck, item) for item in items]
