"""A filter in words: a chip for each field that narrows."""

from __future__ import annotations

from smo_review.domain.filters import NONE, Filter, FilterChoices
from smo_review.language import later, titled, tr, translated

TITLES = {
    "project": later("Project"),
    "batch": later("Batch"),
    "annotator": later("Annotator"),
    "team": later("Team"),
    "label": later("Label"),
    "right_label": later("Right label"),
    "code": later("Error code"),
    "clause": later("Clause"),
    "auditor": later("Auditor"),
    "language": later("Language"),
    "stratum": later("Stratum"),
    "severity": later("Severity"),
    "outcome": later("Outcome"),
    "since": later("Since"),
    "until": later("Until"),
    "clock": later("Day of"),
    "purpose": later("Which batches"),
}
"""The fields, in the order in which chips stand."""
WORDS = {
    "correct": later("correct"),
    "incorrect": later("incorrect"),
    "critical": later("critical"),
    "ambiguous": later("ambiguous"),
    "unreviewable": later("unreviewable"),
    "unsettled": later("unsettled"),
    "judged": later("the verdict"),
    "made": later("the annotation"),
    "measurement": later("drawn to measure"),
    "risk": later("drawn for their risk"),
    "all": later("all"),
}
"""Values of fields that are one of a few."""


def chips(wanted: Filter, choices: FilterChoices) -> list[tuple[str, str]]:
    """(field, "Label: Hate") for every field that is not as it is without a filter."""
    return [
        (field, titled(translated(title), value_words(field, getattr(wanted, field), choices)))
        for field, title in TITLES.items()
        if getattr(wanted, field) != getattr(Filter(), field)
    ]


def value_words(field: str, value: object, choices: FilterChoices) -> str:
    """A field's value as a person reads it."""
    if field in ("outcome", "clock", "purpose"):
        return translated(WORDS[str(value)])
    if value == NONE:
        return tr("(none)")
    return choices.name("label" if field == "right_label" else field, str(value))


def filter_words(wanted: Filter, choices: FilterChoices) -> str:
    """All chips in one line; empty without a filter."""
    return " · ".join(words for _, words in chips(wanted, choices))
