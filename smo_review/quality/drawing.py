"""Which units a sample takes, and what each stands for: pure, and the same on every machine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from smo_review.domain.content import HEAVIEST, MILLION
from smo_review.domain.sampling import StratumDrawn
from smo_review.quality.sampling import draw, equal, neyman, proportional

Allocation = Literal["proportional", "equal", "neyman"]


class Chosen(Struct, frozen=True):
    """`places` of the units drawn, rising, with the `weights` (millionths) of each."""

    places: tuple[int, ...]
    weights: tuple[int, ...]
    strata: tuple[StratumDrawn, ...]
    scaled: bool = False


def draw_strata(
    ids: Sequence[str],
    strata: Sequence[str],
    own: Sequence[int],
    n: int,
    seed: str,
    allocation: Allocation = "proportional",
    rates: Mapping[str, float] | None = None,
) -> Chosen:
    """`n` of the units, shared among strata. `ids` are told apart; `own` are the weights that the
    units have already, in millionths; `rates` the error rates expected (for Neyman's).

    A unit stands for its own weight times size / drawn of its stratum. ValueError where `n` is
    smaller than the number of strata: a stratum of which nothing is drawn cannot be spoken for.
    """
    sizes = Counter(strata)
    if n < len(sizes):
        raise ValueError("fewer than one a stratum")
    if allocation == "neyman":
        wanted = neyman(sizes, n, rates or {})
    else:
        wanted = (equal if allocation == "equal" else proportional)(sizes, n)
    members: dict[str, list[int]] = defaultdict(list)
    for place, stratum in enumerate(strata):
        members[stratum].append(place)
    found: list[int] = []
    for stratum, places in members.items():
        at = {ids[place]: place for place in places}
        found += [at[one] for one in draw(at, wanted[stratum], seed)]
    found.sort()
    exact = [own[place] * sizes[strata[place]] / wanted[strata[place]] for place in found]
    heaviest = max(exact, default=0.0)
    scale = min(1.0, HEAVIEST / heaviest) if heaviest else 1.0
    return Chosen(
        tuple(found),
        tuple(max(1, round(one * scale)) if one else 0 for one in exact),
        tuple(
            StratumDrawn(name, sizes[name], wanted[name], _weight(sizes[name], wanted[name]))
            for name in sorted(sizes)
        ),
        scale < 1,
    )


def draw_riskiest(ids: Sequence[str], scores: Sequence[float], n: int, seed: str) -> Chosen:
    """The `n` units of the highest scores above 0; equal ones by lot. They weigh 1 each: what was
    looked for stands for nothing but itself."""
    eligible = [place for place, score in enumerate(scores) if score > 0]
    lots = {one: lot for lot, one in enumerate(draw([ids[p] for p in eligible], len(ids), seed))}
    eligible.sort(key=lambda place: (-scores[place], lots[ids[place]]))
    found = tuple(sorted(eligible[:n]))
    return Chosen(
        found, (MILLION,) * len(found), (StratumDrawn("", len(eligible), len(found), MILLION),)
    )


def repeated(ids: Sequence[str], mild: Sequence[bool], share: float, seed: str) -> list[int]:
    """Places of the items that come again: of the first half, mild ones, a `share` of all."""
    half = {ids[place]: place for place in range((len(ids) + 1) // 2) if mild[place]}
    return sorted(half[one] for one in draw(half, round(share * len(ids)), f"{seed} repeats"))


def mixed_in(n: int, repeats: int, seed: str) -> list[int]:
    """After how many of `n` items each of the repeats goes: somewhere in the second half."""
    half = [str(place) for place in range((n + 1) // 2, n + 1)]
    return sorted(int(one) for one in draw(half, repeats, f"{seed} places"))


def _weight(size: int, drawn: int) -> int:
    return round(size / drawn * MILLION) if drawn else 0
