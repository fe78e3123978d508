"""Agreement: published examples, what missing ratings and weights do, and what holds always."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from krippendorff import alpha as krippendorff_alpha

from smo_review.quality import weights as w
from smo_review.quality.agreement import (
    UNANIMOUS,
    coefficients,
    fleiss,
    gwet,
    krippendorff,
    krippendorff_rank,
    raw,
)
from smo_review.quality.pairs import KAPPA_WHOLE, cohen_kappa, pair_table
from smo_review.quality.patterns import from_counts, patterns
from smo_review.quality.ratings import agreement_of, from_answers
from tests.helpers.published import rated

X = None
# K. L. Gwet's four raters, twelve items, five categories (irrCAC, cac.raw4raters); the same data
# as K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, examples C and D.
FOUR = [
    [1, 1, X, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [X, 5, 5, 5], [X, X, 1, 1], [X, X, 3, X],
]  # fmt: skip


@pytest.mark.parametrize(
    ("weights", "fleiss_", "ac", "alpha"),
    [
        (w.identity(5), (0.76117, 0.42438), (0.77544, 0.46081), (0.74342, 0.41906)),
        (w.quadratic(5), (0.86494, 0.54352), (0.91400, 0.68518), (0.84911, 0.56139)),
        (w.ordinal(5), (0.85021, 0.52658), (0.89894, 0.66365), (0.83364, 0.54159)),
    ],
)
def test_gwets_example_with_ratings_missing_has_its_values_and_lower_ends(
    weights, fleiss_, ac, alpha
) -> None:
    found = coefficients(rated(FOUR), weights)
    for one, (value, low) in zip(found[1:], (fleiss_, ac, alpha), strict=True):
        assert one.value == pytest.approx(value, abs=5e-5)
        assert one.low == pytest.approx(low, abs=2e-4)
        assert one.high == 1.0
    assert found.raw.value == pytest.approx(0.81818, abs=5e-5)


def test_krippendorffs_ordinal_alpha_is_the_published_one_and_inside_its_interval() -> None:
    alpha = krippendorff_rank(rated(FOUR))
    assert alpha.value == pytest.approx(0.8154, abs=5e-5)
    assert alpha.low < alpha.value < alpha.high
    assert "bootstrap" in alpha.method
    assert krippendorff_rank(rated(FOUR)) == alpha  # the seed makes it the same every time


def test_krippendorffs_interval_alpha_is_the_published_one() -> None:
    # K. Krippendorff (2011), example D: quadratic weights over equal steps are his metric.
    assert krippendorff(rated(FOUR), w.quadratic(5)).value == pytest.approx(0.8491, abs=5e-5)


def test_fleiss_worked_example_of_fourteen_raters() -> None:
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    found = from_counts(np.array(counts))
    assert fleiss(found, w.identity(5)).value == pytest.approx(0.2099, abs=5e-5)
    assert raw(found).value == pytest.approx(0.3780, abs=5e-5)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ([[20, 5], [10, 15]], 0.4),
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
        # J. Cohen (1960), Educ. Psychol. Meas. 20, 37-46, p. 45.
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.4915),
        # R. Artstein and M. Poesio (2008), Computational Linguistics 34, p. 568.
        ([[46, 0, 0], [6, 32, 6], [0, 0, 10]], 0.8013),
    ],
)
def test_cohens_kappa_has_the_published_value(table, kappa) -> None:
    found = cohen_kappa(np.array(table, dtype=float))
    assert found.value == pytest.approx(kappa, abs=5e-5)
    assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("weights", "kappa", "error"),
    [
        (w.identity(3), 0.4915254, 0.0510018),
        (w.linear(3), 0.4736842, 0.0544323),
        (w.quadratic(3), 0.4545455, 0.0664537),
    ],
)
def test_weighted_kappa_and_its_error_are_those_of_another_program(weights, kappa, error) -> None:
    # statsmodels 0.14, cohens_kappa, on J. Cohen (1960), p. 45.
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=float)
    found = cohen_kappa(table, weights)
    assert found.value == pytest.approx(kappa, abs=5e-7)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(error, abs=5e-7)


def test_artstein_and_poesio_alpha_and_pi_of_two_coders() -> None:
    table = [[46, 0, 0], [6, 32, 6], [0, 0, 10]]
    rows = [[i, j] for i in range(3) for j in range(3) for _ in range(table[i][j])]
    found = coefficients(rated(rows))
    assert found.raw.value == pytest.approx(0.88)
    assert found.fleiss.value == pytest.approx(0.7995, abs=5e-5)  # Scott's pi
    assert found.alpha.value == pytest.approx(0.8005, abs=5e-4)


def test_masi_agrees_in_part_where_sets_overlap() -> None:
    # R. Passonneau (2006): {a} in {a, b}: 1/2 * 2/3; {a, b} and {b, c}: 1/3 * 1/3.
    sets = [frozenset("a"), frozenset("ab"), frozenset("bc"), frozenset(), frozenset("d")]
    agree = w.masi(sets)
    assert agree[0, 1] == pytest.approx(1 / 3)
    assert agree[1, 2] == pytest.approx(1 / 9)
    assert agree[0, 2] == agree[0, 3] == agree[2, 4] == 0
    assert np.array_equal(np.diag(agree), np.ones(5))
    assert np.array_equal(agree, agree.T)


def test_agreement_without_exception_is_one_but_not_certain() -> None:
    found = fleiss(rated([[0, 0], [1, 1], [0, 0], [1, 1]]), w.identity(2))
    assert (found.value, found.high, found.method) == (1.0, 1.0, UNANIMOUS)
    assert found.low is not None and found.low < 0.5


def test_two_who_agree_without_exception_on_few_items_are_not_certain_to_agree() -> None:
    few, many = (cohen_kappa(np.diag([3.0 * k, 2.0 * k])) for k in (1, 100))
    assert (few.value, few.high, many.value, many.high) == (1.0, 1.0, 1.0, 1.0)
    # Wilson's lower end of 5 of 5 is 0.5655; chance is 0.52.
    assert few.low == pytest.approx((0.5655 - 0.52) / 0.48, abs=2e-4)
    assert many.low > 0.98
    assert few.method == KAPPA_WHOLE
    never = cohen_kappa(np.array([[0.0, 5], [5, 0]]))
    assert (never.value, never.low) == (-1.0, -1.0)
    assert never.high > -0.5


@pytest.mark.parametrize("rows", [[[0], [1]], [], [[0, 0], [0, 0]]])
def test_what_is_not_defined_has_no_value(rows) -> None:
    found = coefficients(rated(rows))
    assert found.fleiss.value is None
    assert found.alpha.value is None


RATINGS = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=5), min_size=3, max_size=40)


@given(RATINGS)
def test_alpha_agrees_with_another_program_with_ratings_missing(rows) -> None:
    width = max(map(len, rows))
    table = np.array([[*row, *[np.nan] * (width - len(row))] for row in rows], dtype=float).T
    used = np.unique([rating for row in rows if len(row) > 1 for rating in row])
    if len(used) < 2:
        return
    found = rated([row for row in rows if len(row) > 1])
    steps = np.searchsorted(used, table).astype(float)
    steps[np.isnan(table)] = np.nan
    steps[:, [len(row) < 2 for row in rows]] = np.nan
    for level, ours in (
        ("nominal", krippendorff(found, w.identity(len(used)))),
        ("interval", krippendorff(found, w.quadratic(len(used)))),
        ("ordinal", krippendorff_rank(found)),
    ):
        other = krippendorff_alpha(steps, level_of_measurement=level)
        assert ours.value == pytest.approx(other, abs=1e-9)


@given(RATINGS, st.randoms(use_true_random=False))
def test_no_order_of_items_or_ratings_changes_a_coefficient(rows, random) -> None:
    other = [random.sample(row, len(row)) for row in random.sample(rows, len(rows))]
    for one, two in zip(coefficients(rated(rows)), coefficients(rated(other)), strict=True):
        assert one.value == (None if two.value is None else pytest.approx(two.value))


@given(RATINGS)
def test_every_value_lies_inside_its_interval(rows) -> None:
    for one in coefficients(rated(rows)):
        if one.value is not None and one.low is not None and one.high is not None:
            assert one.low - 1e-9 <= one.value <= one.high + 1e-9


@given(st.lists(st.lists(st.integers(0, 300), min_size=8, max_size=8), min_size=2, max_size=6))
def test_rows_too_long_for_one_number_give_the_same_patterns(rows) -> None:
    """Three hundred labels and eight ratings do not fit into one number: the other way is taken."""
    units = np.repeat(np.arange(len(rows)), 8)
    found = patterns(units, np.array(rows).ravel(), 301)
    assert sorted(map(tuple, np.repeat(found.counts, found.times.astype(int), axis=0))) == sorted(
        tuple(np.bincount(row, minlength=301)) for row in rows
    )


@given(RATINGS)
def test_a_pairs_figures_are_those_of_its_own_table(rows) -> None:
    """Every pair at once gives what one pair alone gives."""
    unit = np.array([item for item, row in enumerate(rows) for _ in row])
    rater = np.array([place for row in rows for place in range(len(row))])
    category = np.array([rating for row in rows for rating in row])
    found = pair_table(unit, rater, category, 4, w.linear(4))
    expected = {(i, j) for row in rows for j in range(len(row)) for i in range(j)}
    assert set(zip(found.first.tolist(), found.second.tolist(), strict=True)) == expected
    for k, (i, j) in enumerate(zip(found.first, found.second, strict=True)):
        both = [(row[i], row[j]) for row in rows if len(row) > j]
        table = np.zeros((4, 4))
        for one in both:
            table[one] += 1
        assert found.n[k] == len(both)
        assert found.raw[k] == pytest.approx(np.trace(table) / len(both))
        kappa = cohen_kappa(table, w.linear(4)).value
        assert np.isnan(found.kappa[k]) if kappa is None else found.kappa[k] == pytest.approx(kappa)
        alone = from_counts(np.array([np.bincount(one, minlength=4) for one in both]))
        alpha = krippendorff(alone, w.linear(4)).value
        assert np.isnan(found.alpha[k]) if alpha is None else found.alpha[k] == pytest.approx(alpha)
        ac = gwet(alone, w.linear(4)).value
        assert np.isnan(found.ac1[k]) if ac is None else found.ac1[k] == pytest.approx(ac)


def test_nobody_who_shares_an_item_makes_no_pairs() -> None:
    found = pair_table(np.array([0, 1]), np.array([0, 1]), np.array([0, 0]), 1)
    assert len(found.n) == 0


def test_answers_in_words_give_coefficients_pairs_and_gold() -> None:
    answers = [
        ("i1", "ann", ["hate"]), ("i1", "bob", ["hate"]),
        ("i2", "ann", ["spam", "hate"]), ("i2", "bob", ["hate", "spam", "spam"]),
        ("i3", "ann", []), ("i3", "bob", ["spam"]), ("i3", "bob", []),
    ]  # fmt: skip
    ratings, names, items = from_answers(answers)
    found = agreement_of(ratings, names, {items["i1"]: ("hate",), items["i3"]: ("spam",)})
    assert (found.items, found.annotations) == (3, 6)
    assert found.raw.value == pytest.approx(2 / 3)
    (pair,) = found.pairs
    assert (pair.first, pair.second, pair.n, pair.raw) == ("ann", "bob", 3, pytest.approx(2 / 3))
    assert [(one.annotator, one.n, one.accuracy) for one in found.gold] == [
        ("ann", 2, 0.5), ("bob", 2, 1.0),
    ]  # fmt: skip


def test_no_answers_at_all_give_no_values() -> None:
    ratings, names, _ = from_answers([])
    found = agreement_of(ratings, names, {})
    assert (found.items, found.raw.value, found.pairs, found.gold) == (0, None, (), ())
