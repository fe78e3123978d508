"""The steps from cover to clear, and what each act of the person does to them.

A pure state machine: no Qt, no clock of its own (`now` is seconds, always rising). Every part of
an item has its own `Reveal`. Grey comes before colour; colour is an act of its own: "more", or
pressing reveal again while something is revealed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from smo_review.domain.project import CoverLevel

FirstLevel = Literal["outline", "grey"]


class Step(NamedTuple):
    """One stop between cover and clear: `side` is the picture's long side in pixels, 0 is full."""

    level: CoverLevel
    side: int


STEPS: tuple[Step, ...] = (
    Step("facts", 0),
    Step("covered", 16),
    Step("outline", 0),
    Step("grey", 48),
    Step("grey", 160),
    Step("grey", 0),
    Step("clear", 0),
)
FACTS, COVERED, OUTLINE = 0, 1, 2
FIRST: dict[FirstLevel, int] = {"outline": OUTLINE, "grey": 4}
CLEAR = len(STEPS) - 1
PICTURE_STOPS = tuple(range(len(STEPS)))
TEXT_STOPS = (FACTS, COVERED, FIRST["grey"], CLEAR)
"""A text has no outline and no resolution: its bars, the words muted, the words."""


LENS_SIZES = (0.5, 0.7, 1.0, 1.4, 2.0)
"""How large the lens can be, times its usual size: never so large that it shows all."""


@dataclass(frozen=True)
class Reveal:
    """How much of one part is shown: `step` indexes `STEPS`, `lens` too where a lens is on.

    Only steps in `stops` are ever shown. At rest it is `rest`; a reveal starts at `first` and is
    over at `until`, `seconds` after the last act that revealed. `held` says that the cover comes
    back when a key is let go. `size` is the lens's, one of `LENS_SIZES`.
    """

    rest: int = COVERED
    first: int = OUTLINE
    stops: tuple[int, ...] = PICTURE_STOPS
    seconds: float = 10.0
    step: int = COVERED
    lens: int | None = None
    held: bool = False
    until: float | None = None
    size: float = 1.0

    @property
    def is_revealed(self) -> bool:
        """Whether anything more than the cover is shown, in whole or under the lens."""
        return self.step > COVERED or self.lens is not None

    @property
    def level(self) -> CoverLevel:
        """The most that is shown anywhere in the part."""
        return STEPS[max(self.step, self.lens or 0)].level

    def left(self, now: float) -> float:
        """Seconds until the cover comes back by itself; 0 while covered."""
        return max(0.0, self.until - now) if self.until is not None else 0.0


def most(states: Iterable[Reveal]) -> CoverLevel:
    """The most that is shown of any of several parts."""
    levels = [step.level for step in STEPS]
    return max((state.level for state in states), key=levels.index, default="covered")


def at_rest(
    floor: CoverLevel,
    first: FirstLevel,
    seconds: float,
    stops: tuple[int, ...] = PICTURE_STOPS,
    size: float = 1.0,
) -> Reveal:
    """A part before anybody looked at it.

    A project whose floor is "facts" shows not even the cover; no floor makes content show at once.
    """
    rest = FACTS if floor == "facts" else COVERED
    start = FIRST[first] if FIRST[first] in stops else FIRST["grey"]
    return Reveal(rest=rest, first=start, stops=stops, seconds=seconds, step=rest, size=size)


def cover(state: Reveal) -> Reveal:
    """Back to rest, whatever was shown."""
    return replace(state, step=state.rest, lens=None, held=False, until=None)


def move_to(state: Reveal, step: int, now: float) -> Reveal:
    """Show the last stop up to `step` (the strength slider); at the cover or below, rest."""
    step = max(stop for stop in state.stops if stop <= max(FACTS, step))
    if step <= COVERED:
        return cover(state)
    return replace(state, step=step, lens=None, until=now + state.seconds)


def toggle(state: Reveal, now: float) -> Reveal:
    """Reveal the first step, or cover what is revealed."""
    return cover(state) if state.is_revealed else move_to(state, state.first, now)


def hold(state: Reveal, now: float) -> Reveal:
    """A reveal while a key is down; on what is revealed already it brings colour."""
    if state.held:
        return state
    step = CLEAR if state.step > COVERED else state.first
    return replace(move_to(state, step, now), held=True)


def release(state: Reveal) -> Reveal:
    """The key is let go: covered, whatever it showed."""
    return cover(state) if state.held else state


def more(state: Reveal, now: float) -> Reveal:
    """One step clearer, in the lens where it is on; from the cover to the first step."""
    if state.lens is not None:
        return replace(state, lens=_after(state, state.lens), until=now + state.seconds)
    step = _after(state, state.step) if state.step > COVERED else state.first
    return move_to(state, step, now)


def less(state: Reveal, now: float) -> Reveal:
    """One step back towards the cover, in the lens where it is on."""
    shown = state.step if state.lens is None else state.lens
    back = max((stop for stop in state.stops if stop < shown), default=COVERED)
    if back <= COVERED:
        return cover(state)
    return move_to(state, back, now) if state.lens is None else replace(state, lens=back)


def _after(state: Reveal, step: int) -> int:
    return min((stop for stop in state.stops if stop > step), default=CLEAR)


def lens(state: Reveal, now: float) -> Reveal:
    """A lens over the cover, grey and reduced at first; or take it away."""
    if state.lens is not None:
        return cover(state)
    return replace(cover(state), lens=FIRST["grey"], until=now + state.seconds)


def resize_lens(state: Reveal, by: int, now: float) -> Reveal:
    """The lens one size larger (1) or smaller (-1), where it is on."""
    if state.lens is None:
        return state
    place = min(len(LENS_SIZES) - 1, max(0, LENS_SIZES.index(state.size) + by))
    if LENS_SIZES[place] == state.size:
        return state
    return replace(state, size=LENS_SIZES[place], until=now + state.seconds)


def tick(state: Reveal, now: float) -> Reveal:
    """Cover what has been revealed long enough."""
    return cover(state) if state.until is not None and now >= state.until else state
