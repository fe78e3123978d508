"""What a weekly pack and a risk assessment say of work that is open."""

from __future__ import annotations

from pathlib import Path

import msgspec

from smo_review.domain.actions import Action, Incident
from smo_review.domain.disputes import FindingAnswer
from smo_review.domain.facts import fact_hash
from smo_review.domain.filters import Filter
from smo_review.domain.reports import Report, figures_of
from smo_review.domain.sessions import Question
from smo_review.operations.reports import verify_report, write_report
from smo_review.queries.kpis import kpis
from smo_review.queries.reports.build import build, request
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.report_cases import PROJECT, verdicts
from tests.helpers.report_desk import ws
from tests.helpers.store_cases import Writer

__all__ = ["ws"]


def told(report: Report, section: str) -> list[tuple[str, ...]]:
    (found,) = [one for one in report.sections if one.id == section]
    return [tuple(map(str, row)) for table in found.tables for row in table.rows]


def open_work(ws: Workspace) -> None:
    lead = Writer("lead", PROJECT.id)
    merge_facts(
        ws,
        [
            lead.write(
                "action", Action("a-1", "Retrain on offers", "Sokha", "2025-11-20", "2025-11-10")
            ),
            lead.write("incident", Incident("n-1", "Knife challenge", "2025-11-12", clause="4.2")),
            lead.write("incident", Incident("n-2", "Old one", "2025-10-01", until="2025-10-09")),
            lead.write("question", Question("q-1", "Is a toy knife a weapon?", "4.2")),
            lead.write("question", Question("q-2", "Settled long ago", answered="yes")),
        ],
    )  # fmt: skip


def test_the_weekly_pack_names_what_is_open_and_puts_it_on_the_agenda(ws: Workspace) -> None:
    quiet, _ = build(ws, request(ws, "weekly"))
    assert told(quiet, "actions") == told(quiet, "incidents") == told(quiet, "questions") == []
    open_work(ws)
    report, _ = build(ws, request(ws, "weekly"))
    assert told(report, "actions") == [("Retrain on offers", "Sokha", "2025-11-20", "overdue")]
    assert [row[0] for row in told(report, "incidents")] == ["Knife challenge"]
    assert told(report, "questions") == [("Is a toy knife a weapon?", "4.2 Tools and weapons")]
    (agenda,) = [one for one in report.sections if one.id == "agenda"]
    assert {
        "Open actions: 1.",
        "Incidents that go on: 1.",
        "Open questions to the guideline: 1.",
    } <= set(agenda.points)


def test_disputes_are_counted_with_their_intervals(ws: Workspace) -> None:
    quiet, _ = build(ws, request(ws, "weekly"))
    assert not [one for one in figures_of(quiet) if one.id.startswith("disputes/")]
    body = next(one for one in verdicts(40) if b'"incorrect"' in one)
    wrong = msgspec.json.decode(body)["payload"]
    answer = FindingAnswer(
        batch="b-market", item=wrong["item"], annotator=wrong["annotator"], finding=0,
        verdict=fact_hash(body), code=wrong["findings"][0]["code"], answer="dispute",
        reason="0" * 64,
    )  # fmt: skip
    merge_facts(ws, [Writer("annotator", PROJECT.id).write("finding-answer", answer)])
    report, _ = build(ws, request(ws, "weekly"))
    figures = {one.id: one for one in figures_of(report)}
    assert figures["disputes/open"].value == 1
    incorrect = sum(b'"outcome":"incorrect"' in one for one in verdicts(40))
    assert figures["disputes/rate"].n == incorrect
    assert figures["disputes/upheld"].value is None
    (agenda,) = [one for one in report.sections if one.id == "agenda"]
    assert "Disputes that are open: 1." in agenda.points


def test_its_kpis_are_those_of_the_week_with_the_projects_targets(ws: Workspace) -> None:
    report, _ = build(ws, request(ws, "weekly"))
    figures = {one.id: one for one in figures_of(report)}
    week = {one.id: one for one in kpis(ws, Filter(project=PROJECT.id, since="2025-11-17"))}
    assert figures["kpi/accuracy"].value == week["accuracy"].value == figures["accuracy"].value
    row = next(row for row in told(report, "kpis") if row[0] == week["accuracy"].name)
    assert row[2] == "90.0%"
    assert not [id_ for id_ in figures if "throughput" in id_ or "time" in id_]


def test_what_is_open_is_told_as_it_was_when_the_report_was_made(
    ws: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "risk.html"
    write_report(ws, request(ws, "risk"), html=path, printer=lambda html: b"")
    open_work(ws)
    assert verify_report(ws, path).page is True
    later = tmp_path / "later.html"
    write_report(ws, request(ws, "risk"), html=later, printer=lambda html: b"")
    assert "Knife challenge" in later.read_text(encoding="utf-8")
    assert "Knife challenge" not in path.read_text(encoding="utf-8")
