"""Learning to judge as the team judges: what is said of gold."""

from __future__ import annotations

from typing import Literal, TypeAlias

from smo_review.domain.matters import Matter

GoldSource: TypeAlias = Literal["review", "agreement", "file", "ruling"]
"""How an item became gold: an auditor said so, annotators agreed, a file or a session's ruling."""


class GoldRecord(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `gold`: the reference answer of an item, or that it is no longer one.

    `rationale` and `teaching` are hashes of texts sealed with the batch's key, or empty.
    `difficulty` is 1 (easy) to 5, 0 where nobody said. A `retired` gold is asked no more.
    """

    batch: str
    item: str
    labels: tuple[str, ...] = ()
    rationale: str = ""
    clause: str = ""
    teaching: str = ""
    concept: str = ""
    difficulty: int = 0
    source: GoldSource = "review"
    retired: bool = False
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return f"{self.batch}/{self.item}"
