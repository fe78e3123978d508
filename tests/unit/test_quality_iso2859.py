"""ISO 2859-1: lookups as published, and what must hold of every table as a whole."""

from __future__ import annotations

import pytest
from scipy.stats import poisson

from smo_review.domain.sampling import AQLS
from smo_review.quality.iso2859 import (
    LETTERS,
    DoublePlan,
    Plan,
    code_letter,
    double_plan,
    judged,
    plan_of_letter,
    single_plan,
)
from smo_review.quality.switching import Switching, after_lot, double_points, single_points

LOT = {"A": 2, "B": 10, "C": 20, "D": 30, "E": 60, "F": 100, "G": 200, "H": 300, "J": 600,
       "K": 2000, "L": 5000, "M": 20_000, "N": 100_000, "P": 300_000, "Q": 600_000}  # fmt: skip


def numbers(plan: Plan) -> tuple[int, int, int]:
    return plan.n, plan.ac, plan.re


@pytest.mark.parametrize(
    ("lot", "level", "letter"),
    [(2, "II", "A"), (8, "III", "B"), (500, "II", "H"), (501, "II", "J"), (1200, "S-4", "F"),
     (10_000, "I", "J"), (150_000, "S-3", "G"), (500_000, "III", "Q"), (500_001, "III", "R"),
     (900_000, "S-1", "D")],
)  # fmt: skip
def test_code_letters_are_those_of_table_1(lot, level, letter) -> None:
    assert code_letter(lot, level) == letter


@pytest.mark.parametrize(
    ("letter", "aql", "severity", "plan"),
    [
        ("L", 1.5, "normal", (200, 7, 8)),
        ("L", 1.5, "tightened", (200, 5, 6)),
        ("L", 1.5, "reduced", (80, 3, 6)),
        ("H", 4.0, "normal", (50, 5, 6)),
        ("A", 6.5, "normal", (2, 0, 1)),
        ("A", 1000, "normal", (2, 30, 31)),
        ("B", 1000, "normal", (3, 44, 45)),
        ("E", 250, "normal", (13, 44, 45)),
        ("E", 400, "normal", (8, 44, 45)),  # arrow up
        ("F", 100, "normal", (13, 21, 22)),  # arrow up
        ("D", 2.5, "normal", (5, 0, 1)),  # arrow up
        ("E", 2.5, "normal", (20, 1, 2)),  # arrow down
        ("R", 0.010, "normal", (1250, 0, 1)),
        ("Q", 0.010, "normal", (1250, 0, 1)),
        ("R", 0.025, "normal", (2000, 1, 2)),
        ("R", 1.5, "normal", (800, 21, 22)),
        ("A", 0.010, "normal", (1250, 0, 1)),
        ("R", 0.010, "tightened", (2000, 0, 1)),
        ("R", 0.025, "tightened", (3150, 1, 2)),  # the one plan of row S
        ("R", 0.015, "tightened", (1250, 0, 1)),
        ("D", 400, "tightened", (8, 41, 42)),
        ("A", 25, "reduced", (2, 1, 2)),
        ("B", 40, "reduced", (2, 2, 4)),
        ("C", 650, "reduced", (2, 21, 24)),
        ("J", 1.0, "reduced", (32, 1, 3)),
        ("R", 0.010, "reduced", (500, 0, 1)),
    ],
)  # fmt: skip
def test_single_plans_are_those_of_the_master_tables(letter, aql, severity, plan) -> None:
    assert numbers(plan_of_letter(letter, aql, severity)) == plan


def test_a_plan_no_smaller_than_its_lot_checks_all_of_it() -> None:
    plan = single_plan(30, "I", 0.25, "tightened")
    assert (plan.letter, plan.used, plan.n, plan.whole) == ("C", "J", 80, True)
    assert not single_plan(5000, "II", 1.5).whole


@pytest.mark.parametrize(
    ("lot", "level", "aql"), [(1, "II", 1.0), (10, "IV", 1.0), (10, "II", 1.1)]
)
def test_what_no_table_has_is_refused(lot, level, aql) -> None:
    with pytest.raises(ValueError, match=r"no code letter|none of the preferred"):
        single_plan(lot, level, aql)


def chance(n: int, ac: int, mean: float) -> float:
    """Poisson chance of at most `ac` where `mean` are expected."""
    return float(poisson.cdf(ac, mean))


@pytest.mark.parametrize("severity", ["normal", "tightened"])
def test_every_lookup_has_a_plan_that_accepts_good_lots(severity) -> None:
    """At the AQL itself normal inspection accepts most lots: a slip in a table shows here."""
    least = {"normal": 0.77, "tightened": 0.55}[severity]
    for letter in LETTERS:
        for aql in AQLS:
            plan = plan_of_letter(letter, aql, severity)
            assert plan.re == plan.ac + 1
            accepted = chance(plan.n, plan.ac, plan.n * aql / 100)
            assert accepted > least, (letter, aql, plan)


def test_tightened_never_accepts_what_normal_rejects_of_the_same_sample() -> None:
    for letter in LETTERS:
        for aql in AQLS:
            normal = plan_of_letter(letter, aql)
            tight = plan_of_letter(letter, aql, "tightened")
            if normal.n == tight.n:
                assert tight.ac <= normal.ac
            reduced = plan_of_letter(letter, aql, "reduced")
            assert reduced.n <= normal.n


@pytest.mark.parametrize(
    ("letter", "aql", "severity", "plan"),
    [
        ("L", 1.5, "normal", (125, 3, 7, 125, 8, 9)),
        ("K", 1.0, "normal", (80, 1, 4, 80, 4, 5)) ,
        ("H", 4.0, "normal", (32, 2, 5, 32, 6, 7)),
        ("R", 0.65, "normal", (1250, 11, 16, 1250, 26, 27)),
        ("B", 25, "normal", (2, 0, 3, 2, 3, 4)),
        ("L", 1.5, "tightened", (125, 2, 5, 125, 6, 7)),
        ("L", 1.5, "reduced", (50, 1, 5, 50, 4, 7)),
    ],
)  # fmt: skip
def test_double_plans_are_those_of_the_master_tables(letter, aql, severity, plan) -> None:
    found = double_plan(LOT.get(letter, 600_000), "III" if letter == "R" else "II", aql, severity)
    assert isinstance(found, DoublePlan)
    assert (found.n1, found.ac1, found.re1, found.n2, found.ac2, found.re2) == plan


ROWS = {
    ("K", "normal", 80): {
        0.40: (0, 2, 1, 2), 0.65: (0, 3, 3, 4), 1.0: (1, 4, 4, 5), 1.5: (2, 5, 6, 7),
        2.5: (3, 7, 8, 9), 4.0: (5, 9, 12, 13), 6.5: (7, 11, 18, 19), 10: (11, 16, 26, 27),
    },
    ("L", "tightened", 125): {
        0.40: (0, 2, 1, 2), 0.65: (0, 3, 3, 4), 1.0: (1, 4, 4, 5), 1.5: (2, 5, 6, 7),
        2.5: (3, 7, 11, 12), 4.0: (6, 10, 15, 16), 6.5: (9, 14, 23, 24),
    },
    ("L", "reduced", 50): {
        0.25: (0, 2, 0, 2), 0.40: (0, 3, 0, 4), 0.65: (0, 4, 1, 5), 1.0: (0, 4, 3, 6),
        1.5: (1, 5, 4, 7), 2.5: (2, 7, 6, 9), 4.0: (3, 8, 8, 12), 6.5: (5, 10, 12, 16),
    },
}  # fmt: skip
"""Whole rows of tables III-A, III-B and III-C of MIL-STD-105E, from which 3-A to 3-C come."""


@pytest.mark.parametrize("row", ROWS)
def test_whole_rows_of_the_double_tables_are_as_printed(row) -> None:
    letter, severity, n = row
    for aql, told in ROWS[row].items():
        found = double_plan(LOT[letter], "II", aql, severity)
        assert isinstance(found, DoublePlan)
        assert (found.n1, found.n2) == (n, n)
        assert (found.ac1, found.re1, found.ac2, found.re2) == told, aql


def test_the_rows_as_printed_hold_every_pair_of_numbers_but_those_of_high_aql() -> None:
    """Plans are the same along diagonals: a row has every pair that letters F to R have."""
    for severity in ("normal", "tightened", "reduced"):
        printed = {told for row, plans in ROWS.items() if row[1] == severity
                   for told in plans.values()}  # fmt: skip
        for letter in LETTERS[5:15]:
            for aql in AQLS:
                found = double_plan(LOT[letter], "II", aql, severity)
                if isinstance(found, DoublePlan) and found.used in LETTERS[5:]:
                    assert (found.ac1, found.re1, found.ac2, found.re2) in printed, found


def test_no_acceptance_number_or_a_sample_of_two_has_no_double_plan() -> None:
    assert isinstance(double_plan(5000, "II", 0.065), Plan)
    assert isinstance(double_plan(2, "II", 65), Plan)


def accepted(plan: Plan | DoublePlan, mean: float) -> float:
    """Poisson chance that a lot is accepted, where `mean` are expected in the single sample.

    The standard's double samples are each 0.63 of the single one but for rounding, which is left
    out here: it is coarse for samples of two or three.
    """
    if isinstance(plan, Plan):
        return float(poisson.cdf(plan.re - 1, mean))
    share = 0.63 * mean
    good = float(poisson.cdf(plan.ac1, share))
    for count in range(plan.ac1 + 1, plan.re1):
        good += float(poisson.pmf(count, share) * poisson.cdf(plan.re2 - 1 - count, share))
    return good


@pytest.mark.parametrize("severity", ["normal", "tightened", "reduced"])
def test_a_double_plan_tells_good_from_bad_as_its_single_plan_does(severity) -> None:
    """The standard matched their operating curves: a slip in a table would part them."""
    seen = set()
    for letter, lot in LOT.items():
        for aql in AQLS:
            single = single_plan(lot, "II", aql, severity)
            double = double_plan(lot, "II", aql, severity)
            if isinstance(double, Plan) or (single.ac, single.re) in seen:
                continue
            seen.add((single.ac, single.re))
            for times in (0.5, 1.0, 1.5, 2.0, 3.0):
                mean = (single.ac + 0.7) * times
                apart = abs(accepted(single, mean) - accepted(double, mean))
                assert apart < 0.11, (letter, aql, severity, single, double, times, apart)
    assert len(seen) == {"normal": 10, "tightened": 9, "reduced": 10}[severity]


def test_the_gap_of_a_reduced_plan_accepts_once_and_goes_back_to_normal() -> None:
    plan = plan_of_letter("K", 0.40, "reduced")
    assert [judged(plan, found) for found in (0, 1, 2)] == [
        "accept", "accept-then-normal", "reject",
    ]  # fmt: skip
    state = Switching("reduced")
    assert after_lot(state, "accept", points=0) == state
    assert after_lot(state, "accept-then-normal", points=0) == Switching()
    assert after_lot(state, "reject", points=0) == Switching()
    assert after_lot(state, "accept", points=0, steady=False) == Switching()


def after(state: Switching, answers: str, points: int = 2) -> Switching:
    for answer in answers:
        ok = answer == "a"
        state = after_lot(state, "accept" if ok else "reject", points=points if ok else -1)
    return state


def test_two_of_five_lots_not_accepted_tighten() -> None:
    assert after(Switching(), "raaar").stage == "tightened"
    assert after(Switching(), "rr").stage == "tightened"
    assert after(Switching(), "raaaar").stage == "normal"


def test_five_lots_in_a_row_bring_normal_back() -> None:
    assert after(Switching("tightened"), "aaaa").stage == "tightened"
    assert after(Switching("tightened"), "aaaaraaaa").stage == "tightened"
    assert after(Switching("tightened"), "aaaaa") == Switching()


def test_five_lots_not_accepted_under_tightened_stop_inspection() -> None:
    stopped = after(Switching("tightened"), "rararaarar")
    assert stopped.stage == "discontinued"
    assert after(stopped, "aaaaaaa").stage == "discontinued"


def test_a_score_of_thirty_reduces_and_a_lot_not_accepted_starts_it_again() -> None:
    assert after(Switching(), "a" * 14).score == 28
    assert after(Switching(), "a" * 15).stage == "reduced"
    assert after(Switching(), "a" * 10, points=3).stage == "reduced"
    assert after(Switching(), "a" * 14 + "r" + "a" * 3).score == 6


def test_points_are_given_as_clause_9_says() -> None:
    plan = plan_of_letter("L", 1.5)  # 7 of 200; at 1.0 it is 5
    assert [single_points(plan, 1.5, found) for found in (5, 6, 8)] == [3, -1, -1]
    small = plan_of_letter("F", 2.5)  # 1 of 20
    assert [single_points(small, 2.5, found) for found in (1, 2)] == [2, -1]
    double = double_plan(5000, "II", 1.5)
    assert isinstance(double, DoublePlan)
    assert [double_points(double, found) for found in (3, 4)] == [3, -1]
