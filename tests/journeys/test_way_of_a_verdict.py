"""The real client, from key press to the lead's number, through files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.views import QueueFilter
from smo_review.operations.sample import SampleFiles, make_sample
from smo_review.queries.batches import batches
from smo_review.queries.items import item_view
from smo_review.queries.numbers import numbers
from smo_review.queries.queue import queue_listing
from ui.lead.page import LeadPage
from ui.shell.actions import Act
from ui.tour.driver import Driver
from ui.tour.script import judge, verdicts_given

Opener = Callable[[str], Driver]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleFiles:
    return make_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def client(qapp: QApplication, tmp_path: Path) -> Iterator[Opener]:
    """Opens a client by name; a name opened again finds its workspace and settings."""
    opened: list[Driver] = []

    def open_client(name: str) -> Driver:
        opened.append(Driver(qapp, tmp_path, name))
        return opened[-1]

    yield open_client
    for driver in opened:
        driver.close()


def start_reviewing(driver: Driver, batch: Path) -> None:
    driver.drop(batch)
    driver.wait(lambda: batches(driver.context.workspace), "the batch is received")
    driver.settle()
    driver.press(Act.OPEN_BATCH)
    driver.wait(lambda: driver.review.position.view is not None, "the first item is shown")
    driver.settle()


def test_a_verdict_goes_from_the_key_to_the_leads_number_through_files(
    client: Opener, sample: SampleFiles, tmp_path: Path
) -> None:
    auditor = client("auditor")
    start_reviewing(auditor, sample.batch)
    first = auditor.review.position.view
    assert first is not None
    judge(auditor, Act.CORRECT, "correct")
    auditor.press(Act.INCORRECT)
    auditor.type("miss")
    auditor.key("Return")
    auditor.press(Act.SAVE_VERDICT)
    auditor.wait(lambda: verdicts_given(auditor) == 2, "the finding is recorded")
    judge(auditor, Act.AMBIGUOUS, "ambiguous")
    results = tmp_path / "handed-back.smo"
    auditor.client.transfer.export(results, batches(auditor.context.workspace)[0].info.project)
    auditor.wait(results.is_file, "the results are written")
    auditor.settle()
    said = item_view(auditor.context.workspace, first.row)

    lead = client("lead")
    lead.drop(results, sample.batch)
    lead.wait(lambda: batches(lead.context.workspace), "both files are received")
    lead.settle()
    figures = numbers(lead.context.workspace).all
    assert (figures.correct, figures.incorrect, figures.ambiguous) == (1, 1, 1)
    assert (figures.reviewed, figures.annotations) == (3, sample.annotations)

    lead.press(Act.GO_NUMBERS)
    lead.press(Act.BY_ANNOTATOR)
    page = lead.client.page(Act.GO_NUMBERS)
    assert isinstance(page, LeadPage)
    lead.wait(lambda: page.model.rowCount() > 0, "the numbers are shown")
    shown = [page.model.data(page.model.index(row, 1)) for row in range(page.model.rowCount())]
    assert sum(int(count.replace(",", "")) for count in shown) == 3

    lead.press(Act.BY_CODE)
    lead.settle()
    code = page.model.group(0)
    assert code.figures.incorrect == 1
    page.table.selectRow(0)
    lead.press(Act.OPEN_ITEMS)
    lead.wait(lambda: lead.review.position.view is not None, "the number opens its items")
    told = lead.review.position.view
    assert told is not None
    assert any(
        finding.code == code.key
        for entry in told.annotations
        for verdict in entry.verdicts
        for finding in verdict.findings
    )
    theirs = [
        verdict.outcome for entry in said.annotations for verdict in entry.verdicts if verdict.mine
    ]
    opened = item_view(lead.context.workspace, first.row)
    assert [v.outcome for entry in opened.annotations for v in entry.verdicts] == theirs


def test_an_auditor_stops_and_comes_back_without_losing_anything(
    client: Opener, sample: SampleFiles
) -> None:
    before = client("auditor")
    start_reviewing(before, sample.batch)
    for act, outcome in ((Act.CORRECT, "correct"), (Act.AMBIGUOUS, "ambiguous")):
        judge(before, act, outcome)
    before.press(Act.NEXT_ITEM)
    before.press(Act.NEXT_ITEM)
    before.settle()
    place = before.review.presenter.walk.place
    assert place > 0
    before.close()

    after = client("auditor")
    after.settle()
    assert verdicts_given(after) == 2
    after.press(Act.OPEN_BATCH)
    after.wait(lambda: after.review.position.view is not None, "the item is shown")
    assert after.review.presenter.walk.place == place
    after.press(Act.UNDO)
    after.wait(lambda: verdicts_given(after) == 1, "undo reaches back over the restart")


def test_every_item_of_the_sample_can_be_judged_without_the_mouse(
    client: Opener, sample: SampleFiles
) -> None:
    driver = client("auditor")
    start_reviewing(driver, sample.batch)
    walk = driver.review.presenter.walk
    for place in range(sample.items):
        driver.wait(lambda place=place: walk.place >= place and walk.view is not None, "an item")
        if walk.place == place:
            driver.press(Act.ALL_CORRECT)
    driver.wait(lambda: verdicts_given(driver) == sample.annotations, "all are judged")
    left = queue_listing(
        driver.context.workspace,
        batches(driver.context.workspace)[0].info.id,
        QueueFilter(show="open"),
    )
    assert len(left) == 0
