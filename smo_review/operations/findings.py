"""From what an auditor marks to a finding: the error code, and what the project says of it."""

from __future__ import annotations

from collections.abc import Callable

from smo_review.domain.errors import UserError
from smo_review.domain.facts import ErrorClass, Finding
from smo_review.domain.project import ErrorCode, Project
from smo_review.domain.views import FindingDraft
from smo_review.language import tr


def make_finding(draft: FindingDraft, project: Project, seal: Callable[[str], str]) -> Finding:
    """The finding, with class, severity and critical copied from the project's error code.

    `seal` keeps a note and returns its hash. UserError for a code or root cause that the project
    does not have.
    """
    code = _code(draft, project)
    _check_root_cause(draft, project)
    return Finding(
        code=code.id,
        error_class=code.error_class,
        critical=code.critical,
        severity=code.severity,
        label=draft.label,
        right_label=draft.right_label,
        location=draft.location,
        root_cause=draft.root_cause,
        clause=draft.clause,
        note=seal(draft.note),
    )


def class_of(label: str, right_label: str) -> ErrorClass:
    """The error class that wrong -> right label tells."""
    if label and right_label:
        return "wrong-label"
    if label:
        return "over-flagged"
    return "missed" if right_label else "technical"


def _code(draft: FindingDraft, project: Project) -> ErrorCode:
    headings = {code.parent for code in project.error_codes}
    leaves = [code for code in project.error_codes if code.id not in headings]
    if draft.code:
        for code in leaves:
            if code.id == draft.code:
                return code
        raise UserError(
            tr("The project has no error code {code}.", code=draft.code),
            project.id,
            tr("Choose one of: {codes}.", codes=", ".join(code.id for code in leaves)),
        )
    wanted = class_of(draft.label, draft.right_label)
    fitting = sorted(
        (code for code in leaves if code.error_class == wanted), key=lambda code: code.critical
    )
    # A project without such a code still gets its finding: the class itself is the code.
    return fitting[0] if fitting else ErrorCode(id=wanted, name={"en": wanted}, error_class=wanted)


def _check_root_cause(draft: FindingDraft, project: Project) -> None:
    known = [cause.id for cause in project.root_causes]
    if draft.root_cause and draft.root_cause not in known:
        raise UserError(
            tr("The project has no root cause {cause}.", cause=draft.root_cause),
            project.id,
            tr("Choose one of: {causes}.", causes=", ".join(known)),
        )
