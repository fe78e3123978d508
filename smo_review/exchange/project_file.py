"""The project file: TOML in, a checked `Project` out; every refusal names table and field."""

from __future__ import annotations

import datetime
import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, structs

from smo_review.domain.errors import UserError
from smo_review.domain.project import (
    FORMAT,
    Clause,
    ErrorCode,
    Guideline,
    Kpi,
    LabelDef,
    MaskList,
    Person,
    Project,
    RootCause,
    SamplingPlan,
    Stage,
)
from smo_review.exchange.project_rules import check_project, refusal
from smo_review.language import tr

MAX_SIZE = 4 << 20
_TABLES: dict[str, type[Struct]] = {
    "labels": LabelDef,
    "error_codes": ErrorCode,
    "root_causes": RootCause,
    "kpis": Kpi,
    "people": Person,
    "masks": MaskList,
    "ramp_up": Stage,
    "sampling": SamplingPlan,
}
_WORDS = ("name", "help", "title", "text")
"""Fields that hold a text in several languages; a plain string there is English."""

T = TypeVar("T", bound=Struct)


def load_project(path: Path) -> Project:
    """The project in a file. UserError names the file, the table, its number and the field.

    Error codes, root causes and KPIs that the file leaves out are those of the default project.
    """
    try:
        if path.exists() and not path.is_file():
            raise UserError(tr("This is not a file."), str(path), tr("Check the path."))
        if path.stat().st_size > MAX_SIZE:
            raise UserError(
                tr("The project file is too large."),
                str(path),
                tr("Keep it under {n} bytes.", n=MAX_SIZE),
            )
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(
            tr("The project file cannot be read: {reason}.", reason=error.strerror),
            str(path),
            tr("Check the path."),
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(
            tr("The project file is not UTF-8."), str(path), tr("Save it as UTF-8.")
        ) from error
    return _with_defaults(parse_project(text, str(path)))


def default_project(labels: Iterable[str]) -> Project:
    """The project of a batch that was packed without one: its labels are those of the data.

    Data with the same labels have the same project.
    """
    project = _default()
    names = tuple(dict.fromkeys(labels))
    if not names:
        return project
    told = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:8]
    found = tuple(LabelDef(name, {"en": name}) for name in names)
    return structs.replace(project, id=f"{project.id}-{told}", labels=found)


def parse_project(text: str, where: str) -> Project:
    """The project written in `text`; `where` names it in refusals."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserError(
            tr("The project file is not valid TOML: {reason}.", reason=error),
            where,
            tr("Correct that place; the help page on project files has examples."),
        ) from error
    _check_format(document, where)
    guideline = _table(document.get("guideline", {}), where, "[guideline]", "guideline")
    clauses = _array(guideline, "clauses", Clause, where, "guideline.clauses")
    found: dict[str, Any] = {
        name: _array(document, name, kind, where, name) for name, kind in _TABLES.items()
    }
    found["guideline"] = _record(guideline, Guideline, where, "[guideline]", clauses=clauses)
    project = _record(document, Project, where, "", **found)
    check_project(project, where)
    return project


def _default() -> Project:
    text = files("resources").joinpath("default_project.toml").read_text(encoding="utf-8")
    return parse_project(text, "default_project.toml")


def _with_defaults(project: Project) -> Project:
    default = _default()
    names = ("error_codes", "root_causes", "kpis")
    empty = {name: getattr(default, name) for name in names if not getattr(project, name)}
    return structs.replace(project, **empty)


def _check_format(document: Mapping[str, Any], where: str) -> None:
    found = document.get("format", FORMAT)
    if found != FORMAT:
        raise refusal(
            where,
            "",
            "format",
            tr("the format {n} was expected, not {found}", n=FORMAT, found=found),
        )


def _array(
    table: Mapping[str, Any], name: str, kind: type[T], where: str, told: str
) -> tuple[T, ...]:
    """The records of an array of tables, each checked under its own number."""
    entries = table.get(name, [])
    if not isinstance(entries, list):
        reason = tr("write it as a list of tables, [[{name}]]", name=told)
        raise refusal(where, f"[[{told}]]", "", reason)
    return tuple(
        _record(
            _table(entry, where, f"[[{told}]] {number}", name),
            kind,
            where,
            f"[[{told}]] {number}",
        )
        for number, entry in enumerate(entries, 1)
    )


def _table(value: Any, where: str, table: str, field: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refusal(where, table, field, tr("a table was expected"))
    return value


def _record(table: Mapping[str, Any], kind: type[T], where: str, told: str, **known: Any) -> T:
    """One table as a record. `known` are the fields that have been read already."""
    fields = kind.__struct_fields__
    unknown = next((name for name in table if name not in fields), None)
    if unknown is not None:
        raise refusal(where, told, unknown, _nearest(unknown, fields))
    words = () if kind in (Person, SamplingPlan) else _WORDS
    plain = {n: _plain(value, n in words) for n, value in table.items() if n not in known}
    if isinstance(snippets := plain.get("snippets"), list):
        plain["snippets"] = [_plain(entry, True) for entry in snippets]
    try:
        record = msgspec.convert(plain, kind)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$.")
        raise refusal(where, told, place.rstrip("`"), reason.replace("`", "")) from error
    return structs.replace(record, **known)


def _nearest(name: str, fields: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, fields, 1)
    if near:
        return tr("there is no such field; did you mean “{name}”?", name=near[0])
    return tr("there is no such field; known are {names}", names=", ".join(fields))


def _plain(value: Any, words: bool) -> Any:
    """TOML's own dates as ISO text, and a plain string as English where `words` are expected."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return {"en": value} if words and isinstance(value, str) else value
