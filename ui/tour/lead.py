"""The tour of a lead: eight weeks of verdicts in trends, causes, disputes and a report.

The sample's batch is too small for a trend. So posts are made up here, with two faults that the
pages should name: one annotator misreads a clause, and one label drifts from the fourth week on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import msgspec
from msgspec import structs
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

from smo_review.domain.filters import Filter
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.actions import ActionDraft, mark_done, save_action
from smo_review.operations.answer_files import take_answers
from smo_review.operations.pack import PackOptions, pack
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import batches
from smo_review.queries.disputes import disputes
from smo_review.queries.findings import findings_of
from ui.causes.page import CausesPage
from ui.lead.page import LeadPage
from ui.reports.wanted import Wanted, write_wanted
from ui.shell.acts import Act
from ui.tour.driver import Driver

Take = Callable[[str, QWidget | None], Path]
"""Takes a picture of a window under a name; of the main one where none is given."""
DAYS, A_DAY = 56, 5
PEOPLE = ("dara", "sophea", "lin")
LABELS = ("betting", "contact", "allowed", "spam-offer", "alcohol")
MISREAD = FindingDraft(label="contact", clause="5")
DRIFT = FindingDraft(label="betting", right_label="spam-offer", clause="6.2")
SLIP = FindingDraft(right_label="rude-person", clause="4.1")
WIDTH = 1000
"""Pixels of a report's page in its picture."""


def lead_quality(driver: Driver, take: Take, work: Path) -> None:
    """From weeks of verdicts to what is done about their faults."""
    batch = _judge(driver, work)
    _dispute(driver.context.workspace, work / "answers.json")
    _act(driver.context.workspace, batch)
    driver.context.filters.set(batch=batch, clock="made")
    _look_over(driver, take)
    for act, name in (
        (Act.TREND_CHART, "trends-chart"),
        (Act.TREND_PARETO, "trends-pareto"),
        (Act.TREND_HEAT, "trends-heat-map"),
    ):
        driver.press(Act.GO_TRENDS)
        driver.press(act)
        take(name, None)
    driver.press(Act.GO_CAUSES)
    page = driver.client.page(Act.GO_CAUSES)
    assert isinstance(page, CausesPage)
    for act, name in (
        (Act.CAUSE_ERRORS, "causes-errors"),
        (Act.CAUSE_SUGGESTIONS, "causes-suggestions"),
        (Act.CAUSE_ACTIONS, "causes-action"),
    ):
        driver.press(act)
        driver.settle()
        take(name, None)
    driver.wait(lambda: page.actions_view.action is not None, "the action is shown")
    driver.press(Act.GO_DISPUTES)
    take("disputes", None)
    _report(driver, take, work)
    driver.press(Act.GO_TRENDS)
    driver.press(Act.TREND_CHART)
    driver.context.filters.clear()


def _look_over(driver: Driver, take: Take) -> None:
    """What needs a look, and from its first action to where that is decided, and back."""
    driver.press(Act.GO_NUMBERS)
    driver.press(Act.OVERVIEW)
    page = driver.client.page(Act.GO_NUMBERS)
    assert isinstance(page, LeadPage)
    panel = page.overview
    driver.wait(lambda: any(row.area == "actions" for row in panel.rows), "the overview is there")
    take("overview", None)
    for _ in panel.rows:
        if panel.chosen is not None and panel.chosen.area == "actions":
            break
        driver.key("Down")
    driver.key("Return")
    causes = driver.client.page(Act.GO_CAUSES)
    driver.wait(causes.isVisible, "a row leads where it is decided")
    driver.settle()
    driver.press(Act.BACK)
    driver.wait(panel.isVisible, "and back")


def _judge(driver: Driver, work: Path) -> str:
    """Pack posts, receive them as a file, and judge every annotation; the batch's id."""
    ws = driver.context.workspace
    first = date.today() - timedelta(days=DAYS)
    days = [(first + timedelta(days=day)).isoformat() for day in range(DAYS)]
    source, out = work / "weeks.json", work / "weeks.smo"
    source.write_text(json.dumps([_post(day, place) for day in days for place in range(A_DAY)]))
    with resources.as_file(resources.files("resources") / "sample" / "project.toml") as project:
        packed = pack(source, out, PackOptions(project, name="Eight weeks"), ws.identity)
    driver.drop(out)
    driver.wait(lambda: packed.id in {one.info.id for one in batches(ws)}, "the weeks are here")
    drafts = [
        _verdict(packed.id, n, day, place, who)
        for n, day in enumerate(days)
        for place in range(A_DAY)
        for who in PEOPLE
    ]
    driver.context.signals.changed.emit(record_verdicts(ws, drafts))
    driver.settle()
    return packed.id


def _post(day: str, place: int) -> dict[str, object]:
    """A post as labelling tools write it, with an annotation by everybody."""
    said = [{"type": "choices", "value": {"choices": [LABELS[place]]}}]
    return {
        "id": f"{day}-{place}",
        "data": {"text": f"Post {place + 1} of {day}"},
        "annotations": [
            {"completed_by": {"email": who}, "created_at": day, "result": said} for who in PEOPLE
        ],
    }


def _verdict(batch: str, n: int, day: str, place: int, who: str) -> VerdictDraft:
    found = None
    if LABELS[place] == "contact" and who == "dara" and n % 2:
        found = MISREAD
    elif LABELS[place] == "betting" and n >= 21 and (n + len(who)) % 3:
        found = DRIFT
    elif (7 * n + 3 * place + len(who)) % 29 == 0:
        found = SLIP
    item = f"{day}-{place}"
    if found is None:
        return VerdictDraft(batch, item, who, "correct")
    return VerdictDraft(batch, item, who, "incorrect", findings=(found,))


def _dispute(ws: Workspace, path: Path) -> None:
    """An annotator's answers come back: some findings are disputed, with a reason each."""
    form = findings_of(ws, "dara").form
    reason = "The number is the shop's own."
    filled = [
        structs.replace(one, answer="dispute", reason=reason)
        if one.clause == "5" and place < 8
        else structs.replace(one, answer="accept")
        for place, one in enumerate(form.findings)
    ]
    path.write_bytes(msgspec.json.encode(structs.replace(form, findings=tuple(filled))))
    take_answers(ws, path)
    assert disputes(ws), "something is disputed"


def _act(ws: Workspace, batch: str) -> None:
    """An action against the drift; the chart after it shows no shift, so it stays open."""
    begun = (date.today() - timedelta(days=21)).isoformat()
    draft = ActionDraft(
        "Write examples for betting",
        "The lead",
        date.today().isoformat(),
        begun,
        Filter(batch=batch, label="betting", clock="made"),
    )
    mark_done(ws, save_action(ws, draft).id, begun)


def _report(driver: Driver, take: Take, work: Path) -> None:
    """The dialog that asks for a report, and the first page of one on paper."""
    driver.press(Act.GO_NUMBERS)
    driver.press(Act.REPORTS)
    driver.wait(lambda: driver.app.activeModalWidget() is not None, "the form is open")
    take("report-form", None)
    driver.key("Escape")
    driver.wait(lambda: driver.app.activeModalWidget() is None, "the form is closed")
    ws, files = driver.context.workspace, {"pdf": work / "weekly.pdf"}
    project = batches(ws)[0].info.project
    wanted = Wanted("weekly", project, "", "", "", "", "", driver.client.settings.current.language,
                    files)  # fmt: skip
    write_wanted(ws, wanted, lambda *_: None)
    paper = _Paper(files["pdf"])
    take("report", paper)
    paper.deleteLater()


class _Paper(QWidget):
    """The first page of a PDF, as a reader shows it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        document = QPdfDocument(self)
        document.load(str(path))
        points = document.pagePointSize(0)
        size = QSize(WIDTH, round(WIDTH * points.height() / points.width()))
        self._page: QImage = document.render(0, size)
        self.resize(size)

    def paintEvent(self, _: object) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), "white")
        painter.drawImage(0, 0, self._page)
