"""Rulings go to the annotator as files: what was ruled, why, and what changed in their numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from smo_review.cli import main as cli
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.rulings import RulingsLetter
from smo_review.language import speaking, tr
from smo_review.operations.answer_files import export_rulings
from smo_review.operations.custody import seal_item
from smo_review.queries.disputes import disputes
from smo_review.queries.filtered import numbers_under
from smo_review.queries.rulings import annotators_ruled_on, rulings_for
from smo_review.store.workspace import Workspace
from tests.helpers.browser import open_page
from tests.helpers.dispute_cases import KEY, OVER, answer, find_by_another, workspace_of
from tests.helpers.dispute_people import batch, bea, cho, lead, rule
from tests.helpers.dumps import dump
from tests.helpers.store_cases import Case

__all__ = ["batch", "bea", "cho", "lead"]


def test_an_accepted_dispute_is_told_with_reason_clause_and_what_falls(lead: Workspace) -> None:
    rule(lead, "accept")
    letter = rulings_for(lead, "ann")
    (one,) = letter.rulings
    assert (one.outcome, one.by, one.reason) == ("accept", "lead", "As the clause says.")
    assert [clause.number for clause in one.clauses] == ["2.1"]
    assert one.clauses[0].title["km"] == "ការស្អប់"
    assert [(f.code, f.falls, f.answer, f.reason) for f in one.findings] == [
        ("over", True, "dispute", "It quotes a song."),
        ("missed-critical", False, "accept", ""),
    ]
    assert (one.before, one.after) == ("incorrect", "incorrect")
    assert letter.counts == {"accept": 1, "partly": 0, "reject": 0}


def test_what_is_partly_accepted_says_which_finding_falls(tmp_path: Path, lead: Workspace) -> None:
    answer(lead, tmp_path, ("dispute", "No."), ("dispute", "Neither."))
    first = next(one.fact for one in disputes(lead)[0].answers if one.code == "over")
    rule(lead, "partly", upheld=(first,))
    (one,) = rulings_for(lead, "ann").rulings
    assert one.outcome == "partly" and [f.falls for f in one.findings] == [True, False]


def test_a_rejected_dispute_changes_no_number(lead: Workspace) -> None:
    rule(lead, "reject")
    letter = rulings_for(lead, "ann")
    assert letter.rulings[0].findings[0].falls is False
    assert all(one.before == one.after for one in letter.numbers)


def test_numbers_are_those_of_before_the_dispute_and_of_now(tmp_path: Path, batch: Case) -> None:
    ws = workspace_of(tmp_path, "lead", batch)
    find_by_another(ws, tmp_path, batch, OVER)
    answer(ws, tmp_path, ("dispute", "No."))
    before = numbers_under(ws, Filter(annotator="ann")).all
    rule(ws, "accept")
    after = numbers_under(ws, Filter(annotator="ann")).all
    told = {one.name: (one.before, one.after) for one in rulings_for(ws, "ann").numbers}
    assert told == {
        name: (getattr(before, name), getattr(after, name))
        for name in ("accuracy", "critical_accuracy", "noncritical_accuracy")
    }
    assert (before.accuracy.value, after.accuracy.value) == (0.0, 1.0)
    ws.close()


def test_what_is_not_ruled_is_counted_and_what_is_sealed_is_left_out(
    lead: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="was ruled on yet"):
        rulings_for(lead, "ann")
    assert annotators_ruled_on(lead) == ()
    rule(lead, "accept")
    assert annotators_ruled_on(lead) == ("ann",)
    seal_item(lead, KEY.batch, KEY.item)
    with pytest.raises(UserError, match="was ruled on yet"):
        rulings_for(lead, "ann")


@pytest.mark.parametrize("language", ["en", "km", "zh"])
def test_three_files_say_the_same_in_the_language_asked_for(
    lead: Workspace, tmp_path: Path, language: str
) -> None:
    rule(lead, "accept")
    (made,) = export_rulings(lead, tmp_path / "out", language=language)
    assert [path.name for path in made.files] == [
        "ann.rulings.json", "ann.rulings.html", "ann.rulings.xlsx",
    ]  # fmt: skip
    letter = msgspec.json.decode(made.files[0].read_bytes(), type=RulingsLetter)
    assert letter == rulings_for(lead, "ann", language=language)
    book = load_workbook(made.files[2])
    cells = [cell for row in book["rulings"].iter_rows() for cell in row if cell.value]
    assert all(cell.data_type == "s" for cell in cells)
    said = [cell.value for cell in cells]
    assert "It quotes a song." in said and "As the clause says." in said
    page = made.files[1].read_text("utf-8")
    assert f'<html lang="{language}">' in page and "It quotes a song." in page
    assert "ការស្អប់" in page and "仇恨" in page, "all languages are in the page"
    assert "<script" not in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_offline_without_a_script_and_passes_the_checks(
    browser: Browser, lead: Workspace, tmp_path: Path, scheme: str
) -> None:
    rule(lead, "accept")
    (made,) = export_rulings(lead, tmp_path / "ann.html")
    opened = open_page(browser, made.files[0], scheme)
    assert (opened.asked, opened.complaints, opened.violations) == ([], [], [])
    assert "Accepted: 1. Accepted partly: 0. Rejected: 0." in opened.text


def test_words_of_others_stay_words_in_page_and_sheet(tmp_path: Path, batch: Case) -> None:
    ws = workspace_of(tmp_path, "lead", batch)
    find_by_another(ws, tmp_path, batch, OVER)
    answer(ws, tmp_path, ("dispute", "=HYPERLINK(1) <img src=x onerror=alert(1)>"))
    rule(ws, "accept")
    (made,) = export_rulings(ws, tmp_path / "out")
    assert "<img" not in made.files[1].read_text("utf-8")
    rows = load_workbook(made.files[2])["rulings"].iter_rows()
    assert [cell.data_type for row in rows for cell in row if str(cell.value)[:1] == "="] == ["s"]
    ws.close()


def test_a_file_that_is_none_and_several_people_in_one_are_refused_and_nothing_changes(
    lead: Workspace, tmp_path: Path
) -> None:
    rule(lead, "accept")
    before = dump(lead)
    with pytest.raises(UserError, match="was ruled on yet"):
        export_rulings(lead, tmp_path / "bob.html", "bob")
    assert not (tmp_path / "bob.html").exists() and dump(lead) == before


def test_the_command_writes_and_tells(
    lead: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule(lead, "accept")
    lead.close()
    at = ["--workspace", str(tmp_path / "lead"), "--json", "disputes", "rulings"]
    page = str(tmp_path / "ann.html")
    tell = [*at[:-1], "list"]
    for act in ("list", "look"):
        assert cli.run([*at[:-1], act, "--batch", "none"], open_client=lambda _: 0) == 1
        assert json.loads(capsys.readouterr().out)["error"]["where"] == "--batch"
    assert cli.run(tell, open_client=lambda _: 0) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["accepted"] == 1
    with speaking("zh"):
        lines = [one for one in tell if one != "--json"]
        assert cli.run(lines, open_client=lambda _: 0) == 0
        said = capsys.readouterr().out
        assert tr("Ruled") == "已裁定"
        assert tr("Ruled") in said.splitlines()[0] and tr("Accepted") in said
        assert not {"ruled", "accept", "dispute", "incorrect"} & set(re.findall("[a-z]+", said))
    assert cli.run([*at, "-o", page, "--language", "km"], open_client=lambda _: 0) == 0
    (told,) = json.loads(capsys.readouterr().out)["written"]
    assert (told["annotator"], told["rulings"], told["accepted"]) == ("ann", 1, 1)
    assert told["files"] == [page]
    assert cli.run([*at, "-o", page, "--annotator", "nobody"], open_client=lambda _: 0) == 1
    assert "“nobody”" in json.loads(capsys.readouterr().out)["error"]["what"]
