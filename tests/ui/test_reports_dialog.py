"""Reports from the numbers page: a key opens the dialog, the files are written behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smo_review.operations.reports import verify_report
from smo_review.operations.workspace import open_workspace
from smo_review.queries.reports.build import report_templates
from smo_review.store.workspace import Workspace
from tests.helpers.desk import PageDesk
from tests.helpers.report_cases import market_workspace
from ui.lead.page import LeadPage
from ui.reports.dialog import ReportDialog
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks


class Desk(PageDesk):
    """The numbers page with its dialog."""

    def __init__(
        self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore, tasks: InlineTasks
    ) -> None:
        super().__init__(qtbot, workspace, settings, tasks)
        self.page = LeadPage(self.context)
        self.stand(self.page, "numbers")

    def open(self) -> ReportDialog:
        self.actions.action(Act.REPORTS).trigger()
        dialog = self.page.reports.dialog
        assert dialog is not None
        assert dialog.isVisible()
        return dialog


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> Iterator[Desk]:
    ws = market_workspace(tmp_path / "ws", items=40)
    yield Desk(qtbot, ws, settings, tasks)
    ws.close()


def choose(box: QWidget, data: object) -> None:
    box.setCurrentIndex(box.findData(data))  # type: ignore[attr-defined]


def test_a_report_is_asked_for_by_keys_written_in_all_forms_and_verified(
    desk: Desk, tmp_path: Path
) -> None:
    dialog = desk.open()
    choose(dialog.kind, "annotator")
    choose(dialog.who, "Li Wei")
    choose(dialog.language, "zh")
    dialog.pdf.setChecked(True)
    dialog.xlsx.setChecked(True)
    dialog.folder.setText(str(tmp_path))
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    files = {path.suffix: path for path in tmp_path.glob("annotator-Li-Wei-*")}
    assert set(files) == {".html", ".pdf", ".xlsx"}
    assert files[".pdf"].read_bytes().startswith(b"%PDF")
    for form in (".html", ".xlsx"):
        found = verify_report(desk.workspace, files[form])
        assert found.same
        assert found.card.request.language == "zh"
    notice = desk.notices.last
    assert notice is not None
    assert notice.action == "Open the folder"


def test_the_dialog_asks_for_what_the_kind_needs_and_says_what_is_missing(desk: Desk) -> None:
    dialog = desk.open()
    choose(dialog.kind, "annotator")
    assert [dialog.who.itemText(n) for n in range(dialog.who.count())] == [
        "Li Wei",
        "Sokha",
        "model-a",
    ]
    choose(dialog.kind, "team")
    assert [dialog.who.itemData(n) for n in range(dialog.who.count())] == [
        "",
        "Phnom Penh",
        "Shenzhen",
    ]
    choose(dialog.kind, "risk")
    assert not dialog.who.isVisible()
    assert not dialog.since.isVisible()
    choose(dialog.period, "between")
    assert dialog.since.isVisible()
    assert dialog.asked().since == dialog.since.text()
    dialog.until.setText("2026-02-30")
    assert not dialog.write.isEnabled()
    assert dialog.said.text().startswith("“2026-02-30” is not a date.")
    choose(dialog.period, "28")
    assert dialog.asked().until == ""
    assert dialog.asked().since
    dialog.html.setChecked(False)
    assert not dialog.write.isEnabled()
    assert dialog.said.text() == "Choose at least one form."
    dialog.html.setChecked(True)
    dialog.folder.setText(" ")
    assert dialog.said.text() == "Choose a folder."
    dialog.reject()


def test_what_cannot_be_written_is_told_and_a_folder_of_templates_is_kept_only_when_it_worked(
    desk: Desk, tmp_path: Path
) -> None:
    dialog = desk.open()
    choose(dialog.kind, "risk")
    dialog.folder.setText(str(tmp_path / "nowhere"))
    dialog.templates.setText(str(tmp_path / "none"))
    dialog.ask()
    assert desk.notices.last is not None
    assert desk.notices.last.kind == "refusal"
    assert report_templates(desk.workspace) is None
    (tmp_path / "own").mkdir()
    dialog = desk.open()
    dialog.folder.setText(str(tmp_path))
    dialog.templates.setText(str(tmp_path / "own"))
    dialog.ask()
    assert report_templates(desk.workspace) == tmp_path / "own"
    assert desk.open().templates.text() == str(tmp_path / "own")


def test_without_a_batch_there_is_nothing_to_report_on(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> None:
    ws = open_workspace(tmp_path / "empty", create=True)
    desk = Desk(qtbot, ws, settings, tasks)
    desk.actions.action(Act.REPORTS).trigger()
    assert desk.page.reports.dialog is None
    assert desk.notices.last is not None
    assert "receive a batch first" in desk.notices.last.what
    ws.close()
