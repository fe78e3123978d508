"""The market's workspace with weeks of verdicts as a fixture, and reports made of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.domain.reports import Report
from smo_review.operations.reports import write_report
from smo_review.queries.reports.build import build, request
from smo_review.reports.report_page import page
from smo_review.reports.templates import Templates
from smo_review.store.workspace import Workspace
from tests.helpers.report_cases import market_workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = market_workspace(tmp_path / "ws", items=60)
    yield workspace
    workspace.close()


def printer(html: str) -> bytes:
    """Stands in for the printer: no PDF that anybody could open."""
    return b"%PDF " + html.encode()


def report(ws: Workspace, kind: str = "annotator", **asked: str) -> Report:
    if kind == "annotator":
        asked.setdefault("annotator", "sokha")
    return build(ws, request(ws, kind, **asked))[0]


def html(
    ws: Workspace, kind: str = "annotator", templates: Path | None = None, **asked: str
) -> str:
    if kind == "annotator":
        asked.setdefault("annotator", "sokha")
    told, project = build(ws, request(ws, kind, **asked))
    return page(told, project, Templates(templates))


def written(ws: Workspace, folder: Path, kind: str = "annotator") -> tuple[Path, Path]:
    asked = request(ws, kind, annotator="sokha" if kind == "annotator" else "")
    files = folder / f"{kind}.html", folder / f"{kind}.xlsx"
    write_report(ws, asked, html=files[0], xlsx=files[1], printer=printer)
    return files
