"""The section on KPIs: each with its target, its state in words, and what stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from msgspec import structs

from smo_review.domain.filters import Filter
from smo_review.domain.kpis import KpiFigure
from smo_review.domain.reports import Figure, Section, Table
from smo_review.language import tr
from smo_review.quality.judged import AMBIGUOUS, INCORRECT, UNREVIEWABLE
from smo_review.quality.kpi_words import amount, state_words
from smo_review.queries.kpis import kpis
from smo_review.queries.reports import parts, unjudged
from smo_review.queries.reports.basis import Basis
from smo_review.queries.reports.disputed import disputed_list, ruled_list
from smo_review.queries.reports.lists import Chosen
from smo_review.store.workspace import Workspace

_PERSONAL = frozenset({"throughput", "median_time"})
"""How fast people work is no figure of quality: a report does not hold it against anybody."""


def kpi_section(basis: Basis, ws: Workspace, chosen: Chosen) -> Section:
    """Every KPI over some days of the whole project with its target and its state in words."""
    found = [one for one in kpis(ws, chosen.wanted) if not one.group and one.id not in _PERSONAL]
    lists = _Behind(basis, chosen)
    rows = [
        (one.name, _kpi(one, lists), amount(one.unit, one.target), state_words(one.state))
        for one in found
    ]
    heads = (tr("KPI"), tr("Value"), tr("Target"), tr("State"))
    # KPIs are of the project: agreement and disputes know no team.
    title = tr("KPIs of the whole project") if basis.request.team else tr("KPIs and targets")
    tables = (Table(tr("Figures with their targets"), heads, tuple(rows)),) if rows else ()
    return Section("kpis", title, () if rows else (tr("Nothing was judged yet."),), tables=tables)


def _kpi(one: KpiFigure, lists: _Behind) -> Figure:
    unit = "share" if one.unit == "share" else ""
    return Figure(
        f"kpi/{one.id}", "", one.value, unit, one.n, one.low, one.high, one.sentence,
        lists.of(one.id),
    )  # fmt: skip


class _Behind:
    """The list behind each KPI; one that is not named here rests on all that was checked."""

    def __init__(self, basis: Basis, chosen: Chosen) -> None:
        self._basis, self._chosen = basis, chosen
        # Of a team's report the lists of the same name are the team's own.
        self._prefix = "kpi-" if basis.request.team else ""
        self._makers: dict[str, Callable[[], str]] = {
            "accuracy": self._wrong,
            "weighted_score": self._wrong,
            "first_pass_acceptance": self._wrong,
            "critical_accuracy": lambda: parts.critical_list(basis, chosen, self._prefix),
            "noncritical_accuracy": self._noncritical,
            "missed_rate": lambda: self._of_class("missed", tr("Something was missed")),
            "over_flagged_rate": lambda: self._of_class("over-flagged", tr("Over-flagged")),
            "ambiguous_rate": lambda: self._outcome(
                AMBIGUOUS, "ambiguous", tr("Ambiguous: the guideline does not decide")
            ),
            "unreviewable_rate": lambda: self._outcome(
                UNREVIEWABLE, "unreviewable", tr("Unreviewable")
            ),
            "agreement": self._rated,
            "agreement_kappa": self._rated,
            "agreement_ac1": self._rated,
            "agreement_alpha": self._rated,
            "auditor_agreement": self._doubles,
            "self_consistency": self._repeats,
            "dispute_rate": lambda: disputed_list(basis) or self._wrong(),
            "overturn_rate": lambda: ruled_list(basis) or disputed_list(basis),
            "coverage": self._unreviewed,
        }

    def of(self, kpi: str) -> str:
        """The id of its list."""
        maker = self._makers.get(kpi)
        return (maker() if maker is not None else "") or self._checked()

    def _checked(self) -> str:
        return parts.checked_list(self._basis, self._chosen, self._prefix)

    def _wrong(self) -> str:
        return parts.wrong_list(self._basis, self._chosen, self._prefix)

    def _listed(self, id_: str, title: str, chosen: Chosen) -> str:
        return self._basis.listed(f"{self._prefix}{id_}", title, chosen)

    def _noncritical(self) -> str:
        judged = self._basis.judged
        mask = (judged.outcome == INCORRECT) & (judged.noncritical > 0)
        chosen = self._chosen.roughly(mask, outcome="incorrect")
        return self._listed("noncritical", tr("With an error that is not critical"), chosen)

    def _of_class(self, name: str, title: str) -> str:
        found = self._basis.findings(self._chosen.mask)
        mask = self._basis.at(one.place for one in found if one.error_class == name)
        return self._listed(f"class-{name}", title, self._chosen.roughly(mask, outcome="incorrect"))

    def _outcome(self, outcome: int, id_: str, title: str) -> str:
        chosen = parts.outcome_of(self._basis, self._chosen, outcome, id_)
        return self._listed(id_, title, chosen)

    def _rated(self) -> str:
        wanted = self._chosen.wanted
        with self._basis.ws.read() as conn:
            refs, total = unjudged.rated_items(conn, wanted.batch, wanted.project)
        title = tr("Items that several annotators labelled, those in disagreement first")
        return self._basis.lists.keep(
            "rated", title, refs, total, wanted, show="all", wider=True, ordered=True
        )

    def _doubles(self) -> str:
        basis = self._basis
        told = [one for one in basis.doubles if self._chosen.mask[one.place]]
        words = (tr("judged alike"), tr("judged differently"))
        ordered = sorted(
            (not one.differ, basis.entry(one.place)) for one in told if not basis.sealed(one.place)
        )
        refs = (structs.replace(ref, said=words[not alike]) for alike, ref in ordered)
        title = tr("Judged by several auditors, differing verdicts first")
        return basis.lists.keep(
            "doubles", title, refs, len(told), self._chosen.wanted, wider=True, ordered=True
        )

    def _repeats(self) -> str:
        with self._basis.ws.read() as conn:
            refs = unjudged.repeated_items(conn, self._basis.judged)
        title = tr("Judged twice by one auditor, differing verdicts first")
        return self._basis.lists.keep(
            "repeats", title, refs, len(refs), self._chosen.wanted, wider=True, ordered=True
        )

    def _unreviewed(self) -> str:
        return unreviewed_list(self._basis)


def unreviewed_list(basis: Basis, language: str | None = None, name: str = "") -> str:
    """Annotations without a verdict, of one language of content (called `name`) or of all."""
    judged, known = basis.judged, basis.totals
    total, reviewed, refs = (
        sum(one.n for one in known),
        len(judged),
        chain(*basis.unreviewed.values()),
    )
    if language is not None:
        total = sum(one.n for one in known if one.language == language)
        reviewed = int((judged.language == judged.languages.index(language)).sum())
        refs = chain(basis.unreviewed.get(language, ()))
    asked = basis.request
    wanted = Filter(project=basis.project.id, batch=asked.batch, language=language or "")
    title = tr("Not reviewed: {group}", group=name) if name else tr("Not reviewed")
    id_ = "unreviewed" if language is None else f"unreviewed-{language}"
    return basis.lists.keep(
        id_, title, refs, total - reviewed, wanted, show="open", wider=language == ""
    )
