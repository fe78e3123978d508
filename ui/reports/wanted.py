"""What a person asked for, and the work that makes it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from smo_review.domain.changes import Progress
from smo_review.operations.reports import write_report
from smo_review.operations.workspace import Workspace, save_setting
from smo_review.queries.reports.build import TEMPLATES_SETTING, report_templates, request
from ui.printing.pdf import print_html


class Wanted(Struct, frozen=True):
    """A report in some forms; `templates` is a folder, or empty for ours."""

    kind: str
    project: str
    annotator: str
    team: str
    batch: str
    since: str
    until: str
    language: str
    files: dict[str, Path]
    templates: str = ""


def write_wanted(workspace: Workspace, wanted: Wanted, progress: Progress) -> tuple[Path, ...]:
    """Write the files, and keep the folder of templates for the next time; the files' paths."""
    asked = request(
        workspace,
        wanted.kind,
        project=wanted.project,
        annotator=wanted.annotator,
        team=wanted.team,
        batch=wanted.batch,
        since=wanted.since,
        until=wanted.until,
        language=wanted.language,
    )
    files = wanted.files
    write_report(
        workspace,
        asked,
        html=files.get("html"),
        pdf=files.get("pdf"),
        xlsx=files.get("xlsx"),
        templates=Path(wanted.templates) if wanted.templates else None,
        printer=print_html,
        progress=progress,
    )
    kept = report_templates(workspace)
    if wanted.templates != (str(kept) if kept else ""):
        save_setting(workspace, TEMPLATES_SETTING, wanted.templates)
    return tuple(files.values())
