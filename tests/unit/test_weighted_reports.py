"""Rates of reports and of the confusion matrix count with the weights of the sample.

What stands beside them is computed here from the facts, with NumPy and nothing of the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from smo_review.domain.facts import Finding, Verdict
from smo_review.domain.filters import Filter
from smo_review.domain.numbers import Rate
from smo_review.domain.reports import Figure, figures_of
from smo_review.quality.gaps import apart
from smo_review.queries.kpis import kpis
from smo_review.queries.reports.build import build, request
from smo_review.queries.trends import confusion
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import Writer, case, made
from tests.unit.test_weighted_numbers import CRITICAL, WEIGHTS, Said, bodies_of, weighed

N = 60
WHAT = ("correct", "critical", "correct", "incorrect", "correct", "correct", "critical")
SAID: list[Said] = [
    ("bea", n, "ann", WHAT[n % 7] if n < 40 else "correct", 3 if n < 30 else 17, False)
    for n in range(N)
]


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """60 annotations drawn by design, judged in two weeks; a fifth of them weighs nothing."""
    one = made(tmp_path / "ws", weighed(case(N, ("ann",))))
    merge_facts(one, bodies_of(SAID))
    yield one
    one.close()


def column(*words: str) -> NDArray[np.bool_]:
    return np.array([what in words for _, _, _, what, _, _ in SAID])


W = np.array([WEIGHTS[n % 5] * (1, 1.25)[n % 2] for n in range(N)])


def by_hand(hits: NDArray[np.bool_], of: NDArray[np.bool_] | None = None) -> float:
    base = W if of is None else W * of
    return float((base * hits).sum() / base.sum())


def told(ws: Workspace, kind: str) -> dict[str, Figure]:
    return {one.id: one for one in figures_of(build(ws, request(ws, kind))[0])}


def test_every_rate_of_a_report_is_weighted(ws: Workspace) -> None:
    found = told(ws, "risk")
    wrong, critical = column("critical", "incorrect"), column("critical")
    assert found["accuracy"].value == pytest.approx(1 - by_hand(wrong), rel=1e-6)
    assert found["critical_accuracy"].value == pytest.approx(1 - by_hand(critical), rel=1e-6)
    assert found["missed_critical"].value == pytest.approx(by_hand(critical), rel=1e-6)
    label = CRITICAL.right_label or CRITICAL.label
    assert found[f"missed/{label}/rate"].value == pytest.approx(by_hand(critical), rel=1e-6)
    khmer = np.arange(N) % 3 == 0
    assert found["language/km/missed_critical"].value == pytest.approx(
        by_hand(critical, khmer), rel=1e-6
    )
    # Unweighted it would be seen: the two are further apart than the tolerance.
    assert abs(critical[W > 0].mean() - by_hand(critical)) > 0.01
    codes = told(ws, "weekly")
    kpi = {(one.id, one.group): one for one in kpis(ws, Filter(since="1970-01-12"))}
    assert codes["changed/now"].value == pytest.approx(by_hand(~wrong, np.arange(N) >= 30))
    assert codes["changed/before"].value == pytest.approx(by_hand(~wrong, np.arange(N) < 30))
    share = codes["errors/code/missed-critical/share"]
    same = kpi["error_rate", "missed-critical"]
    assert (share.value, share.n, share.low, share.high) == (
        same.value,
        same.n,
        same.low,
        same.high,
    )


def test_what_changed_is_told_from_the_weighted_rates(ws: Workspace) -> None:
    report = build(ws, request(ws, "weekly"))[0]
    (changed,) = [one for one in report.sections if one.id == "changed"]
    now, before = changed.figures
    _, low, high = apart(_rate(now), _rate(before))
    word = "higher" if low > 0 else "lower" if high < 0 else "No change"
    assert word in changed.text[0]


def _rate(one: Figure) -> Rate:
    return Rate(one.value, one.n or 0, one.low, one.high)


def test_words_that_count_tell_counts_and_not_weighted_ones(ws: Workspace) -> None:
    report = build(ws, request(ws, "annotator", annotator="ann"))[0]
    (good,) = [one for one in report.sections if one.id == "good"]
    right = int((column("correct") & (W > 0)).sum())
    n = int((W > 0).sum())
    assert round(n * by_hand(column("correct"))) != right
    assert good.points == (f"{right} of {n} annotations were right.",)


def test_precision_and_recall_of_the_matrix_are_those_of_the_kpis(tmp_path: Path) -> None:
    one = made(tmp_path / "ws", weighed(case(N, ("ann",))))
    # Even items carry the label hate, odd ones spam.
    swapped = Finding("wrong", "wrong-label", label="hate", right_label="spam")
    writer = Writer("bea")
    try:
        for n in range(N):
            wrong = n % 4 == 2
            verdict = Verdict(
                "b-1", f"i{n}", "ann", "incorrect" if wrong else "correct",
                findings=(swapped,) if wrong else (),
            )  # fmt: skip
            merge_facts(one, [writer.write("verdict", verdict)])
        found = confusion(one)
        figures = {(kpi.id, kpi.group): kpi for kpi in kpis(one)}
        for place, label in enumerate(found.labels):
            for name, rates in (("precision", found.precision), ("recall", found.recall)):
                kpi, rate = figures[name, label], rates[place]
                assert (rate.value, rate.n, rate.low, rate.high) == pytest.approx(
                    (kpi.value, kpi.n, kpi.low, kpi.high)
                )
        hate = found.labels.index("hate")
        places = np.arange(N)
        assert found.precision[hate].value == pytest.approx(
            1 - by_hand(places % 4 == 2, places % 2 == 0), rel=1e-6
        )
        assert sum(cell.share for cell in found.cells if cell.right == "spam") == pytest.approx(1)
    finally:
        one.close()
