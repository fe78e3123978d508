"""Where an action means something: on one page, on pages of a kind, or everywhere."""

from __future__ import annotations

from typing import Literal

Where = Literal[
    "everywhere",
    "content",
    "answering",
    "figures",
    "day",
    "review",
    "learn",
    "train",
    "sessions",
    "numbers",
    "trends",
    "causes",
    "disputes",
    "mine",
]
"""The page on which an action means something; "content" is every page with a stage, "answering"
every page where labels are chosen for an item, "figures" every page with a filter bar."""
STAGED: frozenset[Where] = frozenset({"review", "learn", "sessions"})
"""The pages that show content on a stage."""
ANSWERING: frozenset[Where] = frozenset({"learn", "sessions"})
"""The pages where a person, or a voter, says what applies."""
FIGURED: frozenset[Where] = frozenset({"numbers", "trends", "causes"})
"""The pages that show figures under the shared filter."""


def reaches(where: Where, place: Where) -> bool:
    """Whether an action of `where` can be meant at `place`."""
    return (
        where in ("everywhere", place)
        or (where == "content" and place in STAGED)
        or (where == "figures" and place in FIGURED)
        or (where == "answering" and place in ANSWERING)
    )
