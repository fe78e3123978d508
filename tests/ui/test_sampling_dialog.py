"""The sampling dialog: what would be drawn is told before a file is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.project import SamplingPlan
from smo_review.operations.receive import receive
from smo_review.queries.batches import batches
from smo_review.store.workspace import open_workspace
from tests.helpers.lead_desk import Lead
from tests.helpers.sampling_cases import source
from tests.helpers.store_cases import made
from ui.sampling.dialog import SamplingDialog
from ui.sampling.form import LOT, RISK, N
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks

PLANS = (SamplingPlan("monthly", n=10, by=("language",)),)


@pytest.fixture
def lead(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> Iterator[Lead]:
    workspace = made(tmp_path / "ws", source(plans=PLANS))
    yield Lead(qtbot, workspace, "b-1", settings, tasks)
    workspace.close()


@pytest.fixture
def dialog(lead: Lead) -> SamplingDialog:
    """Opened by its action from the numbers page."""
    lead.actions.press(Act.DRAW_SAMPLE)
    found = QApplication.activeModalWidget()
    assert isinstance(found, SamplingDialog)
    found.form.seed.setText("7")
    return found


def rows(dialog: SamplingDialog) -> list[tuple[str, ...]]:
    table = dialog.strata
    cells = ((table.item(row, column) for column in range(4)) for row in range(table.rowCount()))
    return [tuple(cell.text() for cell in row if cell is not None) for row in cells]


def kind(dialog: SamplingDialog, which: str) -> None:
    dialog.form.kind.setCurrentIndex(dialog.form.kind.findData(which))


def test_what_would_be_drawn_is_told_at_once(dialog: SamplingDialog) -> None:
    assert "of 40 items" in dialog.told.text()
    kind(dialog, N)
    dialog.form.n.setValue(8)
    dialog.plan_now()
    assert dialog.told.text() == "8 of 40 items"
    assert rows(dialog) == [("all", "40", "8", "5.00")]


def test_keys_go_to_the_first_field_at_once(dialog: SamplingDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.form.batch.hasFocus)


def test_strata_are_shown_with_what_each_stands_for(dialog: SamplingDialog) -> None:
    kind(dialog, N)
    dialog.form.n.setValue(9)
    dialog.form.by["annotator"].setChecked(True)
    dialog.form.allocation.setCurrentIndex(1)
    dialog.plan_now()
    assert dialog.told.text() == "9 of 58 annotations"
    assert rows(dialog)[0] == ("ann", "40", "3", "13.33")
    header = dialog.strata.horizontalHeaderItem(0)
    assert header is not None
    assert header.text() == "annotator"


def test_only_the_fields_of_the_chosen_way_are_there(dialog: SamplingDialog) -> None:
    form = dialog.form
    assert form.precision.isVisible()
    assert not form.n.isVisible()
    kind(dialog, LOT)
    assert form.aql.isVisible()
    assert not form.precision.isVisible()
    kind(dialog, RISK)
    assert form.risks["disagreement"].isVisible()
    assert not form.by["label"].isVisible()


def test_a_plan_of_the_project_needs_nothing_else(dialog: SamplingDialog) -> None:
    dialog.form.plan.setCurrentIndex(1)
    dialog.plan_now()
    assert dialog.wanted().plan == PLANS[0]
    assert dialog.told.text() == "10 of 40 items"
    assert not dialog.form.kind.isVisible()


def test_a_lot_tells_its_numbers(dialog: SamplingDialog) -> None:
    kind(dialog, LOT)
    dialog.form.aql.setCurrentIndex(dialog.form.aql.findData(6.5))
    dialog.plan_now()
    assert "letter D: check 8, accept at 1 or fewer, reject at 2 or more" in dialog.told.text()


def test_a_lot_by_the_second_edition_has_its_numbers_and_no_second_sample(
    dialog: SamplingDialog,
) -> None:
    form = dialog.form
    kind(dialog, LOT)
    form.aql.setCurrentIndex(form.aql.findData(4.0))
    form.severity.setCurrentIndex(form.severity.findData("reduced"))
    form.double.setChecked(True)
    form.edition.setCurrentIndex(form.edition.findData("1999"))
    assert not form.double.isVisible()
    dialog.plan_now()
    assert "check 8, accept at 1 or fewer, reject at 2 or more" in dialog.told.text()
    plan = dialog.wanted().plan
    assert (plan.edition, plan.double) == ("1999", False)


def test_what_measures_nothing_says_so(dialog: SamplingDialog) -> None:
    kind(dialog, RISK)
    dialog.form.risks["low-confidence"].setChecked(True)
    dialog.plan_now()
    assert "left out of every headline figure" in dialog.told.text()
    assert rows(dialog)[0][0] == "carry the risk"


def test_a_draw_that_cannot_be_made_says_why_and_writes_nothing(dialog: SamplingDialog) -> None:
    kind(dialog, RISK)
    dialog.plan_now()
    assert not dialog.write.isEnabled()
    kind(dialog, N)
    dialog.form.n.setValue(1)
    dialog.form.by["language"].setChecked(True)
    dialog.plan_now()
    assert "1 are fewer than the 2 strata" in dialog.told.text()
    assert not dialog.write.isEnabled()
    dialog.form.by["language"].setChecked(False)
    dialog.form.seed.setText(" ")
    dialog.plan_now()
    assert "seed" in dialog.told.text()
    assert not dialog.write.isEnabled()


def test_the_file_holds_what_was_told(dialog: SamplingDialog, lead: Lead, tmp_path: Path) -> None:
    kind(dialog, N)
    dialog.form.n.setValue(10)
    dialog.form.repeats.setValue(10)
    dialog.form.name.setText("First look")
    dialog.plan_now()
    assert "Hidden repeats: 1" in dialog.told.text()
    dialog.draw(tmp_path / "drawn.smo")
    assert lead.notices.last is not None
    assert "drawn.smo: 11 items" in lead.notices.last.what
    other = open_workspace(tmp_path / "other", create=True)
    try:
        receive(other, tmp_path / "drawn.smo")
        (summary,) = batches(other)
        assert summary.info.name == "First look"
        assert summary.info.sampling is not None
        assert summary.info.sampling.seed == "7"
    finally:
        other.close()


def test_an_empty_workspace_says_what_to_do(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> None:
    workspace = open_workspace(tmp_path / "ws", create=True)
    lead = Lead(qtbot, workspace, "", settings, tasks)
    dialog = SamplingDialog(lead.context, "", lead.page)
    try:
        assert "receive one first" in dialog.told.text()
        assert not dialog.write.isEnabled()
    finally:
        dialog.close()
        workspace.close()
