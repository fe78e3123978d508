"""The chart after an action: exact counts, weights, and how often chance alone would close one."""

from __future__ import annotations

import numpy as np
import pytest

from smo_review.domain.content import MILLION
from smo_review.quality.effectiveness import effectiveness
from smo_review.quality.judged import CORRECT, INCORRECT, Judged, iso_day

START = 20_000
"""Days since 1970; a Thursday."""


def judged(days: np.ndarray, hits: np.ndarray, weight: np.ndarray | None = None) -> Judged:
    """Entries that differ in nothing but their day, outcome and weight."""
    n = len(days)
    zero = np.zeros(n, dtype=np.int64)
    names = ("x",)
    return Judged(
        item=np.arange(n), batch=zero, annotator=zero, ordinal=zero, kind=zero, labels=zero,
        outcome=np.where(hits, INCORRECT, CORRECT), critical=zero, noncritical=zero,
        day=days.astype(np.int64), made=zero, took=zero,
        weight=zero + MILLION if weight is None else weight, language=zero, severity=zero,
        stratum=zero, auditor=zero, fact=zero, batches=names, annotators=names, auditors=names,
        languages=names, strata=names, label_sets=(names,), head="h",
    )  # fmt: skip


def stretch(days: int, a_day: int) -> np.ndarray:
    return START + np.repeat(np.arange(days), a_day)


def test_points_are_days_where_enough_was_checked_and_weeks_where_not() -> None:
    many, few = stretch(28, 20), stretch(28, 5)
    for days, step, before in ((many, "day", 14), (few, "week", 3)):
        told = effectiveness(
            judged(days, days % 2 == 0), days % 2 == 0, "down", START + 14, START + 14
        )
        assert told.step == step
        assert len(told.points) == before
    # START is a Thursday: the week that the action parts is told on both sides of it.
    assert told.points_after[0].start == iso_day(START + 14)
    assert sum(one.n for one in (*told.points, *told.points_after)) == len(few)


def test_before_after_and_their_difference_are_exact() -> None:
    days = stretch(40, 20)
    hits = np.where(
        days < START + 20, np.arange(len(days)) % 4 == 0, np.arange(len(days)) % 20 == 0
    )
    told = effectiveness(judged(days, hits), hits, "down", START + 20, START + 20, size=190_000)
    assert (told.before_hits, told.before.n) == (100, 400)
    assert (told.after_hits, told.after.n) == (20, 400)
    assert told.change == pytest.approx(-0.2)
    # Newcombe (1998), method 10, for 20/400 against 100/400.
    assert (told.low, told.high) == pytest.approx((-0.2480, -0.1520), abs=5e-4)
    assert (told.verdict, told.reached) == ("shown", True)
    assert told.until == iso_day(START + 39)
    evidence = told.evidence("h")
    assert (evidence.low, evidence.high) == (round(told.low * 1e6), round(told.high * 1e6))


def test_days_between_start_and_done_and_before_the_first_are_left_out() -> None:
    days = stretch(30, 30)
    hits = days % 3 == 0
    told = effectiveness(
        judged(days, hits), hits, "down", START + 10, START + 15, first=START + 5, last=START + 24
    )
    assert (told.before.n, told.after.n) == (5 * 30, 10 * 30)


@pytest.mark.parametrize(("a_day", "days_after"), [(30, 2), (5, 4)])
def test_too_few_points_or_too_few_checked_say_nothing(a_day: int, days_after: int) -> None:
    days = stretch(14 + days_after, a_day)
    hits = days < START + 14
    told = effectiveness(judged(days, hits), hits, "down", START + 14, START + 14)
    assert (told.verdict, told.low) == ("not enough", None)


def test_one_heavy_annotation_counts_for_no_more_than_it_is_worth() -> None:
    days = stretch(40, 20)
    hits = np.zeros(len(days), dtype=bool)
    hits[days == START + 3] = np.arange(20) == 0
    weight = np.full(len(days), MILLION)
    weight[np.flatnonzero(hits)] = 50 * MILLION
    told = effectiveness(judged(days, hits, weight), hits, "down", START + 20, START + 20)
    heavy = told.points[3]
    assert heavy.value == pytest.approx(50 / 69)
    assert heavy.n == 20
    assert told.verdict != "shown"


def test_chance_alone_would_close_few_actions() -> None:
    # One-sided: a difference by chance is shown on the wanted side in 2.5%, and asks a signal too.
    dice = np.random.default_rng(20261126)
    shown = 0
    for _ in range(400):
        days = stretch(40, 15)
        hits = dice.random(len(days)) < 0.2
        told = effectiveness(judged(days, hits), hits, "down", START + 20, START + 20)
        shown += told.verdict == "shown"
    # 10 of 400 are expected at most; 19 come by chance in less than one of 100 such tests.
    assert shown <= 19


def test_a_real_shift_is_nearly_always_shown() -> None:
    dice = np.random.default_rng(5)
    shown = 0
    for _ in range(100):
        days = stretch(40, 15)
        hits = dice.random(len(days)) < np.where(days < START + 20, 0.25, 0.10)
        told = effectiveness(judged(days, hits), hits, "down", START + 20, START + 20)
        shown += told.verdict == "shown"
    assert shown >= 90
