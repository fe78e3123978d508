"""Bars of a Pareto, gaps and languages behind are told over the frame that was drawn from.

What stands beside them is computed here with NumPy and nothing of the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from numpy.typing import NDArray

from smo_review.domain.bundles import Sampling
from smo_review.domain.content import MILLION, Annotation, Mark
from smo_review.domain.filters import EVERYTHING, NONE
from smo_review.quality.gaps import label_agreement, ratio_rate
from smo_review.quality.weighted import Sums, WeightedRate, rate_of
from smo_review.queries.clusters import clusters
from smo_review.queries.kpis import kpis
from smo_review.queries.suggestions import suggestions
from smo_review.queries.trends import breakdown, gaps
from smo_review.reports.causes import caution, cluster_chart
from smo_review.reports.trends import pareto_chart
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import Case
from tests.helpers.trend_cases import MISSED, OVER, WRONG, Said, workspace_of

Floats = NDArray[np.float64]
SAID = [
    Said(0, "ann", "hate", "km", (OVER,), second=(OVER,)),
    Said(0, "ann", "hate", "km", (OVER,), second=()),
    Said(0, "ann", "spam", "zh", (OVER, WRONG), second=(WRONG,)),
    Said(0, "bob", "spam", "zh", (MISSED,), second=(OVER,)),
    Said(0, "bob", "hate", "zh", (), second=()),
    Said(0, "bob", "spam", "km", ()),
    Said(0, "bob", "spam", "km", ()),
]
W = np.array([1.0, 1, 2, 20, 5, 3, 3])
"""What each item stands for. By count most errors are `over`, in the frame most are `missed`."""


def weighed(one: Case) -> Case:
    items = [structs.replace(i, weight=int(w * MILLION)) for i, w in zip(one.items, W, strict=True)]
    again = [Annotation(f"i{n}", "cho", (Mark(("hate", "spam")[n % 2]),)) for n in range(len(W))]
    told = (*one.annotations, *again)
    info = structs.replace(one.info, annotations=len(told))
    return structs.replace(one, items=tuple(items), annotations=told, info=info)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = workspace_of(tmp_path / "ws", SAID, change=weighed)
    yield workspace
    workspace.close()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Workspace]:
    """The same judged by one auditor, so that nothing is unsettled."""
    said = [one._replace(second=None) for one in SAID]
    workspace = workspace_of(tmp_path / "alone", said, change=weighed)
    yield workspace
    workspace.close()


def by_hand(hits: Floats, w: Floats) -> WeightedRate:
    own = w[hits.astype(bool)]
    sums = map(float, (w.sum(), (w**2).sum(), own.sum(), (own**2).sum()))
    return rate_of(len(own), Sums(len(w), *sums))


def test_bars_are_shares_of_the_frame_with_their_counts_beside(alone: Workspace) -> None:
    found = breakdown(alone)
    # missed 20; over 1 + 1 + 2; wrong-detail 2: of 26.
    assert [(bar.key, bar.n) for bar in found.bars] == [
        ("missed-critical", 1), ("over", 3), ("wrong-detail", 1),
    ]  # fmt: skip
    assert [bar.share for bar in found.bars] == pytest.approx([20 / 26, 4 / 26, 2 / 26])
    assert [bar.cumulative for bar in found.bars] == pytest.approx([20 / 26, 24 / 26, 1])
    assert found.vital == 2
    chart = pareto_chart(found, {}, "t")
    assert (chart.unit, [(bar.value, bar.n) for bar in chart.bars]) == (
        "share", [(bar.share, bar.n) for bar in found.bars],
    )  # fmt: skip


def test_bars_by_label_and_annotator_count_whole_annotations(alone: Workspace) -> None:
    labels = {bar.key: (bar.n, bar.share) for bar in breakdown(alone, of="label").bars}
    assert labels == {"spam": (2, pytest.approx(22 / 24)), "hate": (2, pytest.approx(2 / 24))}
    people = {bar.key: (bar.n, bar.share) for bar in breakdown(alone, of="annotator").bars}
    assert people == {"bob": (1, pytest.approx(20 / 24)), "ann": (3, pytest.approx(4 / 24))}
    assert NONE not in labels


def test_clusters_come_by_what_they_stand_for(alone: Workspace) -> None:
    found = clusters(alone, EVERYTHING)
    assert [(one.key, one.n) for one in found.clusters] == [
        ("missed-critical", 1), ("over", 3), ("wrong-detail", 1),
    ]  # fmt: skip
    assert found.clusters[0].share.value == pytest.approx(20 / 24)
    assert found.parts == pytest.approx((20 / 26, 4 / 26, 2 / 26))
    assert found.vital == 2
    assert [bar.value for bar in cluster_chart(found).bars] == list(found.parts)


def test_a_clause_splits_auditors_over_the_frame(ws: Workspace) -> None:
    found = {one.clause: one for one in gaps(ws).clauses}
    # 1.4 was cited on items 0 to 3; both cited it on 0 and 2.
    assert found["1.4"].split == by_hand(np.array([0, 1, 0, 1]), W[:4]).rate
    assert found["2.1"].split == by_hand(np.array([1]), W[3:4]).rate


def test_agreement_on_a_label_is_over_the_frame(ws: Workspace) -> None:
    found = {one.label: one.agreement for one in gaps(ws).labels}
    first = np.array(["hate", "hate", "spam", "spam", "hate", "spam", "spam"])
    other = np.array(["hate", "spam"] * 4)[:7]
    for label in ("hate", "spam"):
        pairs = (first == label).astype(float) + (other == label)
        met = 2.0 * ((first == label) & (other == label))
        some = pairs > 0
        w, of, both = W[some], pairs[some], met[some]
        value = float((w * both).sum() / (w * of).sum())
        assert (found[label].n, found[label].value) == (int(some.sum()), pytest.approx(value))
        n = len(of)
        variance = n / (n - 1) * ((w * (both - value * of)) ** 2).sum() / (w * of).sum() ** 2
        worth = max(1.0, value * (1 - value) / variance)
        # The score interval's centre and half width, from the t quantile of n - 1.
        t = {5: 2.776445, 6: 2.570582}[n]
        centre = (value + t * t / (2 * worth)) / (1 + t * t / worth)
        half = t * np.sqrt(value * (1 - value) / worth + t * t / (4 * worth**2))
        assert found[label].low == pytest.approx(centre - half / (1 + t * t / worth), abs=1e-5)
        assert found[label].high == pytest.approx(centre + half / (1 + t * t / worth), abs=1e-5)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=20),
    st.sampled_from((1.0, 0.25, 64.0)),
)
def test_equal_weights_change_no_ratio(told, weight: float) -> None:
    met = np.array([min(a, b) for a, b in told], dtype=float)
    of = np.array([b for _, b in told], dtype=float)
    plain = ratio_rate(met, of, np.ones(len(of)))
    weighed = ratio_rate(met, of, np.full(len(of), weight))
    assert structs.asdict(weighed) == pytest.approx(structs.asdict(plain))


def test_entries_of_one_item_share_their_mean_weight() -> None:
    item = np.array([1, 1, 2, 2])
    labels = np.array([0, 0, 0, 1])
    (a, b) = label_agreement(item, labels, [("a",), ("b",)], EVERYTHING, np.array([2.0, 4, 1, 1]))
    # Item 1 weighs 3 and all of its two pairs meet; of item 2's one pair with `a` none does.
    assert (b.label, b.agreement.value) == ("a", pytest.approx(6 / 7))
    assert (a.label, a.agreement.value) == ("b", 0)


def test_a_language_is_behind_in_the_frame_or_not_at_all(tmp_path: Path) -> None:
    """Of zh much that was suspected was drawn: 60 of 100 drawn are wrong, which are 60 of 1,000."""
    said = [Said(0, language="zh", findings=(OVER,) if n < 60 else ()) for n in range(100)]
    said += [Said(0, language="km", findings=(OVER,) if n < 6 else ()) for n in range(100)]
    weights = [1.0] * 60 + [23.5] * 40 + [10.0] * 100

    def drawn(one: Case) -> Case:
        pairs = zip(one.items, weights, strict=True)
        return structs.replace(
            one, items=tuple(structs.replace(i, weight=int(w * MILLION)) for i, w in pairs)
        )

    plain = workspace_of(tmp_path / "plain", said)
    ws = workspace_of(tmp_path / "ws", said, batch="b-1", change=drawn)
    try:
        before = {one.language: one for one in gaps(plain).languages}
        found = {one.language: one for one in gaps(ws).languages}
    finally:
        plain.close()
        ws.close()
    assert before["zh"].behind
    assert found["zh"].own.value == pytest.approx(0.94)
    assert found["zh"].difference == pytest.approx(0.0)
    assert not found["zh"].behind and found["zh"].q > 0.5


def test_coverage_of_a_drawn_batch_says_what_share_of_the_frame_it_is(tmp_path: Path) -> None:
    plan = Sampling("p", "stratified", "7", 350, len(SAID))

    def drawn(one: Case) -> Case:
        return structs.replace(weighed(one), info=structs.replace(one.info, sampling=plan,
                                                                  annotations=14))  # fmt: skip

    ws = workspace_of(tmp_path / "ws", SAID, change=drawn)
    try:
        (told,) = (one for one in kpis(ws) if one.id == "coverage")
        assert (told.value, told.n, told.low) == (0.5, 14, 0.5)
        assert told.sentence.endswith(" · drawn: 7 of 350 items, 2.0%")
    finally:
        ws.close()


def test_suggestions_say_that_counts_are_not_weighted_where_weights_differ(ws, tmp_path) -> None:
    plain = workspace_of(tmp_path / "plain", SAID)
    try:
        assert "weights of the sample" in caution(suggestions(ws, EVERYTHING))
        assert "weights of the sample" not in caution(suggestions(plain, EVERYTHING))
    finally:
        plain.close()
