"""Finding clauses: by number, title or text, in the person's language and in English."""

from __future__ import annotations

from collections.abc import Sequence

from smo_review.domain.masking import folded
from smo_review.domain.project import Clause
from smo_review.language import current


def matching(clauses: Sequence[Clause], query: str) -> list[Clause]:
    """The clauses that hold every word of `query`, in the guideline's order."""
    wanted = folded(query).split()
    return [clause for clause in clauses if all(word in folded(_all(clause)) for word in wanted)]


def _all(clause: Clause) -> str:
    texts = [clause.number]
    for text in (clause.title, clause.text):
        texts.extend(text[code] for code in (current(), "en") if code in text)
    return "\n".join(texts)
