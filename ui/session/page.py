"""The sessions page: wires list, desk, seat and the room's window to the presenter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from smo_review.domain.changes import Changes
from smo_review.domain.sessions import Deck
from smo_review.domain.views import ItemView
from smo_review.language import tr
from smo_review.media.client import Stills
from smo_review.operations.session import begin_session
from smo_review.queries.items import media
from smo_review.queries.sessions import deck_of
from ui.choosing.labels import DIGITS
from ui.context import Context
from ui.session.begin_dialog import BeginDialog, Beginning, ask_folder
from ui.session.desk import SessionDesk
from ui.session.inbox_watch import InboxWatch
from ui.session.list_view import SessionList
from ui.session.presenter import SessionPresenter
from ui.session.reach import show_reach
from ui.session.reading import Shelf
from ui.session.remains import Remains
from ui.session.room_keeper import RoomKeeper
from ui.session.ruling_dialog import RulingDialog
from ui.shell.actions import Act
from ui.shell.settings import Settings
from ui.stage.exposure import ExposureKeeper
from ui.stage.loader import MediaLoader
from ui.stage.reveal import FirstLevel
from ui.stage.shots import Source
from ui.stage.stage import Stage


class SessionPage(QStackedWidget):
    """The list of sessions and decks, and the desk of the one in hand."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.presenter, self.keeper = SessionPresenter(context, self), self
        # A loader ends its own child, so each stage is given one: pages come and go.
        fetch = partial(media, context.workspace)
        loader = MediaLoader(fetch, Stills)
        self.destroyed.connect(lambda: loader.close())
        self.loader = loader
        self.stage = Stage(loader, context.actions)
        self.exposure = ExposureKeeper(context.workspace, context.tasks, context.notices, self)
        self.list = SessionList(context.actions)
        self.desk = SessionDesk(self.stage, context.actions)
        self.rooms = RoomKeeper(context, fetch, self)
        self.inbox = InboxWatch(context, self)
        self.remains = Remains(context, self.presenter, self.list, self)
        for widget in (self.list, self.desk):
            self.addWidget(widget)
        self._connect()
        self._bind()
        self._prefer(context.settings.current)
        self._show_actions()

    def _connect(self) -> None:
        presenter, desk = self.presenter, self.desk
        self.list.chosen.connect(presenter.open)
        self.list.begun.connect(self._ask_how)
        presenter.listed.connect(self._listed)
        presenter.shown.connect(self._shown)
        presenter.seated.connect(self._seated)
        presenter.ahead.connect(self.stage.prefetch)
        presenter.sealed.connect(self._sealed)
        desk.panel.noted.connect(presenter.note)
        desk.panel.rested.connect(self._rest)
        desk.seat.rested.connect(self._rest)
        desk.seat.voter_changed.connect(self._other_voter)
        desk.seat.labels.toggled.connect(self._toggle)
        desk.seat.labels.none.connect(self._none)
        desk.seat.guideline.taken.connect(self._clause)
        self.inbox.told.connect(desk.panel.show_inbox)
        self.stage.reveal_changed.connect(self._tell_exposure)
        self.rooms.level_changed.connect(self._on_room)
        signals = self._context.signals
        signals.changed.connect(self._heard)
        signals.covered_wanted.connect(self.stage.cover_all)
        signals.covered_wanted.connect(self.exposure.hand_over)
        self._context.settings.changed.connect(self._preferred)

    def _bind(self) -> None:
        presenter, seat = self.presenter, self.desk.seat
        slots: dict[Act, Callable[[], object]] = {
            Act.NEW_SESSION: self._new,
            Act.OPEN_SESSION: self.list.open_chosen,
            Act.CALL_VOTE: self._call,
            Act.TAKE_SEAT: presenter.take_seat,
            Act.GIVE_VOTE: presenter.go_on,
            Act.LEAVE_SEAT: presenter.leave_seat,
            Act.SHOW_SPREAD: presenter.show_spread,
            Act.SESSION_NOTE: self.desk.panel.start_note,
            Act.RULE: self._rule,
            Act.NEXT_SLIDE: lambda: presenter.step(1),
            Act.PREVIOUS_SLIDE: lambda: presenter.step(-1),
            Act.SHOW_ROOM: self.rooms.toggle,
            Act.ROOM_REVEAL: self.rooms.toggle_reveal,
            Act.ROOM_SCREEN: self.rooms.next_screen,
            Act.SEAL: presenter.seal,
            Act.INBOX: lambda: ask_folder(self, self._watch),
            Act.AGREE_ACTION: self.remains.agree,
            Act.WRITE_MINUTES: self.remains.ask_for_file,
            Act.LEAVE_SESSION: self.leave,
            Act.NO_LABEL: self._none,
            Act.FIND_LABEL: seat.labels.start_find,
            Act.ANSWER_CLAUSE: seat.start_clause,
            **{act: partial(seat.labels.toggle_place, n) for n, act in enumerate(DIGITS)},
        }
        for act, slot in slots.items():
            self._context.actions.bind(act, slot, self)

    # Beginning and leaving

    def _new(self) -> None:
        if self.list.deck():
            self._ask_how(self.list.deck())
        else:
            self._context.notices.info(tr("There is no deck yet to begin a session on."))

    def _ask_how(self, deck: str) -> None:
        context = self._context
        context.tasks.read(deck_of, context.workspace, deck, done=self._open_form, key="deck")

    def _open_form(self, deck: Deck) -> None:
        dialog = BeginDialog(deck, self._context.settings.current.sessions, self)
        dialog.wanted.connect(self.begin)
        dialog.open()

    def begin(self, told: Beginning) -> None:
        """Begin a session and go to its first item."""
        context = self._context
        kept = {"seconds": str(told.seconds), "inbox": str(told.inbox or "")}
        context.settings.change(sessions=kept)
        context.tasks.write(
            begin_session,
            context.workspace,
            told.deck,
            told.people,
            told.slides,
            told.title,
            told.seats,
            done=self.open_session,
        )

    def open_session(self, session: str) -> None:
        """Go on with a session where it was left."""
        self.presenter.open(session)

    def leave(self) -> None:
        """Back to the list; stages and the watched folder let go."""
        self.stage.show_item(None, None)
        self.exposure.opened(None)
        self.inbox.watch(None)
        self.presenter.leave()
        self._show_room(other_item=True)
        self.setCurrentWidget(self.list)
        self._show_actions()
        self.list.setFocus()

    def standing(self) -> tuple[str, str, bool] | None:
        """The session, its item in hand, and whether the room is open, to come back to."""
        if self.presenter.view is None:
            return None
        tally, item = self.presenter.tally, self.presenter.view.item.id
        return tally.session, item, self.rooms.level is not None

    def resume(self, told: tuple[str, str, bool]) -> None:
        """Come back to the desk, and open the room again, covered."""
        session, item, room = told
        self.presenter.open(session, item)
        if room:
            self.rooms.toggle()

    # What the presenter says

    def _listed(self, shelf: Shelf) -> None:
        self.list.show_shelf(shelf)
        self._show_actions()

    def _shown(self, other_item: bool) -> None:
        presenter, desk = self.presenter, self.desk
        if self.currentWidget() is not desk:
            desk.seat.offer(presenter.project)
            folder = self._context.settings.current.sessions.get("inbox", "")
            self.inbox.watch(Path(folder) if folder else None)
            self.setCurrentWidget(desk)
        desk.show_where(presenter.tally, presenter.place)
        desk.panel.show_slide(presenter.tally, presenter.slide, presenter.project)
        desk.panel.show_sight(presenter.sight())
        if other_item:
            self.stage.show_item(presenter.view, presenter.project)
            self.exposure.opened(presenter.view)
            self._seated()
        self._show_room(other_item)
        self._show_actions()

    def _seated(self) -> None:
        """Somebody else is before the screen: the stage is covered for them."""
        seat = self.presenter.seat
        if seat is None or seat.step != "choosing" or not seat.decided:
            self.stage.cover_all()
        if self.desk.show_seat(seat) and seat is not None:
            people = self.presenter.tally.people
            self.desk.seat.show_seat(seat, self.presenter.slide.prompt, people)
        self._show_actions()
        self._rest()

    def _sealed(self, view: ItemView) -> None:
        """Neither window nor any child keeps anything of what was sealed."""
        for part in view.item.parts:
            if part.media:
                self.loader.forget(Source(view.batch, part.media))
                self.rooms.forget(Source(view.batch, part.media))

    def _show_room(self, other_item: bool) -> None:
        presenter = self.presenter
        project = presenter.project if presenter.standing is not None else None
        self.rooms.show(presenter.sight(), presenter.view, project, other_item)

    def _show_actions(self) -> None:
        """While the page is seen: other pages share some of its actions."""
        if not self.isVisible():
            return
        at_desk = self.currentWidget() is self.desk and self.presenter.view is not None
        show_reach(self._context.actions, self.presenter, at_desk, bool(self.list.current()))

    # What the person does

    def _call(self) -> None:
        self.presenter.call(int(self._context.settings.current.sessions.get("seconds") or 0))

    def _rule(self) -> None:
        presenter = self.presenter
        built_here = bool(presenter.slide.source_batch)
        dialog = RulingDialog(presenter.project, presenter.draft(), built_here, self)
        dialog.wanted.connect(lambda draft: presenter.rule(draft, dialog.accept))
        dialog.open()

    def _watch(self, folder: str) -> None:
        kept = dict(self._context.settings.current.sessions) | {"inbox": folder}
        self._context.settings.change(sessions=kept)
        self.inbox.watch(Path(folder))

    def _other_voter(self, name: str) -> None:
        self.presenter.sit(name)

    def _toggle(self, label: str) -> None:
        if self.presenter.seat is not None:
            self.presenter.choose(self.presenter.seat.toggled(label))

    def _none(self) -> None:
        if self.presenter.seat is not None:
            self.presenter.choose(self.presenter.seat.emptied())

    def _clause(self, number: str) -> None:
        if self.presenter.seat is not None:
            self.presenter.choose(self.presenter.seat.named(number))

    def _rest(self) -> None:
        """Put the keyboard where single keys act."""
        if self.currentWidget() is self.desk:
            self.stage.setFocus(Qt.FocusReason.OtherFocusReason)
            for view in self.stage.parts.views[:1]:
                view.setFocus(Qt.FocusReason.OtherFocusReason)

    # What happens around the page

    def _heard(self, changes: Changes) -> None:
        if changes.origin == self.presenter.origin:
            return
        if self.currentWidget() is self.list:
            if self.isVisible():
                self.presenter.refresh()
        else:
            self.presenter.hear(changes)

    def _tell_exposure(self, _: str) -> None:
        """The presenter sees both windows: the most that either shows counts."""
        self.exposure.shown(self.rooms.most(self.stage.reveals.level))

    def _on_room(self) -> None:
        self.desk.show_room(self.rooms.level)
        self._tell_exposure("")

    def _preferred(self, before: Settings, now: Settings) -> None:
        self._prefer(now)

    def _prefer(self, settings: Settings) -> None:
        first: FirstLevel = "grey" if settings.reveal_level == "grey" else "outline"
        told = first, settings.reveal_seconds, settings.rest_level == "facts"
        self.stage.set_reveal(*told)
        self.stage.set_blind(settings.blind)
        self.loader.player.set_loudest(settings.loudest / 100)
        self.rooms.prefer(*told, settings.blind, settings.loudest / 100)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.currentWidget() is self.list:
            self.presenter.refresh()
            self.list.setFocus()
        self._show_actions()
        self._rest()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The page goes: the room's window and the folder with it."""
        self.inbox.watch(None)
        self.rooms.close()
        super().closeEvent(event)


def build(context: Context) -> SessionPage:
    """The sessions page."""
    return SessionPage(context)
