"""Figures that other people published, to the digits they gave; each with where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from smo_review.quality import weights as w
from smo_review.quality.agreement import coefficients, krippendorff
from smo_review.quality.causes import Candidate, benjamini_hochberg, independence
from smo_review.quality.counting import below_median
from smo_review.quality.detection import (
    Detections,
    average_precision,
    average_precision_11,
    average_precision_coco,
    curve,
)
from smo_review.quality.intervals import (
    Z95,
    clopper_pearson,
    difference,
    poisson_rate,
    ratio,
    wilson,
)
from smo_review.quality.pairs import cohen_kappa
from smo_review.quality.patterns import from_counts
from tests.helpers.published import rated

Table = list[list[float]]
COHEN: Table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
# J. L. Fleiss, J. Cohen and B. S. Everitt (1969), Psychol. Bull. 72, 323-327: 200 items.
EVERITT: Table = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
EVERITT_WEIGHTS = [[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]]
# M. Hout et al. (1987), as in A. Agresti, Categorical Data Analysis (1990), and R, vcd::SexualFun.
COUPLES: Table = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
# A. Agresti, Categorical Data Analysis, 2nd ed. (2002), 10.5: two pathologists, 118 slides.
SLIDES: Table = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
# K. L. Gwet (2002): two raters who nearly always say yes.
SKEWED: Table = [[118, 5], [2, 0]]
# irrCAC, cont3x3abstractors: two abstractors, 100 charts.
CHARTS: Table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


def rows_of(table: Table) -> list[list[int]]:
    return [[i, j] for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(int(n))]


@pytest.mark.parametrize(
    ("table", "weights", "kappa", "error"),
    [
        # J. Cohen (1968), Psychol. Bull. 70, 213-220: disagreements 1, 3 and 6; no error is given.
        (COHEN, 1 - np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6, 0.348, None),
        (EVERITT, None, 0.429, 0.002885**0.5),
        (EVERITT, np.array(EVERITT_WEIGHTS), 0.507, 0.003248**0.5),
        (COUPLES, None, 0.1293, 0.0686),
        (COUPLES, w.linear(4), 0.2374, 0.0783),
        (SLIDES, None, 0.493, 0.057),
        (SKEWED, None, -0.0234, None),
        (CHARTS, None, 0.7964, 0.0589),
    ],
)
def test_kappa_and_its_standard_error(table, weights, kappa, error) -> None:
    found = cohen_kappa(np.array(table, dtype=float), weights)
    digits = 10.0 ** -len(str(kappa).split(".")[1])
    assert found.value == pytest.approx(kappa, abs=0.51 * digits)
    if error is not None:
        own = (found.value - found.low) / Z95
        assert own == pytest.approx(error, abs=0.0003)


def test_gwets_ac1_where_kappa_fails() -> None:
    found = coefficients(rated(rows_of(SKEWED)))
    assert found.raw.value == pytest.approx(0.944)
    assert found.ac1.value == pytest.approx(0.9408, abs=5e-5)


def test_the_abstractors_coefficients_are_those_of_irrcac() -> None:
    found = coefficients(rated(rows_of(CHARTS)))
    for one, value in (
        (found.fleiss, 0.7962397),  # Scott's pi
        (found.ac1, 0.8493305),
        (found.alpha, 0.7972585),
    ):
        assert one.value == pytest.approx(value, abs=5e-8)


# J. L. Fleiss (1971), Psychol. Bull. 76, 378-382: 30 patients, six psychiatrists, five diagnoses;
# how many named each.
DIAGNOSES = [
    "00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006",
    "10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203",
    "00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006",
]  # fmt: skip


def test_fleiss_own_example_of_six_psychiatrists() -> None:
    counts = np.array([[int(n) for n in row] for row in DIAGNOSES])
    assert counts.sum(axis=0).tolist() == [26, 26, 30, 55, 43]
    found = coefficients(from_counts(counts))
    assert found.fleiss.value == pytest.approx(0.430, abs=5e-4)
    assert found.raw.value == pytest.approx(0.5556, abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "alpha"),
    [
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
)
def test_krippendorffs_examples_of_two_observers(one, other, alpha) -> None:
    # K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, examples A and B.
    found = rated(list(zip(one, other, strict=True)))
    told = krippendorff(found, w.identity(found.counts.shape[1]))
    assert told.value == pytest.approx(alpha, abs=5e-4)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # A. Agresti, An Introduction to Categorical Data Analysis, 2nd ed. (2007), 1.4: score.
        (9, 10, 0.596, 0.982),
        (0, 25, 0.0, 0.133),
        # R, prop.test(15, 25, correct = FALSE).
        (15, 25, 0.4074, 0.7660),
    ],
)
def test_score_intervals_of_textbooks(hits, n, low, high) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-4)


def test_mendels_peas() -> None:
    # R, binom.test(682, 925), after W. J. Conover (1971), 97-104.
    assert clopper_pearson(682, 925) == pytest.approx((0.7076683, 0.7654066), abs=5e-8)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(2, 0.2422, 7.2247), (3, 0.6187, 8.7673), (5, 1.6235, 11.6683), (8, 3.4538, 15.7632),
     (20, 12.2165, 30.8884), (50, 37.1110, 65.9188), (100, 81.3640, 121.6268)],
)  # fmt: skip
def test_exact_limits_of_a_poisson_count(count, low, high) -> None:
    # Biometrika Tables for Statisticians, vol. 1 (1966), table 40.
    assert poisson_rate(count, 1.0) == pytest.approx((low, high), abs=6e-5)


def test_claims_a_year() -> None:
    # R, poisson.test(137, 24.19893).
    assert poisson_rate(137, 24.19893) == pytest.approx((4.753125, 6.692709), abs=5e-7)


def test_heart_attacks_on_aspirin_and_placebo() -> None:
    # A. Agresti (2007), 2.2: 189 of 11,034 against 104 of 11,037.
    value, low, high = ratio(189, 11_034, 104, 11_037)
    assert (value, low, high) == pytest.approx((1.82, 1.43, 2.31), abs=6e-3)
    assert difference(189, 11_034, 104, 11_037) == pytest.approx((0.005, 0.011), abs=5e-4)


def test_convictions_of_twins() -> None:
    # R. A. Fisher, Austral. J. Statist. 4 (1962), 41; R, fisher.test: two-sided.
    assert independence(Candidate("twin", "convicted", 2, 17, 12, 30)) == pytest.approx(
        0.0005367, abs=5e-8
    )


def test_benjamini_and_hochbergs_own_example_rejects_four() -> None:
    # Y. Benjamini and Y. Hochberg (1995), J. R. Statist. Soc. B 57, 289-300, section 3.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
         0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    adjusted = benjamini_hochberg(p)
    assert [one <= 0.05 for one in adjusted] == [True] * 4 + [False] * 11
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)


@pytest.mark.parametrize(
    ("n", "low", "high"),
    [(5, 0, 6), (6, 1, 6), (8, 1, 8), (9, 2, 8), (10, 2, 9), (15, 4, 12), (16, 4, 13),
     (20, 6, 15), (25, 8, 18), (30, 10, 21), (50, 18, 33), (70, 27, 44), (100, 40, 61)],
)  # fmt: skip
def test_the_ranks_that_bound_a_median(n, low, high) -> None:
    # The ranks in D. G. Altman et al., Statistics with Confidence, 2nd ed. (2000); none below 6.
    assert (below_median(n), n + 1 - below_median(n)) == (low, high)


def test_average_precision_of_a_worked_example() -> None:
    """R. Padilla's 15 boxes and 24 detections, 7 of them right: 24.57 and 26.84 percent."""
    right = "TFTFFFFFFTFTTTFFFFFFFFTF"
    boxes = np.array([[20.0 * n, 0, 20 * n + 10, 10] for n in range(15)])
    elsewhere, hits = np.array([0.0, 500, 10, 510]), iter(boxes)
    found = np.array([next(hits) if one == "T" else elsewhere for one in right])
    told = curve({"i": boxes}, {"i": Detections(found, np.linspace(0.95, 0.14, 24))}, 0.3)
    assert told.recall[-1] == pytest.approx(7 / 15)
    assert average_precision(told) == pytest.approx(0.2457, abs=5e-5)
    assert average_precision_11(told) == pytest.approx(0.2684, abs=5e-5)


def test_average_precision_is_that_of_the_reference_program_where_a_recall_meets_a_step() -> None:
    # pycocotools 2.0: three of ten boxes are found, all at once, then one that is none.
    boxes = np.array([[20.0 * n, 0, 20 * n + 10, 10] for n in range(10)])
    found = np.vstack([boxes[:3], [[0, 500, 10, 510]]])
    told = curve({"i": boxes}, {"i": Detections(found, np.array([0.9, 0.8, 0.7, 0.6]))})
    assert average_precision_coco([told]) == pytest.approx(31 / 101, abs=1e-9)
    assert average_precision_11(told) == pytest.approx(3 / 11, abs=1e-9)
