"""Trends in words: what a rule is and means, how two stretches differ, what is not enough yet."""

from __future__ import annotations

from collections.abc import Mapping

from smo_review.domain.filters import NONE
from smo_review.domain.trends import (
    Broken,
    Comparison,
    Gaps,
    LabelAgreement,
    LanguageGap,
    Measure,
    Pareto,
    Side,
    SplitClause,
    Step,
    Trend,
)
from smo_review.language import later, listed, titled, tr, translated
from smo_review.reports.look import written

Names = Mapping[str, str]
"""How a person reads the ids of labels, codes and clauses."""
MEASURES: Mapping[Measure, str] = {
    "errors": later("Error rate"),
    "critical": later("Critical error rate"),
    "noncritical": later("Non-critical error rate"),
    "findings": later("Findings per annotation"),
}
RULES: Mapping[tuple[str, Side], str] = {
    ("WE1", "above"): later("one point more than three sigma above the centre"),
    ("WE1", "below"): later("one point more than three sigma below the centre"),
    ("WE2", "above"): later("two of three points more than two sigma above the centre"),
    ("WE2", "below"): later("two of three points more than two sigma below the centre"),
    ("WE3", "above"): later("four of five points more than one sigma above the centre"),
    ("WE3", "below"): later("four of five points more than one sigma below the centre"),
    ("WE4", "above"): later("eight points in a row above the centre"),
    ("WE4", "below"): later("eight points in a row below the centre"),
    ("N3", "above"): later("six points in a row, each higher than the one before"),
    ("N3", "below"): later("six points in a row, each lower than the one before"),
    ("N4", "either"): later("fourteen points in a row, up and down in turn"),
    ("N7", "either"): later("fifteen points in a row within one sigma of the centre"),
    ("N8", "either"): later("eight points in a row, none within one sigma of the centre"),
    ("EWMA", "above"): later("the moving average is above its limit"),
    ("EWMA", "below"): later("the moving average is below its limit"),
}
SOURCES: Mapping[str, str] = {
    "WE1": "Western Electric 1, Nelson 1",
    "WE2": "Western Electric 2, Nelson 5",
    "WE3": "Western Electric 3, Nelson 6",
    "WE4": "Western Electric 4, Nelson 2",
    "N3": "Nelson 3",
    "N4": "Nelson 4",
    "N7": "Nelson 7",
    "N8": "Nelson 8",
    "EWMA": "EWMA",
}
"""Names of the rules as the field writes them. Nelson 2 asks nine points instead of eight."""
MEANINGS: Mapping[str, str] = {
    "WE1": later("Something was out of the ordinary then."),
    "WE2": later("A shift may have begun."),
    "WE3": later("A small shift may have begun."),
    "WE4": later("The level has shifted for a while."),
    "N3": later("It drifts one way."),
    "N4": later("Two kinds of work may take turns."),
    "N7": later("Each point may mix very different kinds of work."),
    "N8": later("Two kinds of work with different levels may be mixed."),
    "EWMA": later("A small lasting shift adds up."),
}
_MOST = 4
"""So many days are named in a sentence; the others are counted."""


def measure_name(measure: Measure, names: Names, code: str = "") -> str:
    """The measure, and which error code it is about where there is one."""
    name = translated(MEASURES[measure])
    return titled(name, names.get(code, code)) if code else name


def chart_title(trend: Trend, names: Names) -> str:
    """The measure, and what a point is."""
    name = measure_name(trend.measure, names, trend.filter.code)
    if trend.by == "day":
        return tr("{measure}, by day", measure=name)
    return tr("{measure}, by week", measure=name)


def step_words(by: Step, n: int) -> str:
    """So many days or weeks."""
    if n == 1:
        return tr("1 day") if by == "day" else tr("1 week")
    return tr("{n} days", n=n) if by == "day" else tr("{n} weeks", n=n)


def trend_words(trend: Trend, enough: int) -> list[str]:
    """What a chart says, a sentence each: what is not enough, every broken rule, where it began."""
    if not trend.points:
        return [tr("Nothing was judged here yet.")]
    told = []
    if not trend.enough:
        told.append(
            tr(
                "Not enough yet for limits: {have} of at least {enough}. Only runs are told.",
                have=step_words(trend.by, len(trend.points)),
                enough=enough,
            )
        )
    told += [broken_words(trend, one) for one in trend.broken]
    if trend.enough and not trend.broken:
        told.append(tr("No rule is broken: the points vary as chance alone would let them."))
    if trend.shift is not None:
        told.append(
            tr(
                "If it changed once and for good, that fits best from {day}: {before} before,"
                " {after} since. The same points chose the day, so the step looks larger than it"
                " is.",
                day=trend.shift.start,
                before=value_words(trend.shift.before, trend.measure),
                after=value_words(trend.shift.after, trend.measure),
            )
        )
    if trend.marks:
        marked = tr("; ").join(f"{one.day} {one.text}" for one in trend.marks)
        told.append(tr("Marked: {marks}.", marks=marked))
    return told


def legend(trend: Trend) -> str:
    """What the lines and rings of the chart are."""
    return tr(
        "Middle line: {centre} over all points. Dashed: limits from the number checked at each"
        " point. Ring: a rule is broken there.",
        centre=value_words(trend.centre, trend.measure),
    )


def broken_words(trend: Trend, one: Broken) -> str:
    """Which rule is broken where, and what that may mean."""
    days = [trend.points[place].start for place in one.places]
    named = listed(days[:_MOST])
    if len(days) > _MOST:
        named = tr("{days} and {n} more", days=named, n=len(days) - _MOST)
    return titled(named, f"{rule_words(one)} {translated(MEANINGS[one.rule])}")


def rule_words(one: Broken) -> str:
    """The rule in words, and its name in brackets."""
    return f"{translated(RULES[one.rule, one.side])} ({SOURCES[one.rule]})."


def value_words(value: float | None, measure: Measure) -> str:
    """A value of a measure as people read it."""
    if measure == "findings":
        return "–" if value is None else f"{value:.2f}"
    return written(value, "share")


def comparison_words(told: Comparison) -> str:
    """Whether a measure fell or rose, by how much, and how sure that is."""
    name = translated(MEASURES[told.measure])
    if told.difference is None or told.low is None or told.high is None:
        return tr("Not enough yet: one of the two stretches has nothing judged.")
    sides = tr(
        "{before} of {n} before, {after} of {m} after",
        before=value_words(told.before.value, told.measure),
        n=f"{told.before.n:,}",
        after=value_words(told.after.value, told.measure),
        m=f"{told.after.n:,}",
    )
    if told.direction == "not shown":
        low, high = (_signed(one, told.measure) for one in (told.low, told.high))
        return tr(
            "{measure}: no change is shown; it may lie between {low} and {high}. {sides}.",
            measure=name, low=low, high=high, sides=sides,
        )  # fmt: skip
    ends = sorted(abs(one) for one in (told.low, told.high))
    size = _size(abs(told.difference), told.measure)
    low, high = (_plain(one, told.measure) for one in ends)
    if told.direction == "down":
        return tr(
            "{measure} fell by {size} ({low} to {high}): {sides}.",
            measure=name, size=size, low=low, high=high, sides=sides,
        )  # fmt: skip
    return tr(
        "{measure} rose by {size} ({low} to {high}): {sides}.",
        measure=name, size=size, low=low, high=high, sides=sides,
    )  # fmt: skip


def _plain(value: float, measure: Measure) -> str:
    return f"{value:.2f}" if measure == "findings" else f"{value * 100:.1f}"


def _size(value: float, measure: Measure) -> str:
    words = _plain(value, measure)
    return words if measure == "findings" else tr("{n} points", n=words)


def _signed(value: float, measure: Measure) -> str:
    sign = "−" if value < 0 else "+"
    return sign + _size(abs(value), measure)


def named(key: str, names: Names) -> str:
    """A label, code or clause as a person reads it; none at all in words."""
    return tr("(none)") if key == NONE else names.get(key, key)


def pareto_title(of: str) -> str:
    """What a Pareto chart is of."""
    return {
        "code": tr("Incorrect annotations by error code"),
        "clause": tr("Incorrect annotations by clause cited"),
        "label": tr("Incorrect annotations by label"),
        "annotator": tr("Incorrect annotations by annotator"),
    }[of]


def pareto_words(told: Pareto) -> str:
    """The vital few, in words."""
    if not told.bars:
        return tr("No errors were found here: {n} judged.", n=f"{told.judged:,}")
    return tr(
        "{few} of {all} hold {share} of what was found; {n} annotations judged. Beside a bar: its"
        " share, with the weights of the sample, how many were found, and the share of this bar"
        " with those above it, which the dashed line shows.",
        few=told.vital,
        all=len(told.bars),
        share=written(told.bars[told.vital - 1].cumulative, "share"),
        n=f"{told.judged:,}",
    )


def confusion_title(against: str) -> str:
    """What a confusion matrix compares with."""
    if against == "gold":
        return tr("Given labels (columns) against gold (rows)")
    return tr("Given labels (columns) against what auditors found right (rows)")


def heat_title() -> str:
    return tr("Share incorrect by annotator and label, with the number judged")


def gap_words(told: Gaps, names: Names) -> list[str]:
    """What stands out among the gaps, a sentence each; and what cannot be told yet."""
    return [
        *(clause_words(one, names) for one in told.clauses),
        *(label_words(one, names) for one in told.labels),
        *(language_words(one) for one in told.languages if one.behind),
        *missing_words(told),
    ]


def missing_words(told: Gaps) -> list[str]:
    """What cannot be told yet, and that no language is behind where none is."""
    words = []
    if not told.double:
        words.append(
            tr("No annotation was judged by two auditors: clauses that split them cannot be told.")
        )
    elif not told.clauses:
        words.append(tr("No clause was cited in the double reviews."))
    if not told.labels:
        words.append(
            tr("No item was annotated by two annotators: agreement on labels cannot be told.")
        )
    if not told.languages:
        words.append(tr("Fewer than two languages were judged: they cannot be compared."))
    elif not any(one.behind for one in told.languages):
        words.append(tr("No language is shown to be behind the others."))
    return words


def clause_words(one: SplitClause, names: Names) -> str:
    """How often auditors did not all cite a clause that one of them did."""
    return tr(
        "Clause {clause}: of {n} double reviews that cite it, {share} cite it on one side only"
        " ({low} to {high}).",
        clause=named(one.clause, names),
        n=one.split.n,
        share=written(one.split.value, "share"),
        low=written(one.split.low, "share"),
        high=written(one.split.high, "share"),
    )


def label_words(one: LabelAgreement, names: Names) -> str:
    """How far annotators meet on a label."""
    return tr(
        "Label {label}: where one annotator gave it, another gave it too in {share} ({low} to"
        " {high}; {n} items).",
        label=named(one.label, names),
        share=written(one.agreement.value, "share"),
        low=written(one.agreement.low, "share"),
        high=written(one.agreement.high, "share"),
        n=one.agreement.n,
    )


def language_words(one: LanguageGap) -> str:
    """How a language's accuracy stands to that of all others."""
    low, high = (_signed(end, "errors") for end in (one.low, one.high))
    return tr(
        "Language {language}: accuracy {own} of {n}, in the others {others}: {difference}"
        " ({low} to {high}).",
        language=one.language,
        own=written(one.own.value, "share"),
        n=one.own.n,
        others=written(one.others.value, "share"),
        difference=_signed(one.difference, "errors"),
        low=low,
        high=high,
    )
