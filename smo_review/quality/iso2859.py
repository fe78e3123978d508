"""Acceptance sampling by attributes: code letters, single and double plans of every severity.

Tables of ISO 2859-1: 1, 2-A to 2-C, 3-A to 3-C. The first edition (1989) has those of MIL-STD-105E
and ANSI/ASQ Z1.4; its reduced plans carry a gap between acceptance and rejection number: a lot with
a count inside it is accepted, and inspection goes back to normal. The second (1999) has reduced
plans without a gap and one more tightened one; of its double plans nothing is known here.

The master tables are one run of plans along their diagonals: with the place of the code letter
(A = 0) and of the AQL (0.010 = 0) added up, the plan is the same. So they are kept as that run,
with the few places that differ, and an arrow is followed to the next plan in its column.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.sampling import AQLS

Severity: TypeAlias = Literal["normal", "tightened", "reduced"]
Edition: TypeAlias = Literal["1989", "1999"]
Answer: TypeAlias = Literal["accept", "reject", "accept-then-normal"]

LETTERS = "ABCDEFGHJKLMNPQR"
LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
"""The largest lot of each row of table 1; larger ones have the last row."""
LEVELS = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
"""Table 1: the code letter of each row, by inspection level."""

_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150)
_REDUCED_SIZES = (2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800)
_DOWN, _UP = 1, -1
_LAST_BIG = LETTERS.index("E")
"""Only letters up to this one have plans beyond the 24th place."""

_NORMAL = {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21, 25: 30, 26: 44}
_TIGHTENED = {15: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 8, 23: 12, 24: 18, 25: 27, 26: 41}
_REDUCED = {
    14: (0, 1), 17: (0, 2), 18: (1, 3), 19: (1, 4), 20: (2, 5), 21: (3, 6), 22: (5, 8),
    23: (7, 10), 24: (10, 13), 25: (14, 17), 26: (21, 24),
}  # fmt: skip
_REDUCED_AB = (
    {17: (1, 2), 18: (2, 3), 19: (3, 4), 20: (5, 6), 21: (7, 8), 22: (10, 11), 23: (14, 15),
     24: (21, 22), 25: (30, 31)},
    {19: (2, 4), 20: (3, 5), 21: (5, 6), 22: (7, 8), 23: (10, 11), 24: (14, 15), 25: (21, 22),
     26: (30, 31)},
)  # fmt: skip
"""Letters A and B draw two items in any case, so that their plans are those of normal inspection
or nearly so."""
_REDUCED_1999 = {
    14: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 6, 23: 8, 24: 10, 25: 14, 26: 21
}  # fmt: skip
_REDUCED_AB_1999 = (
    {17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21, 25: 30},
    {22: 7, 23: 10, 24: 14, 25: 21, 26: 30},
)

_DOUBLE = {
    1: (0, 2, 1, 2), 2: (0, 3, 3, 4), 3: (1, 4, 4, 5), 5: (2, 5, 6, 7), 7: (3, 7, 8, 9),
    8: (3, 7, 11, 12), 10: (5, 9, 12, 13), 12: (6, 10, 15, 16), 14: (7, 11, 18, 19),
    18: (9, 14, 23, 24), 21: (11, 16, 26, 27), 27: (15, 20, 34, 35), 30: (17, 22, 37, 38),
    41: (23, 29, 52, 53), 44: (25, 31, 56, 57),
}  # fmt: skip
"""Ac and Re after the first, then after both samples, by the single plan's Ac."""
_DOUBLE_REDUCED = {
    (0, 2): (0, 2, 0, 2), (1, 3): (0, 3, 0, 4), (1, 4): (0, 4, 1, 5), (2, 5): (0, 4, 3, 6),
    (3, 6): (1, 5, 4, 7), (5, 8): (2, 7, 6, 9), (7, 10): (3, 8, 8, 12), (10, 13): (5, 10, 12, 16),
    (14, 17): (7, 12, 18, 22), (21, 24): (11, 17, 26, 30),
}  # fmt: skip


class Plan(Struct, frozen=True):
    """A single plan: check `n`, accept at `ac` nonconforming or fewer, reject at `re` or more.

    `letter` is the lot's code letter, `used` that of the plan where an arrow led. `whole`: the
    lot is no larger than `n`, so all of it is checked.
    """

    letter: str
    used: str
    n: int
    ac: int
    re: int
    whole: bool = False


class DoublePlan(Struct, frozen=True):
    """A double plan: `n1`, then if need be `n2` more; ac2 and re2 count both samples together."""

    letter: str
    used: str
    n1: int
    ac1: int
    re1: int
    n2: int
    ac2: int
    re2: int
    whole: bool = False


def code_letter(lot: int, level: str = "II") -> str:
    """The sample size code letter of a lot (>= 2 items). ValueError for what table 1 has not."""
    if lot < 2 or level not in LEVELS:
        raise ValueError(f"no code letter for a lot of {lot} at level {level}")
    row = sum(lot > most for most in LOTS)
    return LEVELS[level][row]


def aql_place(aql: float) -> int:
    """Where an AQL (percent nonconforming) stands in `AQLS`; ValueError where it is not there."""
    for place, known in enumerate(AQLS):
        if abs(known - aql) < 1e-9:
            return place
    raise ValueError(f"{aql} is none of the preferred AQLs")


def single_plan(
    lot: int, level: str, aql: float, severity: Severity = "normal", edition: Edition = "1989"
) -> Plan:
    """The single plan of a lot, arrows followed."""
    plan = plan_of_letter(code_letter(lot, level), aql, severity, edition)
    return Plan(plan.letter, plan.used, plan.n, plan.ac, plan.re, lot <= plan.n)


def plan_of_letter(
    letter: str, aql: float, severity: Severity = "normal", edition: Edition = "1989"
) -> Plan:
    """The single plan of a code letter, arrows followed (tables 2-A, 2-B, 2-C)."""
    column = aql_place(aql)
    start = LETTERS.index(letter)
    rows = len(LETTERS) + (severity == "tightened")  # table 2-B has a row S for one arrow
    way = _arrow(start + column, severity)
    down, up = range(start, rows), range(start, -1, -1)
    for row in (*down, *up) if way == _DOWN else (*up, *down):
        numbers = _numbers(row, column, severity, edition)
        if numbers:
            sizes = _REDUCED_SIZES if severity == "reduced" else _SIZES
            return Plan(letter, (LETTERS + "S")[row], sizes[row], *numbers)
    raise AssertionError("every column has a plan")


def _numbers(row: int, column: int, severity: Severity, edition: Edition) -> tuple[int, int] | None:
    """Ac and Re where the table has them, None where it has an arrow."""
    place = row + column
    if place > 24 and row > _LAST_BIG:
        return None
    if severity == "reduced" and edition == "1989":
        special = _REDUCED_AB[row].get(place) if row < len(_REDUCED_AB) else None
        return special or _REDUCED.get(place)
    if row == len(LETTERS) and place != 18:
        return None
    if severity == "tightened" and edition == "1989" and (row, place) == (0, 15):
        return None  # an arrow down to letter D, where 1999 has a plan
    ac = _single(row, severity).get(place)
    return None if ac is None else (ac, ac + 1)


def _single(row: int, severity: Severity) -> dict[int, int]:
    """Acceptance numbers by place, of tables whose Re is Ac + 1."""
    if severity == "normal":
        return _NORMAL
    if severity == "tightened":
        return _TIGHTENED
    if row < len(_REDUCED_AB_1999):
        return _REDUCED_1999 | _REDUCED_AB_1999[row]
    return _REDUCED_1999


def _arrow(place: int, severity: Severity) -> int:
    """Where an arrow at this place points. Up only just after zero acceptance, and past the end."""
    if severity == "tightened":
        return _UP if place > 18 else _DOWN
    return _UP if place == 15 or place > 17 else _DOWN


def double_plan(
    lot: int, level: str, aql: float, severity: Severity = "normal"
) -> DoublePlan | Plan:
    """The double plan of a lot by the edition of 1989; the single one where its tables have none
    (Ac 0, small letters)."""
    single = single_plan(lot, level, aql, severity)
    row = (LETTERS + "S").index(single.used)
    if severity == "reduced":
        numbers = _DOUBLE_REDUCED.get((single.ac, single.re)) if row >= 3 else None
        size = _REDUCED_SIZES[row - 1]
    else:
        numbers = _DOUBLE.get(single.ac) if row >= 1 else None
        size = _SIZES[row - 1]
    if numbers is None:
        return single
    ac1, re1, ac2, re2 = numbers
    return DoublePlan(single.letter, single.used, size, ac1, re1, size, ac2, re2, lot <= 2 * size)


def judged(plan: Plan, nonconforming: int) -> Answer:
    """What a single plan says of a lot in whose sample so many were nonconforming."""
    if nonconforming <= plan.ac:
        return "accept"
    return "reject" if nonconforming >= plan.re else "accept-then-normal"
