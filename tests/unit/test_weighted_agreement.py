"""Agreement counts every item with the weight that it was drawn with."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from smo_review.domain.agreement import Coefficient
from smo_review.domain.content import MILLION, Annotation, Gold, Item, Mark, Part
from smo_review.quality.agreement import (
    LINEARISED,
    WEIGHED,
    Coefficients,
    coefficients,
    krippendorff_rank,
)
from smo_review.quality.pairs import cohen_kappa, pair_table
from smo_review.quality.patterns import Patterns, patterns
from smo_review.quality.weighted import Sums, rate_of
from smo_review.queries.agreement import agreement
from smo_review.store.ingest import ingest_gold
from tests.helpers.store_cases import Case, case, made

Floats = NDArray[np.float64]
RATED = st.lists(
    st.tuples(st.lists(st.integers(0, 2), min_size=1, max_size=4), st.sampled_from((1, 3, 17))),
    min_size=4,
    max_size=30,
)
"""(ratings, weight) of each item."""


def rated(rows, weights=None) -> Patterns:
    unit = np.array([place for place, row in enumerate(rows) for _ in row])
    own = None if weights is None else np.array([float(weights[place]) for place in unit])
    return patterns(unit, np.array([said for row in rows for said in row]), 3, own)


def by_hand(rows, w: Floats) -> tuple[float, float, float, float]:
    """Raw, Fleiss, Gwet, alpha from one item after another, by the definitions."""
    counts = np.array([np.bincount(row, minlength=3) for row in rows], dtype=float)
    r = counts.sum(axis=1)
    two = r >= 2
    own = (counts[two] * (counts[two] - 1)).sum(axis=1) / (r[two] * (r[two] - 1))
    raw = float((w[two] * own).sum() / w[two].sum())
    share = (w[:, None] * counts / r[:, None]).sum(axis=0) / w.sum()
    fleiss = (raw - (share**2).sum()) / (1 - (share**2).sum())
    chance = (share * (1 - share)).sum() / 2
    gwet = (raw - chance) / (1 - chance)
    c, v, size = counts[two], w[two], r[two]
    said = (v[:, None] * c).sum(axis=0)
    met = float((v * (c * (c - 1)).sum(axis=1) / (size - 1)).sum() / said.sum())
    mean = float((v * size).sum() / v.sum())
    small = float((v**2).sum() / v.sum() ** 2) / mean
    expected = float(((said / said.sum()) ** 2).sum())
    alpha = ((1 - small) * met + small - expected) / (1 - expected)
    return raw, float(fleiss), float(gwet), alpha


@given(RATED)
def test_coefficients_are_those_of_weighted_items_by_the_definitions(told) -> None:
    rows, weights = [row for row, _ in told], np.array([w for _, w in told], dtype=float)
    if len({said for row in rows if len(row) > 1 for said in row}) < 2:
        return
    for one, value in zip(coefficients(rated(rows, weights)), by_hand(rows, weights), strict=True):
        assert one.value == pytest.approx(value)


@given(RATED, st.sampled_from((0.25, 1.0, 1000.0)))
def test_equal_weights_give_what_no_weights_give(told, weight: float) -> None:
    rows = [row for row, _ in told]
    assert coefficients(rated(rows, [weight] * len(rows))) == coefficients(rated(rows))


@given(RATED)
def test_weights_that_hardly_differ_give_almost_what_none_give(told) -> None:
    """The weighted formulas themselves, which equal weights pass by."""
    rows = [row for row, _ in told]
    found = coefficients(rated(rows, [1 + 1e-9 * place for place in range(len(rows))]))
    plain = coefficients(rated(rows))
    # Raw agreement's interval has t in the place of z where weights differ.
    assert found.raw.value == near(plain.raw.value)
    for one, two in zip(found[1:], plain[1:], strict=True):
        assert (one.value, one.low, one.high) == tuple(map(near, (two.value, two.low, two.high)))


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=1e-6)


def drawn(random: np.random.Generator, n: int) -> tuple[Floats, Floats]:
    """Three ratings of each of 2 n items, half from a rare and hard kind; what each weighs."""
    hard = np.repeat((False, True), n)
    right = random.random(2 * n) < np.where(hard, 0.5, 0.1)
    slip = random.random((2 * n, 3)) < np.where(hard, 0.35, 0.03)[:, None]
    return (right[:, None] ^ slip).astype(int), np.where(hard, 1.0, 19.0)


def test_intervals_of_a_stratified_sample_cover_the_population() -> None:
    random = np.random.default_rng(4)
    many, heavy = drawn(random, 50_000)
    true = coefficients(rated(many, heavy))
    inside, plainly = np.zeros(4), np.zeros(4)
    runs = 250
    for _ in range(runs):
        rows, weights = drawn(random, 120)
        for counted, own in ((inside, weights), (plainly, None)):
            counted += [holds(one, two) for one, two in zip(coefficients(rated(rows, own)), true,
                                                            strict=True)]  # fmt: skip
    assert (inside / runs >= 0.92).all()
    # Without weights the interval is about another population.
    assert (plainly / runs < 0.1).all()


def holds(one: Coefficient, true: Coefficient) -> bool:
    return one.low <= true.value <= one.high


def test_the_linearised_variance_is_that_of_leaving_out_one_item_at_a_time() -> None:
    rows, weights = drawn(np.random.default_rng(7), 60)
    whole = coefficients(rated(rows, weights))
    n = len(rows)
    left_out = np.array([
        [one.value for one in coefficients(rated(np.delete(rows, k, 0), np.delete(weights, k)))]
        for k in range(n)
    ])  # fmt: skip
    spread = np.sqrt((n - 1) / n * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    for one, jackknife in zip(whole[1:], spread[1:], strict=True):
        assert one.method == WEIGHED
        assert (one.value - one.low) / 1.98 == pytest.approx(jackknife, rel=0.06)


def test_all_who_agree_are_as_sure_as_the_items_are_worth() -> None:
    found = coefficients(rated([[0, 0], [1, 1], [0, 0], [1, 1]], [1, 1, 1, 37]))
    plain = coefficients(rated([[0, 0], [1, 1], [0, 0], [1, 1]]))
    assert found.fleiss.value == plain.fleiss.value == 1
    assert found.fleiss.low < plain.fleiss.low


def test_the_ordinal_alpha_of_weighted_items_lies_in_its_interval_and_that_is_wider() -> None:
    rows, weights = drawn(np.random.default_rng(3), 100)
    found, plain = krippendorff_rank(rated(rows, weights)), krippendorff_rank(rated(rows))
    assert found.low < found.value < found.high
    assert found.high - found.low > plain.high - plain.low


@given(RATED)
def test_pairs_count_items_with_their_weights(told) -> None:
    rows, weights = [row for row, _ in told], [float(w) for _, w in told]
    unit = np.array([place for place, row in enumerate(rows) for _ in row])
    rater = np.array([place for row in rows for place in range(len(row))])
    said = np.array([one for row in rows for one in row])
    found = pair_table(unit, rater, said, 3, None, np.array(weights)[unit])
    for k, (i, j) in enumerate(zip(found.first.tolist(), found.second.tolist(), strict=True)):
        both = [(row[i], row[j], w) for row, w in zip(rows, weights, strict=True) if len(row) > j]
        table, squares = np.zeros((3, 3)), np.zeros((3, 3))
        for one, two, w in both:
            table[one, two] += w
            squares[one, two] += w * w
        assert found.n[k] == len(both)
        assert found.raw[k] == pytest.approx(np.trace(table) / table.sum())
        kappa = cohen_kappa(table, None, squares)
        assert found.kappa[k] == pytest.approx(np.nan if kappa.value is None else kappa.value,
                                               nan_ok=True)  # fmt: skip


def test_kappa_with_equal_weights_has_the_published_interval() -> None:
    table = np.array([[88.0, 14, 18], [10, 40, 10], [2, 6, 12]])
    plain, weighed = cohen_kappa(table), cohen_kappa(table * 5, None, table * 25)
    assert weighed.value == pytest.approx(plain.value)
    assert (weighed.low, weighed.high) == pytest.approx((plain.low, plain.high))


RIGHT = "aabbaaaba"
"""The gold of each item, by the labels' letters."""


def stratified() -> Case:
    """Nine items a person and another annotated: six stand for themselves, three for ten each."""
    items = tuple(
        Item(f"i{n}", (Part("text", text=f"said {n}"),), weight=MILLION * (1 if n < 6 else 10))
        for n in range(9)
    )
    base = case(items, ())
    said = {"ann": "aabbababa", "bob": "aabbabbbb", "cho": "ab.b.bab."}
    told = tuple(
        Annotation(f"i{n}", name, (Mark({"a": "hate", "b": "spam"}[label]),))
        for name, labels in said.items()
        for n, label in enumerate(labels)
        if label != "."
    )
    info = msgspec.structs.replace(base.info, annotations=len(told))
    return msgspec.structs.replace(base, info=info, annotations=told)


def test_the_agreement_of_a_batch_is_over_the_frame_that_it_was_drawn_from(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", stratified())
    golds = (("hate",) if label == "a" else ("spam",) for label in RIGHT)
    ingest_gold(ws, "b-1", [Gold(f"i{n}", labels) for n, labels in enumerate(golds)])
    try:
        found = agreement(ws)
    finally:
        ws.close()
    rows = [
        [0, 0, 0],
        [0, 0, 1],
        [1, 1],
        [1, 1, 1],
        [0, 0],
        [1, 1, 1],
        [0, 1, 0],
        [1, 1, 1],
        [0, 1],
    ]
    w = np.array([1.0] * 6 + [10.0] * 3)
    told = Coefficients(found.raw, found.fleiss, found.ac1, found.alpha)
    for one, value in zip(told, by_hand_of_two(rows, w), strict=True):
        assert one.value == pytest.approx(value)
    assert found.pairable == 9
    assert found.effective == pytest.approx(36**2 / 306)
    ann = next(one for one in found.pairs if (one.first, one.second) == ("ann", "bob"))
    assert (ann.n, ann.raw) == (9, pytest.approx(16 / 36))
    gold = next(one for one in found.gold if one.annotator == "ann")
    # ann has all but two of nine right: item 5 and item 7, which stand for 1 and 10.
    right = np.array([a == b for a, b in zip("aabbababa", RIGHT, strict=True)])
    by_rate = rate_of(int(right.sum()), Sums(9, 36, 306, float(w[right].sum()),
                                             float((w[right] ** 2).sum())))  # fmt: skip
    assert (gold.n, gold.accuracy, gold.low, gold.high) == (
        9, pytest.approx(by_rate.value), pytest.approx(by_rate.low), pytest.approx(by_rate.high)
    )  # fmt: skip


def by_hand_of_two(rows, w: Floats) -> tuple[float, float, float, float]:
    """As `by_hand`, where there are two labels only: AC1 divides by one less than there are."""
    raw, fleiss, _, alpha = by_hand(rows, w)
    share = sum(v * np.mean(row) for v, row in zip(w, rows, strict=True)) / w.sum()
    chance = 2 * share * (1 - share)
    return raw, fleiss, (raw - chance) / (1 - chance), alpha


def test_a_batch_without_weights_is_told_as_before(tmp_path: Path) -> None:
    one = stratified()
    even = tuple(msgspec.structs.replace(item, weight=3 * MILLION) for item in one.items)
    ws = made(tmp_path / "ws", msgspec.structs.replace(one, items=even))
    try:
        found = agreement(ws)
    finally:
        ws.close()
    assert found.effective == found.pairable == 9
    assert found.raw.value == pytest.approx(
        np.mean([np.mean([a == b for a, b in combinations(row, 2)])
                 for row in ("aaa", "aab", "bb", "bbb", "aa", "bbb", "aba", "bbb", "ab")])
    )  # fmt: skip
    assert found.fleiss.method == LINEARISED
