"""One disputed annotation and its people, as fixtures: the batch, two auditors and the lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.domain.content import AnnotationKey
from smo_review.domain.views import ItemView
from smo_review.operations.disputes import DisputeRulingDraft, rule_dispute
from smo_review.queries.items import item_view
from smo_review.queries.queue import row_of
from smo_review.store.workspace import Workspace
from tests.helpers.dispute_cases import (
    KEY,
    MISSED,
    OVER,
    answer,
    disputable,
    find,
    hand_over,
    workspace_of,
)
from tests.helpers.store_cases import Case

BOB = AnnotationKey("b-1", "i0", "bob")


@pytest.fixture
def batch() -> Case:
    return disputable()


@pytest.fixture
def bea(tmp_path: Path, batch: Case) -> Iterator[Workspace]:
    """The first auditor's workspace, with two findings on ann's first annotation."""
    ws = workspace_of(tmp_path, "bea", batch)
    find(ws, OVER, MISSED)
    yield ws
    ws.close()


@pytest.fixture
def lead(tmp_path: Path, batch: Case, bea: Workspace) -> Iterator[Workspace]:
    """The lead's workspace, which has bea's results and ann's answers: one each."""
    ws = workspace_of(tmp_path, "lead", batch)
    hand_over(bea, ws)
    answer(ws, tmp_path, ("dispute", "It quotes a song."), ("accept", ""))
    yield ws
    ws.close()


@pytest.fixture
def cho(tmp_path: Path, batch: Case) -> Iterator[Workspace]:
    """A second auditor's workspace."""
    ws = workspace_of(tmp_path, "cho", batch)
    yield ws
    ws.close()


def view(ws: Workspace, item: str = "i0") -> ItemView:
    row = row_of(ws, "b-1", item)
    assert row is not None
    return item_view(ws, row)


def rule(ws: Workspace, outcome: str, **more: object) -> None:
    draft = DisputeRulingDraft(KEY, outcome, "As the clause says.", **more)  # type: ignore[arg-type]
    rule_dispute(ws, draft)
