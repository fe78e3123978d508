"""What can be chosen while making a finding, and how typing narrows it. No widgets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from smo_review.domain.project import ErrorCode, LabelDef, Project, RootCause, Words, words
from smo_review.language import current, tr
from ui.review import names


class Choice(NamedTuple):
    """One line of a picker. `terms` are what typing is matched against, most telling first."""

    id: str
    title: str
    detail: str
    terms: tuple[str, ...]
    critical: bool = False
    depth: int = 0


def search(choices: Sequence[Choice], query: str) -> list[Choice]:
    """The choices that hold every word of `query`, best first.

    A hit at the start of an id or name comes before one at the start of a later word, and that
    before one inside a word; equals keep the project's order.
    """
    wanted = _fold(query).split()
    if not wanted:
        return list(choices)
    ranked = []
    for place, choice in enumerate(choices):
        terms = [_fold(term) for term in choice.terms]
        ranks = [_rank(terms, word) for word in wanted]
        if None not in ranks:
            ranked.append((sum(rank or 0 for rank in ranks), place, choice))
    return [choice for _, _, choice in sorted(ranked, key=lambda entry: entry[:2])]


def _rank(terms: Sequence[str], word: str) -> int | None:
    best: int | None = None
    for weight, term in enumerate(terms):
        at = term.find(word)
        if at < 0:
            continue
        starts = at == 0 or not term[at - 1].isalnum()
        rank = weight + (0 if at == 0 else 10 if starts else 20)
        best = rank if best is None else min(best, rank)
    return best


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def code_choices(project: Project) -> list[Choice]:
    """The error codes that can be chosen: those without codes below them."""
    parents = {code.parent for code in project.error_codes}
    by_id = {code.id: code for code in project.error_codes}
    return [_code(code, by_id) for code in project.error_codes if code.id not in parents]


def _code(code: ErrorCode, by_id: dict[str, ErrorCode]) -> Choice:
    headings = _line(code, by_id)
    above = {word.casefold(): word for word in (names.class_word(code.error_class), *headings)}
    detail = " · ".join((*above.values(), code.id))
    return Choice(
        code.id,
        words(code.name, current()),
        detail,
        (*_both(code.name), code.id, code.error_class, *headings, *_both(code.help)),
        code.critical,
    )


def _line(
    entry: ErrorCode | LabelDef | RootCause,
    by_id: dict[str, ErrorCode] | dict[str, LabelDef] | dict[str, RootCause],
) -> tuple[str, ...]:
    """The names above an entry in its tree, outermost first. Stops at a loop."""
    line: list[str] = []
    seen = {entry.id}
    above = by_id.get(entry.parent)
    while above is not None and above.id not in seen:
        seen.add(above.id)
        line.append(words(above.name, current()))
        above = by_id.get(above.parent)
    return tuple(reversed(line))


def _both(text: Words) -> tuple[str, ...]:
    """A text in the person's language and in English, each once."""
    return tuple(dict.fromkeys(text[code] for code in (current(), "en") if text.get(code)))


def label_choices(project: Project, used: Iterable[str] = ()) -> list[Choice]:
    """The project's labels and any others that the item's annotations carry."""
    by_id = {label.id: label for label in project.labels}
    found = []
    for label in project.labels:
        line = _line(label, by_id)
        found.append(
            Choice(
                label.id,
                words(label.name, current()),
                " · ".join(line),
                (*_both(label.name), label.id, *line),
                depth=len(line),
            )
        )
    strange = [label for label in dict.fromkeys(used) if label not in by_id]
    return found + [Choice(label, label, "", (label,)) for label in strange]


def cause_choices(project: Project) -> list[Choice]:
    """The root causes that can be chosen: those without causes below them."""
    parents = {cause.parent for cause in project.root_causes}
    by_id = {cause.id: cause for cause in project.root_causes}
    return [
        Choice(
            cause.id,
            words(cause.name, current()),
            " · ".join(_line(cause, by_id)),
            (*_both(cause.name), cause.id, *_line(cause, by_id)),
        )
        for cause in project.root_causes
        if cause.id not in parents
    ]


def clause_choices(project: Project) -> list[Choice]:
    """The clauses of the project's guideline."""
    return [
        Choice(
            clause.number,
            tr("{number} {title}", number=clause.number, title=words(clause.title, current())),
            "",
            (clause.number, *_both(clause.title), *_both(clause.text)),
        )
        for clause in project.guideline.clauses
    ]
