"""What moved in the newest weeks: planted moves are named, and chance is named at the set rate."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec import structs

from smo_review.domain.content import MILLION
from smo_review.domain.filters import Filter
from smo_review.quality.judged import CORRECT, INCORRECT, Judged, day_number, iso_day
from smo_review.quality.newest import full_weeks, moved, parts_of, shifted
from smo_review.quality.trends import DaySums, read, summed
from smo_review.quality.weighted import in_units

MONDAY = day_number("2026-01-05")
WEEKS, ITEMS, EACH, PEOPLE, LABELS = 12, 40, 3, 6, 8
NEWEST = (MONDAY + 7 * (WEEKS - 2), MONDAY + 7 * (WEEKS - 1))
FULL = tuple(MONDAY + 7 * n for n in range(WEEKS))
RUNS = 300


def judged(hits: np.ndarray, dice: np.random.Generator) -> Judged:
    """`ITEMS` items a week, each annotated by `EACH` of `PEOPLE`, one label an item."""
    items = WEEKS * ITEMS
    n = items * EACH
    zero = np.zeros(n, dtype=np.int64)
    item = np.repeat(np.arange(items), EACH)
    label = dice.integers(0, LABELS, items)[item]
    return Judged(
        item=item, batch=zero, annotator=dice.integers(0, PEOPLE, n), ordinal=zero, kind=zero,
        labels=label, outcome=np.where(hits, INCORRECT, CORRECT), critical=zero, noncritical=zero,
        day=MONDAY + 7 * (item // ITEMS) + 2, made=zero, took=zero, weight=zero + MILLION,
        language=zero, severity=zero, stratum=zero, auditor=zero, fact=zero, batches=("b",),
        annotators=tuple(f"ann-{n}" for n in range(PEOPLE)), auditors=("bea",), languages=("km",),
        strata=("",), label_sets=tuple((f"label-{n}",) for n in range(LABELS)), head="h",
    )  # fmt: skip


def told(columns: Judged) -> list[tuple[str, str]]:
    parts = parts_of(columns, (), Filter())
    return [(one.field, one.key) for one in moved(columns, parts, columns.day, FULL)]


@pytest.mark.parametrize("design", ["independent", "alike"])
def test_where_nothing_moved_anything_is_told_no_oftener_than_the_set_rate(design: str) -> None:
    dice = np.random.default_rng(20261126)
    found = 0
    for _ in range(RUNS):
        hard = np.full(WEEKS * ITEMS, 0.15)
        if design == "alike":
            hard = dice.beta(0.4, 2.2, WEEKS * ITEMS)
        columns = judged(dice.random(WEEKS * ITEMS * EACH) < np.repeat(hard, EACH), dice)
        found += bool(told(columns))
    # 5% of 300 is 15; 25 would come by chance in less than one of 100 such tests.
    assert found <= 25


def test_weeks_in_which_more_of_the_suspected_was_drawn_are_no_news() -> None:
    """In the newest weeks every error was drawn and a third of the rest, which stands for three."""
    dice = np.random.default_rng(9)
    found = misled = 0
    for _ in range(60):
        whole = judged(dice.random(WEEKS * ITEMS * EACH) < 0.15, dice)
        rest = (whole.day >= NEWEST[0]) & (whole.outcome == CORRECT)
        drawn = whole.where(~rest | (dice.random(len(rest)) < 1 / 3))
        heavy = (drawn.day >= NEWEST[0]) & (drawn.outcome == CORRECT)
        weighed = structs.replace(drawn, weight=np.where(heavy, 3, 1) * MILLION)
        found += bool(told(weighed))
        misled += bool(told(drawn))
    # 5% of 60 is 3; 8 would come by chance in less than one of 100 such tests.
    assert found <= 7
    assert misled > 30


def test_equal_weights_change_no_news() -> None:
    dice = np.random.default_rng(3)
    columns = judged(dice.random(WEEKS * ITEMS * EACH) < 0.1, dice)
    wrong = np.where((columns.day >= NEWEST[0]) & (columns.labels == 2), INCORRECT, columns.outcome)
    moving = structs.replace(columns, outcome=wrong)
    assert ("label", "label-2") in told(moving)
    assert told(structs.replace(moving, weight=moving.weight * 40)) == told(moving)


def test_a_label_and_an_annotator_that_moved_are_named_and_no_others() -> None:
    dice = np.random.default_rng(3)
    plain = dice.random(WEEKS * ITEMS * EACH) < 0.1
    columns = judged(plain, dice)
    new = columns.day >= NEWEST[0]
    worse = new & ((columns.labels == 2) | (columns.annotator == 4))
    wrong = np.where(worse & (dice.random(len(new)) < 0.6), INCORRECT, columns.outcome)

    found = told(structs.replace(columns, outcome=wrong))
    assert ("label", "label-2") in found and ("annotator", "ann-4") in found
    assert len(found) == 2


def test_what_comes_after_the_newest_full_week_is_left_out() -> None:
    dice = np.random.default_rng(5)
    hits = np.zeros(WEEKS * ITEMS * EACH, dtype=bool)
    hits[-ITEMS * EACH :] = True
    columns = judged(hits, dice)
    parts = list(parts_of(columns, (), Filter()))
    assert moved(columns, parts, columns.day, FULL)
    assert moved(columns, parts, columns.day, FULL[:-1]) == ()
    assert moved(columns, parts, columns.day, ()) == ()


def test_what_the_filter_names_is_no_part_of_it() -> None:
    columns = judged(np.zeros(WEEKS * ITEMS * EACH, dtype=bool), np.random.default_rng(1))
    fields = {one.field for one in parts_of(columns, (), Filter(label="label-1"))}
    assert fields == {"annotator"}
    assert {one.field for one in parts_of(columns, (), Filter(annotator="ann-1"))} == {"label"}


def test_annotators_come_by_name_however_they_arrived() -> None:
    columns = judged(np.zeros(WEEKS * ITEMS * EACH, dtype=bool), np.random.default_rng(1))
    names = tuple(reversed(columns.annotators))
    parts = parts_of(structs.replace(columns, annotators=names), (), Filter(label="label-1"))
    assert [one.key for one in parts if one.measure == "errors"] == sorted(names)


def test_a_week_is_full_when_it_is_over_and_whole_in_the_filter() -> None:
    days = np.array([MONDAY + 6, MONDAY + 7, MONDAY + 20])
    two = (MONDAY, MONDAY + 7)
    assert full_weeks(days, MONDAY + 20, Filter()) == two, "Sunday is not over yet"
    assert full_weeks(days, MONDAY + 21, Filter()) == (*two, MONDAY + 14)
    since, until = iso_day(MONDAY + 1), iso_day(MONDAY + 19)
    assert full_weeks(days, MONDAY + 40, Filter(since=since)) == (MONDAY + 7, MONDAY + 14)
    assert full_weeks(days, MONDAY + 40, Filter(until=until)) == two
    assert full_weeks(np.array([], dtype=np.int64), MONDAY, Filter()) == ()


def test_sums_that_moved_are_told_and_steady_ones_are_not() -> None:
    weeks = [iso_day(MONDAY + 7 * n) for n in range(WEEKS)]
    steady = [(day, 4, 20) for day in weeks]
    worse = [(day, 4 if n < WEEKS - 2 else 16, 20) for n, day in enumerate(weeks)]
    nothing = [(day, 0, 20) for day in weeks]
    assert shifted([steady, worse, nothing, []], FULL) == (False, True, False, False)
    assert shifted([worse], ()) == (False,)


def test_of_many_steady_sums_any_is_told_no_oftener_than_the_set_rate() -> None:
    dice = np.random.default_rng(11)
    weeks = [iso_day(MONDAY + 7 * n) for n in range(WEEKS)]
    found = 0
    for _ in range(RUNS):
        many = [[(day, int(dice.binomial(20, 0.2)), 20) for day in weeks] for _ in range(10)]
        found += any(shifted(many, FULL))
    assert found <= 25


def test_charts_of_whole_measures_seldom_speak_where_nothing_changes() -> None:
    """Three measures in the newest two of 20 weeks: rules and exact scores keep them quiet."""
    dice = np.random.default_rng(17)
    loud = 0
    for _ in range(RUNS):
        critical, plain = dice.binomial(120, 0.02, 20), dice.binomial(120, 0.1, 20)
        for hits in (critical, plain, critical + plain):
            sums = [
                DaySums(
                    MONDAY + 7 * at,
                    int(n),
                    in_units(120, *(MILLION * one for one in (120, 120, int(n), int(n)))),
                )
                for at, n in enumerate(hits)
            ]
            told = read(summed(sums, "errors", "week"))
            if any({18, 19} & set(rule.places) for rule in told.broken):
                loud += 1
                break
    # 5% of 300 is 15.
    assert loud <= 15


def test_what_moved_weeks_ago_and_stays_there_is_told() -> None:
    dice = np.random.default_rng(8)
    columns = judged(dice.random(WEEKS * ITEMS * EACH) < 0.1, dice)
    worse = (columns.day >= FULL[-5]) & (columns.labels == 2)
    wrong = np.where(worse & (dice.random(len(worse)) < 0.6), INCORRECT, columns.outcome)
    assert told(structs.replace(columns, outcome=wrong)) == [("label", "label-2")]


def test_without_a_week_before_nothing_moved() -> None:
    columns = judged(np.ones(WEEKS * ITEMS * EACH, dtype=bool), np.random.default_rng(2))
    parts = list(parts_of(columns, (), Filter()))
    assert moved(columns, parts, columns.day, FULL[:2]) == ()
