"""Figures: the filter that all pages of figures share, and the page of trends."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

FIGURES: Rows = {
    Act.NARROW: (
        later("Filter"),
        "F",
        "filter",
        later("Choose what the figures are about: batch, annotator, label, days"),
    ),
    Act.CLEAR_FILTER: (
        later("No filter"),
        "Shift+F",
        "",
        later("Count everything that measures again"),
    ),
    Act.SAVED_VIEWS: (
        later("Saved views"),
        "V",
        "",
        later("Keep a page with its filter under a name, or open one"),
    ),
    Act.LOOK_FOR_CAUSES: (
        later("Look for causes"),
        "L",
        "causes",
        later("Go to causes with what is chosen here"),
    ),
    Act.EXPORT_FIGURES: (
        later("Export…"),
        "Ctrl+S",
        "export",
        later("Write the chart as SVG or PNG, or the table as CSV"),
    ),
}
TRENDS: Rows = {
    Act.TREND_CHART: (later("Control chart"), "1", "", later("The measure by day or week")),
    Act.TREND_COMPARE: (
        later("Before and after"),
        "2",
        "",
        later("Whether the measure changed between two stretches of days"),
    ),
    Act.TREND_PARETO: (later("Pareto"), "3", "", later("Where most errors gather")),
    Act.TREND_CONFUSION: (
        later("Confusion"),
        "4",
        "",
        later("Which labels are given instead of which"),
    ),
    Act.TREND_HEAT: (
        later("Heat map"),
        "5",
        "",
        later("The share incorrect by annotator and label"),
    ),
    Act.TREND_GAPS: (
        later("Gaps"),
        "6",
        "",
        later("Clauses that split auditors, labels with low agreement, languages behind"),
    ),
    Act.NEXT_MEASURE: (later("Next measure"), "M", "", later("Errors, critical errors, findings")),
    Act.TREND_STEP: (later("Day or week"), "W", "", later("A point a day, or a week")),
    Act.NEXT_DIMENSION: (
        later("Next breakdown"),
        "D",
        "",
        later("By code, clause, label or annotator; or by findings or gold"),
    ),
    Act.CHART_TABLE: (later("Table"), "T", "", later("Show the table behind the chart")),
    Act.COPY_CHART: (
        later("Copy"),
        "Ctrl+C",
        "",
        later("Copy the table behind the chart for a spreadsheet"),
    ),
}
