"""Sections and tables that several kinds of report hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

from smo_review.domain.charts import Bar, BarChart, Line, LineChart, Point
from smo_review.domain.numbers import Rate
from smo_review.domain.reports import LIST, Figure, Section, Table
from smo_review.language import later, tr, translated
from smo_review.quality.causes import pareto
from smo_review.quality.gaps import apart
from smo_review.quality.judged import (
    AMBIGUOUS,
    INCORRECT,
    UNREVIEWABLE,
    UNSETTLED,
    Ints,
    Mask,
    iso_day,
    share,
    week_starts,
)  # fmt: skip
from smo_review.queries.reports.basis import (
    Basis,
    accuracy,
    count_figure,
    per_entry,
    rate_figure,
)  # fmt: skip
from smo_review.reports.look import written

ENOUGH = 30
"""Fewer judged annotations say too little of one label, language or person to speak of it."""
MOST_ROWS = 15
Group: TypeAlias = tuple[str, str, Mask]
"""Key, name in words, entries."""
GROUPED = {
    "label": (later("Label"), later("Accuracy by label")),
    "language": (later("Language"), later("Accuracy by language")),
    "annotator": (later("Annotator"), later("Accuracy by annotator")),
    "team": (later("Team"), later("Accuracy by team")),
    "kind": (later("Made by"), later("Accuracy of people and models")),
}


def overview(basis: Basis, mask: Mask) -> tuple[Figure, ...]:
    """The first figures: how much was checked, how much of it was right."""
    judged = basis.judged
    wrong = mask & (judged.outcome == INCORRECT)
    critical = wrong & (judged.critical > 0)
    counted = judged.counted & mask
    right = accuracy(judged, mask)
    severe = share(judged, judged.counted & ~critical, counted)
    all_ = basis.listed("checked", tr("All that was checked"), mask)
    figures = [
        count_figure(
            "checked",
            tr("Checked"),
            int(mask.sum()),
            items=all_,
        ),
        rate_figure(
            "accuracy", tr("Accuracy"), right, sentence=against_target(basis, "accuracy", right),
            items=basis.listed("incorrect", tr("Judged incorrect"), wrong) or all_,
        ),
        rate_figure(
            "critical_accuracy", tr("Critical accuracy"), severe,
            sentence=critical_words(int(critical.sum()), share(judged, critical, counted)),
            items=basis.listed("critical", tr("With a critical error"), critical) or all_,
        ),
    ]  # fmt: skip
    for outcome, id_, name in (
        (AMBIGUOUS, "ambiguous", tr("Ambiguous: the guideline does not decide")),
        (UNREVIEWABLE, "unreviewable", tr("Unreviewable")),
        (UNSETTLED, "unsettled", tr("Unsettled: two auditors differ")),
    ):
        which = mask & (judged.outcome == outcome)
        if which.any():
            figures.append(
                count_figure(id_, name, int(which.sum()), items=basis.listed(id_, name, which))
            )
    return tuple(figures)


def against_target(basis: Basis, kpi: str, told: Rate) -> str:
    """What can be said of a rate beside the project's target for it."""
    target = next((one for one in basis.project.kpis if one.id == kpi), None)
    if target is None or told.value is None or told.low is None or told.high is None:
        return ""
    aim = written(target.target, "share")
    if told.low >= target.target:
        return tr("Target {target}: reached, with all of the interval.", target=aim)
    if told.high < target.target:
        return tr("Target {target}: not reached; all of the interval lies below.", target=aim)
    return tr("Target {target}: not decided; it lies inside the interval.", target=aim)


def critical_words(found: int, told: Rate) -> str:
    """The claim about critical errors, `found` of them, with its uncertainty."""
    if told.low is None or told.high is None:
        return tr("Nothing was judged yet.")
    low, high = written(told.low, "share"), written(told.high, "share")
    return tr(
        "{n} judged, {found} with a critical error: critical error rate {low} to {high} (95%).",
        n=f"{told.n:,}", found=found, low=low, high=high,
    )  # fmt: skip


def errors(basis: Basis, mask: Mask, name: str) -> tuple[BarChart, Table]:
    """Which error codes there were: the bars from the largest down, and a table with shares."""
    found = basis.findings(mask)
    counts = per_entry(found, "code")
    critical = per_entry([one for one in found if one.critical], "code")
    rows = []
    weight = basis.judged.weight
    heavy: Counter[str] = Counter()
    for at, code in {(one.place, one.code) for one in found}:
        heavy[code] += int(weight[at])
    bars = pareto(counts, heavy)[:MOST_ROWS]
    for bar in bars:
        items = basis.listed(
            f"code-{bar.key}",
            tr("Error: {code}", code=basis.code(bar.key)),
            {one.place for one in found if one.code == bar.key},
        )
        severe = basis.listed(
            f"critical-{bar.key}",
            tr("Critical error: {code}", code=basis.code(bar.key)),
            {one.place for one in found if one.code == bar.key and one.critical},
        )
        told = basis.share_of((one.place for one in found if one.code == bar.key), mask)
        rows.append(
            (
                basis.code(bar.key),
                count_figure(f"{name}/code/{bar.key}/n", "", bar.n, items=items),
                rate_figure(f"{name}/code/{bar.key}/share", "", told, items=items),
                count_figure(
                    f"{name}/code/{bar.key}/critical", "", critical[bar.key], items=severe
                ),
            )
        )
    chart = BarChart(
        tr("Errors by code, with the running share of all"),
        "share",
        tuple(
            Bar(basis.code(bar.key), bar.share, n=bar.n, link=f"{LIST}code-{bar.key}")
            for bar in bars
        ),
        running=True,
    )
    heads = (tr("Error code"), tr("Annotations"), tr("Share of judged"), tr("Critical"))
    return chart, Table(tr("Error codes"), heads, tuple(rows))


def clauses(basis: Basis, mask: Mask, name: str) -> Table:
    """Which clauses of the guideline the errors went against."""
    found = [one for one in basis.findings(mask) if one.clause]
    rows = []
    for bar in pareto(per_entry(found, "clause"))[:MOST_ROWS]:
        items = basis.listed(
            f"clause-{bar.key}",
            tr("Clause {clause}", clause=basis.clause(bar.key)),
            {one.place for one in found if one.clause == bar.key},
        )
        figure = count_figure(f"{name}/clause/{bar.key}", "", bar.n, items=items)
        rows.append((basis.clause(bar.key), figure))
    return Table(
        tr("Clauses that errors went against"), (tr("Clause"), tr("Annotations")), tuple(rows)
    )


def confusions(basis: Basis, mask: Mask, name: str) -> Table:
    """Which label was given where another is right."""
    pairs: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], set[int]] = {}
    for one in basis.findings(mask):
        if one.label or one.right_label:
            places.setdefault((one.label, one.right_label), set()).add(one.place)
    for pair, where in places.items():
        pairs[pair] = len(where)
    rows = []
    ordered = sorted(pairs.items(), key=lambda told: (-told[1], told[0]))
    for (given, right), n in ordered[:MOST_ROWS]:
        title = f"{basis.label(given)} → {basis.label(right)}"
        items = basis.listed(f"labels-{given}-{right}", title, places[given, right])
        figure = count_figure(f"{name}/labels/{given}/{right}", "", n, items=items)
        rows.append((basis.label(given), basis.label(right), figure))
    heads = (tr("Label given"), tr("Right label"), tr("Annotations"))
    return Table(tr("Labels given and right"), heads, tuple(rows))


def by(basis: Basis, mask: Mask, name: str, groups: Sequence[Group]) -> Table:
    """Accuracy of groups in the order given, no ranking; `name` is one of `GROUPED`."""
    judged = basis.judged
    rows = []
    for key, told, which in groups:
        mine = which & mask
        wrong = mine & (judged.outcome == INCORRECT)
        severe = wrong & (judged.critical > 0)
        items = basis.listed(f"{name}-{key}", tr("Incorrect: {group}", group=told), wrong)
        rows.append(
            (
                told,
                rate_figure(f"{name}/{key}/accuracy", "", accuracy(judged, mine), items=items),
                count_figure(
                    f"{name}/{key}/critical",
                    "",
                    int(severe.sum()),
                    items=basis.listed(
                        f"{name}-{key}-critical", tr("Critical error: {group}", group=told), severe
                    ),
                ),
            )
        )
    head, title = GROUPED[name]
    heads = (translated(head), tr("Accuracy"), tr("With a critical error"))
    note = tr("In the order of names. Where intervals overlap, a difference may be chance.")
    return Table(translated(title), heads, tuple(rows), note if rows else "")


def label_groups(basis: Basis, mask: Mask) -> list[Group]:
    """The labels that were given, by name."""
    judged = basis.judged
    used = {
        label
        for place in set(judged.labels[mask].tolist())
        for label in judged.label_sets[place] or ("",)
    }
    return sorted(
        ((label, basis.label(label), judged.has_label(label)) for label in used),
        key=lambda one: (one[1], one[0]),
    )


def language_groups(basis: Basis, mask: Mask) -> list[Group]:
    """The languages of the content, by name."""
    return named_groups(
        mask,
        basis.judged.languages,
        basis.judged.language,
        lambda told: told or tr("unknown"),
    )


def annotator_groups(basis: Basis, mask: Mask) -> list[Group]:
    """The annotators, by name; votes that nobody signed are no person's."""
    signed = basis.judged.kind != 2
    return named_groups(
        mask & signed, basis.judged.annotators, basis.judged.annotator, lambda told: told
    )


def named_groups(
    mask: Mask, names: Sequence[str], column: Ints, say: Callable[[str], str]
) -> list[Group]:
    """Groups by the values of a column, in the order of their names."""
    found = set(column[mask].tolist())
    groups = [(names[place], say(names[place]), column == place) for place in found]
    return sorted(groups, key=lambda one: (one[1], one[0]))


def progress(basis: Basis, mask: Mask, title: str) -> LineChart:
    """Accuracy week by week, with intervals and the project's target."""
    judged = basis.judged
    weeks = week_starts(judged.day)
    points = []
    for week in sorted(set(weeks[mask].tolist())):
        mine = mask & (weeks == week)
        told = accuracy(judged, mine)
        day = iso_day(week)
        link = basis.listed(
            f"week-{day}",
            tr("Incorrect: {group}", group=tr("week of {day}", day=day)),
            mine & (judged.outcome == INCORRECT),
        )
        points.append(
            Point(
                day, told.value, told.low, told.high, told.n, link=f"{LIST}{link}" if link else ""
            )
        )
    target = next((one.target for one in basis.project.kpis if one.id == "accuracy"), None)
    return LineChart(title, "share", (Line(tr("Accuracy"), tuple(points)),), target=target)


def halves(basis: Basis, mask: Mask) -> str:
    """Whether the later half of the weeks differs from the earlier, in words with the interval."""
    judged = basis.judged
    weeks = week_starts(judged.day)
    here = sorted(set(weeks[mask].tolist()))
    if len(here) < 2:
        return tr("There is one week so far: a course shows from the second week on.")
    middle = here[len(here) // 2]
    before, after = (accuracy(judged, mask & side) for side in (weeks < middle, weeks >= middle))
    if not before.n or not after.n:
        return tr("There is too little judged to compare weeks.")
    _, least, most = apart(after, before)
    low, high = written(abs(least), "share"), written(abs(most), "share")
    if least > 0:
        return tr("Since {day} accuracy is higher than before, by {low} to {high} (95%).",
                  day=iso_day(middle), low=low, high=high)  # fmt: skip
    if most < 0:
        return tr("Since {day} accuracy is lower than before, by {low} to {high} (95%).",
                  day=iso_day(middle), low=high, high=low)  # fmt: skip
    return tr("Since {day} no change is shown: the difference may be chance.", day=iso_day(middle))


def errors_section(basis: Basis, mask: Mask, title: str) -> Section:
    """What went wrong: codes, clauses and labels."""
    if not (mask & (basis.judged.outcome == INCORRECT)).any():
        return Section("errors", title, (tr("No annotation was judged incorrect."),))
    chart, codes = errors(basis, mask, "errors")
    tables = (codes, clauses(basis, mask, "errors"), confusions(basis, mask, "errors"))
    return Section(
        "errors", title, charts=(chart,), tables=tuple(one for one in tables if one.rows)
    )


def progress_section(basis: Basis, mask: Mask, title: str) -> Section:
    """The course over time."""
    if not (mask & basis.judged.counted).any():
        return Section("progress", title, (tr("Nothing was judged yet."),))
    return Section(
        "progress", title, (halves(basis, mask),),
        charts=(progress(basis, mask, tr("Accuracy by week")),),
    )  # fmt: skip
