"""Numbers under a filter: the same as the roll-ups where these know them, and what they do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.domain.filters import NONE, Filter
from smo_review.domain.numbers import Numbers
from smo_review.queries.filtered import numbers_under
from smo_review.queries.numbers import numbers
from smo_review.store.workspace import Workspace
from tests.helpers.trend_cases import MISSED, OVER, WRONG, Said, week, workspace_of


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    said = [
        *week(0, 12, 4, WRONG, language="km"),
        *week(1, 10, 3, MISSED, annotator="bob", label="spam"),
        *week(1, 6, 2, OVER, annotator="bob", auditor="chan"),
        Said(2, "bob", "", findings=(MISSED, OVER)),
        Said(2, outcome="ambiguous"),
        Said(2, findings=(OVER,), second=()),
    ]
    made = workspace_of(tmp_path / "ws", said)
    yield made
    made.close()


def by_key(found: Numbers) -> dict[str, object]:
    return {one.key: one.figures for one in found.groups}


@pytest.mark.parametrize("by", ["annotator", "label", "code", "day"])
def test_columns_and_roll_ups_tell_the_same_numbers(ws: Workspace, by: str) -> None:
    rolled, columns = numbers(ws, by=by), numbers_under(ws, Filter(), by)
    assert columns.all.accuracy == rolled.all.accuracy
    assert columns.all.critical_accuracy == rolled.all.critical_accuracy
    assert columns.all.reviewed == rolled.all.reviewed
    told = by_key(columns)
    for key, figures in by_key(rolled).items():
        if figures.reviewed:  # type: ignore[attr-defined]
            assert told[key].accuracy == figures.accuracy  # type: ignore[attr-defined]
            assert told[key].unsettled == figures.unsettled  # type: ignore[attr-defined]
    shares = {one.key: one.share for one in columns.groups}
    assert all(shares[one.key] == one.share for one in rolled.groups if one.figures.reviewed)


def test_a_filter_leaves_the_numbers_of_what_it_names(ws: Workspace) -> None:
    assert numbers_under(ws, Filter(language="km")).all.incorrect == 4
    assert numbers_under(ws, Filter(annotator="bob", label=NONE)).all.reviewed == 1
    found = numbers_under(ws, Filter(since="2026-01-12", until="2026-01-18"), "auditor")
    assert {one.key: one.figures.reviewed for one in found.groups} == {"bea": 10, "chan": 6}


def test_a_code_says_which_errors_count_and_leaves_what_they_are_counted_over(
    ws: Workspace,
) -> None:
    found = numbers_under(ws, Filter(code="over"))
    assert found.all.incorrect == 3
    assert found.all.accuracy.n == numbers(ws).all.accuracy.n
    assert found.all.critical == 0
