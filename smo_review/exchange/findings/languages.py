"""Texts in every language in one page; the style shows those of the language that is chosen."""

from __future__ import annotations

from html import escape

from smo_review.domain.project import Words, words
from smo_review.language import LANGUAGES, translated


def told(text: str, **values: object) -> str:
    """One of our own texts in every language, with values put in."""
    return spans({code: translated(text, code).format(**values) for code in LANGUAGES})


def worded(text: Words) -> str:
    """A text of the project in every language; a language that it lacks gets what there is."""
    return spans({code: words(text, code) for code in LANGUAGES}) if text else ""


def spans(by_code: dict[str, str]) -> str:
    """A text by language; one for all where they are the same."""
    if len(set(by_code.values())) == 1:
        return f"<span>{escape(next(iter(by_code.values())))}</span>"
    return "".join(
        f'<span class="speaks" lang="{code}">{escape(text)}</span>'
        for code, text in by_code.items()
    )


def chooser(chosen: str, legend: str) -> str:
    """Three buttons of which one is on; it works without a script."""
    buttons = "".join(
        f'<input type="radio" name="language" id="speak-{code}" value="{code}"'
        f"{' checked' if code == chosen else ''}>"
        f'<label for="speak-{code}" lang="{code}">{escape(name)}</label>'
        for code, name in LANGUAGES.items()
    )
    heading = f"<legend>{told(legend)}</legend>"
    return f'<header><fieldset class="languages">{heading}{buttons}</fieldset></header>'
