"""Actions and incidents: what is done about errors, whether it worked, and what is new.

An action is closed while a close fact, by whomever, is named by no reopen fact: every order of
files gives the same. Each of them carries the figures that it was decided on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.domain.matters import Matter, Told
from smo_review.domain.numbers import Rate

Figure: TypeAlias = Literal["errors", "critical"]
FIGURES: tuple[Figure, ...] = ("errors", "critical")
"""What an action is to move: annotations with any error, or with a critical one."""
Wanted: TypeAlias = Literal["down", "up"]
WANTED: tuple[Wanted, ...] = ("down", "up")
ActionState: TypeAlias = Literal[
    "open", "due", "overdue", "checking", "works", "worse", "closed", "lost", "reopened"
]
"""To do; to do within a week; late; done, and the chart does not show it yet; done and shown, so it
can be closed; done and the figure went the other way; closed; closed, but the shift is gone; taken
up again after a close."""
POINTS = 3
"""Points after an action, below which a single good day could pass for a shift."""
SOON = 7
"""Days before its due date in which an action is due."""
LONGEST = 200
"""Characters of a title or a name."""


class Action(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `action`: work against a cause, and what it is expected to do.

    `measure` and `figure` say what is counted: a code or clause in it says which errors, the rest
    among what; its `since` is where the time before begins. It should go `wanted`, by `size`
    (millionths of a share) where that is not 0. `due`, `started` and `done` are ISO dates; `cause`
    is the analysis it answers. What was judged before `started` is before; after `done`, after.
    """

    action: str
    title: str
    owner: str
    due: str
    started: str
    measure: Filter = EVERYTHING
    figure: Figure = "errors"
    wanted: Wanted = "down"
    size: int = 0
    cause: str = ""
    done: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """A fact whose dates are none is not understood: kept, and shown nowhere."""
        _check_days(self.due, self.started)
        _check_days(*filter(None, (self.done, self.measure.since, self.measure.until)))

    @property
    def subject(self) -> str:
        return self.action


class Evidence(Struct, frozen=True, omit_defaults=True):
    """The figures that an action was closed or reopened on, copied.

    Counts of annotations and hits before and after; the 95% interval of the difference in
    millionths; the first days of the points that tell of the shift; the last day that was counted;
    `head` names the ledger state.
    """

    before_n: int
    before_hits: int
    after_n: int
    after_hits: int
    low: int
    high: int
    signals: tuple[str, ...] = ()
    until: str = ""
    head: str = ""

    def __post_init__(self) -> None:
        _check_days(*filter(None, (self.until,)))


class ActionClose(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `action-close`: the shift was shown, and the action ends."""

    action: str
    evidence: Evidence
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.action


class ActionReopen(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `action-reopen`: the close facts in `closes` (hashes) hold no longer."""

    action: str
    evidence: Evidence
    closes: tuple[str, ...]
    replaces: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.action


class Incident(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `incident`: something new spreading that the guideline covers badly.

    `since` and `until` are ISO dates; it goes on while `until` is empty. `what` says in the team's
    own words what is seen, `clause` where the guideline comes nearest.
    """

    incident: str
    title: str
    since: str
    until: str = ""
    what: str = ""
    clause: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_days(self.since, *filter(None, (self.until,)))

    @property
    def subject(self) -> str:
        return self.incident


class Checked(Struct, frozen=True):
    """One day or week: how many were checked, their share of hits, the limits under the centre of
    the time before (None in that time), and whether the point tells of the shift."""

    start: str
    n: int
    value: float
    low: float | None = None
    high: float | None = None
    signal: bool = False


class Effectiveness(Struct, frozen=True):
    """What the data say of an action: the chart after it against the time before it.

    "not enough": too few checked on a side, or too few points after. `before` and `after` are the
    shares with their counts; `centre` is that before as the points hold it; `low` and `high` are
    the 95% interval of after minus before. `reached`: the change is at least as large as was
    expected. `until` is the last day counted.
    """

    verdict: Literal["shown", "not shown", "worse", "not enough"]
    step: Literal["day", "week"]
    before: Rate
    before_hits: int
    after: Rate
    after_hits: int
    centre: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    points: tuple[Checked, ...] = ()
    points_after: tuple[Checked, ...] = ()
    reached: bool = False
    until: str = ""

    def evidence(self, head: str) -> Evidence:
        """The figures as a fact carries them."""
        return Evidence(
            self.before.n,
            self.before_hits,
            self.after.n,
            self.after_hits,
            round((self.low or 0.0) * 1_000_000),
            round((self.high or 0.0) * 1_000_000),
            tuple(one.start for one in self.points_after if one.signal),
            self.until,
            head,
        )


class ActionView(Struct, frozen=True):
    """An action as it stands. `effect` is its effectiveness over all data after it; `since_close`
    the same for a closed one, over the data since, against those it was closed on.

    `evidence` is that of the newest close or reopen. `apart` names others whose edits stand beside
    the one shown, which is the newest.
    """

    action: Action
    fact: str
    project: str
    state: ActionState
    effect: Effectiveness
    by: str
    time: int
    closes: tuple[str, ...] = ()
    reopened: int = 0
    since_close: Effectiveness | None = None
    evidence: Evidence | None = None
    apart: tuple[str, ...] = ()
    head: str = ""


class IncidentView(Struct, frozen=True):
    """An incident as it stands; `by` wrote what is shown at `time` (UTC microseconds)."""

    incident: Incident
    fact: str
    project: str
    by: str
    time: int
    apart: tuple[str, ...] = ()


def standing_closes(closes: Iterable[Told], reopens: Iterable[Told]) -> list[Told]:
    """The closes of one action that no reopen takes back, in order of time, then hash."""
    taken = {hash_ for one in reopens for hash_ in one.matter.closes}
    left = [one for one in closes if one.hash not in taken]
    return sorted(left, key=lambda one: (one.time, one.hash))


def _check_days(*days: str) -> None:
    """ValueError where one is no ISO date."""
    for day in days:
        date.fromisoformat(day)
