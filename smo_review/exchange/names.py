"""The one rule for names (ids, annotators, labels), which packing and reading both hold to."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_NAME: Final = 500
"""Characters of an id, an annotator or a label."""

_BREAKS = re.compile(r"\s*[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]\s*")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def is_name(text: str) -> bool:
    """1 to MAX_NAME characters on one line, without control characters or blanks around it.

    Joiners and zero-width spaces are allowed: Khmer, Arabic and emoji are written with them.
    """
    return 0 < len(text) <= MAX_NAME and text == text.strip() and not has_controls(text)


def has_controls(text: str) -> bool:
    """Whether there is a control character, a line break or half a surrogate pair in it."""
    return not text.isprintable() and any(unicodedata.category(c) in _UNSEEN for c in text)


def readable(text: str) -> str:
    """A file's name as it can be written down, where the system gave bytes that are no text."""
    return folded(text.encode("utf-8", "replace").decode())


def folded(text: str) -> str:
    """A name on one line: a line break or tab, with the blanks around it, becomes one blank."""
    return text.strip() if text.isprintable() else _BREAKS.sub(" ", text.strip())
