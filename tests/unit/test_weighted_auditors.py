"""Figures of auditors count an annotation with the weight that it was drawn with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.auditors import AuditorView
from smo_review.domain.content import MILLION, Item, Part
from smo_review.domain.facts import Finding, Verdict
from smo_review.quality.auditing import Double, Said, agreement, pairs_of, severity_difference
from smo_review.quality.pairs import cohen_kappa
from smo_review.quality.weighted import Sums, rate_of
from smo_review.queries.auditors import auditors
from smo_review.queries.kpis import kpis
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, Writer, case, made

MILD = Finding("over", "over-flagged", severity=1)
WORSE = Finding("wrong", "wrong-label", severity=3)
MONDAY = 20_003
W = np.array([1.0, 1, 1, 1, 1, 1, 9, 9, 9, 9])
"""Six items stand for themselves, four for nine each; the last two items are hidden repeats of
items 0 and 7."""


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    items = [
        Item(f"i{n}", (Part("text", text=f"text {n}"),), weight=int(w * MILLION))
        for n, w in enumerate(W)
    ]
    items += [Item(f"r{n}", (Part("text", text=f"text {n}"),), weight=0) for n in (0, 7)]
    workspace = made(tmp_path / "ws", case(items, annotators=("ann",)))
    bea, cho = Writer("bea"), Writer("cho")
    for n in range(10):
        judge(workspace, bea, f"i{n}", *SAID["bea"][n], day=MONDAY + (7 if n % 2 else 0))
        judge(workspace, cho, f"i{n}", *SAID["cho"][n])
    judge(workspace, bea, "r0", day=MONDAY + 30)
    judge(workspace, bea, "r7", MILD, day=MONDAY + 30)
    yield workspace
    workspace.close()


SAID: dict[str, list[tuple[Finding, ...]]] = {
    "bea": [(), (), (), (MILD,), (MILD,), (WORSE,), (), (), (WORSE,), (WORSE,)],
    "cho": [(), (), (MILD,), (), (MILD,), (MILD,), (), (MILD,), (WORSE,), (MILD,)],
}


def judge(ws: Workspace, who: Writer, item: str, *findings: Finding, day: int = MONDAY) -> None:
    told = Verdict("b-1", item, "ann", "incorrect" if findings else "correct", findings=findings)
    merge_facts(ws, [who.write("verdict", told, day * DAY)], [who.checkpoint()])


def bea(ws: Workspace) -> AuditorView:
    return next(view for view in auditors(ws).auditors if view.name == "Bea")


def by_rate(hits: list[bool], w: np.ndarray) -> object:
    """The rate from sums that NumPy makes."""
    own = w[hits]
    return rate_of(
        sum(hits),
        Sums(len(w), *map(float, (w.sum(), (w**2).sum(), own.sum(), (own**2).sum()))),
    ).rate


ALIKE = [bool(a) == bool(b) for a, b in zip(SAID["bea"], SAID["cho"], strict=True)]


def test_agreement_with_the_team_is_over_the_frame(ws: Workspace) -> None:
    view = bea(ws)
    assert view.agreement == by_rate(ALIKE, W)
    assert (view.agreement.n, view.agreement.value) == (10, pytest.approx(31 / 42))
    table, squares = np.zeros((2, 2, 2))
    for w, own, other in zip(W, SAID["bea"], SAID["cho"], strict=True):
        table[int(bool(own)), int(bool(other))] += w
        squares[int(bool(own)), int(bool(other))] += w**2
    assert view.kappa == cohen_kappa(table, None, squares)
    po, rows, columns = 31 / 42, table.sum(axis=1) / 42, table.sum(axis=0) / 42
    assert view.kappa.value == pytest.approx((po - rows @ columns) / (1 - rows @ columns))


def test_severity_criteria_and_drift_are_over_the_frame(ws: Workspace) -> None:
    view = bea(ws)
    both = [n for n in range(10) if SAID["bea"][n] and SAID["cho"][n]]
    d = np.array([SAID["bea"][n][0].severity - SAID["cho"][n][0].severity for n in both])
    w = W[both]
    mean = float(w @ d / w.sum())
    spread = np.sqrt(len(d) / (len(d) - 1) * ((w * (d - mean)) ** 2).sum()) / w.sum()
    assert (view.severity.n, view.severity.value) == (4, pytest.approx(mean))
    # Student's t of three degrees of freedom.
    assert view.severity.high == pytest.approx(mean + 3.182446 * spread)
    codes = {one.key: one.rate for one in view.criteria if one.kind == "code"}
    mild = [n for n in range(10) if MILD in SAID["cho"][n]]
    assert codes["over"] == by_rate([MILD in SAID["bea"][n] for n in mild], W[mild])
    labels = {one.key: one.rate for one in view.criteria if one.kind == "label"}
    assert labels["hate"] == by_rate(ALIKE[::2], W[::2])
    week = np.array([n % 2 == 0 for n in range(10)])
    wrong = np.array([bool(one) for one in SAID["bea"]])
    assert [(one.n, one.value) for one in view.drift.weeks] == [
        (5, pytest.approx((W * wrong)[own].sum() / W[own].sum())) for own in (week, ~week)
    ]
    assert view.drift.centre == pytest.approx((W * wrong).sum() / 42)


def test_a_hidden_repeat_counts_as_the_item_that_it_repeats(ws: Workspace) -> None:
    """Alike on item 0, which weighs 1; unlike on item 7, which weighs 9."""
    assert bea(ws).repeats == by_rate([True, False], np.array([1.0, 9.0]))
    told = next(one for one in kpis(ws) if one.id == "self_consistency")
    assert (told.value, told.n) == (pytest.approx(0.1), 2)
    assert (told.low, told.high) == (bea(ws).repeats.low, bea(ws).repeats.high)


def test_auditors_against_each_other_are_told_over_the_frame_with_the_effective_n(ws) -> None:
    told = next(one for one in kpis(ws) if one.id == "auditor_agreement")
    assert (told.value, told.n) == (pytest.approx(31 / 42), 10)
    assert told.effective == round(42**2 / (6 + 4 * 81), 1)


SAYING = st.tuples(
    st.integers(0, 1), st.integers(0, 1), st.integers(0, 4), st.integers(0, 4)
)  # fmt: skip


@given(st.lists(SAYING, min_size=2, max_size=25), st.sampled_from((1, MILLION, 17 * MILLION)))
def test_equal_weights_change_no_figure_of_an_auditor(told, weight: int) -> None:
    def double(own: int, other: int, mine: int, theirs: int, weight: int = MILLION) -> Double:
        said = Said(1, own, 0, mine, frozenset()), Said(2, other, 0, theirs, frozenset())
        return Double((), said, weight)

    plain = pairs_of([double(*one) for one in told], 1)
    weighed = pairs_of([double(*one, weight) for one in told], 1)
    assert agreement(weighed) == agreement(plain)
    one, two = severity_difference(weighed), severity_difference(plain)
    assert (one.value, one.low, one.high) == pytest.approx((two.value, two.low, two.high))
