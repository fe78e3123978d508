"""The queue: which items, in which order, and what its lines say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from smo_review.domain.content import Item, Part
from smo_review.domain.errors import UserError
from smo_review.domain.filters import NONE, Filter
from smo_review.domain.views import FindingDraft, QueueFilter, QueueRow, VerdictDraft
from smo_review.operations.flags import flag_item
from smo_review.operations.verdicts import accept_all, record_verdict
from smo_review.operations.workspace import save_setting
from smo_review.queries.batches import batches, project_of
from smo_review.queries.items import item_view
from smo_review.queries.queue import queue_choices, queue_listing, queue_rows, row_of
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import PROJECT, case, made, take

ITEMS = [
    Item("i0", (Part("text", text="one"),), language="km", severity=3),
    Item("i1", (Part("image", media="a" * 64), Part("text", text="two")), language="zh"),
    Item("i2", (Part("text", text="three"),), language="km", severity=1),
    Item("i3", (Part("text", text="one more"),), severity=2),
]


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", case(2, batch="b-0"), case(ITEMS))
    finding = FindingDraft("over", "hate")
    record_verdict(workspace, VerdictDraft("b-1", "i0", "ann", "incorrect", findings=(finding,)))
    accept_all(workspace, "b-1", "i1")
    flag_item(workspace, "b-1", "i2", on=True)
    yield workspace
    workspace.close()


FIGURES = [
    (Filter(), "i0 i1"),
    (Filter(outcome="incorrect"), "i0"),
    (Filter(outcome="critical"), ""),
    (Filter(outcome="correct"), "i1"),
    (Filter(code="over", label="hate"), "i0"),
    (Filter(label="hate", right_label=NONE), "i0"),
    (Filter(label="spam", right_label=NONE), ""),
    (Filter(label=NONE, right_label="hate"), ""),
    (Filter(language="zh"), "i1"),
    (Filter(batch="b-0"), ""),
    (Filter(until="1999-01-01"), ""),
]


@pytest.mark.parametrize(("wanted", "items"), FIGURES)
def test_a_figure_opens_the_items_that_it_counts(ws: Workspace, wanted: Filter, items: str) -> None:
    rows = queue_listing(ws, "b-1", QueueFilter(judged=wanted))
    assert " ".join(row.item for row in queue_rows(ws, rows)) == items


def listed(ws: Workspace, limit: int | None = None, **wanted: str) -> list[str]:
    rows = queue_listing(ws, "b-1", QueueFilter(**wanted), limit)  # type: ignore[arg-type]
    return [row.item for row in queue_rows(ws, rows)]


@pytest.mark.parametrize(
    ("wanted", "items"),
    [
        ({}, "i0 i1 i2 i3"),
        ({"show": "open"}, "i0 i2 i3"),
        ({"show": "done"}, "i1"),
        ({"show": "flagged"}, "i2"),
        ({"show": "incorrect"}, "i0"),
        ({"show": "unsettled"}, ""),
        ({"language": "km"}, "i0 i2"),
        ({"annotator": "bob"}, "i0 i1 i2 i3"),
        ({"annotator": "nobody"}, ""),
        ({"label": "hate"}, "i0 i1 i2 i3"),
        ({"label": "none"}, ""),
        ({"text": "one"}, "i0 i3"),
        ({"text": "one", "show": "incorrect"}, "i0"),
        ({"group_by": "annotator", "group_key": "ann"}, "i0 i1"),
        ({"group_by": "annotator", "group_key": "bob"}, "i1"),
        ({"group_by": "label", "group_key": "spam"}, "i1"),
        ({"group_by": "code", "group_key": "over"}, "i0"),
        ({"group_by": "code", "group_key": "ove"}, ""),
        ({"group_by": "day", "group_key": "2001-02-03"}, ""),
    ],
)
def test_the_filter_chooses(ws: Workspace, wanted: dict[str, str], items: str) -> None:
    assert listed(ws, **wanted) == items.split()
    assert listed(ws, 1, **wanted) == items.split()[:1]


def test_a_number_opens_the_items_behind_it(ws: Workspace) -> None:
    today = datetime.now(UTC).date().isoformat()
    assert listed(ws, group_by="day", group_key=today) == ["i0", "i1"]
    assert listed(ws, group_by="auditor", group_key=ws.identity.person) == ["i0", "i1"]


@pytest.mark.parametrize(
    "wanted",
    [
        {"group_by": "weather", "group_key": "x"},
        {"group_by": "day", "group_key": "yesterday"},
    ],
)
def test_a_group_that_there_is_not_is_refused(ws: Workspace, wanted: dict[str, str]) -> None:
    with pytest.raises(UserError):
        listed(ws, **wanted)


def test_a_batch_that_is_not_here_is_refused(ws: Workspace) -> None:
    for ask in (lambda: queue_listing(ws, "b-9", QueueFilter()), lambda: project_of(ws, "b-9")):
        with pytest.raises(UserError):
            ask()
    with pytest.raises(UserError):
        item_view(ws, 999)
    assert row_of(ws, "b-9", "i0") is None


def test_a_line_says_how_far_an_item_is(ws: Workspace) -> None:
    rows = queue_listing(ws, "b-1", QueueFilter())
    lines = queue_rows(ws, [rows[1], rows[0]])
    assert lines == (
        QueueRow(rows[1], "b-1", "i1", "done", False, "image,text", "zh", None, 2, 2, 0),
        QueueRow(rows[0], "b-1", "i0", "partly", False, "text", "km", 3, 2, 1, 1),
    )
    assert queue_rows(ws, [10_000]) == ()


def test_mild_items_come_first_where_the_project_says_so(ws: Workspace) -> None:
    project = msgspec.structs.replace(PROJECT, queue_rule="severity-mild-first")
    take(ws, case(ITEMS, batch="b-2", project=project))
    rows = queue_listing(ws, "b-2", QueueFilter())
    assert [row.item for row in queue_rows(ws, rows)] == ["i1", "i2", "i3", "i0"]
    rows = queue_listing(ws, "b-2", QueueFilter(language="km"), 1)
    assert [row.item for row in queue_rows(ws, rows)] == ["i2"]


def test_a_shuffled_queue_is_the_same_for_everybody_and_holds_all(
    ws: Workspace, tmp_path: Path
) -> None:
    one = case(50, batch="b-2", project=msgspec.structs.replace(PROJECT, queue_rule="shuffled"))
    take(ws, one)
    other = made(tmp_path / "other", one)
    orders = [
        [row.item for row in queue_rows(here, queue_listing(here, "b-2", QueueFilter()))]
        for here in (ws, other)
    ]
    other.close()
    assert orders[0] == orders[1]
    assert orders[0] != sorted(orders[0], key=lambda item: int(item[1:]))
    assert sorted(orders[0]) == sorted(f"i{n}" for n in range(50))


def test_a_batch_in_the_list_tells_what_is_done_and_where_one_was(ws: Workspace) -> None:
    save_setting(ws, "resume:b-1", "i2")
    found = {one.info.id: one for one in batches(ws)}
    assert found["b-1"].items_done == 1
    assert found["b-1"].verdicts == found["b-1"].verdicts_today == 3
    assert found["b-1"].resume_item == "i2"
    assert found["b-0"].items_done == found["b-0"].verdicts == 0
    assert found["b-1"].project_name == "Project"


def test_what_is_due_first_comes_first(tmp_path: Path) -> None:
    cases = []
    for name, due in (("b-1", ""), ("b-2", "2026-05-01"), ("b-3", "2026-04-01")):
        one = case(1, batch=name)
        cases.append(msgspec.structs.replace(one, info=msgspec.structs.replace(one.info, due=due)))
    ws = made(tmp_path / "ws", *cases)
    assert [one.info.id for one in batches(ws)] == ["b-3", "b-2", "b-1"]
    ws.close()


def test_a_batch_tells_by_what_its_queue_can_be_narrowed(ws: Workspace) -> None:
    known = queue_choices(ws, "b-1")
    assert known.languages == ("km", "zh")
    for annotator in known.annotators:
        assert listed(ws, annotator=annotator)
    for label in known.labels:
        assert listed(ws, label=label)
    assert {"ann", "bob"} <= set(known.annotators)
    assert "" not in known.labels


def test_flagged_items_are_counted_with_the_batch(ws: Workspace) -> None:
    found = {one.info.id: (one.flagged, one.unsettled) for one in batches(ws)}
    assert found == {"b-0": (0, 0), "b-1": (1, 0)}
