"""What a presenter does with a session: open it, lead the group item by item, take votes. No
widgets.

Every step is written as a fact before anything follows from it, so that a session that broke off
is opened again where it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.project import Project
from smo_review.domain.sessions import Round, SlideView, Tally
from smo_review.domain.views import ItemView, without_content
from smo_review.language import tr
from smo_review.operations.custody import seal_item
from smo_review.operations.leading import call_vote, remark
from smo_review.operations.session import (
    RulingDraft,
    VoteDraft,
    reveal_votes,
    rule,
    vote,
)
from ui.context import ELSEWHERE, Context
from ui.session.reading import (
    Seat,
    Standing,
    read_ahead,
    read_item,
    read_shelf,
    read_standing,
)
from ui.session.sight import Phase, Sight, phase_of, round_of, sight_of
from ui.shell.acts import Act
from ui.stage.stage import AHEAD

VOTING: tuple[Phase, ...] = ("voting", "again")


class SessionPresenter(QObject):
    """Keeps the session in hand, the item it stands at, and who sits at the keyboard."""

    listed = Signal(object)
    """A `Shelf`."""
    shown = Signal(bool)
    """Another item is in hand (True), or the same one stands otherwise."""
    seated = Signal()
    """Somebody sits down at the keyboard, chooses, or gives it back."""
    ahead = Signal(object)
    """Views of the next items."""
    sealed = Signal(object)
    """The `ItemView` of what was sealed: nothing of it may be held any more."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._tasks, self._ws = context.tasks, context.workspace
        self.origin = uuid.uuid4().hex
        self.standing: Standing | None = None
        self.view: ItemView | None = None
        self.seat: Seat | None = None
        self._session = ""
        self._writing = False

    # The list, and ways into a session.

    def refresh(self) -> None:
        """Read the list of sessions and decks."""
        self._tasks.read(read_shelf, self._ws, done=self.listed.emit, key="sessions")

    def open(self, session: str, item: str = "") -> None:
        """Go on with a session at an item, else at the one that it stands at."""
        self._session = session

        def opened(standing: Standing) -> None:
            self.standing = standing
            self._go(item or standing.tally.at)

        self._read_standing(opened)

    def leave(self) -> None:
        """Back to the list."""
        self._session = ""
        self.standing = self.view = self.seat = None
        self.refresh()

    def reload(self) -> None:
        """Read again how the session stands: votes have come, or something was recorded."""
        if self.standing is not None:
            self._read_standing(self._stand)

    def hear(self, changes: Changes) -> None:
        """Something was written elsewhere: an item in hand that was sealed there goes at once."""
        self.reload()
        if self.view is not None and not self.view.sealed:
            deck, item = self.view.batch, self.view.item.id

            def known(now: ItemView) -> None:
                view = self.view
                if now.sealed and view is not None and view.item.id == item:
                    self._take_away(view)

            if changes.origin == ELSEWHERE or (deck, item) in changes.items:
                self._tasks.read(read_item, self._ws, deck, item, done=known, key="slide-again")

    def _read_standing(self, done: Callable[[Standing], object]) -> None:
        self._tasks.read(read_standing, self._ws, self._session, done=done, key="standing")

    def _stand(self, standing: Standing) -> None:
        if self.view is not None and standing.tally.session == self._session:
            self.standing = standing
            self.shown.emit(False)

    # The item in hand.

    @property
    def tally(self) -> Tally:
        assert self.standing is not None
        return self.standing.tally

    @property
    def project(self) -> Project:
        assert self.standing is not None
        return self.standing.project

    @property
    def place(self) -> int:
        """The place of the item in hand, from 0."""
        if self.standing is None or self.view is None:
            return 0
        return next(n for n, one in enumerate(self.tally.slides) if one.item == self.view.item.id)

    @property
    def slide(self) -> SlideView:
        return self.tally.slides[self.place]

    @property
    def phase(self) -> Phase:
        return phase_of(self.slide)

    @property
    def round(self) -> Round:
        """The round that is voted in, or was shown last."""
        return round_of(self.slide)

    def sight(self) -> Sight:
        """What the room may see now."""
        if self.standing is None or self.view is None:
            return Sight()
        return sight_of(self.tally, self.place, self.project)

    def step(self, by: int) -> None:
        """Go to an item before or after."""
        place = self.place + by
        if self.view is not None and 0 <= place < len(self.tally.slides):
            self._go(self.tally.slides[place].item)

    def _go(self, item: str) -> None:
        self._tasks.read(read_item, self._ws, self.tally.deck, item, done=self._put, key="slide")

    def _put(self, view: ItemView) -> None:
        if self.standing is None or view.batch != self.tally.deck:
            return
        self.view, self.seat = view, None
        self.shown.emit(True)
        following = self.tally.slides[self.place + 1 : self.place + 1 + AHEAD]
        items = tuple(one.item for one in following)
        self._tasks.read(
            read_ahead, self._ws, self.tally.deck, items, done=self.ahead.emit, key="slides-ahead"
        )

    # Steps

    def call(self, seconds: int = 0) -> None:
        """Call the group to vote; once the first spread is shown, to vote again."""
        again = self.slide.rounds[0].revealed
        self._record(call_vote, self._session, self.slide.item, 2 if again else 1, seconds)

    def show_spread(self) -> None:
        """Close the vote and show how the votes fell."""
        told = self.round
        if not told.votes:
            self._context.notices.info(tr("No vote has come yet: there is nothing to show."))
            return
        self._record(reveal_votes, self._session, self.slide.item, told.round)

    def note(self, text: str) -> None:
        """Keep what was said."""
        if text.strip():
            self._record(remark, self._session, self.slide.item, text)

    def rule(self, draft: RulingDraft, then: Callable[[], object]) -> None:
        """Record the ruling, and what becomes of it."""
        self._write(lambda: rule(self._ws, draft, self.origin), then)

    def draft(self) -> RulingDraft:
        """A ruling to begin with: as it stands, else the answer that most gave."""
        slide, shown = self.slide, [one for one in self.slide.rounds if one.revealed]
        if slide.ruling is not None:
            told = slide.ruling
            return RulingDraft(
                self._session, slide.item, told.labels, told.clause, slide.reason, told.undecided
            )
        most = shown[-1].spread[0].labels if shown and shown[-1].spread else ()
        return RulingDraft(self._session, slide.item, most, slide.clause)

    def seal(self) -> None:
        """Seal the item in hand, which may be illegal to hold, and go on to the next."""
        if self.view is None or self.view.sealed or self._writing:
            return
        view, deck = self.view, self.tally.deck
        following = [one.item for one in self.tally.slides[self.place + 1 : self.place + 2]]
        self._take_away(view)

        def go_on() -> None:
            if following and self.view is not None and self.view.item.id == view.item.id:
                self._go(following[0])

        self._write(lambda: seal_item(self._ws, deck, view.item.id, self.origin), go_on)
        self._context.notices.done(
            tr(
                "Item {item} is sealed, in this window and in the room. Seal it in the batch it "
                "came from too.",
                item=view.item.id,
            )
        )

    def _take_away(self, view: ItemView) -> None:
        """Out of both windows at once; what a voter was choosing is dropped."""
        self.view, self.seat = without_content(view), None
        self.sealed.emit(view)
        self.shown.emit(True)

    # Votes at the keyboard

    def take_seat(self) -> None:
        """Hand the keyboard to the next person without a vote."""
        if self.phase not in VOTING:
            key = self._context.actions.key_text(Act.CALL_VOTE)
            self._context.notices.info(tr("Call the vote first ({key}).", key=key))
            return
        waiting = self.waiting()
        if waiting:
            self._sit(Seat(waiting[0]))
        else:
            self._context.notices.info(tr("Everyone at this keyboard has voted."))

    def waiting(self) -> tuple[str, ...]:
        """Whose vote at the keyboard is missing; where nobody was named for it, anybody's."""
        missing = self.round.missing
        return tuple(name for name in missing if not self.tally.seats or name in self.tally.seats)

    def sit(self, voter: str) -> None:
        """It is somebody else's turn."""
        if self.seat is not None:
            self._sit(Seat(voter))

    def choose(self, seat: Seat) -> None:
        """The voter chooses, or thinks again."""
        if self.seat is not None and self.seat.step == "choosing" and not self._writing:
            self._sit(seat)

    def go_on(self) -> None:
        """Take the keyboard; give the vote; give the keyboard back."""
        if self.seat is None or self._writing:
            return
        if self.seat.step == "handing":
            self._sit(self.seat.taken())
        elif self.seat.step == "back":
            self._sit(None)
        elif self.seat.decided:
            self._vote(self.seat)
        else:
            key = self._context.actions.key_text(Act.NO_LABEL)
            words = tr("Choose a label first, or say that none applies ({key}).", key=key)
            self._context.notices.info(words)

    def leave_seat(self) -> None:
        """The keyboard goes back to the trainer; what was not confirmed is dropped."""
        if self.seat is not None:
            self._sit(Seat("", "back"))

    def _sit(self, seat: Seat | None) -> None:
        self.seat = seat
        self.seated.emit()

    def _vote(self, seat: Seat) -> None:
        draft = VoteDraft(
            self._session,
            self.slide.item,
            seat.voter,
            tuple(sorted(seat.labels)),
            seat.clause,
            round=self.round.round,
        )
        left = tuple(name for name in self.waiting() if name != seat.voter)
        then = Seat(left[0]) if left else Seat("", "back")
        self._write(lambda: vote(self._ws, draft, self.origin), lambda: self._sit(then))

    # Writing

    def _record(self, operation: Callable[..., Changes], *values: Any) -> None:
        origin = self.origin
        self._write(lambda: operation(self._ws, *values, origin=origin), lambda: None)

    def _write(self, work: Callable[[], Changes], then: Callable[[], object]) -> None:
        """Write, then read again how the session stands. One step at a time."""
        if self._writing:
            return
        self._writing = True

        def done(changes: Changes) -> None:
            self._writing = False
            self._context.signals.changed.emit(changes)
            then()
            self.reload()

        def failed(error: BaseException) -> None:
            self._writing = False
            if isinstance(error, UserError):
                self._context.notices.refuse(error)

        self._tasks.write(work, done=done, failed=failed)
