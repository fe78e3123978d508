"""The person's language: every string they read passes through `tr`.

Catalogues are gettext files under resources/translations; `tools/translations.py` keeps them up
to date. A catalogue is read when its language is first chosen, and English needs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gettext

LANGUAGES: dict[str, str] = {"en": "English", "km": "ភាសាខ្មែរ", "zh": "简体中文"}
"""What the interface speaks, each named in its own words."""

DOMAIN = "smo_review"
CATALOGUES = Path(__file__).resolve().parents[1] / "resources" / "translations"

_code = "en"
_catalogue: gettext.NullTranslations | None = None
_for_now: ContextVar[str] = ContextVar("language for now", default="")
"""The language inside `speaking`, in this thread alone; empty outside."""


def tr(text: str, **values: Any) -> str:
    """`text` in the person's language, with `values` filled in. `text` is always a literal."""
    words = translated(text)
    return words.format(**values) if values else words


def later(text: str) -> str:
    """Marks a literal in a table for translation; it is shown through `translated`."""
    return text


def translated(text: str, language: str = "") -> str:
    """A literal marked by `later`, in the person's language, or in the one that is named: a file
    may speak to somebody else."""
    code = language or _for_now.get()
    catalogue = _read(code) if code else _catalogue
    return catalogue.gettext(text) if text and catalogue is not None else text


def listed(words: Iterable[str]) -> str:
    """Words in a row, with the comma of the person's language between them."""
    return tr(", ").join(words)


def titled(title: str, words: str) -> str:
    """Words after what they are about, with the colon of the person's language between."""
    return tr("{title}: {words}", title=title, words=words)


def solid(text: str) -> str:
    """`text` without the places where a line of Khmer may end: to search in, to name a file by."""
    return text.replace("\N{ZERO WIDTH SPACE}", "")


def set_language(code: str) -> None:
    """Speak `code` from now on; one that is not in `LANGUAGES` means English."""
    global _code, _catalogue
    _code = code if code in LANGUAGES else "en"
    _catalogue = _read(_code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` inside the `with`, in this thread alone: a report has a language of its own."""
    before = _for_now.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _for_now.reset(before)


def current() -> str:
    """The code of the language spoken now: "en", "km" or "zh"."""
    return _for_now.get() or _code


@cache
def _read(code: str) -> gettext.NullTranslations | None:
    """A language's catalogue; none for English."""
    if code == "en":
        return None
    import gettext

    return gettext.translation(DOMAIN, CATALOGUES, [code], fallback=True)
