"""How far annotators agree, as it is handed about."""

from __future__ import annotations

from msgspec import Struct


class Coefficient(Struct, frozen=True):
    """A coefficient with its 95% interval, and how the interval was found.

    `value` is None where it is not defined (nothing is rated twice, or only one label is used).
    `method` is an English sentence that the catalogues know (`language.translated`).
    """

    value: float | None
    low: float | None
    high: float | None
    method: str


class Pair(Struct, frozen=True):
    """Two annotators over the `n` items that both rated; kappa, AC1 and alpha are None where
    they are not defined."""

    first: str
    second: str
    n: int
    raw: float
    kappa: float | None
    ac1: float | None
    alpha: float | None


class AgainstGold(Struct, frozen=True):
    """One annotator against the reference answers: share alike with its interval, and kappa;
    `effective` is what `n` is worth in a simple random sample."""

    annotator: str
    n: int
    accuracy: float
    low: float
    high: float
    kappa: float | None
    effective: float


class LabelCount(Struct, frozen=True):
    """How many annotations gave just these labels."""

    labels: tuple[str, ...]
    n: int


class Agreement(Struct, frozen=True):
    """Agreement over some items, each with the weight that it was drawn with.

    `items` have an annotation at least, `pairable` two or more; `effective` is what those are worth
    in a simple random sample. `weights` names how labels that
    are not the same are counted, for all but `raw`, which is the mean pairwise agreement over
    pairable items. `left_out` annotations could not be ranked (ordinal metric only).
    Where not `nominal`, labels that differ agree in part, and Gwet's coefficient is called AC2.
    """

    items: int
    pairable: int
    annotations: int
    raw: Coefficient
    fleiss: Coefficient
    ac1: Coefficient
    alpha: Coefficient
    weights: str
    labels: tuple[LabelCount, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gold: tuple[AgainstGold, ...] = ()
    left_out: int = 0
    nominal: bool = True
    effective: float = 0.0
