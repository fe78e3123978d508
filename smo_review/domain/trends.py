"""Trends, what errors gather in, and gaps, as they are handed about; each figure with its items.

Every `opens` is the filter that leaves the annotations a figure stands for.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.filters import Clock, Filter
from smo_review.domain.numbers import Rate

Measure: TypeAlias = Literal["errors", "critical", "noncritical", "findings"]
"""Shares of the judged annotations that are incorrect, or have a critical or non-critical
finding; and findings per judged annotation."""
MEASURES: tuple[Measure, ...] = ("errors", "critical", "noncritical", "findings")
Step: TypeAlias = Literal["day", "week"]
MarkKind: TypeAlias = Literal["guideline", "action", "incident"]
Direction: TypeAlias = Literal["up", "down", "not shown"]
Side: TypeAlias = Literal["above", "below", "either"]


class TrendPoint(Struct, frozen=True):
    """One day or week, `start` to `end` (ISO dates, both included).

    `hits` counts annotations, or findings. `rate` has the interval of this point alone; with
    findings its value may be above 1. `lower` and `upper` are limits from the number checked
    here, `smooth` the moving average with its own; None while there are not enough points.
    `rules` are the names of the rules that are broken here.
    """

    start: str
    end: str
    hits: int
    rate: Rate
    opens: Filter
    lower: float | None = None
    upper: float | None = None
    smooth: float | None = None
    smooth_lower: float | None = None
    smooth_upper: float | None = None
    rules: tuple[str, ...] = ()


class Broken(Struct, frozen=True):
    """A rule and the points (places from 0) that break it; which `side` of the centre."""

    rule: str
    places: tuple[int, ...]
    side: Side


class Shift(Struct, frozen=True):
    """Where one lasting change fits the points best: it began at point `at`.

    `before` and `after` are the rates on either side. The place was chosen by these same points,
    so that the difference looks larger than it is.
    """

    at: int
    start: str
    before: float
    after: float


class Mark(Struct, frozen=True):
    """Something that happened on a day (ISO date) and may explain a change."""

    day: str
    kind: MarkKind
    text: str


class Trend(Struct, frozen=True):
    """A measure by day or week. Points at which nothing was judged are left out.

    `whole` is the measure over all points, and `centre` the same as the chart's middle, None while
    there are not `enough` points for limits. `head` names the ledger state.
    """

    measure: Measure
    by: Step
    clock: Clock
    filter: Filter
    points: tuple[TrendPoint, ...]
    whole: Rate
    centre: float | None
    enough: bool
    broken: tuple[Broken, ...] = ()
    shift: Shift | None = None
    marks: tuple[Mark, ...] = ()
    head: str = ""


class Span(Struct, frozen=True):
    """A stretch of days, ISO dates, both included; an empty end is open."""

    since: str = ""
    until: str = ""


class Comparison(Struct, frozen=True):
    """A measure in two stretches and their difference (after - before) with its 95% interval.

    `direction` is "not shown" where the interval holds 0. The difference is None where either
    stretch has nothing judged.
    """

    measure: Measure
    before_span: Span
    after_span: Span
    before: Rate
    after: Rate
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    direction: Direction = "not shown"
    head: str = ""


class ParetoBar(Struct, frozen=True):
    """One bar: how many annotations, its share of all bars, and that of all up to and with it."""

    key: str
    n: int
    share: float
    cumulative: float
    opens: Filter


class Pareto(Struct, frozen=True):
    """Bars from the largest down; the first `vital` hold four fifths. `judged` annotations."""

    of: str
    bars: tuple[ParetoBar, ...]
    vital: int
    judged: int
    head: str = ""


class MatrixCell(Struct, frozen=True):
    """How often `given` was said where `right` would have been; both may be `filters.NONE`.

    `share` is its part of the row (of all that should have been `right`), with weights.
    """

    right: str
    given: str
    n: int
    share: float
    opens: Filter


class Matrix(Struct, frozen=True):
    """Given against right labels, by what auditors found or by gold. `cells` are those above 0.

    `labels` are in order, `recall` and `precision` one a label.
    """

    against: Literal["findings", "gold"]
    labels: tuple[str, ...]
    cells: tuple[MatrixCell, ...]
    recall: tuple[Rate, ...]
    precision: tuple[Rate, ...]
    annotations: int
    head: str = ""


class HeatCell(Struct, frozen=True):
    """The share incorrect of one annotator's annotations with one label."""

    rate: Rate
    opens: Filter


class Heat(Struct, frozen=True):
    """Annotators against labels; a row of cells an annotator."""

    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    cells: tuple[tuple[HeatCell, ...], ...]
    head: str = ""


class SplitClause(Struct, frozen=True):
    """A clause over annotations that several auditors judged and one of them at least cited it
    for: the share that they did not agree on, and how many of those are unsettled still."""

    clause: str
    split: Rate
    unsettled: int
    opens: Filter


class LabelAgreement(Struct, frozen=True):
    """Of two annotators of one item, how likely the other gives this label too where one did.

    `n` of the rate counts items on which somebody gave it and which several annotated.
    """

    label: str
    agreement: Rate
    opens: Filter


class LanguageGap(Struct, frozen=True):
    """A language's accuracy beside that of all others: the difference (own - others).

    `q` is the chance of such a difference by chance, adjusted for how many languages were looked
    at; `behind` where that is small and the language is below.
    """

    language: str
    own: Rate
    others: Rate
    difference: float
    low: float
    high: float
    q: float
    behind: bool
    opens: Filter


class Gaps(Struct, frozen=True):
    """Where the guideline, the labels or a language need work; the widest gap first.

    `double` counts annotations that several auditors judged, `shared` items that several
    annotated: without them the first two cannot be told.
    """

    clauses: tuple[SplitClause, ...]
    labels: tuple[LabelAgreement, ...]
    languages: tuple[LanguageGap, ...]
    double: int
    shared: int
    head: str = ""
