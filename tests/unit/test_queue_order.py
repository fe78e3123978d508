"""The order of a queue: never many severe items in a row, the same for everybody."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import Item, Part
from smo_review.domain.project import QueueRule
from smo_review.domain.views import QueueFilter
from smo_review.queries.queue import queue_listing, queue_start
from smo_review.queries.queue_order import mixed
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import PROJECT, case, made

SEVERITIES = [4, 4, 4, 4, 1, 3, None, 4, 3, 0, 3, 4, 2, 4]


def runs(high: list[bool]) -> list[int]:
    """How long each stretch of high severity is."""
    return [len(list(group)) for is_high, group in groupby(high) if is_high]


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 6))
def test_while_lighter_items_are_left_no_run_is_longer_than_asked(
    severe: list[bool], run: int
) -> None:
    rows = list(range(100, 100 + len(severe)))
    high = {row for row, is_high in zip(rows, severe, strict=True) if is_high}
    given_rows = mixed(rows, high, run)
    assert sorted(given_rows) == rows
    last_light = max((n for n, row in enumerate(given_rows) if row not in high), default=-1)
    assert all(one <= run for one in runs([row in high for row in given_rows[: last_light + 1]]))
    for kind in (True, False):
        kept = [row for row in given_rows if (row in high) is kind]
        assert kept == sorted(kept), "within a kind the order is the rule's"


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 6))
def test_an_order_that_needs_no_mixing_is_left_alone(severe: list[bool], run: int) -> None:
    rows = list(range(len(severe)))
    high = {row for row in rows if severe[row]}
    if all(one <= run for one in runs(severe)):
        assert mixed(rows, high, run) == rows


def workspace(folder: Path, rule: QueueRule, run: int = 2) -> Workspace:
    project = msgspec.structs.replace(PROJECT, queue_rule=rule, high_severity_run=run)
    items = [
        Item(f"i{n}", (Part("text", text=f"word {n}"),), severity=severity)
        for n, severity in enumerate(SEVERITIES)
    ]
    return made(folder, case(items, project=project))


@pytest.mark.parametrize("rule", ["batch-order", "shuffled", "severity-mild-first"])
def test_every_rule_and_every_page_keeps_to_the_run(tmp_path: Path, rule: QueueRule) -> None:
    ws = workspace(tmp_path / "ws", rule)
    first, _ = queue_start(ws, "b-1")
    try:
        for wanted in (QueueFilter(), QueueFilter(show="open"), QueueFilter(text="word")):
            rows = list(queue_listing(ws, "b-1", wanted))
            high = [(SEVERITIES[row - first] or 0) >= 3 for row in rows]
            last_light = max(n for n, is_high in enumerate(high) if not is_high)
            assert max(runs(high[: last_light + 1])) <= 2
            for limit in range(1, len(rows)):
                assert list(queue_listing(ws, "b-1", wanted, limit)) == rows[:limit]
    finally:
        ws.close()


def test_mild_first_keeps_lighter_items_back_for_between(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ws", "severity-mild-first", run=3)
    first, _ = queue_start(ws, "b-1")
    order = [SEVERITIES[row - first] for row in queue_listing(ws, "b-1", QueueFilter())]
    ws.close()
    assert order == [None, 0, 3, 3, 3, 1, 4, 4, 4, 2, 4, 4, 4, 4]


def test_a_person_may_lower_the_run_and_never_raise_it(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ws", "batch-order", run=2)
    try:
        assert queue_start(ws, "b-1", 1)[1] == 1
        assert queue_start(ws, "b-1", 9)[1] == 2
        assert queue_listing(ws, "b-1", QueueFilter(), most_high=9) == queue_listing(
            ws, "b-1", QueueFilter()
        )
    finally:
        ws.close()


def test_lighter_items_are_those_of_low_severity_or_none_known(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ws", "batch-order")
    first, _ = queue_start(ws, "b-1")
    rows = queue_listing(ws, "b-1", QueueFilter(mild=True))
    assert [SEVERITIES[row - first] for row in rows] == [1, None, 0]
    ws.close()


def test_a_batch_without_severe_items_stays_a_range_and_says_nothing(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case(5))
    assert isinstance(queue_listing(ws, "b-1", QueueFilter()), range)
    assert queue_start(ws, "b-1")[1] == 0
    ws.close()
