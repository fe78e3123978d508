"""What the page of disputes asks and does, without widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from PySide6.QtCore import QObject, Signal

from smo_review.domain.answer_form import AnswersTaken, FormWritten, RulingsWritten
from smo_review.domain.auditors import Auditors
from smo_review.domain.changes import Changes, Progress
from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import DisputeFigures, DisputeView
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.project import Project
from smo_review.domain.views import BatchSummary
from smo_review.language import tr
from smo_review.operations.answer_files import export_findings, export_rulings, take_answers
from smo_review.operations.disputes import DisputeRulingDraft, assign_look, rule_dispute
from smo_review.operations.workspace import Workspace
from smo_review.queries.auditors import auditors
from smo_review.queries.batches import batches, project_of
from smo_review.queries.disputes import dispute_figures, disputes
from smo_review.queries.leads import who_decides
from smo_review.queries.looks import people_here
from ui.context import Context

Part: TypeAlias = Literal["disputes", "clauses", "auditors"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Shown:
    """All that the page needs to draw itself; `auditors` only where they are shown."""

    batches: tuple[BatchSummary, ...]
    disputes: tuple[DisputeView, ...]
    figures: DisputeFigures
    projects: dict[str, Project]
    people: tuple[str, ...]
    auditors: Auditors | None = None
    leads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of those who alone rule in a project, where the person is none of them."""

    def who_rules(self, view: DisputeView) -> tuple[str, ...]:
        """Who alone may rule on a dispute; empty where the person may."""
        project = self.projects.get(view.key.batch)
        return self.leads.get(project.id, ()) if project is not None else ()


def read_all(workspace: Workspace, part: Part, batch: str) -> Shown:
    """Everything in one go."""
    known = batches(workspace)
    found = disputes(workspace, batch=batch)
    projects = {summary.info.id: project_of(workspace, summary.info.id) for summary in known}
    return Shown(
        known,
        found,
        dispute_figures(workspace, batch=batch),
        projects,
        people_here(workspace),
        auditors(workspace, batch=batch) if part == "auditors" else None,
        who_decides(workspace),
    )


def take_all(
    workspace: Workspace, paths: Sequence[Path], progress: Progress
) -> tuple[list[AnswersTaken], list[UserError]]:
    """Take in each file by itself; one that is refused does not keep the others out."""
    taken: list[AnswersTaken] = []
    refused: list[UserError] = []
    for number, path in enumerate(paths):
        progress(number, len(paths), path.name)
        try:
            taken.append(take_answers(workspace, path))
        except UserError as error:
            refused.append(error)
    return taken, refused


class DisputesPresenter(QObject):
    """Keeps the part and the batch that are shown, reads again what changed, and writes."""

    shown = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.part: Part = PARTS[0]
        self.batch = ""
        """Whose disputes are shown: those of one batch, or of all."""
        self._stale = True
        self._visible = False
        context.signals.changed.connect(self._on_changed)

    def standing(self) -> tuple[Part, str]:
        """What is shown, to come back to."""
        return self.part, self.batch

    def resume(self, told: tuple[Part, str]) -> None:
        """Show it again."""
        self.part, self.batch = told

    def choose_part(self, part: Part) -> None:
        """Show the disputes, what causes them, or the auditors."""
        self.part = part
        self._read()

    def choose_batch(self, batch: str) -> None:
        """Disputes of one batch; empty means all."""
        self.batch = batch
        self._read()

    def set_visible(self, visible: bool) -> None:
        """A hidden page reads nothing; it catches up when it is shown."""
        self._visible = visible
        if visible and self._stale:
            self._read()

    def ask_look(self, key: AnnotationKey, name: str) -> None:
        """Ask an auditor for a blind second look."""
        self._context.tasks.write(
            assign_look,
            self._context.workspace,
            key,
            name,
            done=lambda changes: self._wrote(changes, tr("{name} is asked.", name=name)),
        )

    def rule(self, draft: DisputeRulingDraft) -> None:
        """Rule on a dispute."""
        self._context.tasks.write(
            rule_dispute,
            self._context.workspace,
            draft,
            done=lambda changes: self._wrote(changes, tr("Ruled; the numbers follow.")),
        )

    def take(self, paths: Sequence[Path]) -> None:
        """Take in files of answers in the background."""
        workspace, wanted = self._context.workspace, list(paths)
        self._context.tasks.run_long(
            tr("Taking in {n} files", n=len(wanted)) if len(wanted) > 1 else wanted[0].name,
            lambda progress: take_all(workspace, wanted, progress),
            done=self._took,
        )

    def export(self, annotator: str, folder: Path, language: str) -> None:
        """Write an annotator's findings in all three forms in the background."""
        workspace = self._context.workspace
        self._context.tasks.run_long(
            tr("Writing {name}", name=annotator),
            lambda _: export_findings(workspace, annotator, folder, language=language),
            done=self._exported,
        )

    def export_rulings(self, annotator: str, folder: Path, language: str) -> None:
        """Write what was ruled, for one annotator or, where none is named, for everybody."""
        workspace = self._context.workspace
        self._context.tasks.run_long(
            tr("Writing {name}", name=annotator or folder.name),
            lambda _: export_rulings(workspace, folder, annotator, language=language),
            done=self._told,
        )

    def look_at(self, view: DisputeView) -> None:
        """Open the item in review; a second look that the person is asked for is blind."""
        if view.hidden:
            self._context.settings.change(blind=True)
        self._context.navigate.open_item(view.key.batch, view.key.item)

    def open_causes(self, clause: str) -> None:
        """What is behind a clause, on the page of causes."""
        self._context.navigate.open_causes(Filter(batch=self.batch, clause=clause))

    def _exported(self, made: FormWritten) -> None:
        lines = [tr("{n} findings on annotations of {name}", n=made.findings, name=made.annotator)]
        if made.sealed:
            lines.append(tr("{n} findings on sealed items were left out.", n=made.sealed))
        self._context.notices.done("\n".join((*lines, *(path.name for path in made.files))))

    def _told(self, made: tuple[RulingsWritten, ...]) -> None:
        lines = [
            tr(
                "{name}: {accepted} accepted, {partly} partly, {rejected} rejected",
                name=one.annotator,
                accepted=one.accepted,
                partly=one.partly,
                rejected=one.rejected,
            )
            for one in made
        ]
        sealed = sum(one.sealed for one in made)
        if sealed:
            lines.append(tr("{n} rulings on sealed items were left out.", n=sealed))
        first = made[0].files[0].parent.name
        lines.append(
            tr("{n} files in {folder}", n=sum(len(one.files) for one in made), folder=first)
        )
        self._context.notices.done("\n".join(lines))

    def _took(self, answer: tuple[list[AnswersTaken], list[UserError]]) -> None:
        taken, refused = answer
        lines = [
            tr(
                "{path}: {accepted} accepted, {disputed} disputed, {new} new facts",
                path=Path(one.path).name,
                accepted=one.accepted,
                disputed=one.disputed,
                new=one.facts_new,
            )
            for one in taken
        ]
        if taken:
            facts = sum(one.facts_new for one in taken)
            self._wrote(Changes(numbers=False, facts=facts), "\n".join(lines))
        for error in refused:
            self._context.notices.refuse(error)

    def _wrote(self, changes: Changes, text: str) -> None:
        self._context.signals.changed.emit(changes)
        self._context.notices.done(text)

    def _on_changed(self, _: Changes) -> None:
        self._stale = True
        if self._visible:
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._context.tasks.read(
            read_all,
            self._context.workspace,
            self.part,
            self.batch,
            done=self.shown.emit,
            key="disputes",
        )
