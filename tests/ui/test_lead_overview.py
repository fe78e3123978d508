"""The overview on the numbers page: what needs a look, by keys, and where each row leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.overview import Overview, OverviewRow, Way
from smo_review.domain.project import Kpi
from tests.helpers.lead_desk import Lead, right, wrong
from tests.helpers.review_desk import PROJECT, workspace_with_batch
from ui.lead.overview_model import FIGURE, STATE, WORDS, N
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks

TARGETS = (Kpi("coverage", {"en": "Coverage"}, 1.0, 0.9),)


@pytest.fixture
def lead(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> Iterator[Lead]:
    project = msgspec.structs.replace(PROJECT, kpis=TARGETS)
    workspace, batch = workspace_with_batch(tmp_path, project=project)
    yield Lead(qtbot, workspace, batch, settings, tasks, overview=True)
    workspace.close()


def told(lead: Lead, column: int) -> list[str]:
    """The cells of a column, of rows only."""
    model = lead.page.overview.model
    return [
        str(model.index(place, column, model.index(head, 0)).data())
        for head in range(model.rowCount())
        for place in range(model.rowCount(model.index(head, 0)))
    ]


def areas(lead: Lead) -> list[str]:
    model = lead.page.overview.model
    return [str(model.index(head, 0).data()) for head in range(model.rowCount())]


def made_row(weight: str, key: str = "x", **fields: object) -> OverviewRow:
    given = {
        "key": key, "area": "kpis", "weight": weight, "state": "alarm", "said": "alarm",
        "name": "Name", "words": "Words", "way": Way("kpi", key="accuracy"), "count": 3,
    }  # fmt: skip
    return OverviewRow(**(given | fields))  # type: ignore[arg-type]


def overview_of(*rows: OverviewRow) -> Overview:
    areas = (
        "kpis", "signals", "actions", "incidents", "disputes", "batches", "gold", "auditors"
    )  # fmt: skip
    return Overview(rows, tuple((area, 1) for area in areas), (), "2026-03-17", 3, "abc")  # type: ignore[misc]


def test_the_page_opens_on_the_overview_with_figures_and_what_waits(lead: Lead) -> None:
    lead.judge(right(lead.batch, "post-1", "sokha"), wrong(lead.batch, "post-2", "wei", "benign"))
    assert lead.page.overview.tree.isVisible()
    assert areas(lead) == ["KPIs against their targets", "Batches"]
    assert told(lead, STATE) == ["‼ alarm", "○ to review"]
    assert lead.page.overview.headline.text() == "1 alarm · 1 waiting"
    assert "50.0%" in lead.words(), "the roll-ups' figures stand above it"
    assert "9.5–90.5% (95%), n 2" in lead.words()
    assert told(lead, FIGURE)[1] == "–" and told(lead, N)[1] != ""


def test_a_key_goes_to_the_groups_and_back_to_the_overview(lead: Lead, qtbot: QtBot) -> None:
    qtbot.keyClick(lead.page, Qt.Key.Key_2)
    assert lead.page.table.isVisible() and not lead.page.overview.isVisible()
    assert not lead.actions.is_ready(Act.FOLLOW) and lead.actions.is_ready(Act.OPEN_ITEMS)
    qtbot.keyClick(lead.page, Qt.Key.Key_1)
    assert lead.page.overview.tree.isVisible()
    assert lead.actions.is_ready(Act.FOLLOW) and not lead.actions.is_ready(Act.OPEN_ITEMS)
    assert lead.page.overview.tree.hasFocus()


def test_enter_on_a_kpi_shows_it_among_the_kpis(lead: Lead, qtbot: QtBot) -> None:
    lead.judge(right(lead.batch, "post-1", "sokha"))
    qtbot.keyClick(lead.page.overview.tree, Qt.Key.Key_Return)
    kpis = lead.page.kpis
    assert kpis.table.isVisible()
    assert kpis.model.figure(kpis.table.currentIndex().row()).id == "coverage"
    assert "Coverage" in kpis.words.text()
    assert lead.followed == []


def test_arrows_pass_over_headings_and_the_chosen_row_is_followed(lead: Lead, qtbot: QtBot) -> None:
    lead.judge(right(lead.batch, "post-1", "sokha"))
    tree = lead.page.overview.tree
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert lead.page.overview.chosen is not None
    assert lead.page.overview.chosen.key == f"batch {lead.batch}"
    qtbot.keyClick(tree, Qt.Key.Key_G)
    assert lead.followed == [Way("batch", Filter(batch=lead.batch), lead.batch)]
    for back in (Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_PageUp):
        qtbot.keyClick(tree, Qt.Key.Key_End)
        assert lead.page.overview.chosen.key == f"batch {lead.batch}"
        qtbot.keyClick(tree, back)
        assert lead.page.overview.chosen.key == "kpi coverage"


def test_a_row_stays_chosen_while_figures_change(lead: Lead, qtbot: QtBot) -> None:
    lead.judge(right(lead.batch, "post-1", "sokha"))
    qtbot.keyClick(lead.page.overview.tree, Qt.Key.Key_Down)
    lead.judge(right(lead.batch, "post-2", "wei"))
    assert lead.page.overview.chosen is not None
    assert lead.page.overview.chosen.area == "batches"


def test_where_nothing_asks_it_says_so_and_what_was_checked(lead: Lead) -> None:
    panel = lead.page.overview
    panel.show_overview(overview_of())
    assert panel.calm.isVisible() and not panel.tree.isVisible()
    assert "Nothing needs a look" in lead.words()
    assert (
        "Checked for 2026-03-17 (UTC): annotations judged: 3, KPIs with a target: 1" in lead.words()
    )
    panel.show_overview(msgspec.structs.replace(overview_of(), judged=0))
    assert "Nothing judged yet" in lead.words(), "no data is no good news"
    panel.show_overview(overview_of(made_row("unsure"), made_row("calm", "y")))
    assert panel.headline.text() == "Nothing needs a look"
    assert panel.tree.isVisible(), "what cannot be told yet is still told"


def test_weights_are_told_by_marks_that_differ(lead: Lead) -> None:
    rows = [made_row(w, w) for w in ("alarm", "look", "waits", "unsure", "calm")]
    lead.page.overview.show_overview(overview_of(*rows))
    assert len({text.split()[0] for text in told(lead, STATE)}) == 5


def test_nothing_of_a_row_is_read_as_markup(lead: Lead) -> None:
    panel = lead.page.overview
    panel.show_overview(overview_of(made_row("alarm", words="<img src='file:///x'>")))
    model = panel.model
    tip = model.index(0, WORDS, model.index(0, 0)).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip and "&lt;img" in tip
    assert panel.checked.textFormat() == Qt.TextFormat.PlainText


def test_the_rows_are_copied_and_exported(
    lead: Lead, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead.judge(right(lead.batch, "post-1", "sokha"))
    lead.page.overview.tree.setFocus()
    qtbot.keyClick(lead.page.overview.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("‼ alarm\tCoverage\t")
    saved: list[list[list[str]]] = []
    monkeypatch.setattr(
        "ui.lead.page.save_table", lambda context, title, lines, at: saved.append(lines)
    )
    lead.actions.press(Act.EXPORT_FIGURES)
    assert saved[0][0] == ["State", "What", "Value", "Counted", "In words"]
    assert [line[1] for line in saved[0][1:]] == told(lead, 1)


def test_it_says_that_it_looks_and_what_could_not_be_read(
    lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = lead.page.overview
    assert panel.busy.text().startswith("Looked at ")

    def refuse(*_: object) -> None:
        assert panel.busy.text() == "Looking through what was judged…"
        raise UserError("The batch is gone.", "b-9", "Choose another.")

    monkeypatch.setattr("ui.lead.presenter.read_overview", refuse)
    lead.context.filters.set(annotator="wei")
    assert panel.busy.text() == ""
    assert lead.notices.last is not None and lead.notices.last.what == "The batch is gone."


def test_following_without_a_row_says_what_to_do(lead: Lead) -> None:
    lead.page.overview.show_overview(overview_of())
    lead.actions.press(Act.FOLLOW)
    assert lead.notices.last is not None
    assert lead.notices.last.what == "Choose a line of the table first."
