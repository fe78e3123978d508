"""What the page of causes asks and writes, without widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from smo_review.domain.actions import ActionView, IncidentView
from smo_review.domain.causes import CLUSTERS, CauseView, ClusterBy, Clusters, Suggestions
from smo_review.domain.changes import Changes, Progress
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.views import QueueFilter
from smo_review.language import tr
from smo_review.operations.causes import CauseDraft, Saved, save_cause
from smo_review.operations.workspace import Workspace
from smo_review.queries.actions import actions, incidents
from smo_review.queries.causes import causes
from smo_review.queries.clusters import clusters
from smo_review.queries.filters import filter_choices
from smo_review.queries.leads import who_decides
from smo_review.queries.suggestions import suggestions
from ui.context import Context

Section: TypeAlias = Literal["errors", "suggestions", "trees", "actions"]
SECTIONS: tuple[Section, ...] = ("errors", "suggestions", "trees", "actions")


@dataclass(frozen=True)
class Answer:
    """What one section shows; `names` are labels and codes by id. Only its own part is filled."""

    section: Section
    wanted: Filter
    names: dict[str, str]
    clusters: Clusters | None = None
    suggestions: Suggestions | None = None
    causes: tuple[CauseView, ...] = ()
    actions: tuple[ActionView, ...] = ()
    incidents: tuple[IncidentView, ...] = ()
    leads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of those who alone decide on a project's actions, where the person is none of them."""


def answer_for(
    ws: Workspace,
    section: Section,
    wanted: Filter,
    by: ClusterBy,
    progress: Progress | None = None,
) -> Answer:
    """Read what a section shows."""
    choices = filter_choices(ws)
    names = {
        key: name
        for known in (choices.batch, choices.label, choices.code, choices.auditor)
        for key, name in known
    }
    if section == "errors":
        return Answer(section, wanted, names, clusters=clusters(ws, wanted, by, progress))
    if section == "suggestions":
        return Answer(
            section, wanted, names, suggestions=suggestions(ws, wanted, progress=progress)
        )
    if section == "trees":
        return Answer(section, wanted, names, causes=causes(ws, project=wanted.project))
    return Answer(
        section,
        wanted,
        names,
        actions=actions(ws, project=wanted.project),
        incidents=incidents(ws, project=wanted.project),
        leads=who_decides(ws),
    )


class CausesPresenter(QObject):
    """Reads the section that is seen, and again when the filter or what was judged changes."""

    asked = Signal()
    shown = Signal(object)
    """An `Answer`."""
    stopped = Signal()
    """What was asked for does not come: it was cancelled, or refused."""
    not_saved = Signal()
    """A change of an analysis was refused."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self._visible = False
        self._filter = context.filters.filter
        self._long: int | None = None
        context.filters.changed.connect(self._on_filter)
        context.signals.changed.connect(self._on_changed)

    @property
    def section(self) -> Section:
        told = self._context.filters.choice("causes", "errors")
        return next((one for one in SECTIONS if one == told), "errors")

    @property
    def by(self) -> ClusterBy:
        told = self._context.filters.choice("clusters", "code")
        return next((one for one in CLUSTERS if one == told), "code")

    def choose(self, section: Section) -> None:
        """Show another section, or read this one again where that was cancelled."""
        if section != self.section:
            self._context.filters.choose(causes=section)
        elif self._stale:
            self.read()

    def cluster_by(self, by: ClusterBy) -> None:
        """Cluster the errors by something else."""
        self._context.filters.choose(clusters=by)

    def next_clusters(self) -> None:
        """Cluster by the next thing."""
        self.cluster_by(CLUSTERS[(CLUSTERS.index(self.by) + 1) % len(CLUSTERS)])

    def set_visible(self, visible: bool) -> None:
        """A hidden page reads nothing; it catches up when it is shown."""
        self._visible = visible
        if visible and self._stale:
            self.read()

    def open_item(self, batch: str, item: str) -> None:
        """An item on the stage, covered."""
        self._context.navigate.open_item(batch, item)

    def open_items(self, wanted: Filter) -> None:
        """The queue of all items that a filter leaves."""
        self._context.navigate.open_items(wanted, QueueFilter(judged=wanted))

    def measure_of(self, wanted: Filter) -> Filter:
        """What an action begun here is to move: not one batch or stretch of days, for what comes
        after it comes in others."""
        return structs.replace(
            wanted, batch="", since="", until="", auditor="", outcome="", right_label=""
        )

    def save(self, draft: CauseDraft, done: Callable[[Saved], object]) -> None:
        """Write an analysis down; where that fails, what stands is read again."""
        self._context.tasks.write(
            save_cause,
            self._context.workspace,
            draft,
            done=lambda saved: self._saved(saved, done),
            failed=self._not_saved,
        )

    def write(self, operation: Callable[..., object], *args: object) -> None:
        """Do something else that is written; the section is read again."""
        self._context.tasks.write(operation, self._context.workspace, *args, done=self._written)

    def read(self) -> None:
        """Read the section that is seen. What looks at everything can be cancelled."""
        self._stale = False
        self._filter = self._context.filters.filter
        self.asked.emit()
        given = (self._context.workspace, self.section, self._filter, self.by)
        tasks = self._context.tasks
        if self._long is not None:
            tasks.cancel(self._long)
            self._long = None
        title = ""
        if self.section == "suggestions":
            title = tr("Looking for what goes together with errors")
        elif self.section == "errors" and self.by == "likeness":
            title = tr("Comparing content")
        if title:

            def work(progress: Progress) -> Answer:
                return answer_for(*given, progress)

            self._long = tasks.run_long(
                title, work, done=self._told, failed=self._stopped, key="causes"
            )
        else:
            tasks.read(answer_for, *given, done=self._told, key="causes")

    def _told(self, told: Answer) -> None:
        if told.clusters is not None and told.clusters.by != self.by:
            return
        if (told.section, told.wanted) == (self.section, self._filter):
            self.shown.emit(told)

    def _stopped(self, error: BaseException) -> None:
        """What was cancelled is read again when the page is next shown."""
        self._long, self._stale = None, True
        if isinstance(error, UserError):
            self._context.notices.refuse(error)
        self.stopped.emit()

    def _saved(self, saved: Saved, done: Callable[[Saved], object]) -> None:
        done(saved)
        if saved.changes.facts:
            self._context.signals.changed.emit(saved.changes)

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._context.notices.refuse(error)
        self.not_saved.emit()
        self.read()

    def _written(self, told: Saved | Changes) -> None:
        changes = told.changes if isinstance(told, Saved) else told
        self._context.signals.changed.emit(changes)

    def _on_filter(self) -> None:
        self._stale = True
        if self._visible:
            self.read()

    def _on_changed(self, _: Changes) -> None:
        self._stale = True
        if self._visible:
            self.read()
