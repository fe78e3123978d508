"""Two planted faults: both are named, an action against each; the one that works can be closed.

Ann misreads clause 2.1, and the label hate drifts from the third week on. Three annotators, two
auditors; their results come as files and are read in the real client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from smo_review.domain.facts import Finding
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import open_workspace, set_person_name
from smo_review.queries.actions import actions
from smo_review.queries.batches import batches
from tests.helpers.bundles import write_batch
from tests.helpers.cause_cases import OVER, PLAIN, batch_of, day_of
from tests.helpers.store_cases import PROJECT
from ui.causes.forms import ActionForm, DayForm, Form
from ui.causes.page import CausesPage
from ui.shell.actions import Act
from ui.tour.driver import Driver
from ui.trends.page import TrendsPage

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support", extend=True)
AUDITORS = ("Bopha", "Chen")
Judge = Callable[[int, int, str], Finding | None]


def planted(day: int, place: int, annotator: str) -> Finding | None:
    """Before any action: the two faults, and a few errors of everybody."""
    if annotator == "ann" and place in (1, 3) and day % 2:
        return OVER
    if place in (0, 2, 4) and day >= 14:
        return PLAIN
    return PLAIN if (7 * day + 3 * place + len(annotator) * ord(annotator[0])) % 31 == 0 else None


def helped(day: int, place: int, annotator: str) -> Finding | None:
    """After it: ann reads the clause as the others do; hate goes on drifting."""
    found = planted(day, place, annotator)
    return None if found is OVER else found


def work(folder: Path, name: str, days: range, found: Judge) -> list[Path]:
    """A batch file and the results of two auditors, who judge every other item each."""
    one = batch_of(days, a_day=6, batch=name)
    batch = folder / f"{name}.smo"
    write_batch(batch, one.items, one.annotations, project=PROJECT, media=(), name=name)
    files = [batch]
    for turn, auditor in enumerate(AUDITORS):
        ws = open_workspace(folder / auditor, create=True)
        set_person_name(ws, auditor)
        received = receive(ws, batch)
        drafts = []
        for at, annotation in enumerate(one.annotations):
            if at // 3 % 2 != turn:
                continue
            day, place = (int(part) for part in annotation.item.split("-d")[1].split("-"))
            wrong = found(day, place, annotation.annotator)
            told = () if wrong is None else (_finding(wrong),)
            outcome = "incorrect" if told else "correct"
            drafts.append(
                VerdictDraft(
                    received.id, annotation.item, annotation.annotator, outcome, findings=told
                )  # type: ignore[arg-type]
            )
        record_verdicts(ws, tuple(drafts))
        files.append(folder / f"{name}-{auditor}.smo")
        export_results(ws, files[-1])
        ws.close()
    return files


def _finding(found: Finding) -> FindingDraft:
    return FindingDraft(
        code=found.code, label=found.label, right_label=found.right_label, clause=found.clause
    )


@pytest.fixture
def lead(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    driver = Driver(qapp, tmp_path, "lead")
    yield driver
    driver.close()


def take(lead: Driver, files: list[Path], batches_after: int) -> None:
    lead.drop(*files)
    lead.wait(lambda: len(batches(lead.context.workspace)) == batches_after, "the batch is there")
    lead.settle()


def form(lead: Driver, kind: type[Form]) -> Form:
    page = lead.client.page(Act.GO_CAUSES)
    lead.wait(lambda: any(one.isVisible() for one in page.findChildren(kind)), "the form opens")
    return next(one for one in page.findChildren(kind) if one.isVisible())


def begin(lead: Driver, title: str, owner: str) -> None:
    """Open an action from what is chosen."""
    lead.press(Act.NEW_ACTION)
    asked = form(lead, ActionForm)
    assert isinstance(asked, ActionForm)
    QTest.keyClicks(asked.title, title)
    QTest.keyClicks(asked.owner, owner)
    asked.started.setText(day_of(28))
    asked.due.setText(day_of(40))
    QTest.keyClick(asked.title, Qt.Key.Key_Return)
    lead.wait(lambda: title in _titles(lead), "the action is written")
    lead.settle()


def done(lead: Driver, title: str) -> None:
    choose(lead, title)
    lead.press(Act.ACTION_DONE)
    asked = form(lead, DayForm)
    assert isinstance(asked, DayForm)
    asked.day.setText(day_of(28))
    QTest.keyClick(asked.day, Qt.Key.Key_Return)
    lead.wait(lambda: _told(lead, title).action.done, "it is done")
    lead.settle()


def choose(lead: Driver, title: str) -> CausesPage:
    page = lead.client.page(Act.GO_CAUSES)
    assert isinstance(page, CausesPage)
    page.actions_view.choose(_told(lead, title).action.action)
    return page


def _titles(lead: Driver) -> set[str]:
    return {one.action.title for one in actions(lead.context.workspace)}


def _told(lead: Driver, title: str):
    return next(one for one in actions(lead.context.workspace) if one.action.title == title)


def suggest(lead: Driver, page: CausesPage, factor: str, key: str, effect: str) -> None:
    """Choose the suggestion that names a fault; it must be there."""
    lead.press(Act.CAUSE_SUGGESTIONS)
    lead.settle()
    found = page.suggestions._found
    at = [
        n
        for n, one in enumerate(found)
        if (one.factor, one.key, one.effect) == (factor, key, effect)
    ]
    assert at, f"nothing names {factor} {key}: {[(o.factor, o.key, o.effect) for o in found]}"
    page.suggestions.table.selectRow(at[0])


CLAUSE, LABEL = "Explain clause 2.1 to ann", "Write examples for hate"


def test_planted_faults_are_named_and_only_what_works_is_closed(
    lead: Driver, tmp_path: Path
) -> None:
    take(lead, work(tmp_path, "first", range(28), planted), 1)
    lead.context.filters.set(clock="made", label="hate")

    lead.press(Act.GO_TRENDS)
    lead.settle()
    trends = lead.client.page(Act.GO_TRENDS)
    assert isinstance(trends, TrendsPage)
    lead.press(Act.TREND_STEP)
    lead.settle()
    words = "\n".join(label.text() for label in trends.blocks.findChildren(QLabel))
    assert f"that fits best from {day_of(14)}" in words, "the page names the third week"
    lead.press(Act.LOOK_FOR_CAUSES)
    lead.settle()
    page = lead.client.page(Act.GO_CAUSES)
    assert isinstance(page, CausesPage)
    assert page.isVisible(), "a chart leads to its causes"
    lead.context.filters.set(label="")
    lead.settle()

    suggest(lead, page, "label in week", f"hate {day_of(14)}", "incorrect")
    suggest(lead, page, "annotator", "ann", "clause")
    assert page.suggestions.chosen is not None
    assert page.suggestions.chosen.outcome == "2.1"
    begin(lead, CLAUSE, "Dara")
    suggest(lead, page, "label", "hate", "incorrect")
    begin(lead, LABEL, "Mei")
    for title in (CLAUSE, LABEL):
        done(lead, title)
        choose(lead, title)
        lead.press(Act.CLOSE_ACTION)
        lead.settle()
        assert "does not show the shift" in refused(lead)
        assert _told(lead, title).state == "checking"

    take(lead, work(tmp_path, "second", range(29, 57), helped), 2)
    choose(lead, CLAUSE)
    assert "It can be closed" in page.actions_view.told.text()
    lead.press(Act.CLOSE_ACTION)
    lead.wait(lambda: _told(lead, CLAUSE).state == "closed", "the action that works is closed")
    lead.settle()
    evidence = _told(lead, CLAUSE).evidence
    assert evidence is not None
    assert evidence.after_hits < evidence.before_hits
    assert evidence.high < 0

    choose(lead, LABEL)
    assert "It can be closed" not in page.actions_view.told.text()
    lead.press(Act.CLOSE_ACTION)
    lead.settle()
    assert "does not show the shift" in refused(lead)
    assert _told(lead, LABEL).state in ("checking", "worse")


def refused(lead: Driver) -> str:
    notice = lead.client.notices.last
    return notice.text if notice is not None else ""
