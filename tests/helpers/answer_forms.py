"""Forms of findings that are handed out and come back, for tests of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import structs

from smo_review.domain.answer_form import AnswerForm
from smo_review.exchange.findings import html_form, json_file, sheet
from smo_review.operations.answer_files import export_findings
from smo_review.store.workspace import Workspace
from tests.helpers.dispute_cases import MISSED, OVER, disputable, find, workspace_of

FORMS: dict[str, tuple[Callable[[AnswerForm], bytes], Callable[[bytes, str], AnswerForm]]] = {
    "json": (json_file.write, json_file.read),
    "html": (html_form.write, html_form.read),
    "xlsx": (sheet.write, sheet.read),
}
NASTY = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2",
    "@SUM(A1)",
    '"><script>alert(1)</script>',
    "ខ្មែរ 中文",
)
ANSWER = len(sheet.COLUMNS) - 1
"""The answer's column, from 1."""


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """A lead's workspace with two findings on ann's annotation."""
    workspace = workspace_of(tmp_path, "lead", disputable())
    find(workspace, OVER, MISSED)
    yield workspace
    workspace.close()


@pytest.fixture
def form(ws: Workspace, tmp_path: Path) -> AnswerForm:
    """The form for ann."""
    made = export_findings(ws, "ann", tmp_path / "ann.json").files[0]
    return json_file.read(made.read_bytes(), "ann.json")


def filled(form: AnswerForm) -> AnswerForm:
    """Its first finding disputed, its second accepted."""
    first, second = form.findings
    return structs.replace(
        form,
        findings=(
            structs.replace(first, answer="dispute", reason="=1+1\nIt quotes 中文 ខ្មែរ"),
            structs.replace(second, answer="accept"),
        ),
    )


def said(form: AnswerForm) -> list[tuple[str, int, str, str, str, str]]:
    """What an answer says, finding by finding."""
    return [(f.verdict, f.finding, f.batch, f.item, f.answer, f.reason) for f in form.findings]
