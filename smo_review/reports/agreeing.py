"""Who agrees with whom in an exercise: a map of pairs, and the coefficients in words."""

from __future__ import annotations

from typing import Literal, TypeAlias

from smo_review.domain.agreement import Agreement, Coefficient, Pair
from smo_review.domain.charts import Cell, HeatMap
from smo_review.domain.tables import Table
from smo_review.language import tr, translated
from smo_review.reports.look import written

Measure: TypeAlias = Literal["raw", "kappa", "ac1", "alpha"]
MEASURES: tuple[Measure, ...] = ("raw", "kappa", "ac1", "alpha")
MOST_MAPPED = 12
"""People in the map; with more the figures in its cells could not be read."""


def measure_name(measure: Measure) -> str:
    """What a measure is called; the three coefficients keep their names in every language."""
    names = {"kappa": "Cohen kappa", "ac1": "Gwet AC1", "alpha": "Krippendorff alpha"}
    return names.get(measure) or tr("raw agreement")


def agreement_words(found: Agreement) -> tuple[str, ...]:
    """The coefficients over all learners, with their intervals."""
    told = [
        tr(
            "{n} items answered by two or more, {answers} answers. Weights: {weights}.",
            n=found.pairable,
            answers=found.annotations,
            weights=translated(found.weights),
        )
    ]
    named = (
        (tr("raw agreement"), found.raw),
        ("Fleiss kappa", found.fleiss),
        ("Gwet AC1", found.ac1),
        ("Krippendorff alpha", found.alpha),
    )
    told.append(" · ".join(f"{name} {_coefficient(one)}" for name, one in named))
    return tuple(told)


def agreement_map(found: Agreement, measure: Measure) -> HeatMap:
    """Every two learners: a measure and how many items it rests on, by name.

    Of more than `MOST_MAPPED` learners those who agree least with the others are shown.
    """
    names = sorted({name for pair in found.pairs for name in (pair.first, pair.second)})
    least = _least(found, names, measure)
    shown = [name for name in names if name in least]
    pairs = {frozenset((one.first, one.second)): one for one in found.pairs}

    def cell(row: str, column: str) -> Cell:
        pair = pairs.get(frozenset((row, column)))
        return Cell(value_of(pair, measure), pair.n) if pair and row != column else Cell(None)

    cells = tuple(tuple(cell(row, column) for column in shown) for row in shown)
    unit = "share" if measure == "raw" else ""
    title = tr("Who agrees with whom: {measure}", measure=measure_name(measure))
    return HeatMap(title, unit, tuple(shown), tuple(shown), cells)


def pairs_table(found: Agreement) -> Table:
    """Every pair with all four measures, by name."""
    heads = (tr("Learner"), tr("And"), tr("Items"), tr("raw"), "kappa", "AC1", "alpha")
    rows = tuple(
        (one.first, one.second, one.n, *(value_of(one, measure) for measure in MEASURES))
        for one in found.pairs
    )
    return Table(tr("Agreement"), heads, rows)


def value_of(pair: Pair, measure: Measure) -> float | None:
    """What a pair has of a measure; None where that is not defined."""
    told: dict[Measure, float | None] = {
        "raw": pair.raw,
        "kappa": pair.kappa,
        "ac1": pair.ac1,
        "alpha": pair.alpha,
    }
    return told[measure]


def _least(found: Agreement, names: list[str], measure: Measure) -> set[str]:
    """Those whose mean over their pairs is lowest."""

    def mean(name: str) -> float:
        told = [
            value
            for pair in found.pairs
            if name in (pair.first, pair.second) and (value := value_of(pair, measure)) is not None
        ]
        return sum(told) / len(told) if told else 1.0

    return set(sorted(names, key=lambda name: (mean(name), name))[:MOST_MAPPED])


def _coefficient(one: Coefficient) -> str:
    if one.value is None:
        return tr("not defined")
    told = written(one.value, "")
    if one.low is None or one.high is None:
        return told
    return f"{told} ({written(one.low, '')}–{written(one.high, '')})"
