"""What the trainer's page asks and does: an exercise, the ramp-up, sign-offs, files. No widgets."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from smo_review.domain.changes import Changes
from smo_review.domain.project import Project
from smo_review.domain.training import Training
from smo_review.language import tr
from smo_review.operations.keeping import keep_text
from smo_review.operations.signoff import sign_off, take_back
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import project_of
from smo_review.queries.learning import ExerciseSummary
from smo_review.queries.rampup import RampUp, planned_projects, ramp_up
from smo_review.queries.training import taught, training
from smo_review.reports.agreeing import MEASURES, Measure
from ui.context import Context
from ui.shell.acts import Act


@dataclass(frozen=True)
class Exercise:
    """The exercises that can be scored here, and all of the chosen one; None where none is."""

    there: tuple[ExerciseSummary, ...]
    training: Training | None
    project: Project | None


@dataclass(frozen=True)
class Plans:
    """The projects with a ramp-up, and all of the chosen one; None where there is none."""

    there: tuple[Project, ...]
    ramp_up: RampUp | None


def read_exercise(ws: Workspace, wanted: str) -> Exercise:
    """The wanted exercise, else the newest."""
    there = taught(ws)
    if not there:
        return Exercise((), None, None)
    names = [one.exercise for one in there]
    name = wanted if wanted in names else names[0]
    return Exercise(there, training(ws, name), project_of(ws, name))


def read_plans(ws: Workspace, wanted: str) -> Plans:
    """The wanted project's ramp-up, else the first one's."""
    there = planned_projects(ws)
    if not there:
        return Plans((), None)
    names = [one.id for one in there]
    return Plans(there, ramp_up(ws, wanted if wanted in names else names[0]))


class TrainPresenter(QObject):
    """Keeps what is looked at, and reads again what changed while it is seen."""

    shown = Signal(object)
    """An `Exercise`."""
    planned = Signal(object)
    """`Plans`."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.origin = uuid.uuid4().hex
        self.view = Act.TRAIN_COHORT
        self.measure: Measure = "raw"
        self.exercise = Exercise((), None, None)
        self.plans = Plans((), None)
        self._wanted = {"exercise": "", "project": ""}
        self._visible = False
        context.signals.changed.connect(self._on_changed)

    @property
    def of_joiners(self) -> bool:
        """Whether the ramp-up is looked at."""
        return self.view is Act.TRAIN_RAMP_UP

    def look(self, view: Act) -> None:
        """Look at another view."""
        self.view = view
        self.refresh()

    def choose(self, name: str) -> None:
        """Another exercise; in the ramp-up another project."""
        self._wanted["project" if self.of_joiners else "exercise"] = name
        self.refresh()

    def standing(self) -> tuple[Act, Measure, dict[str, str]]:
        """What is looked at, to come back to."""
        return self.view, self.measure, self._wanted

    def resume(self, told: tuple[Act, Measure, dict[str, str]]) -> None:
        """Look at it again."""
        self.view, self.measure, self._wanted = told

    def next_measure(self) -> None:
        """Tell agreement by another measure."""
        place = MEASURES.index(self.measure)
        self.measure = MEASURES[(place + 1) % len(MEASURES)]
        self.shown.emit(self.exercise)

    def set_visible(self, visible: bool) -> None:
        """A hidden page reads nothing; it catches up when it is shown."""
        self._visible = visible
        if visible:
            self.refresh()

    def refresh(self) -> None:
        """Read what is looked at."""
        tasks, ws, wanted = self._context.tasks, self._context.workspace, self._wanted
        if self.of_joiners:
            tasks.read(read_plans, ws, wanted["project"], done=self._on_plans, key="train")
        else:
            tasks.read(read_exercise, ws, wanted["exercise"], done=self._on_read, key="train")

    def open_item(self, item: str) -> None:
        """Go to an item of the exercise in review, by its name in the exercise."""
        found = self.exercise.training
        for one in found.items if found is not None else ():
            if one.item == item:
                self._context.navigate.open_item(one.batch, one.source)

    def sign(self, joiner: str, evidence: str, passed: bool) -> None:
        """Sign a joiner off for the stage under way, or record that it goes on."""
        project, origin = self._project(), self.origin
        self._write(
            lambda: sign_off(
                self._context.workspace,
                joiner,
                evidence,
                passed=passed,
                project=project,
                origin=origin,
            ),
            tr("{joiner}: signed off.", joiner=joiner)
            if passed
            else tr("{joiner}: the stage goes on.", joiner=joiner),
        )

    def take_back(self, joiner: str, evidence: str) -> None:
        """Take a joiner's last sign-off back."""
        project, origin = self._project(), self.origin
        self._write(
            lambda: take_back(
                self._context.workspace, joiner, evidence, project=project, origin=origin
            ),
            tr("{joiner}: the sign-off is taken back.", joiner=joiner),
        )

    def keep(self, path: Path, text: str) -> None:
        """Write a table or a chart to a file."""
        self._context.tasks.write(
            partial(keep_text, path, text),
            done=lambda _: self._context.notices.done(tr("{name} is written.", name=path.name)),
        )

    def _project(self) -> str:
        found = self.plans.ramp_up
        return found.project.id if found is not None else ""

    def _write(self, work: Callable[[], Changes], words: str) -> None:
        def done(changes: Changes) -> None:
            self._context.signals.changed.emit(changes)
            self._context.notices.done(words)
            self.refresh()

        self._context.tasks.write(work, done=done)

    def _on_read(self, found: Exercise) -> None:
        self.exercise = found
        self.shown.emit(found)

    def _on_plans(self, found: Plans) -> None:
        self.plans = found
        self.planned.emit(found)

    def _on_changed(self, changes: Changes) -> None:
        if self._visible and changes.origin != self.origin:
            self.refresh()
