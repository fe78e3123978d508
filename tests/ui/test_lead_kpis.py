"""KPIs on the numbers page: figures with target and state, how each is counted, and copying."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.filters import Filter
from smo_review.domain.kpis import KpiFigure
from smo_review.domain.numbers import Group, Rate
from smo_review.domain.project import Kpi
from smo_review.quality.kpis import KPIS
from tests.helpers.lead_desk import Lead, right, wrong
from tests.helpers.review_desk import PROJECT, workspace_with_batch
from ui.lead.kpi_model import MARKS, NAME, STATE, TARGET, VALUE, WORDS
from ui.lead.model import place_words
from ui.lead.presenter import foot_line, read_all
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks

TARGETS = (
    Kpi("coverage", {"en": "Coverage"}, 0.2, 0.1),
    Kpi("missed_rate", {"en": "Missed"}, 0.1, 0.2, "lower"),
)


@pytest.fixture
def lead(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> Iterator[Lead]:
    project = msgspec.structs.replace(PROJECT, kpis=TARGETS)
    workspace, batch = workspace_with_batch(tmp_path, project=project)
    yield Lead(qtbot, workspace, batch, settings, tasks)
    workspace.close()


def told(lead: Lead, column: int) -> list[str]:
    model = lead.page.kpis.model
    return [model.text(row, column) for row in range(model.rowCount())]


def judged(lead: Lead) -> None:
    lead.judge(
        right(lead.batch, "post-1", "sokha"),
        right(lead.batch, "post-1", "wei"),
        wrong(lead.batch, "post-2", "sokha", "missed-label"),
    )


def test_a_key_shows_the_kpis_and_another_the_groups_again(lead: Lead, qtbot: QtBot) -> None:
    judged(lead)
    qtbot.keyClick(lead.page, Qt.Key.Key_7)
    assert lead.page.kpis.table.isVisible()
    assert not lead.page.table.isVisible()
    assert told(lead, NAME)[:3] == ["Accuracy", "Critical accuracy", "Non-critical accuracy"]
    assert told(lead, VALUE)[0] == "66.7%"
    assert told(lead, WORDS)[0] == "2 of 3 correct: 20.8–93.9% (95%)"
    qtbot.keyClick(lead.page, Qt.Key.Key_2)
    assert lead.page.table.isVisible()


def test_targets_and_states_are_told_in_words_and_a_mark(lead: Lead) -> None:
    judged(lead)
    lead.actions.press(Act.BY_KPI)
    at = told(lead, NAME).index("Coverage")
    assert told(lead, TARGET)[at] == "≥ 20.0%"
    assert told(lead, STATE)[at] == "✓ on target"
    missed = told(lead, NAME).index("Missed")
    assert told(lead, TARGET)[missed] == "≤ 10.0%"
    assert told(lead, STATE)[missed] == "… not enough yet"
    assert len({MARKS[one] for one in ("on target", "below target", "alarm", "not decided")}) == 4


def test_the_chosen_kpi_is_explained_by_words_symbols_and_source(lead: Lead, qtbot: QtBot) -> None:
    judged(lead)
    lead.actions.press(Act.BY_KPI)
    words = lead.page.kpis.words
    assert KPIS[0].symbols in words.text()
    assert KPIS[0].words in words.text()
    qtbot.keyClick(lead.page.kpis.table, Qt.Key.Key_Down)
    assert "Critical accuracy" in words.text()
    assert KPIS[1].symbols in words.text()


def test_a_line_that_is_chosen_stays_chosen_when_figures_change(lead: Lead) -> None:
    judged(lead)
    lead.actions.press(Act.BY_KPI)
    table = lead.page.kpis.table
    table.setCurrentIndex(lead.page.kpis.model.index(told(lead, NAME).index("Coverage"), 0))
    lead.judge(wrong(lead.batch, "post-3", "wei", "benign"))
    assert told(lead, NAME)[table.currentIndex().row()] == "Coverage"


def test_chosen_lines_are_copied_with_their_heads(lead: Lead, qtbot: QtBot) -> None:
    judged(lead)
    lead.actions.press(Act.BY_KPI)
    table = lead.page.kpis.table
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QGuiApplication.clipboard().text().splitlines()
    assert head == "KPI\tValue\tTarget\tState\tCounted\tIn words"
    assert line.startswith("Accuracy\t66.7%\t–\t")


def test_before_anything_is_judged_only_what_is_there_is_told(lead: Lead) -> None:
    lead.actions.press(Act.BY_KPI)
    assert "Accuracy" not in told(lead, NAME)
    assert "Coverage" in told(lead, NAME)


def test_kpis_follow_the_filter(lead: Lead) -> None:
    judged(lead)
    lead.actions.press(Act.BY_KPI)
    lead.context.filters.set(annotator="wei")
    assert told(lead, WORDS)[0].startswith("1 of 1 correct")


def test_nothing_of_a_figure_is_read_as_markup(lead: Lead) -> None:
    figure = KpiFigure("accuracy", "<b>x</b>", "", "share", 0.5, 40, 0.3, 0.7, 40.0,
                       "<img src='file:///x'>", "no target")  # fmt: skip
    lead.page.kpis.show_figures((figure,))
    tip = lead.page.kpis.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip
    assert lead.page.kpis.words.textFormat() == Qt.TextFormat.PlainText


def test_groups_that_cannot_be_told_apart_are_not_ranked(lead: Lead) -> None:
    shown = read_all(lead.workspace, "annotator", Filter()).numbers
    rate = Rate(0.9, 50, 0.8, 0.95)
    groups = tuple(
        Group(name, shown.all, name, rate, place) for name, place in (("a", 1), ("b", 1))
    )
    told = foot_line(msgspec.structs.replace(shown, groups=groups, risk=7))
    assert "cannot be told apart" in told
    assert "drawn for their risk: 7 judged annotations" in told
    apart = tuple(Group(f"{place}", shown.all, f"{place}", rate, place) for place in (1, 2))
    assert "cannot" not in foot_line(msgspec.structs.replace(shown, groups=apart))
    assert [place_words(group) for group in (*apart, Group("c", shown.all, "c", rate))] == [
        "1", "2", "–",
    ]  # fmt: skip


def test_the_foot_says_what_is_counted_where_several_judged_one_annotation(lead: Lead) -> None:
    lead.actions.press(Act.BY_CODE)
    assert "under every code they found" in lead.page._foot.text()
    lead.actions.press(Act.BY_AUDITOR)
    assert "all of their own verdicts" in lead.page._foot.text()
    lead.filters.set(clock="made")
    assert "counts once, for the auditor" in lead.page._foot.text()
    lead.actions.press(Act.BY_CODE)
    assert "of the one verdict that counts" in lead.page._foot.text()
    lead.actions.press(Act.BY_LABEL)
    assert "counts" not in lead.page._foot.text()


def test_the_table_of_kpis_is_what_is_exported_and_causes_are_those_of_all(
    lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(lead)
    lead.page.table.selectRow(0)
    lead.actions.press(Act.BY_KPI)
    saved: list[list[list[str]]] = []
    monkeypatch.setattr(
        "ui.lead.page.save_table", lambda context, title, lines, at: saved.append(lines)
    )
    lead.actions.press(Act.EXPORT_FIGURES)
    assert saved[0][0][0] == "KPI"
    assert saved[0][1][0] == "Accuracy"
    lead.actions.press(Act.LOOK_FOR_CAUSES)
    assert lead.causes == [Filter()]


def test_a_kpi_opens_the_items_that_speak_against_it(lead: Lead, qtbot: QtBot) -> None:
    judged(lead)
    qtbot.keyClick(lead.page, Qt.Key.Key_7)
    model, table = lead.page.kpis.model, lead.page.kpis.table
    opened = {}
    for row in range(model.rowCount()):
        figure = model.figure(row)
        table.setCurrentIndex(model.index(row, NAME))
        lead.queues.clear()
        lead.actions.press(Act.OPEN_ITEMS)
        ((_, wanted),) = lead.queues
        opened[figure.id, figure.group] = wanted.judged
    assert opened["accuracy", ""] == Filter(outcome="incorrect")
    assert opened["critical_accuracy", ""] == Filter(outcome="critical")
    assert opened["error_rate", "missed-label"] == Filter(outcome="incorrect", code="missed-label")
    assert opened["coverage", ""] == Filter()
    assert all(f.outcome == "incorrect" and f.label == label
               for (id_, label), f in opened.items() if id_ == "precision")  # fmt: skip
