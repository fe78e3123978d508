"""Reports: figures that can be computed again, and files that carry no content."""

from __future__ import annotations

import io
import re
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from smo_review.domain.errors import UserError
from smo_review.domain.facts import Custody
from smo_review.domain.reports import KINDS, figures_of
from smo_review.operations.reports import verify_report
from smo_review.quality.intervals import wilson
from smo_review.queries.reports.build import build, request
from smo_review.reports.reading import read_report
from smo_review.reports.report_page import page
from smo_review.reports.sheets import workbook
from smo_review.reports.templates import Templates
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.report_cases import (
    ANNOTATORS,
    PROJECT,
    START,
    market,
    market_workspace,
    verdicts,
)
from tests.helpers.report_desk import html, report, written, ws
from tests.helpers.store_cases import DAY, Writer, take

__all__ = ["ws"]


def more(ws: Workspace) -> None:
    """Another auditor, another batch, a revision: everything that could move a figure."""
    merge_facts(ws, verdicts(60, seed=9, person="another", first=20))
    take(
        ws,
        msgspec.structs.replace(market(6), info=msgspec.structs.replace(market(6).info, id="b-9")),
    )


def test_figures_are_those_counted_by_hand(ws: Workspace) -> None:
    told = [msgspec.json.decode(body)["payload"] for body in verdicts(40)]
    mine = [one for one in told if one["annotator"] == "sokha"]
    right = sum(one["outcome"] == "correct" for one in mine)
    judged = right + sum(one["outcome"] == "incorrect" for one in mine)
    figures = {one.id: one for one in figures_of(report(ws))}
    assert figures["checked"].value == len(mine) == 40
    accuracy = figures["accuracy"]
    assert (accuracy.value, accuracy.n) == (right / judged, judged)
    assert (accuracy.low, accuracy.high) == wilson(right, judged)
    risk = {one.id: one for one in figures_of(report(ws, "risk"))}
    severe = sum(any(f.get("critical") for f in one.get("findings", ())) for one in told)
    counted = sum(one["outcome"] in ("correct", "incorrect") for one in told)
    assert risk["missed_critical"].value == severe / counted
    assert risk["unreviewed"].value == 60 / 180


@pytest.mark.parametrize("kind", KINDS)
def test_after_more_facts_every_figure_computed_again_is_the_same_to_the_digit(
    ws: Workspace, tmp_path: Path, kind: str
) -> None:
    files = written(ws, tmp_path, kind)
    before = report(ws, kind)
    more(ws)
    assert figures_of(report(ws, kind)) != figures_of(before)
    for path in files:
        found = verify_report(ws, path)
        assert found.same
        assert len(found.figures) == len(figures_of(before)) > 10
        assert [one.found for one in found.figures] == [one.told for one in found.figures]
    assert verify_report(ws, files[0]).page is True


def test_a_figure_that_was_changed_on_the_page_is_found(ws: Workspace, tmp_path: Path) -> None:
    path, _ = written(ws, tmp_path)
    more(ws)
    text = path.read_text(encoding="utf-8")
    shown = re.search(r'data-figure="accuracy">([^<]+)<', text)
    assert shown is not None
    path.write_text(text.replace(shown.group(), 'data-figure="accuracy">99.9%<'), encoding="utf-8")
    found = verify_report(ws, path)
    assert not found.same
    (changed,) = [one for one in found.figures if not one.same]
    assert (changed.id, changed.shown) == ("accuracy", "99.9%")


def test_a_figure_changed_in_the_card_or_a_word_beside_it_is_found(
    ws: Workspace, tmp_path: Path
) -> None:
    path, _ = written(ws, tmp_path)
    text = path.read_text(encoding="utf-8")
    value = next(one.value for one in figures_of(report(ws)) if one.id == "accuracy")
    path.write_text(
        text.replace(f'"id":"accuracy","value":{value}', '"id":"accuracy","value":0.97')
    )
    assert [one.id for one in verify_report(ws, path).figures if not one.same] == ["accuracy"]
    path.write_text(text.replace("not reached", "reached"), encoding="utf-8")
    found = verify_report(ws, path)
    assert all(one.same for one in found.figures)
    assert found.page is False
    assert not found.same


def test_a_cell_changed_in_the_workbook_is_found(ws: Workspace, tmp_path: Path) -> None:
    _, path = written(ws, tmp_path)
    book = load_workbook(path)
    sheet = book["figures"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "accuracy")
    row[2].value = 0.999
    book.save(path)
    assert [one.id for one in verify_report(ws, path).figures if not one.same] == ["accuracy"]


def test_a_report_of_facts_that_are_not_here_is_refused(ws: Workspace, tmp_path: Path) -> None:
    path, _ = written(ws, tmp_path)
    other = market_workspace(tmp_path / "other", items=60, judged=10)
    with pytest.raises(UserError, match="not in this workspace"):
        verify_report(other, path)
    merge_facts(other, verdicts(40))
    assert verify_report(other, path).same
    other.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_the_content_is_in_any_form(ws: Workspace, tmp_path: Path, kind: str) -> None:
    told, project = build(ws, request(ws, kind, annotator="sokha" if kind == "annotator" else ""))
    for paper in (False, True):
        assert "secret words" not in page(told, project, Templates(), paper=paper)
    book = load_workbook(io.BytesIO(workbook(told, project)))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert "accuracy" in cells
    assert not [cell for cell in cells if "secret words" in cell]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_carries_every_figure_and_the_head_that_it_was_computed_from(
    ws: Workspace, kind: str
) -> None:
    told = report(ws, kind)
    card = read_report(html(ws, kind).encode(), "").card
    assert card.head == told.head
    assert [one.id for one in card.figures] == [one.id for one in figures_of(told)]
    assert len({one.id for one in card.figures}) == len(card.figures)


def test_an_item_that_may_be_illegal_to_hold_is_never_named(ws: Workspace) -> None:
    named = {ref.item for one in report(ws).lists for ref in one.items}
    sealed = sorted(named)[0]
    writer = Writer("specialist", PROJECT.id)
    merge_facts(
        ws, [writer.write("custody", Custody("b-market", sealed, "sealed", "may-be-illegal"))]
    )
    before, after = report(ws), html(ws)
    assert sealed not in after
    assert not any(ref.item == sealed for one in before.lists for ref in one.items)
    assert any(one.total > len(one.items) for one in before.lists)


def test_feedback_names_nobody_else_and_compares_with_nobody(ws: Workspace) -> None:
    text = html(ws)
    assert "liwei" not in text
    assert "model-a" not in text


def test_feedback_finds_a_person_under_every_name_of_the_roster(ws: Workspace) -> None:
    by_name = {one.id: one.value for one in figures_of(report(ws, annotator="Sokha"))}
    assert by_name == {one.id: one.value for one in figures_of(report(ws, annotator="sokha"))}


@pytest.mark.parametrize(
    ("language", "tag", "word"),
    [("en", "en", "Scam"), ("km", "km", "ការបោកប្រាស់"), ("zh", "zh-Hans", "诈骗")],
)
def test_a_report_speaks_its_own_language(
    ws: Workspace, language: str, tag: str, word: str
) -> None:
    text = html(ws, language=language)
    assert f'<html lang="{tag}">' in text
    assert word in text
    assert ("What to change" in text) == (language == "en")


def test_the_weekly_pack_is_of_the_newest_week_and_the_period_is_kept_to(ws: Workspace) -> None:
    week = {one.id: one.value for one in figures_of(report(ws, "weekly"))}
    newest = [
        body for body in verdicts(40) if msgspec.json.decode(body)["time"] >= START + 14 * DAY
    ]
    assert week["checked"] == len(newest)
    told = report(ws, "central", until="2025-11-08")
    first = [body for body in verdicts(40) if msgspec.json.decode(body)["time"] < START + 2 * DAY]
    assert {one.id: one.value for one in figures_of(told)}["checked"] == len(first)


def test_no_annotator_is_ranked(ws: Workspace) -> None:
    told = report(ws, "team")
    (table,) = [t for s in told.sections for t in s.tables if t.title == "Accuracy by annotator"]
    assert [row[0] for row in table.rows] == sorted(ANNOTATORS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "annotator"])
def test_before_anything_is_judged_a_report_says_so_and_claims_nothing(
    tmp_path: Path, kind: str
) -> None:
    ws = market_workspace(tmp_path / "ws", items=6, judged=0)
    told = report(ws, kind)
    known = [one.id for one in figures_of(told) if one.low is not None]
    # How far annotators agree, and how much was looked at, need no verdict.
    assert [id_ for id_ in known if not id_.startswith(("kpi/agreement", "kpi/coverage"))] == []
    text = html(ws, kind)
    assert "not enough yet" in text
    assert "Nothing was judged yet." in text
    files = written(ws, tmp_path, kind)
    assert all(verify_report(ws, file).same for file in files)
    ws.close()
