"""Reports on many verdicts: written in three forms, and verified after more facts came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from smo_review.domain.reports import KINDS
from smo_review.operations.reports import verify_report, write_report
from smo_review.queries.reports.build import request
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.benchmarks.harness import Row, bulk, telling, timed
from tests.helpers.report_cases import ANNOTATORS, market, verdicts
from tests.helpers.store_cases import made
from ui.printing.pdf import print_alone

VERDICTS = 100_000
MINUTE = 60.0
"""Seconds that a report may take: the bound that people were promised is the floor here."""


def report_rows(folder: Path) -> Iterator[Row]:
    """Every kind of report as HTML, PDF and workbook, and one verified after more facts."""
    items = VERDICTS // len(ANNOTATORS) + 1
    with telling(f"judge {VERDICTS:,} annotations"):
        ws: Workspace = made(folder / "reports", market(items))
        merge_facts(ws, verdicts(items))
    for kind in KINDS:
        name = f"report on {VERDICTS:,} verdicts, {kind}"
        with telling(name):
            asked = request(ws, kind, annotator="sokha" if kind == "annotator" else "")
            seconds = timed(
                lambda kind=kind, asked=asked: write_report(
                    ws,
                    asked,
                    html=folder / f"{kind}.html",
                    pdf=folder / f"{kind}.pdf",
                    xlsx=folder / f"{kind}.xlsx",
                    printer=print_alone,
                )
            )
        yield bulk(name, [seconds], [MINUTE], 1.0)
    merge_facts(ws, verdicts(1_000, seed=2, person="another"))
    with telling(f"verify a report on {VERDICTS:,} verdicts"):
        seconds = timed(lambda: verify_report(ws, folder / "central.html"))
    ws.close()
    yield bulk(f"verify a report on {VERDICTS:,} verdicts", [seconds], [MINUTE], 1.0)
