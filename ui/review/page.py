"""The review page: wires the queue, the stage, the verdict keys and the side to the presenter."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from smo_review.domain.changes import Changes
from smo_review.domain.content import Mark
from smo_review.domain.views import QueueFilter
from smo_review.language import tr
from smo_review.media.client import Stills
from smo_review.queries.items import media
from ui.context import ELSEWHERE, Context
from ui.review import menus, slots
from ui.review.cards_model import lines_of, mark_key
from ui.review.care import Care
from ui.review.cases import CaseDesk
from ui.review.custody import CustodyDesk
from ui.review.editing import Editing
from ui.review.gold import GoldDesk
from ui.review.item_bar import ItemBar
from ui.review.kept import sizes_of, sizes_text
from ui.review.narrowing import Narrowing
from ui.review.opening import NO_FILTER
from ui.review.presenter import ReviewPresenter
from ui.review.queue_panel import QueuePanel
from ui.review.seen import SeenNotes
from ui.review.side import READING, Side
from ui.review.verdict_bar import VerdictBar
from ui.shell.actions import Act
from ui.shell.labels import plain
from ui.shell.settings import Settings
from ui.stage.exposure import ExposureKeeper
from ui.stage.loader import MediaLoader
from ui.stage.marks import StageMark
from ui.stage.reveal import FirstLevel
from ui.stage.stage import Stage

PLACE_COLOUR = "#ffffff"
USUAL_WIDTHS = (232, 352)
"""Of the queue and of the side, in pixels."""


class ReviewPage(QStackedWidget):
    """An auditor's place of work. `open_batch`, `open_item` and `open_items` lead to it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.presenter = ReviewPresenter(
            context.workspace, context.tasks, context.notices, parent=self
        )
        self.position, self.keeper = self.presenter.position, self.presenter.walk
        self.queue = QueuePanel(self.presenter.walk.read_lines, context.actions)
        self.narrowing = Narrowing(context, self.presenter, self.queue)
        self.bar = ItemBar(context.actions)
        # The loader ends its own child, so it is given one of its own: pages come and go.
        loader = MediaLoader(partial(media, context.workspace), Stills)
        self.destroyed.connect(lambda: loader.close())
        self.loader = loader
        self.stage = Stage(self.loader, context.actions)
        self.exposure = ExposureKeeper(context.workspace, context.tasks, context.notices, self)
        self.seen = SeenNotes(context, self.presenter, self.loader, self)
        self.care = Care(context, self.presenter, self.exposure, self.seen, self.queue)
        self.verdicts = VerdictBar(context.actions)
        self.side = Side(context.actions)
        self.editing = Editing(self.presenter, self.side, self.stage, context.notices)
        self.custody = CustodyDesk(context, self.presenter, self.loader, self)
        self.gold = GoldDesk(context, self.position, self)
        self.cases = CaseDesk(context, self.presenter, self.side.guidance, self)
        self._marks: list[StageMark] = []
        self._sealed = False
        self._lay_out()
        self._connect()
        self._bind()
        self._shown(True)
        self._prefer(context.settings.current)

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.care.bar)
        column.addWidget(self.seen.bar)
        column.addWidget(self.stage, 1)
        column.addWidget(self.verdicts)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.queue, centre, self.side):
            self.columns.addWidget(widget)
        self.columns.setChildrenCollapsible(False)
        self.columns.setStretchFactor(1, 1)
        self.columns.splitterMoved.connect(lambda: self._keep_widths())
        nothing = QFrame()
        empty = QVBoxLayout(nothing)
        self.empty = plain(
            tr("No batch is open. Choose one in My day, or drop a batch file onto this window.")
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.addWidget(self.empty)
        self.setFocusProxy(self.side.cards)
        self.addWidget(nothing)
        self.addWidget(self.columns)

    def _connect(self) -> None:
        presenter, walk, position = self.presenter, self.presenter.walk, self.position
        position.shown.connect(self._shown)
        presenter.recent_changed.connect(lambda: self.queue.recent.show_answers(presenter.recent))
        presenter.wrote.connect(self._context.signals.changed)
        walk.opened.connect(self._opened)
        walk.progressed.connect(lambda: self.queue.show_batch(walk.summary))
        walk.lines_changed.connect(self.queue.model.refresh)
        walk.ahead.connect(self.stage.prefetch)
        self.narrowing.ended.connect(self._rest)
        self.queue.place_wanted.connect(self._go)
        self.queue.jump_wanted.connect(position.jump)
        self.queue.left.connect(self._rest)
        self.bar.flag_noted.connect(self._flag_noted)
        self.queue.recent.wanted.connect(presenter.look_again)
        self.side.cards.annotation_chosen.connect(position.select)
        self.side.cards.mark_chosen.connect(lambda i, m: self.stage.select_mark(mark_key(i, m)))
        self.side.guidance.left.connect(self._rest)
        self.stage.mark_selected.connect(self._mark_selected)
        self.stage.located.connect(self.editing.located)
        self.editing.ended.connect(self._rest)
        self.editing.place_changed.connect(lambda: self._show_marks(False))
        self._context.signals.changed.connect(self._heard)
        # Settings outlive the page: a method is let go with it, a lambda is not.
        self._context.settings.changed.connect(self._preferred)
        self.stage.reveal_changed.connect(self.exposure.shown)
        presenter.judged.connect(self.exposure.judged)
        # In this order: what is covered has been measured, and other pages can read it.
        self._context.signals.covered_wanted.connect(self.stage.cover_all)
        self._context.signals.covered_wanted.connect(self.exposure.hand_over)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._activity)

    def _bind(self) -> None:
        bound = {
            **slots.verdicts(self.presenter, self.editing),
            **slots.items(self.presenter, self.position),
            Act.SNIPPETS: self._open_snippets,
            Act.CUSTODY_CARD: self.custody.open_card,
            Act.SETTLE: self._open_settling,
            Act.FLAG_NOTE: self._open_flag_note,
            Act.FIND: self.queue.start_find,
            Act.FILTER: self.narrowing.toggle_filters,
            Act.JUMP: self.queue.start_jump,
            Act.BLIND: self._toggle_blind,
            Act.GUIDELINE: self._open_guideline,
        }
        for act, slot in bound.items():
            self._context.actions.bind(act, slot, self)

    # Ways in

    def open_batch(self, batch: str) -> None:
        """Go on with a batch where the person was."""
        self.presenter.walk.came = False
        self.presenter.walk.open(batch)

    def open_item(self, batch: str, item: str) -> None:
        """Show one item of a batch, from another page."""
        self.presenter.walk.came = True
        self.presenter.walk.open(batch, NO_FILTER, item)

    def open_items(self, batch: str, filter: QueueFilter) -> None:
        """Show the items of a batch that the filter lets through, from a figure of another page."""
        self.presenter.walk.came = True
        self.presenter.walk.open(batch, filter)

    # What the presenter says

    def _opened(self) -> None:
        opening = self.presenter.walk.opening
        if opening is None:
            return
        if self.currentWidget() is not self.columns:
            self.setCurrentWidget(self.columns)
            left, right = sizes_of(self._context.settings.current.columns, USUAL_WIDTHS)
            self.columns.setSizes([left, max(self.width() - left - right, 1), right])
        self.queue.show_listing(opening.listing.rows, opening.first, opening.filter)
        self.queue.back.setVisible(self.presenter.walk.came)
        self.side.guidance.show_guideline(opening.project.guideline)
        self._rest()

    def _shown(self, other_item: bool) -> None:
        position, walk = self.position, self.presenter.walk
        view, project = position.view, position.project
        sealed = view is not None and view.sealed
        # Where it was sealed or released under our hands, all of it is shown anew.
        other_item, self._sealed = other_item or sealed != self._sealed, sealed
        self.editing.selection_changed(other_item)
        summary = walk.summary
        self.bar.show_item(view, walk.number, summary.info.items if summary else 0)
        if other_item:
            self.stage.show_item(view, project)
            self.exposure.opened(view)
            self.queue.show_place(walk.place)
        lines = []
        if view is not None and project is not None:
            lines = lines_of(view, position.order, project, position.blind, self.editing.drafts())
        self.side.cards.show_lines(lines, position.selected, other_item)
        self._show_marks(other_item)
        self.editing.show_note()
        if position.annotation is not None:
            self.side.guidance.show_for(position.annotation.annotation.labels)
        self._show_actions()

    def _show_marks(self, other_item: bool) -> None:
        view = self.position.view
        marks: list[StageMark] = []
        for place, index in enumerate(self.position.order):
            entry = view.annotations[index] if view else None
            for number, mark in enumerate(entry.annotation.marks if entry else ()):
                if mark.location is not None:
                    marks.append(StageMark(mark_key(index, number), place, mark))
        if self.editing.place is not None:
            # No label is called so: the name is shown as it is.
            found = Mark(tr("Place of the finding"), self.editing.place)
            marks.append(StageMark("", 0, found, PLACE_COLOUR))
        if other_item or marks != self._marks:
            self._marks = marks
            self.stage.set_marks(marks)

    def _show_actions(self) -> None:
        position, action = self.position, self._context.actions.action
        view, entry = position.view, position.annotation
        judging = (Act.CORRECT, Act.INCORRECT, Act.AMBIGUOUS, Act.UNREVIEWABLE)
        for act in (*judging, Act.ALL_CORRECT, Act.FIX_AND_ACCEPT, Act.ADD_FINDING, Act.NOTE):
            action(act).setEnabled(entry is not None)
        action(Act.FLAG).setEnabled(view is not None)
        action(Act.SEAL).setEnabled(view is not None and not view.sealed)
        action(Act.CUSTODY_CARD).setEnabled(view is not None and view.sealed)
        action(Act.FLAG).setChecked(view is not None and view.flagged)
        action(Act.BLIND).setChecked(position.blind)
        mine = entry is not None and entry.mine is not None
        unsettled = entry is not None and entry.unsettled
        action(Act.WITHDRAW).setEnabled(mine)
        action(Act.SETTLE).setEnabled(unsettled)
        self.side.withdraw.setVisible(mine)
        self.side.settle.setVisible(unsettled)

    # What the person does

    def _rest(self) -> None:
        """Put the keyboard where single letters are verdicts."""
        self.side.cards.setFocus()

    def _go(self, place: int) -> None:
        self.position.go(place)
        self._rest()

    def _mark_selected(self, key: str) -> None:
        index, _, mark = key.partition(":")
        if not mark:
            return
        self.position.select(int(index))
        self.side.cards.select_mark(int(index), int(mark))

    def _open_guideline(self) -> None:
        self.editing.cancel()
        self.side.guidance.start_find()

    def _open_flag_note(self) -> None:
        view = self.position.view
        if view is not None:
            self.bar.start_flag_note(view.flag_note)

    def _flag_noted(self, note: str) -> None:
        self.presenter.set_flag(True, note)
        self._rest()

    def _open_snippets(self) -> None:
        project = self.position.project
        if project is None or not project.snippets:
            self._context.notices.info(tr("This project has no snippets."))
            return
        menus.snippets(project.snippets, self.side.note_in_hand(), self)

    def _open_settling(self) -> None:
        entry, key = self.position.annotation, self.position.key
        if entry is not None and key is not None and entry.unsettled:
            menus.settling(
                entry, lambda fact: self.presenter.settle(key, fact), self.side.settle, self
            )

    def _toggle_blind(self) -> None:
        self._context.settings.change(blind=not self.position.blind)

    def _preferred(self, before: Settings, now: Settings) -> None:
        self._prefer(now)

    def _prefer(self, settings: Settings) -> None:
        """Take what the person prefers of this page."""
        first: FirstLevel = "grey" if settings.reveal_level == "grey" else "outline"
        self.stage.set_reveal(first, settings.reveal_seconds, settings.rest_level == "facts")
        self.stage.set_blind(settings.blind)
        self.loader.player.set_loudest(settings.loudest / 100)
        if settings.blind != self.position.blind:
            self.position.set_blind(settings.blind)

    # What happens elsewhere

    def _heard(self, changes: Changes) -> None:
        if changes.origin == ELSEWHERE:
            self.presenter.walk.reload()
        elif self.presenter.walk.batch in changes.batches and not changes.items:
            self.presenter.walk.reopen()
        elif changes.origin != self.presenter.origin:
            self.presenter.walk.apply(changes)

    def _keep_widths(self) -> None:
        left, _, right = self.columns.sizes()
        self._context.settings.change(columns=sizes_text((left, right)))

    def _activity(self, state: Qt.ApplicationState) -> None:
        active = state == Qt.ApplicationState.ApplicationActive
        self._run(active and self.isVisible())

    def _run(self, running: bool) -> None:
        """Time counts, or stands still."""
        self.position.clock.set_running(running)
        self.care.set_working(running)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_actions()
        self._run(True)
        if self.side.mode == READING:
            self._rest()

    def hideEvent(self, event: QHideEvent) -> None:
        self._run(False)
        self.presenter.walk.keep_place()
        super().hideEvent(event)


def build(context: Context) -> ReviewPage:
    """The review page."""
    return ReviewPage(context)
