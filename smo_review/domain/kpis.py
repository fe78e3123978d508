"""KPIs as they are handed about: a figure, how sure it is, and how it stands to its target."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

ENOUGH = 30
"""Below this many judged annotations nothing is compared: with fewer, the 95% interval of a rate of
90% is wider than 20 points."""

Unit: TypeAlias = Literal["share", "coefficient", "per hour", "seconds"]
KpiState: TypeAlias = Literal[
    "on target", "below target", "alarm", "not decided", "no target", "not enough yet", "no data"
]
"""`not decided`: the target lies inside the interval. `no data`: nothing to count."""


class KpiFigure(Struct, frozen=True):
    """One KPI, or one label's or error code's (`group`), over what a filter left.

    `name` and `sentence` are in the person's language. `value`, `low`, `high` are in `unit`; all
    None where there is nothing. `effective` is what `n` is worth in a simple random sample.
    `method` is an English sentence that the catalogues know.
    """

    id: str
    name: str
    group: str
    unit: Unit
    value: float | None
    n: int
    low: float | None
    high: float | None
    effective: float
    sentence: str
    state: KpiState
    target: float | None = None
    alarm: float | None = None
    direction: Literal["higher", "lower"] = "higher"
    method: str = ""
