"""Every cell of the tables of ISO 2859-1, as two independently written programs have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from smo_review.domain.sampling import AQLS
from smo_review.quality.iso2859 import (
    LETTERS,
    Plan,
    Severity,
    double_plan,
    judged,
    plan_of_letter,
    single_plan,
)
from smo_review.quality.switching import Switching, after_lot, single_points

TABLES = Path(__file__).parents[1] / "helpers" / "iso2859_tables.txt"
LOTS = (2, 9, 16, 26, 51, 91, 151, 281, 501, 1201, 3201, 10_001, 35_001, 150_001, 500_001)
SEVERITIES = ("normal", "tightened", "reduced")


def table(name: str) -> dict[tuple[str, float], str]:
    """The cells of one table by letter and AQL."""
    part = TABLES.read_text().split(f"[{name}]\n")[1].split("\n\n")[0]
    head, *rows = (line.split() for line in part.splitlines())
    aqls = [float(word) for word in head[1:]]
    assert tuple(aqls) == AQLS
    assert "".join(row[0] for row in rows) == LETTERS
    return {(row[0], aql): cell for row in rows for aql, cell in zip(aqls, row[1:], strict=True)}


@pytest.mark.parametrize("edition", ["1989", "1999"])
@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_single_plan_is_that_of_its_table(edition, severity) -> None:
    for (letter, aql), cell in table(f"single {edition} {severity}").items():
        plan = plan_of_letter(letter, aql, severity, edition)
        assert f"{plan.n}:{plan.ac},{plan.re}" == cell, (letter, aql)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_double_plan_is_that_of_its_table(severity) -> None:
    # Lots of the level II have every letter but R, which level III has.
    lots = {letter: (lot, "II") for letter, lot in zip(LETTERS, LOTS, strict=False)}
    lots["R"] = (LOTS[-1], "III")
    for (letter, aql), cell in table(f"double 1989 {severity}").items():
        found = double_plan(*lots[letter], aql, severity)
        if isinstance(found, Plan):
            assert cell == "-", (letter, aql, found)
        else:
            told = f"{found.n1}:{found.ac1},{found.re1},{found.ac2},{found.re2}"
            assert (found.n1, told) == (found.n2, cell), (letter, aql)


def test_the_editions_differ_where_the_second_changed_the_first() -> None:
    """Plans for reduced inspection lost their gap; letter A has a tightened plan at 10."""
    for edition, numbers in (("1989", (50, 0, 2)), ("1999", (80, 1, 2))):
        plan = single_plan(2000, "II", 0.40, "reduced", edition)
        assert (plan.n, plan.ac, plan.re) == numbers
    changed = [
        (severity, letter, aql)
        for severity in SEVERITIES
        for letter in LETTERS
        for aql in AQLS
        if plan_of_letter(letter, aql, severity) != plan_of_letter(letter, aql, severity, "1999")
    ]
    assert [one for one in changed if one[0] != "reduced"] == [("tightened", "A", 10)]
    assert all(
        (plan := plan_of_letter(letter, aql, "reduced", "1999")).re == plan.ac + 1
        for letter in LETTERS
        for aql in AQLS
    )


def test_a_score_asks_the_tighter_plan_of_the_sample_that_was_checked() -> None:
    """An arrow led from letter N at 4.0 to 315 items; at 2.5 letter N itself checks 500."""
    plan = plan_of_letter("N", 4.0)
    assert (plan.used, plan.n, plan.ac) == ("M", 315, 21)
    assert [single_points(plan, 4.0, found) for found in (14, 15, 21)] == [3, -1, -1]
    for letter in LETTERS:
        for aql in AQLS:
            one = plan_of_letter(letter, aql)
            if one.ac >= 2:
                assert single_points(one, aql, one.ac) == -1, (letter, aql)


def test_a_year_of_lots_goes_through_every_severity() -> None:
    """Lots of 2,000 at level II and AQL 1.0: letter K, 3 of 125; one step tighter it is 2."""
    state, told = Switching(), []
    found = [
        *(3, 0),  # accepted, but not at 0.65: the score starts again; then 3
        *([2] * 9),  # 30: reduced, 50 with 1 and 4
        *(1, 2),  # accepted; inside the gap: accepted, and normal again
        *(4, 0, 5),  # two of three not accepted: tightened, 2 of 125
        *([2] * 4),
        *(3, 2, 2, 2, 2, 2),  # four in a row were not enough; five are: normal
        *(4, 4),
        *([3] * 5),  # five not accepted under tightened: discontinued
    ]
    for nonconforming in found:
        stage: Severity = "normal" if state.stage == "discontinued" else state.stage
        plan = single_plan(2000, "II", 1.0, stage)
        points = single_points(plan, 1.0, nonconforming) if stage == "normal" else -1
        state = after_lot(state, judged(plan, nonconforming), points=points)
        told.append((state.stage[0], state.score))
    assert told[:2] == [("n", 0), ("n", 3)]
    assert told[9:11] == [("n", 27), ("r", 0)]
    assert "".join(
        stage for stage, _ in told
    ) == "n" * 10 + "rrn" + "nnt" + "t" * 9 + "n" + "nt" + ("t" * 4 + "d")
