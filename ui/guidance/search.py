"""Finding clauses: by number, title or text, in the person's language and in English."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from smo_review.domain.project import Clause
from smo_review.language import current


def matching(clauses: Sequence[Clause], query: str) -> list[Clause]:
    """The clauses that hold every word of `query`, in the guideline's order."""
    wanted = _fold(query).split()
    return [clause for clause in clauses if all(word in _fold(_all(clause)) for word in wanted)]


def _all(clause: Clause) -> str:
    texts = [clause.number]
    for text in (clause.title, clause.text):
        texts.extend(text[code] for code in (current(), "en") if code in text)
    return "\n".join(texts)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
