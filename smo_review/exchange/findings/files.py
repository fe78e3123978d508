"""Files of findings: written in the form that their name tells, read by what is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from smo_review.domain.answer_form import FORM_FORMAT, FORM_KINDS, AnswerForm, FormKind
from smo_review.domain.errors import UserError
from smo_review.domain.rulings import RulingsLetter
from smo_review.exchange.findings import (
    html_form,
    json_file,
    rulings_page,
    rulings_sheet,
    sheet,
)
from smo_review.exchange.findings.bounds import MAX_FILE, MAX_FINDINGS, MAX_REASON, refused
from smo_review.exchange.new_files import new_files
from smo_review.language import tr

_WRITE: dict[FormKind, Callable[[AnswerForm], bytes]] = {
    "json": json_file.write,
    "html": html_form.write,
    "xlsx": sheet.write,
}
_TELL: dict[FormKind, Callable[[RulingsLetter], bytes]] = {
    "json": json_file.write,
    "html": rulings_page.write,
    "xlsx": rulings_sheet.write,
}


def kind_of(path: Path) -> FormKind | None:
    """The form that a file's name asks for, or None."""
    suffix = path.suffix.lower()
    return next((kind for kind in FORM_KINDS if suffix == f".{kind}"), None)


def write_forms(form: AnswerForm, paths: tuple[Path, ...]) -> None:
    """Write the form to each file, all or none; each name ends in .json, .html or .xlsx."""
    _write_all({path: _WRITE[_kind(path)](form) for path in paths})


def write_rulings(letters: Mapping[Path, RulingsLetter]) -> None:
    """Write rulings to files, each its letter, all or none; names end as those of findings do."""
    _write_all({path: _TELL[_kind(path)](letter) for path, letter in letters.items()})


def _kind(path: Path) -> FormKind:
    kind = kind_of(path)
    if kind is None:
        raise UserError(
            tr("Findings and rulings are written as .json, .html or .xlsx."),
            str(path),
            tr("Name such a file, or a folder to get all three."),
        )
    return kind


def _write_all(made: Mapping[Path, bytes]) -> None:
    with new_files(*made) as files:
        for file, data in zip(files, made.values(), strict=True):
            file.write(data)


def read_answers(path: Path) -> tuple[AnswerForm, bytes]:
    """The answers in a file, and its bytes; strict, whichever of the three forms it has.

    UserError for what is none of them, too large, of another format, or that answers a finding
    twice, with another word than accept or dispute, or disputes without a reason.
    """
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    where = path.name
    if len(data) > MAX_FILE:
        raise refused(tr("The file is larger than {n} bytes.", n=f"{MAX_FILE:,}"), where)
    if data.startswith(b"PK"):
        form = sheet.read(data, where)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        form = html_form.read(data, where)
    else:
        form = json_file.read(data, where)
    _check(form, where)
    return form, data


def _check(form: AnswerForm, where: str) -> None:
    if form.format != FORM_FORMAT:
        raise refused(tr("The file is of another format than {name}.", name=FORM_FORMAT), where)
    if len(form.findings) > MAX_FINDINGS:
        raise refused(tr("The file has more than {n} findings.", n=MAX_FINDINGS), where)
    seen = set()
    for number, one in enumerate(form.findings, 1):
        place = tr("{file}, finding {n}, item {item}", file=where, n=number, item=one.item)
        if one.id in seen:
            raise refused(tr("A finding is answered twice."), place)
        seen.add(one.id)
        if one.answer not in ("", "accept", "dispute"):
            raise refused(tr("“{word}” is no answer.", word=one.answer[:40]), place)
        if one.answer == "dispute" and not one.reason.strip():
            raise refused(tr("A dispute needs its reason."), place)
        if one.reason.strip() and not one.answer:
            raise refused(tr("There is a reason but no answer."), place)
        if len(one.reason) > MAX_REASON:
            raise refused(tr("A reason may have at most {n} characters.", n=MAX_REASON), place)
