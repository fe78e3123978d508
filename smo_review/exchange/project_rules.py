"""What must hold inside a project beyond the types of its fields.

The same rules for a project file and for the project.json of a bundle: what `pack` takes from a
file or from the data is what `receive` takes from a bundle.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from smo_review.domain.errors import UserError
from smo_review.domain.masking import folded
from smo_review.domain.project import (
    FORMAT,
    MAX_MASK_WORD,
    Clause,
    ErrorCode,
    Kpi,
    LabelDef,
    Project,
    RootCause,
    Words,
)
from smo_review.exchange.names import MAX_NAME, has_controls, is_name
from smo_review.exchange.sampling_rules import wrong_field
from smo_review.language import tr

MAX_ENTRIES = 5000
"""Entries of one table: labels, error codes, people, clauses and so on."""

MAX_LEVELS = 20
"""How deep labels, codes and causes may lie below each other."""

MAX_TEXT = 20_000
"""Characters of one text in one language."""

MAX_MASK_WORDS = 10_000
"""Words of all mask lists of a project together."""

MAX_HIDDEN = 0.2
"""Share of a batch that may be hidden golds: planned repeats are capped."""

MAX_STAGE, MAX_VOLUME = 1000, 100_000
"""Days of a stage of the ramp-up, and work a day."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PERSON = re.compile(r"p-[0-9a-f]{32}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TABLES = (
    "labels",
    "error_codes",
    "root_causes",
    "kpis",
    "people",
    "snippets",
    "masks",
    "ramp_up",
    "sampling",
    "leads",
)
Branch = LabelDef | ErrorCode | RootCause


def refusal(where: str, table: str, field: str, reason: str) -> UserError:
    """A refusal of a project file: the file, the table with its number, the field, the reason."""
    place = ", ".join(part for part in (where, table, field) if part)
    return UserError(
        tr("The project file cannot be used: {reason}.", reason=reason.rstrip(".")),
        place,
        tr("Correct that field; the help page on project files tells what each may hold."),
    )


def check_project(project: Project, where: str) -> None:
    """Hold a project to its rules; UserError for the first that is broken."""
    _check_sizes(project, where)
    _check_head(project, where)
    _check_tree(project.labels, where, "labels")
    _check_tree(project.error_codes, where, "error_codes")
    _check_tree(project.root_causes, where, "root_causes")
    for number, label in enumerate(project.labels, 1):
        table = f"[[labels]] {number}"
        _check_range(label.severity, 0, 4, where, table, "severity")
        if label.colour and not _COLOUR.fullmatch(label.colour):
            raise refusal(where, table, "colour", tr("a colour is written “#1f6feb”"))
    for number, code in enumerate(project.error_codes, 1):
        table = f"[[error_codes]] {number}"
        _check_range(code.severity, 0, 4, where, table, "severity")
        _check_range(code.weight, 0, 1000, where, table, "weight")
        _check_words(code.help, where, table, "help", needed=False)
    _check_classes(project.error_codes, where)
    _check_kpis(project.kpis, where)
    _check_people(project, where)
    _check_clauses(project, where)
    _check_masks(project, where)
    _check_ramp_up(project, where)
    _check_sampling(project, where)


def _check_sizes(project: Project, where: str) -> None:
    clauses = project.guideline.clauses
    tables = {name: getattr(project, name) for name in _TABLES} | {"guideline.clauses": clauses}
    for name, entries in tables.items():
        if len(entries) > MAX_ENTRIES:
            reason = tr(
                "at most {n} entries were expected, not {found}", n=MAX_ENTRIES, found=len(entries)
            )
            raise refusal(where, f"[[{name}]]", "", reason)


def _check_head(project: Project, where: str) -> None:
    if project.format != FORMAT:
        reason = tr("the format {n} was expected, not {found}", n=FORMAT, found=project.format)
        raise refusal(where, "", "format", reason)
    _check_id(project.id, where, "", "id")
    _check_short(project.guideline.version, where, "[guideline]", "version")
    _check_words(project.name, where, "", "name")
    _check_range(project.high_severity_run, 1, 1000, where, "", "high_severity_run")
    _check_range(project.reveal_seconds, 1, 3600, where, "", "reveal_seconds")
    share = project.hidden_gold.share
    if not 0 <= share <= MAX_HIDDEN:
        reason = tr(
            "a fraction from 0 to {most} was expected, not {value}", most=MAX_HIDDEN, value=share
        )
        raise refusal(where, "[hidden_gold]", "share", reason)
    for number, lead in enumerate(project.leads, 1):
        if not _PERSON.fullmatch(lead):
            reason = tr("the id of a person was expected, as “identity” shows it: p-…")
            raise refusal(where, "", f"leads[{number}]", reason)
        if lead in project.leads[: number - 1]:
            reason = tr("the id “{id}” is there twice", id=lead)
            raise refusal(where, "", f"leads[{number}]", reason)
    for number, snippet in enumerate(project.snippets, 1):
        _check_words(snippet, where, "", f"snippets[{number}]")


def _check_tree(branches: Sequence[Branch], where: str, name: str) -> None:
    """Ids are there once, parents exist, and no one is their own ancestor."""
    parents: dict[str, str] = {}
    for number, branch in enumerate(branches, 1):
        table = f"[[{name}]] {number}"
        _check_id(branch.id, where, table, "id")
        _check_words(branch.name, where, table, "name")
        if branch.id in parents:
            raise refusal(where, table, "id", tr("the id “{id}” is there twice", id=branch.id))
        parents[branch.id] = branch.parent
    for number, branch in enumerate(branches, 1):
        table = f"[[{name}]] {number}"
        if branch.parent and branch.parent not in parents:
            reason = tr("there is no “{id}” that could be the parent", id=branch.parent)
            raise refusal(where, table, "parent", reason)
        seen = {branch.id}
        above = branch.parent
        while above in parents:
            if above in seen:
                reason = tr("“{id}” stands above itself", id=above)
                raise refusal(where, table, "parent", reason)
            if len(seen) == MAX_LEVELS:
                reason = tr("at most {n} levels were expected", n=MAX_LEVELS)
                raise refusal(where, table, "parent", reason)
            seen.add(above)
            above = parents[above]


def _check_classes(codes: Sequence[ErrorCode], where: str) -> None:
    """A code belongs to the class of the heading it stands under."""
    classes = {code.id: code.error_class for code in codes}
    for number, code in enumerate(codes, 1):
        if code.parent and classes[code.parent] != code.error_class:
            reason = tr("its heading “{id}” belongs to another class", id=code.parent)
            raise refusal(where, f"[[error_codes]] {number}", "error_class", reason)


def _check_kpis(kpis: Sequence[Kpi], where: str) -> None:
    seen: set[str] = set()
    for number, kpi in enumerate(kpis, 1):
        table = f"[[kpis]] {number}"
        _check_id(kpi.id, where, table, "id")
        _check_words(kpi.name, where, table, "name")
        if kpi.id in seen:
            raise refusal(where, table, "id", tr("the id “{id}” is there twice", id=kpi.id))
        seen.add(kpi.id)
        for field, value in (("target", kpi.target), ("alarm", kpi.alarm)):
            if not 0 <= value <= 1:
                reason = tr("a fraction from 0 to 1 was expected, not {value}", value=value)
                raise refusal(where, table, field, reason)
        if kpi.direction == "higher" and kpi.alarm > kpi.target:
            raise refusal(where, table, "alarm", tr("it must not lie above the target"))
        if kpi.direction == "lower" and kpi.alarm < kpi.target:
            raise refusal(where, table, "alarm", tr("it must not lie below the target"))


def _check_people(project: Project, where: str) -> None:
    owners: dict[str, str] = {}
    for number, person in enumerate(project.people, 1):
        table = f"[[people]] {number}"
        _check_id(person.name, where, table, "name")
        _check_short(person.team, where, table, "team")
        for alias in dict.fromkeys((person.name, *person.aliases)):
            _check_id(alias, where, table, "aliases")
            if alias in owners:
                reason = tr("“{alias}” already stands for {name}", alias=alias, name=owners[alias])
                raise refusal(where, table, "aliases", reason)
            owners[alias] = person.name
        for language in person.languages:
            if not _LANGUAGE.fullmatch(language):
                reason = tr("a language is written “km” or “zh-Hans”, not “{code}”", code=language)
                raise refusal(where, table, "languages", reason)
        if person.started and not _is_date(person.started):
            reason = tr("a date is written 2026-01-31, not “{date}”", date=person.started)
            raise refusal(where, table, "started", reason)


def _check_ramp_up(project: Project, where: str) -> None:
    known: set[str] = set()
    for number, stage in enumerate(project.ramp_up, 1):
        table = f"[[ramp_up]] {number}"
        _check_id(stage.id, where, table, "id")
        _check_words(stage.name, where, table, "name")
        if stage.id in known:
            raise refusal(where, table, "id", tr("the id “{id}” is there twice", id=stage.id))
        known.add(stage.id)
        _check_range(stage.days, 1, MAX_STAGE, where, table, "days")
        _check_range(stage.volume, 0, MAX_VOLUME, where, table, "volume")
        for field, value in (("accuracy", stage.accuracy), ("agreement", stage.agreement)):
            if not 0 <= value <= 1:
                reason = tr("a fraction from 0 to 1 was expected, not {value}", value=value)
                raise refusal(where, table, field, reason)
        for title in stage.exercises:
            _check_id(title, where, table, "exercises")


def _check_sampling(project: Project, where: str) -> None:
    """A plan has a name of its own, one way to say how many, and strata and risks that exist."""
    known: set[str] = set()
    for number, plan in enumerate(project.sampling, 1):
        table = f"[[sampling]] {number}"
        _check_id(plan.name, where, table, "name")
        if plan.name in known:
            raise refusal(where, table, "name", tr("the name “{id}” is there twice", id=plan.name))
        known.add(plan.name)
        field, reason = wrong_field(plan)
        if field:
            raise refusal(where, table, field, reason)


def _check_clauses(project: Project, where: str) -> None:
    labels = {label.id for label in project.labels}
    numbers: set[str] = set()
    for place, clause in enumerate(project.guideline.clauses, 1):
        table = f"[[guideline.clauses]] {place}"
        _check_clause(clause, labels, where, table)
        if clause.number in numbers:
            reason = tr("the number “{number}” is there twice", number=clause.number)
            raise refusal(where, table, "number", reason)
        numbers.add(clause.number)


def _check_clause(clause: Clause, labels: set[str], where: str, table: str) -> None:
    _check_id(clause.number, where, table, "number")
    _check_words(clause.title, where, table, "title")
    _check_words(clause.text, where, table, "text")
    unknown = next((label for label in clause.labels if labels and label not in labels), None)
    if unknown is not None:
        raise refusal(where, table, "labels", tr("there is no label “{id}”", id=unknown))


def _check_masks(project: Project, where: str) -> None:
    ids: set[str] = set()
    words = 0
    for number, masks in enumerate(project.masks, 1):
        table = f"[[masks]] {number}"
        _check_id(masks.id, where, table, "id")
        if masks.id in ids:
            raise refusal(where, table, "id", tr("the id “{id}” is there twice", id=masks.id))
        ids.add(masks.id)
        if masks.language and not _LANGUAGE.fullmatch(masks.language):
            reason = tr(
                "a language is written “km” or “zh-Hans”, not “{code}”", code=masks.language
            )
            raise refusal(where, table, "language", reason)
        words += len(masks.words)
        if words > MAX_MASK_WORDS:
            reason = tr("at most {n} words were expected in all lists together", n=MAX_MASK_WORDS)
            raise refusal(where, table, "words", reason)
        for place, word in enumerate(masks.words, 1):
            # Folding may make a word longer, and leave nothing of one that cannot be seen.
            if not is_name(word) or not 0 < len(folded(word)) <= MAX_MASK_WORD:
                reason = tr(
                    "a word of 1 to {n} characters on one line was expected, without blanks around",
                    n=MAX_MASK_WORD,
                )
                raise refusal(where, table, f"words[{place}]", reason)


def _check_id(value: str, where: str, table: str, field: str) -> None:
    if not is_name(value):
        reason = tr(
            "1 to {n} characters on one line were expected, without blanks around", n=MAX_NAME
        )
        raise refusal(where, table, field, reason)


def _check_short(value: str, where: str, table: str, field: str) -> None:
    if len(value) > MAX_NAME or has_controls(value):
        reason = tr("at most {n} characters on one line were expected", n=MAX_NAME)
        raise refusal(where, table, field, reason)


def _check_words(words: Words, where: str, table: str, field: str, needed: bool = True) -> None:
    if (needed or words) and not words.get("en", "").strip():
        raise refusal(where, table, f"{field}.en", tr("the English text is missing"))
    for code, text in words.items():
        if not _LANGUAGE.fullmatch(code):
            reason = tr("a language is written “km” or “zh-Hans”, not “{code}”", code=code)
            raise refusal(where, table, f"{field}.{code}", reason)
        if field == "name":
            _check_short(text, where, table, f"{field}.{code}")
        elif len(text) > MAX_TEXT or "\0" in text:
            reason = tr("at most {n} characters were expected", n=MAX_TEXT)
            raise refusal(where, table, f"{field}.{code}", reason)


def _check_range(value: int, least: int, most: int, where: str, table: str, field: str) -> None:
    if not least <= value <= most:
        reason = tr(
            "a number from {least} to {most} was expected, not {value}",
            least=least,
            most=most,
            value=value,
        )
        raise refusal(where, table, field, reason)


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
