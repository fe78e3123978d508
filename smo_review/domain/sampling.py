"""Drawing a sample: what is asked for, and what would be drawn from what."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.project import SamplingPlan

Unit: TypeAlias = Literal["item", "annotation"]
BY = ("annotator", "label", "severity", "language", "day")
RISKS = ("disagreement", "low-confidence", "near-duplicates", "new-annotators")
AQLS = (
    0.010, 0.015, 0.025, 0.040, 0.065, 0.10, 0.15, 0.25, 0.40, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10,
    15, 25, 40, 65, 100, 150, 250, 400, 650, 1000,
)  # fmt: skip
"""The preferred acceptance quality limits of ISO 2859-1, percent nonconforming."""
LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
"""Its inspection levels."""
MOST_REPEATS = 0.2
"""The largest share of hidden repeats."""
MILD = 2
"""The highest severity of an item that is repeated."""


class Draw(Struct, frozen=True):
    """What to draw: from `batches` (ids), or from every batch of `project` that was not drawn.

    `seed` is told and makes the draw the same on any machine. `name` is the new batch's. `steady`:
    reduced inspection of a lot is wanted where it may begin.
    """

    plan: SamplingPlan
    seed: str
    batches: tuple[str, ...] = ()
    project: str = ""
    name: str = ""
    steady: bool = False


class StratumDrawn(Struct, frozen=True):
    """`drawn` of the `size` units of one stratum; each stands for `weight` millionths of one."""

    name: str
    size: int
    drawn: int
    weight: int


class Planned(Struct, frozen=True):
    """What a draw comes to, before anything is written. `numbers` is ISO 2859-1's plan in words.

    `scaled`: weights were made smaller together, so that none is above the largest allowed.
    """

    method: str
    purpose: Literal["measurement", "risk"]
    unit: Unit
    seed: str
    frame: int
    drawn: int
    strata: tuple[StratumDrawn, ...]
    repeats: int = 0
    numbers: str = ""
    scaled: bool = False


class Drawn(Struct, frozen=True):
    """The file that was written."""

    path: str
    id: str
    items: int
    annotations: int
    planned: Planned


class LotState(Struct, frozen=True):
    """One lot under acceptance sampling: `checked` of `n` items, `nonconforming` among them.

    `answer`: accept, accept-then-normal, reject, "second sample" or "open" (not decided yet).
    """

    batch: str
    name: str
    size: int
    inspection: str
    n: int
    ac: int
    re: int
    checked: int
    nonconforming: int
    answer: str


class Lots(Struct, frozen=True):
    """Lots in order, and the inspection that the next one gets (ISO 2859-1, clause 9)."""

    lots: tuple[LotState, ...]
    stage: str
    score: int
