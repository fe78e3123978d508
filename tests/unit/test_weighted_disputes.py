"""Rates of disputes count an annotation with the weight that it was drawn with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from smo_review.domain.bundles import Sampling
from smo_review.domain.content import MILLION, AnnotationKey
from smo_review.operations.disputes import DisputeRulingDraft, rule_dispute
from smo_review.quality.weighted import Sums, rate_of
from smo_review.queries.disputes import dispute_figures
from smo_review.queries.kpis import kpis
from smo_review.store.workspace import Workspace
from tests.helpers.dispute_cases import OVER, answer, disputable, find, hand_over, workspace_of
from tests.helpers.store_cases import Case

W = np.array([1.0, 20, 1, 20, 5, 0])
"""What each item stands for; the last is a hidden repeat."""


def weighed(name: str = "b-1", purpose: str = "measurement") -> Case:
    one = disputable(len(W), name)
    items = [structs.replace(i, weight=int(w * MILLION)) for i, w in zip(one.items, W, strict=True)]
    plan = Sampling("p", "stratified", "7", 100, len(W), purpose=purpose)  # type: ignore[arg-type]
    return structs.replace(one, items=tuple(items), info=structs.replace(one.info, sampling=plan))


def disputed(folder: Path, *batches: Case) -> Workspace:
    """Another auditor finds four of ann's annotations incorrect in each batch; ann disputes all but
    the third, and of the first batch the first dispute is rejected, the second accepted."""
    ws = workspace_of(folder, "lead", *batches)
    first = workspace_of(folder, "first", *batches)
    for batch in batches:
        for n in (0, 1, 2, 3, 5):
            find(first, OVER, key=AnnotationKey(batch.info.id, f"i{n}", "ann"))
        find(first, key=AnnotationKey(batch.info.id, "i4", "ann"))
    hand_over(first, ws)
    first.close()
    no, yes = ("dispute", "No."), ("accept", "")
    answer(ws, folder, *[no, no, yes, no] * len(batches))
    for n, outcome in ((0, "reject"), (1, "accept")):
        rule_dispute(ws, DisputeRulingDraft(AnnotationKey("b-1", f"i{n}", "ann"), outcome, "why"))
    return ws


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = disputed(tmp_path, weighed(), weighed("b-2", "risk"))
    yield workspace
    workspace.close()


def by_rate(w: np.ndarray, hits: np.ndarray) -> object:
    own = w[hits]
    return rate_of(
        int(hits.sum()),
        Sums(len(w), *map(float, (w.sum(), (w**2).sum(), own.sum(), (own**2).sum()))),
    )


def test_both_rates_are_over_the_frame_and_without_what_was_drawn_for_its_risk(ws) -> None:
    figures = dispute_figures(ws)
    wrong = by_rate(W[:4], np.array([True, True, False, True]))
    assert figures.dispute_rate == wrong.rate
    assert figures.dispute_rate.value == pytest.approx(41 / 42)
    assert (figures.overturn_rate.value, figures.overturn_rate.n) == (pytest.approx(20 / 21), 2)
    # Counts are of all that is here.
    assert (figures.disputed, figures.ruled) == (6, 2)
    told = {one.id: one for one in kpis(ws)}
    assert told["dispute_rate"].value == figures.dispute_rate.value
    assert told["dispute_rate"].effective == round(wrong.effective, 1)
    assert told["dispute_rate"].sentence.startswith("4 found incorrect, 3 disputed")


def test_a_batch_that_is_named_is_meant_whatever_it_was_drawn_for(ws: Workspace) -> None:
    assert dispute_figures(ws, batch="b-2").dispute_rate.n == 4
    assert dispute_figures(ws, batch="b-2").overturn_rate.n == 0
    assert dispute_figures(ws, purpose="risk").dispute_rate.n == 4
    assert dispute_figures(ws, purpose="all").dispute_rate.n == 8
