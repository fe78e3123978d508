"""Boxes, confusion, doubted labels and calibration, on cases that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from smo_review.quality.calibration import calibration, self_consistency
from smo_review.quality.confusion import confusion
from smo_review.quality.detection import (
    Detections,
    average_precision,
    average_precision_11,
    average_precision_coco,
    curve,
    overlap,
)
from smo_review.quality.label_errors import doubted, normalised_margin, review, self_confidence
from tests.helpers.label_pairs import tallied


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, dtype=float).reshape(-1, 4)


def test_overlap_is_shared_over_joined_area() -> None:
    found = overlap(boxes((0, 0, 2, 2), (5, 5, 6, 6)), boxes((1, 0, 3, 2), (0, 0, 2, 2)))
    assert found == pytest.approx(np.array([[1 / 3, 1.0], [0, 0]]))
    # Whole pixels: three by three, two columns shared.
    assert overlap(boxes((0, 0, 2, 2)), boxes((1, 0, 3, 2)), pixel=1.0)[0, 0] == pytest.approx(0.5)
    assert overlap(boxes((1, 1, 1, 1)), boxes((1, 1, 1, 1)))[0, 0] == 0


def test_a_box_is_found_once_and_the_surest_detection_has_it() -> None:
    truth = {"a": boxes((0, 0, 10, 10))}
    twice = {"a": Detections(boxes((0, 0, 10, 9), (0, 0, 10, 10)), np.array([0.9, 0.8]))}
    found = curve(truth, twice)
    assert found.hits.tolist() == [True, False]
    assert found.precision.tolist() == [1.0, 0.5]
    assert found.recall.tolist() == [1.0, 1.0]


def test_detections_in_an_image_without_boxes_are_false_alarms() -> None:
    one = Detections(boxes((0, 0, 1, 1)), np.array([0.5]))
    found = curve({"a": boxes((0, 0, 1, 1)), "b": boxes()}, {"b": one, "c": one})
    assert found.hits.tolist() == [False, False]
    assert average_precision(found) == 0.0


def test_the_three_averages_of_a_curve_checked_by_hand() -> None:
    # Hit, miss, hit of two boxes: precision 1, 1/2, 2/3 at recall 1/2, 1/2, 1.
    truth = {"a": boxes((0, 0, 1, 1), (5, 5, 6, 6))}
    found = {"a": Detections(boxes((0, 0, 1, 1), (9, 9, 10, 10), (5, 5, 6, 6)),
                             np.array([0.9, 0.8, 0.7]))}  # fmt: skip
    one = curve(truth, found)
    assert average_precision(one) == pytest.approx(0.5 + 0.5 * 2 / 3)
    assert average_precision_11(one) == pytest.approx((6 * 1 + 5 * 2 / 3) / 11)
    assert average_precision_coco([one]) == pytest.approx((51 * 1 + 50 * 2 / 3) / 101)


def test_no_boxes_at_all_have_no_average_precision() -> None:
    assert np.isnan(average_precision(curve({}, {})))
    assert np.isnan(average_precision_11(curve({}, {})))


def test_nothing_found_is_zero() -> None:
    found = curve({"a": boxes((0, 0, 1, 1))}, {})
    assert (average_precision(found), average_precision_11(found)) == (0.0, 0.0)


def test_a_confusion_matrix_checked_by_hand() -> None:
    pairs = (
        [("hate", "hate")] * 3 + [("hate", "spam")] + [("spam", "spam")] * 4 + [("none", "hate")]
    )
    found = confusion(tallied(pairs), labels=("spam", "hate"))
    assert found.labels == ("spam", "hate", "none")
    assert found.cells["hate", "spam"].n == 1
    assert found.accuracy.value == pytest.approx(7 / 9)
    spam, hate, none = found.by_label
    assert (spam.precision.value, spam.recall.value) == (pytest.approx(4 / 5), 1.0)
    assert (hate.precision.value, hate.recall.value) == (0.75, 0.75)
    assert (none.precision.value, none.recall.value, none.f1) == (None, 0.0, 0.0)
    assert found.macro_f1 == pytest.approx((8 / 9 + 0.75 + 0) / 3)
    assert confusion({}).macro_f1 is None


def test_a_label_that_the_model_finds_unlikely_is_doubted() -> None:
    chances = np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.05, 0.95]])
    given = np.array([0, 0, 1, 1, 0])
    assert doubted(chances, given).tolist() == [False, False, False, False, True]
    assert self_confidence(chances, given).argmin() == 4
    assert normalised_margin(chances, given)[4] == pytest.approx((0.05 - 0.95 + 1) / 2)


def test_a_label_that_nobody_gave_is_never_the_likely_one() -> None:
    chances = np.array([[0.4, 0.1, 0.5], [0.3, 0.2, 0.5]])
    assert doubted(chances, np.array([0, 1])).tolist() == [False, False]


def test_three_of_five_decide_what_a_flagged_label_is() -> None:
    found = review([{"given": 3, "guessed": 2}, {"given": 2, "guessed": 3},
                    {"given": 2, "guessed": 1, "neither": 2}])  # fmt: skip
    assert (found.errors.value, found.errors.n) == (pytest.approx(2 / 3), 3)
    assert found.verdicts == {"given": 1, "guessed": 1, "non-agreement": 1}
    with pytest.raises(ValueError, match="no choice"):
        review([{"perhaps": 5}])


def test_confidence_is_compared_with_being_right() -> None:
    found = calibration([(0.95, True), (0.95, True), (0.95, False), (0.55, True), (1.0, True)])
    assert found is not None
    assert [(one.low, one.right.n) for one in found.bins] == [(0.5, 1), (0.9, 4)]
    assert found.over == pytest.approx((3 * 0.95 + 0.55 + 1.0 - 4) / 5)
    assert found.brier == pytest.approx((2 * 0.05**2 + 0.95**2 + 0.45**2) / 5)
    gap = abs((3 * 0.95 + 1.0) / 4 - 0.75)
    assert found.ece == pytest.approx(4 / 5 * gap + 1 / 5 * 0.45)
    assert calibration([]) is None


def test_a_repeat_is_compared_with_the_answer_before_it() -> None:
    found = self_consistency([("a", 1), ("b", 1), ("a", 1), ("a", 2), ("b", 1)])
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)
    assert self_consistency([("a", 1)]).value is None
