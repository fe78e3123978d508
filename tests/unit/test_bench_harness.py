"""The speed table judges what it measures."""

from __future__ import annotations

import pytest

from tests.benchmarks.harness import FRAME, bulk, memory, quantile, table, waited


def test_waiting_is_judged_by_its_slow_end() -> None:
    quick = waited("next item", [5.0] * 90 + [30.0] * 10, FRAME)
    assert quick.p50 == 5.0
    assert not quick.met
    assert waited("next item", [5.0] * 96 + [30.0] * 4, FRAME).met


def test_bulk_work_is_judged_by_its_median_over_the_floors_median() -> None:
    row = bulk("receive", [4.0, 9.0, 5.0], [2.0, 2.5, 3.0], 2.0)
    assert (row.p50, row.floor, row.ratio, row.met) == (5.0, 2.5, 2.0, True)
    assert not bulk("receive", [5.1], [2.5], 2.0).met


def test_memory_is_judged_by_what_comes_on_top() -> None:
    assert memory("memory", [450.0, 490.0], 100.0, 400).met
    assert not memory("memory", [450.0, 501.0], 100.0, 400).met


@pytest.mark.parametrize("share, value", [(0.5, 3), (0.95, 5), (0.0, 1)])
def test_quantiles_are_values_that_were_measured(share: float, value: int) -> None:
    assert quantile([5, 3, 1, 2, 4], share) == value


def test_the_table_says_what_was_not_met() -> None:
    text = table([waited("next item", [30.0], FRAME)])
    assert "not met" in text.splitlines()[1]
