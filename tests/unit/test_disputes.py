"""Disputes: answers to findings, blind second looks, rulings, and the numbers that follow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smo_review.cli import main as cli
from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.operations.custody import seal_item
from smo_review.operations.disputes import DisputeRulingDraft, rule_dispute
from smo_review.queries.disputes import dispute_figures, disputes
from smo_review.queries.findings import findings_of
from smo_review.queries.kpis import kpis
from smo_review.queries.numbers import numbers
from smo_review.store.matters import matters
from smo_review.store.workspace import Workspace
from tests.helpers.dispute_cases import (
    KEY,
    MISSED,
    OVER,
    answer,
    find,
    find_by_another,
    hand_over,
    workspace_of,
)
from tests.helpers.dispute_people import BOB, batch, bea, cho, lead, rule
from tests.helpers.store_cases import Case, exported

__all__ = ["batch", "bea", "cho", "lead"]


def test_a_dispute_is_told_with_its_reason_and_the_verdict(lead: Workspace) -> None:
    (told,) = disputes(lead)
    assert told.state == "open" and told.key == KEY and not told.hidden
    assert [(one.code, one.answer, one.reason) for one in told.answers] == [
        ("over", "dispute", "It quotes a song."),
        ("missed-critical", "accept", ""),
    ]
    assert [(one.auditor, one.outcome, one.first) for one in told.verdicts] == [
        ("bea", "incorrect", True)
    ]


def test_nothing_changes_in_the_numbers_before_a_ruling(bea: Workspace, lead: Workspace) -> None:
    assert numbers(lead).all == numbers(bea).all


def test_an_accepted_dispute_takes_its_finding_away_and_the_numbers_follow(
    lead: Workspace,
) -> None:
    rule(lead, "accept")
    (told,) = disputes(lead)
    assert told.state == "ruled"
    by_code = {group.key: group.figures.incorrect for group in numbers(lead, by="code").groups}
    assert by_code == {"missed-critical": 1}
    assert [one.outcome for one in told.verdicts if one.holds] == ["incorrect"]
    assert numbers(lead).all.unsettled == 0


def test_where_all_findings_fall_the_annotation_is_correct(tmp_path: Path, batch: Case) -> None:
    ws = workspace_of(tmp_path, "lead", batch)
    find_by_another(ws, tmp_path, batch, OVER)
    answer(ws, tmp_path, ("dispute", "No."))
    assert numbers(ws).all.incorrect == 1
    rule(ws, "accept")
    assert (numbers(ws).all.correct, numbers(ws).all.incorrect) == (1, 0)
    ws.close()


def test_a_rejected_dispute_leaves_the_verdict_that_was_disputed(lead: Workspace) -> None:
    before = numbers(lead, by="code")
    rule(lead, "reject")
    assert numbers(lead, by="code").groups == before.groups
    assert disputes(lead)[0].verdicts[0].holds


def test_partly_takes_away_what_was_upheld_only(tmp_path: Path, lead: Workspace) -> None:
    answer(lead, tmp_path, ("dispute", "No."), ("dispute", "Neither."))
    first = next(one.fact for one in disputes(lead)[0].answers if one.code == "over")
    rule(lead, "partly", upheld=(first,))
    assert {group.key for group in numbers(lead, by="code").groups} == {"missed-critical"}
    assert [one.upheld for one in disputes(lead)[0].answers] == [True, False]


def test_nobody_rules_on_a_verdict_of_their_own(bea: Workspace, lead: Workspace) -> None:
    hand_over(lead, bea)
    before = exported(bea)
    with pytest.raises(UserError, match="your own") as refused:
        rule(bea, "reject")
    assert "lead" in refused.value.do
    assert exported(bea) == before and disputes(bea)[0].state == "open"
    rule(lead, "reject")
    hand_over(lead, bea)
    with pytest.raises(UserError, match="your own"):
        rule(bea, "accept", again=True)


def test_who_ruled_on_a_dispute_may_rule_anew(lead: Workspace) -> None:
    rule(lead, "accept")
    rule(lead, "reject", again=True)
    assert [one.outcome for one in disputes(lead)[0].rulings] == ["reject"]


def test_partly_says_which_findings_fall(lead: Workspace) -> None:
    with pytest.raises(UserError, match="Partly"):
        rule(lead, "partly")
    assert disputes(lead)[0].state == "open"


def test_upheld_disputes_tell_the_clauses_that_cause_them(lead: Workspace) -> None:
    rule(lead, "accept")
    (one,) = dispute_figures(lead).clauses
    assert (one.clause, one.accepted, one.partly) == ("2.1", 1, 0)
    rule(lead, "reject", again=True)
    assert dispute_figures(lead).clauses == ()


def test_a_ruling_may_name_another_clause_but_no_unknown_one(lead: Workspace) -> None:
    with pytest.raises(UserError, match=r"no clause 9\.9"):
        rule(lead, "accept", clauses=("9.9",))
    rule(lead, "accept", clauses=("3.4",))
    assert [one.clause for one in dispute_figures(lead).clauses] == ["3.4"]


def test_a_ruling_needs_its_reason(lead: Workspace) -> None:
    with pytest.raises(UserError, match="reason"):
        rule_dispute(lead, DisputeRulingDraft(KEY, "accept", "  "))


def test_what_nobody_disputed_cannot_be_ruled_on(lead: Workspace) -> None:
    with pytest.raises(UserError, match="Nothing is disputed"):
        rule_dispute(lead, DisputeRulingDraft(BOB, "accept", "why"))


def test_the_figures_carry_their_counts_and_intervals(tmp_path: Path, lead: Workspace) -> None:
    find(lead, OVER, key=AnnotationKey("b-1", "i1", "ann"))
    figures = dispute_figures(lead)
    assert (figures.dispute_rate.value, figures.dispute_rate.n) == (0.5, 2)
    assert (figures.overturn_rate.value, figures.overturn_rate.n) == (None, 0)
    assert (figures.answered, figures.accepted_findings, figures.open) == (2, 1, 1)
    rule(lead, "accept")
    after = dispute_figures(lead).overturn_rate
    assert (after.value, after.n) == (1.0, 1)
    told = {one.id: (one.value, one.n) for one in kpis(lead)}
    assert (told["dispute_rate"], told["overturn_rate"]) == ((0.5, 2), (1.0, 1))
    assert after.low is not None and 0.2 < after.low < 0.21  # Wilson, 1 of 1


def test_a_disputed_annotation_stays_in_the_rate_when_it_is_found_correct(
    tmp_path: Path, batch: Case
) -> None:
    ws = workspace_of(tmp_path, "lead", batch)
    find_by_another(ws, tmp_path, batch, OVER)
    answer(ws, tmp_path, ("dispute", "No."))
    rule(ws, "accept")
    assert (dispute_figures(ws).dispute_rate.value, dispute_figures(ws).dispute_rate.n) == (1.0, 1)
    ws.close()


# The terminal


def run(ws_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict]:  # type: ignore[type-arg]
    code = cli.run(
        ["--workspace", str(ws_path), "--json", "disputes", *words], open_client=lambda _: 0
    )
    return code, json.loads(capsys.readouterr().out)


def test_the_whole_way_from_the_terminal(
    tmp_path: Path, batch: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    ws = workspace_of(tmp_path, "lead", batch)
    find_by_another(ws, tmp_path, batch, OVER, MISSED)
    ws.close()
    home = tmp_path / "lead"
    code, told = run(home, capsys, "export", "--annotator", "ann", "-o", str(tmp_path / "out"))
    assert code == 0 and told["findings"] == 2
    assert sorted(Path(one).suffix for one in told["files"]) == [".html", ".json", ".xlsx"]
    path = tmp_path / "out" / "ann.findings.json"
    form = json.loads(path.read_text("utf-8"))
    form["findings"][0] |= {"answer": "dispute", "reason": "It quotes."}
    form["findings"][1] |= {"answer": "accept"}
    path.write_text(json.dumps(form), "utf-8")
    code, told = run(home, capsys, "take", str(path))
    assert (code, told["disputed"], told["accepted"], told["facts_new"]) == (0, 1, 1, 2)
    code, told = run(home, capsys, "take", str(path))
    assert (code, told["facts_new"], told["facts_known"]) == (0, 0, 2)
    code, told = run(home, capsys, "assign", "i0", "--to", "cho")
    assert (code, told["facts_new"]) == (0, 1)
    code, told = run(home, capsys, "look")
    assert (code, told) == (0, {"looks": []})
    code, told = run(home, capsys, "rule", "i0", "accept", "--reason", "A quote.")
    assert code == 0 and told["dispute"]["state"] == "ruled"
    code, told = run(home, capsys, "list")
    assert told["figures"]["overturn_rate"]["value"] == 1.0
    assert told["figures"]["clauses"] == [{"clause": "2.1", "accepted": 1, "partly": 0}]
    code, told = run(home, capsys, "rule", "i0", "reject", "--reason", "No.")
    assert code == 1 and "ruled on the dispute" in told["error"]["what"]
    code, told = run(home, capsys, "rule", "i9", "reject", "--reason", "No.")
    assert code == 1 and told["error"]["where"] == "i9"


def test_findings_that_were_ruled_on_are_not_asked_again(lead: Workspace) -> None:
    assert len(findings_of(lead, "ann").form.findings) == 2
    rule(lead, "reject")
    with pytest.raises(UserError, match="no findings"):
        findings_of(lead, "ann")


def test_reasons_about_a_sealed_item_do_not_travel(lead: Workspace) -> None:
    rule(lead, "reject")
    texts = {text.hash for text in exported(lead)[2]}
    seal_item(lead, "b-1", "i0")
    with lead.read() as conn:
        reasons = {one.matter.reason for one in matters(conn, ["finding-answer"])} - {""}
    assert reasons <= texts and not exported(lead)[2]
