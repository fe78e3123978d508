"""What can be done now on the sessions page, by where the session stands and who sits there."""

from __future__ import annotations

from ui.choosing.labels import DIGITS
from ui.session.presenter import VOTING, SessionPresenter
from ui.shell.actions import Act, Actions

CHOOSING = (*DIGITS, Act.NO_LABEL, Act.FIND_LABEL, Act.ANSWER_CLAUSE)
SEATED = (Act.GIVE_VOTE, Act.LEAVE_SEAT)
LEADING = (Act.SESSION_NOTE, Act.INBOX, Act.AGREE_ACTION, Act.LEAVE_SESSION)
ROOM = (Act.SHOW_ROOM, Act.ROOM_REVEAL, Act.ROOM_SCREEN)


def show_reach(
    actions: Actions, presenter: SessionPresenter, at_desk: bool, any_session: bool
) -> None:
    """Put each act in reach or out of it. `at_desk` says that an item is in hand, `any_session`
    that one is chosen in the list."""
    seat = presenter.seat if at_desk else None
    leads = at_desk and seat is None
    can = dict.fromkeys(LEADING, leads) | dict.fromkeys(ROOM, at_desk)
    can |= dict.fromkeys(CHOOSING, seat is not None and seat.step == "choosing")
    can |= dict.fromkeys(SEATED, seat is not None)
    can |= {Act.NEW_SESSION: not at_desk, Act.OPEN_SESSION: not at_desk and any_session}
    can[Act.WRITE_MINUTES] = leads or (not at_desk and any_session)
    can[Act.SEAL] = at_desk and presenter.view is not None and not presenter.view.sealed
    phase = presenter.phase if leads else None
    last = len(presenter.tally.slides) - 1 if leads else 0
    can |= {
        Act.CALL_VOTE: phase in ("waiting", "shown"),
        Act.TAKE_SEAT: phase in VOTING,
        Act.SHOW_SPREAD: phase in (*VOTING, "waiting"),
        Act.RULE: phase in ("shown", "shifted", "ruled"),
        Act.PREVIOUS_SLIDE: leads and presenter.place > 0,
        Act.NEXT_SLIDE: leads and presenter.place < last,
    }
    for act, ready in can.items():
        actions.action(act).setEnabled(ready)
