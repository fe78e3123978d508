"""The learner's page: wires the list, the stage, the answer and the outcome to the presenter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from smo_review.domain.changes import Changes
from smo_review.domain.content import Location, Mark
from smo_review.domain.views import ItemView
from smo_review.language import tr
from smo_review.media.client import Stills
from smo_review.queries.items import media
from smo_review.queries.learning import ExerciseSummary
from ui.choosing.labels import DIGITS
from ui.context import Context
from ui.learn.answer_form import SURE
from ui.learn.desk import LearnDesk
from ui.learn.gold_list import ACTS, GoldList
from ui.learn.list_view import ExerciseList
from ui.learn.outcome_view import OutcomeView
from ui.learn.presenter import LearnPresenter
from ui.learn.sitting import Outcome, Told
from ui.shell.actions import Act
from ui.shell.settings import Settings
from ui.stage.drawing import Tool
from ui.stage.exposure import ExposureKeeper
from ui.stage.loader import MediaLoader
from ui.stage.marks import StageMark
from ui.stage.reveal import FirstLevel
from ui.stage.shots import Source
from ui.stage.stage import Stage

ANSWERING = (
    *DIGITS,
    *SURE,
    Act.NO_LABEL,
    Act.FIND_LABEL,
    Act.ANSWER_CLAUSE,
    Act.ANSWER_PLACE,
    Act.ANSWER_BOX,
    Act.ANSWER_OUTLINE,
    Act.ANSWER_REASON,
)
AT_ITEM = (Act.GIVE_ANSWER, Act.NEXT_QUESTION, Act.PREVIOUS_QUESTION, Act.END_ATTEMPT)
PLACE, GOLD = "place", "gold"


class LearnPage(QStackedWidget):
    """A list of exercises; one of them item by item; what it came to."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.presenter, self.keeper = LearnPresenter(context, self), self
        # The loader ends its own child, so it is given one of its own: pages come and go.
        loader = MediaLoader(partial(media, context.workspace), Stills)
        self.destroyed.connect(lambda: loader.close())
        self.loader = loader
        self.stage = Stage(loader, context.actions)
        self.exposure = ExposureKeeper(context.workspace, context.tasks, context.notices, self)
        self.list = ExerciseList(context.actions)
        self.desk = LearnDesk(self.stage, context.actions)
        self.outcome = OutcomeView(context.actions)
        self.golds = GoldList(context)
        for widget in (self.list, self.desk, self.outcome, self.golds):
            self.addWidget(widget)
        self._connect()
        self._bind()
        self._prefer(context.settings.current)
        self._show_actions()

    def _connect(self) -> None:
        presenter, form = self.presenter, self.desk.form
        self.list.chosen.connect(presenter.open)
        presenter.listed.connect(self._listed)
        presenter.shown.connect(self._shown)
        presenter.ahead.connect(self.stage.prefetch)
        presenter.ended.connect(self._ended)
        presenter.answered.connect(self._answered)
        presenter.sealed.connect(self._sealed)
        form.labels.toggled.connect(presenter.toggle)
        form.labels.none.connect(presenter.none)
        form.guideline.taken.connect(presenter.set_clause)
        form.reason_edited.connect(presenter.set_reason)
        form.rested.connect(self._rest)
        self.stage.located.connect(self._located)
        self.stage.gave_up.connect(self._gave_up)
        self.stage.reveal_changed.connect(self.exposure.shown)
        signals = self._context.signals
        signals.changed.connect(self._heard)
        signals.covered_wanted.connect(self.stage.cover_all)
        signals.covered_wanted.connect(self.exposure.hand_over)
        self._context.settings.changed.connect(self._preferred)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._activity)

    def _bind(self) -> None:
        presenter, form = self.presenter, self.desk.form
        slots: dict[Act, Callable[[], object]] = {
            Act.OPEN_EXERCISE: self._open_or_begin,
            Act.GIVE_ANSWER: self._answer,
            Act.NO_LABEL: presenter.none,
            Act.FIND_LABEL: form.labels.start_find,
            Act.ANSWER_CLAUSE: form.start_clause,
            Act.ANSWER_PLACE: lambda: self._draw("pin"),
            Act.ANSWER_BOX: lambda: self._draw("box"),
            Act.ANSWER_OUTLINE: lambda: self._draw("polygon"),
            Act.ANSWER_REASON: form.start_reason,
            Act.NEXT_QUESTION: lambda: presenter.step(1),
            Act.PREVIOUS_QUESTION: lambda: presenter.step(-1),
            Act.END_ATTEMPT: presenter.end,
            Act.SEAL: presenter.seal,
            Act.LEAVE_EXERCISE: self.leave,
            Act.SHOW_GOLDS: self.show_golds,
            **{act: partial(form.labels.toggle_place, n) for n, act in enumerate(DIGITS)},
            **{act: partial(presenter.set_sure, n) for n, act in enumerate(SURE)},
        }
        for act, slot in slots.items():
            self._context.actions.bind(act, slot, self)

    def open_exercise(self, exercise: str) -> None:
        """Go on with an exercise, or see what it came to."""
        self.presenter.open(exercise)

    def standing(self) -> str | None:
        """The exercise in hand, or empty for the golds, to come back to."""
        if self.currentWidget() is self.golds:
            return ""
        sitting = self.presenter.sitting
        return sitting.run.exercise if sitting is not None else None

    def resume(self, told: str) -> None:
        """Come back to it."""
        if told:
            self.open_exercise(told)
        else:
            self.setCurrentWidget(self.golds)
            self.golds.refresh()

    def show_golds(self) -> None:
        """The golds that are here, and what can be done with them."""
        self.setCurrentWidget(self.golds)
        self.golds.refresh()
        self._show_actions()
        self.golds.setFocus()

    def leave(self) -> None:
        """Back to the list; the stage lets go of the item."""
        self._let_go()
        self.setCurrentWidget(self.list)
        self.presenter.leave()
        self._show_actions()
        self.list.setFocus()

    # What the presenter says

    def _listed(self, found: Sequence[ExerciseSummary]) -> None:
        self.list.show_exercises(found)
        self._show_actions()

    def _shown(self, other_item: bool) -> None:
        presenter = self.presenter
        sitting, question = presenter.sitting, presenter.question
        if sitting is None or question is None:
            return
        self.setCurrentWidget(self.desk)
        if other_item:
            self.desk.show_question(sitting, question, presenter.place)
            self.exposure.opened(question.view)
        self.desk.show_draft(presenter.draft)
        self._show_places(presenter.draft.location, question.told)
        self._show_actions()
        if other_item:
            self._rest()

    def _show_places(self, location: Location | None, told: Told | None) -> None:
        """The person's own place; once it was told, gold's places beside it, in another line."""
        marks = []
        if location is not None:
            marks.append(StageMark(PLACE, 0, Mark(tr("Your place"), location)))
        if told is not None:
            marks += [StageMark(f"{GOLD}{n}", 1, mark) for n, mark in enumerate(told.gold.marks)]
        self.stage.set_marks(marks)

    def _answered(self) -> None:
        self.exposure.judged(1)
        self.stage.cover_all()

    def _sealed(self, view: ItemView) -> None:
        """Neither the window nor the child keeps anything of what was sealed."""
        self._let_go()
        for part in view.item.parts:
            if part.media:
                self.loader.forget(Source(view.batch, part.media))

    def _ended(self, outcome: Outcome) -> None:
        self._let_go()
        self.outcome.show_outcome(outcome)
        self.setCurrentWidget(self.outcome)
        self._show_actions()
        self.outcome.setFocus()

    def _show_actions(self) -> None:
        """While the page is seen: other pages share some of its actions."""
        if not self.isVisible():
            return
        here, action = self.currentWidget(), self._context.actions.action
        at_item = here is self.desk
        for act in ANSWERING:
            action(act).setEnabled(at_item and self.presenter.can_answer)
        for act in (*AT_ITEM, Act.SEAL):
            action(act).setEnabled(at_item)
        for act in ACTS:
            action(act).setEnabled(here is self.golds)
        action(Act.SHOW_GOLDS).setEnabled(here is self.list)
        action(Act.LEAVE_EXERCISE).setEnabled(here is not self.list)
        sitting = self.presenter.sitting
        action(Act.OPEN_EXERCISE).setEnabled(
            bool(self.list.current())
            if here is self.list
            else here is self.outcome and sitting is not None and sitting.may_begin
        )

    # What the person does

    def _open_or_begin(self) -> None:
        if self.currentWidget() is self.list:
            self.list.open_chosen()
        else:
            self.presenter.begin()

    def _answer(self) -> None:
        self.presenter.answer_or_go_on()

    def _draw(self, tool: Tool) -> None:
        """Draw a place, or change the one that is there."""
        place = self.presenter.draft.location
        if place is not None:
            self.stage.go_to_part(place.part)
        self.stage.set_marks([])
        self.stage.start_drawing(tool, place)

    def _located(self, location: Location) -> None:
        self.presenter.set_place(location)
        self._rest()

    def _gave_up(self) -> None:
        question = self.presenter.question
        self._show_places(self.presenter.draft.location, question.told if question else None)

    def _rest(self) -> None:
        """Put the keyboard where single keys are answers."""
        if self.currentWidget() is self.desk:
            self.stage.setFocus(Qt.FocusReason.OtherFocusReason)
            for view in self.stage.parts.views[:1]:
                view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _let_go(self) -> None:
        self.stage.show_item(None, None)
        self.exposure.opened(None)

    # What happens around the page

    def _heard(self, changes: Changes) -> None:
        if changes.origin != self.presenter.origin and self.currentWidget() is self.list:
            self.presenter.refresh()

    def _preferred(self, before: Settings, now: Settings) -> None:
        self._prefer(now)

    def _prefer(self, settings: Settings) -> None:
        first: FirstLevel = "grey" if settings.reveal_level == "grey" else "outline"
        self.stage.set_reveal(first, settings.reveal_seconds, settings.rest_level == "facts")
        self.stage.set_blind(settings.blind)
        self.loader.player.set_loudest(settings.loudest / 100)

    def _activity(self, state: Qt.ApplicationState) -> None:
        active = state == Qt.ApplicationState.ApplicationActive
        self.presenter.clock.set_running(active and self.isVisible())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.clock.set_running(True)
        if self.currentWidget() is self.list:
            self.presenter.refresh()
            self.list.setFocus()
        self._show_actions()
        self._rest()

    def hideEvent(self, event: QHideEvent) -> None:
        self.presenter.clock.set_running(False)
        super().hideEvent(event)


def build(context: Context) -> LearnPage:
    """The learner's page."""
    return LearnPage(context)
