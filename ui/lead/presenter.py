"""What the lead page asks and shows, without widgets."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.filters import NONE, Filter
from smo_review.domain.kpis import KpiFigure
from smo_review.domain.numbers import PLAIN, Figures, Numbers
from smo_review.domain.overview import Overview
from smo_review.domain.project import ErrorCode, Kpi, LabelDef, Project, words
from smo_review.domain.views import BatchSummary, QueueFilter, QueueShow
from smo_review.language import current, tr
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import batches, project_of
from smo_review.queries.numbers import numbers
from ui.context import Context

OVERVIEW = "overview"
KPIS = "kpis"
"""Beside the dimensions: what needs a look, and the table of KPIs."""
DIMENSIONS = (OVERVIEW, "annotator", "label", "code", "auditor", "day", KPIS)

Count = tuple[str, int, QueueShow | None]
"""Words, a count, and the queue filter that shows its items."""


AGAINST = {
    "accuracy": "incorrect",
    "critical_accuracy": "critical",
    "noncritical_accuracy": "incorrect",
    "weighted_score": "incorrect",
    "error_rate": "incorrect",
    "missed_rate": "incorrect",
    "over_flagged_rate": "incorrect",
    "ambiguous_rate": "ambiguous",
    "unreviewable_rate": "unreviewable",
    "precision": "incorrect",
    "recall": "incorrect",
    "first_pass_acceptance": "incorrect",
    "dispute_rate": "incorrect",
}
"""The outcome that speaks against a KPI; of the others all that was judged is looked at."""


@dataclass(frozen=True)
class Shown:
    """All that the page needs to draw itself."""

    batches: tuple[BatchSummary, ...]
    numbers: Numbers
    project: Project | None

    def kpi(self, name: str) -> Kpi | None:
        """The project's target of that figure, where it has one."""
        kpis = self.project.kpis if self.project else ()
        return next((kpi for kpi in kpis if kpi.id == name), None)

    @property
    def names(self) -> dict[str, str]:
        """Keys of the dimension shown, in the person's language, where the project names them."""
        if self.project is None:
            return {}
        named: dict[str, tuple[LabelDef | ErrorCode, ...]] = {
            "label": self.project.labels,
            "code": self.project.error_codes,
        }
        return {one.id: words(one.name, current()) for one in named.get(self.numbers.by, ())}


def read_all(workspace: Workspace, by: str, wanted: Filter) -> Shown:
    """Everything in one read. Targets are shown where one project is meant."""
    known = batches(workspace)
    projects = {summary.info.project for summary in known}
    named = wanted.batch or (known[0].info.id if len(projects) == 1 else "")
    project = project_of(workspace, named) if named else None
    return Shown(known, _numbers(workspace, by, wanted), project)


def read_kpis(workspace: Workspace, wanted: Filter) -> tuple[KpiFigure, ...]:
    """The registry's figures, from the columns."""
    # Columns need numpy, which only who asks for KPIs pays for.
    from smo_review.queries.kpis import kpis

    return kpis(workspace, wanted)


def read_overview(workspace: Workspace, wanted: Filter) -> Overview:
    """What needs a look, from the columns and all that waits."""
    from smo_review.queries.overview import overview

    return overview(workspace, wanted)


def _numbers(workspace: Workspace, by: str, wanted: Filter) -> Numbers:
    if wanted.only_batches:
        return numbers(
            workspace,
            by=by,
            batch=wanted.batch,
            project=wanted.project,
            purpose=wanted.purpose,
        )
    # Columns need numpy, which only a narrower filter pays for.
    from smo_review.queries.filtered import numbers_under

    return numbers_under(workspace, wanted, by)


def counts_line(figures: Figures, sealed: int, judged_only: bool = False) -> list[Count]:
    """The counts beside the rates, each with the queue filter that shows its items.

    Items that are sealed are counted where there are any. Under a filter only what was judged is
    known (`judged_only`), so that nothing is said of what is left.
    """
    left: Count = (tr("Left"), figures.annotations - figures.reviewed, "open")
    counts: list[Count] = [
        (tr("Reviewed"), figures.reviewed, "done"),
        *([] if judged_only else [left]),
        (tr("Correct"), figures.correct, None),
        (tr("Incorrect"), figures.incorrect, "incorrect"),
        (tr("Ambiguous"), figures.ambiguous, None),
        (tr("Unreviewable"), figures.unreviewable, None),
        (tr("Unsettled"), figures.unsettled, "unsettled"),
    ]
    if sealed:
        counts.append((tr("Sealed items"), sealed, "sealed"))
    return counts


def counted_words(wanted: Filter, by: str) -> str:
    """What a line counts where several auditors judged one annotation: the roll-ups keep all of
    it, the columns that a narrower filter reads one verdict. And which errors count."""
    lines = []
    if wanted.code or wanted.clause:
        lines.append(tr("Only errors with the filter's code and clause count as errors here."))
    if by == "auditor":
        lines.append(
            tr("An auditor's line counts all of their own verdicts.")
            if wanted.only_batches
            else tr(
                "Under a filter, an annotation counts once, for the auditor whose verdict counts."
            )
        )
    if by == "code":
        lines.append(
            tr(
                "An annotation that several auditors judged alike counts under every code they"
                " found."
            )
            if wanted.only_batches
            else tr(
                "Under a filter, an annotation counts under the codes of the one verdict that"
                " counts."
            )
        )
    return " ".join(lines)


def foot_line(numbers: Numbers) -> str:
    """How intervals were found, what is left out, and the ledger's state."""
    told = numbers.all
    lines = [
        tr("Intervals: Wilson, 95%. Ambiguous, unreviewable and unsettled are not in rates.")
        if told.method == PLAIN
        else tr(
            "Weighted: {n} judged are worth {effective} drawn at random. Ambiguous, unreviewable"
            " and unsettled are not in rates.",
            n=f"{told.accuracy.n:,}",
            effective=f"{told.effective:,.0f}",
        )
    ]
    ranked = {group.place for group in numbers.groups if group.place}
    if len(ranked) == 1:
        lines.append(tr("The groups cannot be told apart: their intervals overlap."))
    if numbers.risk:
        lines.append(tr("Left out, because drawn for their risk: {n} judged annotations",
                        n=f"{numbers.risk:,}") + ".")  # fmt: skip
    if numbers.head:
        lines.append(tr("Ledger {head}", head=numbers.head[:12]))
    return " ".join(lines)


class LeadPresenter(QObject):
    """Keeps the chosen batch and dimension, and reads again what changed."""

    shown = Signal(object)
    kpis_shown = Signal(object)
    """The figures of the registry; read only where they are asked for, behind the first numbers."""
    looking = Signal()
    overview_shown = Signal(object)
    overview_failed = Signal()
    """The overview is being read; it is there; it could not be read."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._filters = context.filters
        self._filters.changed.connect(self._on_filter)
        self._stale = True
        self._visible = False
        context.signals.changed.connect(self._on_changed)

    @property
    def by(self) -> str:
        """What the numbers are broken down by, or what else is shown; part of a saved view."""
        told = self._filters.choice("numbers", OVERVIEW)
        return told if told in DIMENSIONS else OVERVIEW

    def choose_dimension(self, by: str) -> None:
        """Break the numbers down by annotator, label, code, auditor or day, or show the rest."""
        self._filters.choose(numbers=by)

    def set_visible(self, visible: bool) -> None:
        """A hidden page reads nothing; it catches up when it is shown."""
        self._visible = visible
        if visible and self._stale:
            self._read()

    @property
    def filter(self) -> Filter:
        """What the numbers are about."""
        return self._filters.filter

    def open_group(self, key: str) -> None:
        """The items behind a line of the table."""
        wanted = QueueFilter(group_by=self.by, group_key=key)
        if not self.filter.only_batches:
            wanted = QueueFilter(judged=self._narrowed(key))
        self._context.navigate.open_items(self.filter, wanted)

    def open_kpi(self, figure: KpiFigure) -> None:
        """The items that stand against a KPI, else all that it was counted over."""
        fields: dict[str, str] = {"outcome": AGAINST.get(figure.id, "")}
        if figure.id == "recall":
            fields["right_label"] = figure.group
        elif figure.group:
            fields["code" if figure.id == "error_rate" else "label"] = figure.group
        wanted = structs.replace(self.filter, **fields)
        self._context.navigate.open_items(wanted, QueueFilter(judged=wanted))

    def look_for_causes(self, key: str | None) -> None:
        """The causes behind a line of the table, or behind all that is shown."""
        wanted = self.filter if key is None else self._narrowed(key)
        self._context.navigate.open_causes(wanted)

    def _narrowed(self, key: str) -> Filter:
        own = {"since": key, "until": key} if self.by == "day" else {self.by: key or NONE}
        return structs.replace(self.filter, **own)

    def open_count(self, show: QueueShow) -> None:
        """The items behind a count."""
        wanted = QueueFilter(show=show)
        if not self.filter.only_batches:
            outcome = show if show in ("incorrect", "unsettled") else ""
            wanted = QueueFilter(judged=structs.replace(self.filter, outcome=outcome))
        self._context.navigate.open_items(self.filter, wanted)

    def _on_filter(self) -> None:
        self._stale = True
        if self._visible:
            self._read()

    def _on_changed(self, changes: Changes) -> None:
        self._stale = True
        if self._visible:
            self._read()

    def _read(self) -> None:
        self._stale = False
        workspace, tasks = self._context.workspace, self._context.tasks
        by = "" if self.by in (OVERVIEW, KPIS) else self.by
        tasks.read(read_all, workspace, by, self.filter, done=self._told_first, key="numbers")
        if self.by == KPIS:
            tasks.read(read_kpis, workspace, self.filter, done=self.kpis_shown.emit, key="kpis")

    def _told_first(self, shown: Shown) -> None:
        """The roll-ups' figures are there at once; only then the rest is read."""
        self.shown.emit(shown)
        if self.by == OVERVIEW:
            self.looking.emit()
            self._context.tasks.read(
                read_overview,
                self._context.workspace,
                self.filter,
                done=self.overview_shown.emit,
                failed=self._not_looked,
                key="overview",
            )

    def _not_looked(self, error: BaseException) -> None:
        """A batch that is gone, or a day that is none, is told; bugs are told by the tasks."""
        self.overview_failed.emit()
        if isinstance(error, UserError):
            self._context.notices.refuse(error)
