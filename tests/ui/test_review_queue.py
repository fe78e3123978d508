"""The queue's list: any length, a page at a time, read off the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from smo_review.domain.views import QueueRow
from ui.review.opening import Listing
from ui.review.queue_model import KEPT_PAGES, NUMBER, PAGE, ROW, QueueModel

Deliver = Callable[[tuple[QueueRow, ...]], None]
MANY = range(1, 100_001)


def line(row: int, reviewed: int = 0) -> QueueRow:
    return QueueRow(
        row=row,
        batch="batch",
        item=f"post-{row}",
        state="partly" if reviewed else "open",
        flagged=row % 2 == 0,
        kinds="text",
        language="km",
        severity=None,
        annotations=3,
        reviewed=reviewed,
        incorrect=reviewed,
    )


class Reader:
    """Stands for the reader lane: keeps what was asked for until it is let go."""

    def __init__(self) -> None:
        self.asked: list[tuple[Sequence[int], Deliver]] = []

    def __call__(self, rows: Sequence[int], deliver: Deliver) -> None:
        self.asked.append((rows, deliver))

    def answer(self, reviewed: int = 0) -> None:
        asked, self.asked = self.asked, []
        for rows, deliver in asked:
            deliver(tuple(line(row, reviewed) for row in rows))


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def model(qapp: object, reader: Reader) -> QueueModel:
    queue = QueueModel(reader)
    queue.show(MANY, 1)
    return queue


def text(model: QueueModel, place: int) -> str:
    return str(model.index(place).data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_list_keeps_qts_rules_for_models(model: QueueModel, reader: Reader) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    text(model, 5)
    reader.answer()
    model.show([3, 4], 1)
    reader.answer()
    model.show((), 1)
    assert model.rowCount() == 0


def test_a_hundred_thousand_items_are_listed_without_being_read(
    model: QueueModel, reader: Reader
) -> None:
    assert model.rowCount() == 100_000
    assert not reader.asked


def test_looking_at_a_line_reads_its_page_once(model: QueueModel, reader: Reader) -> None:
    assert text(model, 250) == "Item 251"
    assert text(model, 260) == "Item 261"
    assert [list(rows) for rows, _ in reader.asked] == [list(range(201, 301))]


def test_a_line_is_told_in_full_once_its_page_is_there(model: QueueModel, reader: Reader) -> None:
    text(model, 251)
    reader.answer(reviewed=1)
    assert text(model, 251) == "Item 252, post-252, 1 of 3, 1 incorrect, flagged"


def test_the_number_is_the_items_own_also_where_the_queue_is_narrowed(
    model: QueueModel,
) -> None:
    model.show([15, 40, 77], 11)
    assert [model.index(place).data(NUMBER) for place in range(3)] == [5, 30, 67]


def test_a_page_that_comes_late_for_another_listing_is_dropped(
    model: QueueModel, reader: Reader
) -> None:
    text(model, 0)
    (_, late), *_ = reader.asked
    model.show([7, 8, 9], 1)
    late((line(1), line(2)))
    assert model.index(0).data(ROW) is None or model.index(0).data(ROW).row == 7


def test_refreshed_lines_keep_their_old_look_until_they_are_read(
    model: QueueModel, reader: Reader
) -> None:
    text(model, 0)
    reader.answer()
    model.refresh([0])
    assert text(model, 0) == "Item 1, post-1, open"
    reader.answer(reviewed=2)
    assert text(model, 0) == "Item 1, post-1, 2 of 3, 2 incorrect"


def test_only_some_pages_are_kept(model: QueueModel, reader: Reader) -> None:
    for page in range(KEPT_PAGES + 5):
        text(model, page * PAGE)
        reader.answer()
    text(model, 0)
    assert [rows[0] for rows, _ in reader.asked] == [1]


def test_the_place_of_a_row_is_known_in_a_whole_and_in_a_narrowed_queue() -> None:
    whole = Listing(range(11, 21), None)
    assert [whole.place(row) for row in (11, 20, 10, 21)] == [0, 9, None, None]
    narrowed = Listing([30, 12], {30: 0, 12: 1})
    assert [narrowed.place(row) for row in (12, 30, 13)] == [1, 0, None]
    assert Listing((), None).place(5) is None
