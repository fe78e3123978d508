"""The form as one HTML file: opens in any browser, offline, without loading anything.

It works by keyboard and with screen readers, in three languages, chosen without a script. A short
script saves the answers as JSON; it also writes each answer into the page, so that the page saved
by the browser itself (Ctrl+S) holds them and can be taken in, or opened again, just as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser

import msgspec

from smo_review.domain.answer_form import FORM_FORMAT, AnswerForm, FormFinding
from smo_review.domain.project import Words, words
from smo_review.exchange.findings.bounds import HEADS, MAX_FINDINGS, MAX_REASON, refused
from smo_review.exchange.findings.html_look import TEXTS, look
from smo_review.language import LANGUAGES, tr, translated_in

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

_NAMES = ("verdict", "finding", "batch", "item", "code", "ordinal")
"""What tells which finding it is, and comes back as it went."""


def write(form: AnswerForm) -> bytes:
    """The whole page."""
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(form.language)}">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<link rel="icon" href="data:,">',
        f"<title>{escape(translated_in(TEXTS['title'], form.language))}: "
        f"{escape(form.annotator)}</title>",
        f"<style>{look('findings.css')}</style></head><body>",
        _languages(form.language),
        "<main>",
        f"<h1>{_told(TEXTS['title'])}: {escape(form.annotator)}</h1>",
        *(f"<p>{_told(TEXTS[name])}</p>" for name in ("what", "how", "back")),
        f'<form id="answers" data-format="{FORM_FORMAT}" data-language="{escape(form.language)}"'
        f' data-annotator="{escape(form.annotator)}" autocomplete="off">',
        *(_finding(number, one) for number, one in enumerate(form.findings, 1)),
        f'<p class="foot"><button type="button" id="save">{_told(TEXTS["save"])}</button> '
        '<output id="told" aria-live="polite"></output></p>',
        f"<noscript><p>{_told(TEXTS['no_script'])}</p></noscript>",
        f'<p id="problems" hidden>{_told(TEXTS["missing"])}</p>',
        "</form></main>",
        f"<script>{look('findings.js')}</script></body></html>\n",
    ]
    return "\n".join(parts).encode()


def _languages(chosen: str) -> str:
    """Three buttons of which one is on; the style shows the texts of that one."""
    buttons = "".join(
        f'<input type="radio" name="language" id="speak-{code}" value="{code}"'
        f"{' checked' if code == chosen else ''}>"
        f'<label for="speak-{code}" lang="{code}">{escape(name)}</label>'
        for code, name in LANGUAGES.items()
    )
    legend = f"<legend>{_told(TEXTS['language'])}</legend>"
    return f'<header><fieldset class="languages">{legend}{buttons}</fieldset></header>'


def _told(text: str) -> str:
    """One of our own texts in every language; the style shows one of them."""
    return _spans({code: translated_in(text, code) for code in LANGUAGES})


def _words(text: Words) -> str:
    """A text of the project in every language; a language that it lacks gets what there is."""
    return _spans({code: words(text, code) for code in LANGUAGES}) if text else ""


def _spans(by_code: dict[str, str]) -> str:
    if len(set(by_code.values())) == 1:
        return f"<span>{escape(next(iter(by_code.values())))}</span>"
    return "".join(
        f'<span class="speaks" lang="{code}">{escape(text)}</span>'
        for code, text in by_code.items()
    )


def _finding(number: int, one: FormFinding) -> str:
    """One finding: what it says, and the two answers as radio buttons with a field for words."""
    error = _words(one.code_name) or escape(one.code)
    critical = f" <strong>({_told(HEADS['critical'])})</strong>" if one.critical else ""
    clause = f"{escape(one.clause)} {_words(one.clause_title)}".strip()
    place = f'<span class="quiet">{escape(one.batch_name)}</span>'
    facts: Iterable[tuple[str, str]] = (
        ("item", f"<code>{escape(one.item)}</code> {place}"),
        ("labels", ", ".join(map(_words, one.labels)) or "–"),
        ("label", _words(one.label)),
        ("right_label", _words(one.right_label)),
        ("clause", clause),
        ("note", escape(one.note)),
    )
    rows = "".join(
        f"<dt>{_told(HEADS[name])}</dt><dd>{value}</dd>" for name, value in facts if value
    )
    text = f"<blockquote>{_words(one.clause_text)}</blockquote>" if one.clause_text else ""
    kept = msgspec.json.encode({name: getattr(one, name) for name in _NAMES}).decode()
    choices = "".join(
        f'<input type="radio" name="{one.id}" id="{one.id}-{name}" value="{name}"'
        f"{' checked' if one.answer == name else ''}>"
        f'<label for="{one.id}-{name}">{_told(HEADS[name])}</label>'
        for name in ("accept", "dispute")
    )
    return (
        f'<fieldset class="finding" data-finding="{escape(kept)}">'
        f"<legend>{number}. {error}{critical}</legend><dl>{rows}</dl>{text}"
        f'<div class="answer">{choices}</div>'
        f'<label for="{one.id}-reason">{_told(TEXTS["reason"])}</label>'
        f'<textarea id="{one.id}-reason" rows="3" maxlength="{MAX_REASON}">'
        f"\n{escape(one.reason)}</textarea></fieldset>"
    )


def read(data: bytes, where: str) -> AnswerForm:
    """The answers in a page that a browser saved; UserError where it is no such page."""
    reader = _Reader()
    try:
        reader.feed(data.decode())
        reader.close()
        found = tuple(_answered(*one) for one in reader.found)
    except (UnicodeDecodeError, msgspec.DecodeError, TypeError) as error:
        raise refused(
            tr("The file of answers cannot be read: {reason}.", reason=error), where
        ) from None
    if reader.format != FORM_FORMAT:
        raise refused(tr("This page is no form of findings."), where)
    return AnswerForm(reader.format, reader.annotator, found)


def _answered(kept: str, answer: str, reason: str) -> FormFinding:
    told = msgspec.json.decode(kept, type=dict[str, str | int])
    return msgspec.convert({**told, "answer": answer, "reason": reason.strip()}, FormFinding)


class _Reader(HTMLParser):
    """Takes the answers out of the page: the checked button and the words of each finding."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.format = self.annotator = ""
        self.found: list[tuple[str, str, str]] = []
        self._in_words = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and "data-format" in told:
            self.format, self.annotator = told["data-format"], told.get("data-annotator", "")
        elif tag == "fieldset" and "data-finding" in told and len(self.found) <= MAX_FINDINGS:
            self.found.append((told["data-finding"], "", ""))
        elif self.found and tag == "input" and "checked" in told:
            kept, answer, reason = self.found[-1]
            both = answer and answer != told.get("value")
            self.found[-1] = (kept, "both" if both else told.get("value", ""), reason)
        elif self.found and tag == "textarea":
            self._in_words = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._in_words = False

    def handle_data(self, data: str) -> None:
        if self._in_words:
            kept, answer, reason = self.found[-1]
            self.found[-1] = (kept, answer, reason + data)
