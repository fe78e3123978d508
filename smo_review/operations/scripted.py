"""Verdicts written in a file, one a line: recorded all together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec import Struct

from smo_review.domain.changes import Progress
from smo_review.domain.content import AnnotationKey, Location, Mark
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Outcome
from smo_review.domain.project import Project
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.exchange.fields import WrongField, check_location, check_mark
from smo_review.exchange.lines import decode, line_of
from smo_review.language import tr
from smo_review.operations.verdicts import record_verdicts
from smo_review.queries.batches import project_of
from smo_review.queries.lookup import Found, annotations_of, parts_of
from smo_review.store.texts import MAX_NOTE

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace

MAX_FILE = 1 << 30
MAX_FINDINGS = 100
"""Findings in one verdict."""

Known: TypeAlias = dict[str, set[str]]
"""By a finding's field: what it may say."""


class ScriptedFinding(Struct, frozen=True, forbid_unknown_fields=True):
    """A finding in the file. Without `code` it is derived from wrong and right label."""

    code: str = ""
    label: str = ""
    right_label: str = ""
    location: Location | None = None
    root_cause: str = ""
    clause: str = ""
    note: str = ""


class ScriptedVerdict(Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the file."""

    item: str
    outcome: Outcome
    annotator: str = ""
    batch: str = ""
    ordinal: int = 0
    findings: tuple[ScriptedFinding, ...] = ()
    fixed: tuple[Mark, ...] | None = None
    note: str = ""


def verdicts_from_file(
    workspace: Workspace, path: Path, progress: Progress | None = None
) -> dict[str, int]:
    """Record every verdict in `path`; returns {"verdicts": lines, "facts_new": facts written}.

    `batch` is needed only where several batches have the item, `annotator` only where the item
    has several annotations. Whatever is unknown or malformed is a UserError that names line and
    field, and nothing is recorded. A second run of the same file adds no fact.
    """
    lines = list(_read(path))
    found = annotations_of(workspace, (line.item for _, line in lines))
    known: dict[str, Known] = {}
    drafts: dict[AnnotationKey, VerdictDraft] = {}
    for where, line in lines:
        key, labels = _annotation(line, found, where)
        if key.batch not in known:
            known[key.batch] = _known(project_of(workspace, key.batch))
        _check_findings(line, known[key.batch], labels, where)
        _check_fields(workspace, line, key, where)
        draft = _draft(line, key)
        if drafts.setdefault(key, draft) != draft:
            raise _wrong(tr("This annotation has another verdict on a line before."), where, "item")
    changes = record_verdicts(workspace, tuple(drafts.values()), progress)
    return {"verdicts": len(lines), "facts_new": changes.facts}


def _read(path: Path) -> Iterator[tuple[str, ScriptedVerdict]]:
    """Each line with where it stands; empty lines are passed over."""
    if not path.is_file() or path.stat().st_size > MAX_FILE:
        if path.is_file():
            what = tr("The file is too large; at most {n} bytes are taken.", n=MAX_FILE)
        else:
            what = tr("This is not a file.") if path.exists() else tr("There is no such file.")
        raise UserError(what, str(path), tr("Name a file with one verdict a line."))
    decoder = msgspec.json.Decoder(ScriptedVerdict)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            body = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if body.strip():
                try:
                    yield line_of(str(path), number), decode(decoder, body, str(path), number)
                except UserError as error:
                    raise UserError(error.what, error.where, _correct()) from None


def _annotation(
    line: ScriptedVerdict, found: Found, where: str
) -> tuple[AnnotationKey, tuple[str, ...]]:
    """The annotation that a line means, and its labels."""
    if line.item not in found:
        raise _wrong(tr("No item has the id “{id}”.", id=line.item), where, "item")
    keys = found[line.item]
    if line.batch:
        keys = {key: labels for key, labels in keys.items() if key.batch == line.batch}
        if not keys:
            raise _wrong(
                tr("The item has no annotation in the batch “{id}”.", id=line.batch), where, "batch"
            )
    batches = {key.batch for key in keys}
    if len(batches) > 1:
        raise _wrong(
            tr("Several batches have this item: {ids}.", ids=", ".join(sorted(batches))),
            where,
            "batch",
        )
    if line.annotator:
        keys = {
            key: labels
            for key, labels in keys.items()
            if (key.annotator, key.ordinal) == (line.annotator, line.ordinal)
        }
    if len(keys) != 1:
        raise _wrong(
            tr(
                "The item has no annotation by “{name}” with the ordinal {n}.",
                name=line.annotator,
                n=line.ordinal,
            )
            if line.annotator
            else tr("The item has {n} annotations; the line must name one.", n=len(keys)),
            where,
            "annotator",
        )
    return next(iter(keys.items()))


def _known(project: Project) -> Known:
    """What a finding's fields may say in a project; a code with children cannot be chosen."""
    headings = {code.parent for code in project.error_codes}
    labels = {label.id for label in project.labels}
    return {
        "code": {code.id for code in project.error_codes} - headings,
        "label": labels,
        "right_label": labels,
        "root_cause": {cause.id for cause in project.root_causes},
        "clause": {clause.number for clause in project.guideline.clauses},
    }


def _check_findings(
    line: ScriptedVerdict, known: Known, labels: tuple[str, ...], where: str
) -> None:
    """Refuse what the project does not know; a label that the annotator gave is always known."""
    if line.findings and line.outcome != "incorrect":
        raise _wrong(tr("Only an incorrect verdict has findings."), where, "findings")
    if len(line.findings) > MAX_FINDINGS:
        what = tr("A verdict may have at most {n} findings.", n=MAX_FINDINGS)
        raise _wrong(what, where, "findings")
    said = [
        (f"findings[{number}].{field}", getattr(finding, field), field)
        for number, finding in enumerate(line.findings)
        for field in known
    ]
    said += [
        (f"fixed[{number}].label", mark.label, "label")
        for number, mark in enumerate(line.fixed or ())
    ]
    for place, value, field in said:
        given = labels if field in ("label", "right_label") else ()
        if value and value not in known[field] and value not in given:
            raise _wrong(tr("The project does not know “{value}”.", value=value), where, place)
    for number, finding in enumerate(line.findings):
        if not (finding.code or finding.label or finding.right_label):
            raise _wrong(
                tr("A finding needs a code, or labels to derive it from."),
                where,
                f"findings[{number}].code",
            )


def _check_fields(
    workspace: Workspace, line: ScriptedVerdict, key: AnnotationKey, where: str
) -> None:
    """Refuse notes that are too long, and places that are not on the item."""
    notes = {f"findings[{n}].note": finding.note for n, finding in enumerate(line.findings)}
    for field, note in {"note": line.note, **notes}.items():
        if len(note) > MAX_NOTE:
            what = tr("A note may have at most {n} characters.", n=MAX_NOTE)
            raise _wrong(what, where, field)
    places = [(f"findings[{n}].location", one.location) for n, one in enumerate(line.findings)]
    placed = any(location for _, location in places)
    placed = placed or any(mark.location for mark in line.fixed or ())
    parts = parts_of(workspace, key) if placed else None
    try:
        for field, location in places:
            if location is not None:
                check_location(location, parts, field)
        for number, mark in enumerate(line.fixed or ()):
            check_mark(mark, parts, f"fixed[{number}].")
    except WrongField as wrong:
        what = tr("This is not as it must be; expected {what}.", what=wrong.expected)
        raise _wrong(what, where, wrong.field) from None


def _draft(line: ScriptedVerdict, key: AnnotationKey) -> VerdictDraft:
    return VerdictDraft(
        key.batch,
        key.item,
        key.annotator,
        line.outcome,
        key.ordinal,
        tuple(FindingDraft(**msgspec.structs.asdict(finding)) for finding in line.findings),
        line.fixed,
        line.note,
    )


def _wrong(what: str, where: str, field: str) -> UserError:
    return UserError(
        what,
        tr("{where}, field {field}", where=where, field=field),
        _correct(),
    )


def _correct() -> str:
    return tr("Correct the line and run the file again; nothing was recorded.")
