"""The report for one team, and the roll-up over teams and languages for the central team."""

from __future__ import annotations

import numpy as np

from smo_review.domain.charts import Cell, HeatMap
from smo_review.domain.reports import LIST, Section
from smo_review.language import tr
from smo_review.quality.judged import INCORRECT, Mask
from smo_review.queries.reports import matters, parts
from smo_review.queries.reports.basis import Basis, accuracy, people_of
from smo_review.queries.reports.examples import examples
from smo_review.store.workspace import Workspace


def subject(basis: Basis) -> str:
    """Which team, or everybody."""
    return basis.request.team or tr("everybody")


def team_mask(basis: Basis) -> Mask:
    """The team's annotations of all days; everybody's where no team is named."""
    team = basis.request.team
    return basis.of_annotators(people_of(basis.project, team)) if team else basis.everything


def sections(basis: Basis) -> tuple[Section, ...]:
    """UserError for a team that is not on the roster."""
    own = team_mask(basis)
    mask = own & basis.period
    return (
        Section("overview", tr("In short"), figures=parts.overview(basis, mask)),
        parts.progress_section(basis, own, tr("Progress")),
        parts.errors_section(basis, mask, tr("Where errors gather")),
        Section(
            "groups",
            tr("By label, language and annotator"),
            tables=(
                parts.by(basis, mask, "label", parts.label_groups(basis, mask)),
                parts.by(basis, mask, "language", parts.language_groups(basis, mask)),
                parts.by(basis, mask, "annotator", parts.annotator_groups(basis, mask)),
            ),
        ),
        Section("examples", tr("Examples to talk about"), examples=examples(basis, mask)),
    )


def central_sections(basis: Basis, ws: Workspace) -> tuple[Section, ...]:
    """Everything, team by team and language by language."""
    mask = basis.period
    teams = team_groups(basis, mask)
    return (
        Section("overview", tr("In short"), figures=parts.overview(basis, mask)),
        Section(
            "teams",
            tr("Teams and languages"),
            charts=_maps(basis, mask, teams),
            tables=(
                parts.by(basis, mask, "team", teams),
                parts.by(basis, mask, "language", parts.language_groups(basis, mask)),
            ),
        ),
        matters.kpi_section(basis, ws),
        parts.progress_section(basis, basis.everything, tr("Progress")),
        parts.errors_section(basis, mask, tr("Where errors gather")),
        Section(
            "labels",
            tr("Labels"),
            tables=(parts.by(basis, mask, "label", parts.label_groups(basis, mask)),),
        ),
        *matters.open_sections(basis, ws),
    )


def team_groups(basis: Basis, mask: Mask) -> list[parts.Group]:
    """The teams of the roster, by name, and who is on none; models and votes stand apart."""
    judged = basis.judged
    person = judged.kind == 0
    groups: list[parts.Group] = []
    taken = np.zeros(len(judged), dtype=np.bool_)
    for team in sorted({one.team for one in basis.project.people if one.team}):
        mine = basis.of_annotators(people_of(basis.project, team))
        taken |= mine
        groups.append((team, team, mine))
    groups += [
        ("-", tr("on no team"), ~taken & person),
        ("models", tr("models"), judged.kind == 1),
        ("votes", tr("votes"), judged.kind == 2),
    ]
    return [one for one in groups if (one[2] & mask).any()]


def _maps(basis: Basis, mask: Mask, teams: list[parts.Group]) -> tuple[HeatMap, ...]:
    """The share of errors by language and team, where there is more than one of either."""
    languages = parts.language_groups(basis, mask)
    if len(teams) < 2 and len(languages) < 2:
        return ()
    cells = []
    for team, team_name, of_team in teams:
        row = []
        for language, language_name, of_language in languages:
            mine = mask & of_team & of_language
            told = accuracy(basis.judged, mine)
            wrong = None if told.value is None else 1.0 - told.value
            link = basis.listed(
                f"map-{team}-{language}",
                tr("Incorrect: {group}", group=f"{team_name}, {language_name}"),
                mine & (basis.judged.outcome == INCORRECT),
            )
            value = wrong if told.n >= parts.ENOUGH else None
            row.append(Cell(value, told.n, link=f"{LIST}{link}" if link else ""))
        cells.append(tuple(row))
    title = tr("Share of incorrect annotations (a dash: fewer than {n} judged)", n=parts.ENOUGH)
    return (
        HeatMap(
            title, "share", tuple(one[1] for one in teams), tuple(one[1] for one in languages),
            tuple(cells),
        ),
    )  # fmt: skip
