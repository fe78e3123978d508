"""Sections and tables that several kinds of report hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from smo_review.domain.charts import Line, LineChart, Point
from smo_review.domain.numbers import Rate
from smo_review.domain.reports import LIST, Figure, Section, Table
from smo_review.language import later, tr, translated
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
from smo_review.queries.reports.basis import Basis, accuracy, count_figure, rate_figure
from smo_review.queries.reports.lists import Chosen
from smo_review.reports.look import written

ENOUGH = 30
"""Fewer judged annotations say too little of one label, language or person to speak of it."""
GROUPED = {
    "label": (later("Label"), later("Accuracy by label")),
    "language": (later("Language"), later("Accuracy by language")),
    "annotator": (later("Annotator"), later("Accuracy by annotator")),
    "team": (later("Team"), later("Accuracy by team")),
    "kind": (later("Made by"), later("Accuracy of people and models")),
}


class Group(Struct, frozen=True):
    """Entries with something in common, called `name`; `fields` say it as a filter does, where one
    can. `key` is the same in every language."""

    key: str
    name: str
    mask: Mask
    fields: dict[str, str] = {}

    def of(self, chosen: Chosen) -> Chosen:
        """Those of some entries that belong to it."""
        return chosen.only(self.mask, **self.fields)


def wrong_of(basis: Basis, chosen: Chosen) -> Chosen:
    """The incorrect ones."""
    return chosen.only(basis.judged.outcome == INCORRECT, outcome="incorrect")


def critical_of(basis: Basis, chosen: Chosen) -> Chosen:
    """Those with a critical error."""
    judged = basis.judged
    mask = (judged.outcome == INCORRECT) & (judged.critical > 0)
    return chosen.only(mask, outcome="critical")


def outcome_of(basis: Basis, chosen: Chosen, outcome: int, name: str) -> Chosen:
    """Those that came to another outcome, which a filter calls `name`."""
    mask = basis.judged.outcome == outcome
    if outcome == UNSETTLED and chosen.wanted.since:
        return chosen.only(mask)  # of the days asked for it may be that one verdict alone
    return chosen.only(mask, outcome=name)


def checked_list(basis: Basis, chosen: Chosen, prefix: str = "") -> str:
    """The list of all that was checked."""
    return basis.listed(f"{prefix}checked", tr("All that was checked"), chosen)


def wrong_list(basis: Basis, chosen: Chosen, prefix: str = "") -> str:
    """The list of what is incorrect; of all that was checked where nothing is."""
    wrong = wrong_of(basis, chosen)
    title = tr("Judged incorrect")
    return basis.listed(f"{prefix}incorrect", title, wrong) or checked_list(basis, chosen, prefix)


def critical_list(basis: Basis, chosen: Chosen, prefix: str = "") -> str:
    """The list of critical errors; of all that was checked where there are none."""
    severe = critical_of(basis, chosen)
    title = tr("With a critical error")
    return basis.listed(f"{prefix}critical", title, severe) or checked_list(basis, chosen, prefix)


def overview(basis: Basis, chosen: Chosen) -> tuple[Figure, ...]:
    """The first figures: how much was checked, how much of it was right."""
    judged, mask = basis.judged, chosen.mask
    critical = critical_of(basis, chosen).mask
    counted = judged.counted & mask
    right = accuracy(judged, mask)
    severe = share(judged, judged.counted & ~critical, counted)
    figures = [
        count_figure(
            "checked", tr("Checked"), int(mask.sum()), items=checked_list(basis, chosen)
        ),
        rate_figure(
            "accuracy", tr("Accuracy"), right, sentence=against_target(basis, "accuracy", right),
            items=wrong_list(basis, chosen),
        ),
        rate_figure(
            "critical_accuracy", tr("Critical accuracy"), severe,
            sentence=critical_words(int(critical.sum()), share(judged, critical, counted)),
            items=critical_list(basis, chosen),
        ),
    ]  # fmt: skip
    for outcome, id_, name in (
        (AMBIGUOUS, "ambiguous", tr("Ambiguous: the guideline does not decide")),
        (UNREVIEWABLE, "unreviewable", tr("Unreviewable")),
        (UNSETTLED, "unsettled", tr("Unsettled: two auditors differ")),
    ):
        which = outcome_of(basis, chosen, outcome, id_)
        if which.mask.any():
            items = basis.listed(id_, name, which)
            figures.append(count_figure(id_, name, int(which.mask.sum()), items=items))
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


def by(basis: Basis, chosen: Chosen, name: str, groups: Sequence[Group]) -> Table:
    """Accuracy of groups in the order given, no ranking; `name` is one of `GROUPED`."""
    rows = []
    for group in groups:
        mine = group.of(chosen)
        id_, told = f"{name}-{group.key}", group.name
        severe = critical_of(basis, mine)
        all_ = (f"{id_}-checked", tr("Checked: {group}", group=told), mine)
        wrong = (id_, tr("Incorrect: {group}", group=told), wrong_of(basis, mine))
        critical = (f"{id_}-critical", tr("Critical error: {group}", group=told), severe)
        rows.append(
            (
                told,
                rate_figure(
                    f"{name}/{group.key}/accuracy", "", accuracy(basis.judged, mine.mask),
                    items=basis.behind(wrong, all_),
                ),
                count_figure(
                    f"{name}/{group.key}/critical", "", int(severe.mask.sum()),
                    items=basis.behind(critical, all_),
                ),
            )
        )  # fmt: skip
    head, title = GROUPED[name]
    heads = (translated(head), tr("Accuracy"), tr("With a critical error"))
    note = tr("In the order of names. Where intervals overlap, a difference may be chance.")
    return Table(translated(title), heads, tuple(rows), note if rows else "")


def label_groups(basis: Basis, chosen: Chosen) -> list[Group]:
    """The labels that were given, by name."""
    judged = basis.judged
    used = {
        label
        for place in set(judged.labels[chosen.mask].tolist())
        for label in judged.label_sets[place] or ("",)
    }
    return _by_name(
        Group(label, basis.label(label), judged.has_label(label), {"label": label})
        for label in used
    )


def language_groups(basis: Basis, chosen: Chosen) -> list[Group]:
    """The languages of the content, by name."""
    judged = basis.judged
    return named_groups(
        chosen.mask,
        "language",
        judged.languages,
        judged.language,
        lambda told: told or tr("unknown"),
    )


def annotator_groups(basis: Basis, chosen: Chosen) -> list[Group]:
    """The annotators, by name; votes that nobody signed are no person's."""
    judged = basis.judged
    signed = chosen.mask & (judged.kind != 2)
    return named_groups(signed, "annotator", judged.annotators, judged.annotator, lambda told: told)


def named_groups(
    mask: Mask, field: str, names: Sequence[str], column: Ints, say: Callable[[str], str]
) -> list[Group]:
    """Groups by the values of a column, which a filter's `field` narrows, by their names."""
    found = set(column[mask].tolist())
    return _by_name(
        Group(names[place], say(names[place]), column == place, {field: names[place]})
        for place in found
    )


def _by_name(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda one: (one.name, one.key))


def progress(basis: Basis, chosen: Chosen, title: str) -> LineChart:
    """Accuracy week by week, with intervals and the project's target."""
    judged = basis.judged
    weeks = week_starts(judged.day)
    points = []
    for week in sorted(set(weeks[chosen.mask].tolist())):
        day, mine = iso_day(week), basis.dated(chosen, week, week + 6)
        told = accuracy(judged, mine.mask)
        group = tr("week of {day}", day=day)
        link = basis.behind(
            (f"week-{day}", tr("Incorrect: {group}", group=group), wrong_of(basis, mine)),
            (f"week-{day}-checked", tr("Checked: {group}", group=group), mine),
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


def progress_section(basis: Basis, chosen: Chosen, title: str) -> Section:
    """The course over time."""
    if not (chosen.mask & basis.judged.counted).any():
        return Section("progress", title, (tr("Nothing was judged yet."),))
    return Section(
        "progress", title, (halves(basis, chosen.mask),),
        charts=(progress(basis, chosen, tr("Accuracy by week")),),
    )  # fmt: skip
