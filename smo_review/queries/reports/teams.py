"""The report for one team, and the roll-up over teams and languages for the central team."""

from __future__ import annotations

import numpy as np

from smo_review.domain.charts import Cell, HeatMap
from smo_review.domain.reports import LIST, Section
from smo_review.language import tr
from smo_review.queries.reports import matters, parts
from smo_review.queries.reports.basis import Basis, accuracy, people_of
from smo_review.queries.reports.examples import examples
from smo_review.queries.reports.lists import Chosen
from smo_review.queries.reports.mistakes import errors_section
from smo_review.queries.reports.targets import kpi_section
from smo_review.store.workspace import Workspace


def subject(basis: Basis) -> str:
    """Which team, or everybody."""
    return basis.request.team or tr("everybody")


def own(basis: Basis) -> Chosen:
    """The team's annotations of all days; everybody's where no team is named."""
    team, everything = basis.request.team, basis.everything
    if not team:
        return everything
    return everything.only(basis.of_annotators(people_of(basis.project, team)), team=team)


def sections(basis: Basis) -> tuple[Section, ...]:
    """UserError for a team that is not on the roster."""
    always = own(basis)
    mine = basis.since(always)
    return (
        Section("overview", tr("In short"), figures=parts.overview(basis, mine)),
        parts.progress_section(basis, always, tr("Progress")),
        errors_section(basis, mine, tr("Where errors gather")),
        Section(
            "groups",
            tr("By label, language and annotator"),
            tables=(
                parts.by(basis, mine, "label", parts.label_groups(basis, mine)),
                parts.by(basis, mine, "language", parts.language_groups(basis, mine)),
                parts.by(basis, mine, "annotator", parts.annotator_groups(basis, mine)),
            ),
        ),
        Section("examples", tr("Examples to talk about"), examples=examples(basis, mine)),
    )


def central_sections(basis: Basis, ws: Workspace) -> tuple[Section, ...]:
    """Everything, team by team and language by language."""
    period = basis.period
    teams = team_groups(basis, period)
    return (
        Section("overview", tr("In short"), figures=parts.overview(basis, period)),
        Section(
            "teams",
            tr("Teams and languages"),
            charts=_maps(basis, period, teams),
            tables=(
                parts.by(basis, period, "team", teams),
                parts.by(basis, period, "language", parts.language_groups(basis, period)),
            ),
        ),
        kpi_section(basis, ws, period),
        parts.progress_section(basis, basis.everything, tr("Progress")),
        errors_section(basis, period, tr("Where errors gather")),
        Section(
            "labels",
            tr("Labels"),
            tables=(parts.by(basis, period, "label", parts.label_groups(basis, period)),),
        ),
        *matters.open_sections(basis, ws),
    )


def team_groups(basis: Basis, chosen: Chosen) -> list[parts.Group]:
    """The teams of the roster, by name, and who is on none; models and votes stand apart."""
    judged = basis.judged
    person = judged.kind == 0
    groups: list[parts.Group] = []
    taken = np.zeros(len(judged), dtype=np.bool_)
    for team in sorted({one.team for one in basis.project.people if one.team}):
        mine = basis.of_annotators(people_of(basis.project, team))
        taken |= mine
        groups.append(parts.Group(team, team, mine, {"team": team}))
    groups += [
        parts.Group("-", tr("on no team"), ~taken & person),
        parts.Group("models", tr("models"), judged.kind == 1),
        parts.Group("votes", tr("votes"), judged.kind == 2),
    ]
    return [one for one in groups if (one.mask & chosen.mask).any()]


def _maps(basis: Basis, chosen: Chosen, teams: list[parts.Group]) -> tuple[HeatMap, ...]:
    """The share of errors by language and team, where there is more than one of either."""
    languages = parts.language_groups(basis, chosen)
    if len(teams) < 2 and len(languages) < 2:
        return ()
    cells = []
    for team in teams:
        row = []
        for language in languages:
            mine = language.of(team.of(chosen))
            told = accuracy(basis.judged, mine.mask)
            wrong = None if told.value is None else 1.0 - told.value
            id_, group = f"map-{team.key}-{language.key}", f"{team.name}, {language.name}"
            link = basis.behind(
                (id_, tr("Incorrect: {group}", group=group), parts.wrong_of(basis, mine)),
                (f"{id_}-checked", tr("Checked: {group}", group=group), mine),
            )
            value = wrong if told.n >= parts.ENOUGH else None
            row.append(Cell(value, told.n, link=f"{LIST}{link}" if link else ""))
        cells.append(tuple(row))
    title = tr("Share of incorrect annotations (a dash: fewer than {n} judged)", n=parts.ENOUGH)
    return (
        HeatMap(
            title, "share", tuple(one.name for one in teams), tuple(one.name for one in languages),
            tuple(cells),
        ),
    )  # fmt: skip
