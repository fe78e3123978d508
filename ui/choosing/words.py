"""Words for labels and clauses, and the plain label that shows them."""

from __future__ import annotations

from collections.abc import Iterable

from smo_review.domain.project import Clause, Project, words
from smo_review.language import current, listed, tr
from ui.stage.marks import label_name


def label_words(project: Project, labels: Iterable[str]) -> str:
    """Labels in the person's language, or that there is none."""
    return listed(label_name(project, label) for label in labels) or tr("None applies")


def clause_words(clause: Clause | None, number: str) -> str:
    """A clause by number and title; its number alone where the guideline has no such clause."""
    if clause is None:
        return number
    return tr("{number} {title}", number=number, title=words(clause.title, current()))
