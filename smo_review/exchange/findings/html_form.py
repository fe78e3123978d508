"""The form as one HTML file: opens in any browser, offline, without loading anything.

It works by keyboard and with screen readers, in three languages, chosen without a script. A short
script saves the answers as JSON; it also writes them into the page, so that the page saved by the
browser itself (Ctrl+S) holds them and can be taken in, or opened again, just as well. They stand
there as JSON too, and that is all that is read of a page: no foreign markup is ever parsed.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import msgspec
from msgspec import structs

from smo_review.domain.answer_form import AnswerForm, FormFinding
from smo_review.exchange.findings import json_file
from smo_review.exchange.findings.bounds import HEADS, MAX_REASON, refused
from smo_review.exchange.findings.html_look import TEXTS, look
from smo_review.exchange.findings.languages import chooser, told, worded
from smo_review.language import tr, translated

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

_KEPT = '<script type="application/json" id="kept">'
_END = "</script>"
"""What the answers stand between, in the page as it is written and as a browser saves it."""


def write(form: AnswerForm) -> bytes:
    """The whole page."""
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(form.language)}">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<link rel="icon" href="data:,">',
        f"<title>{escape(translated(TEXTS['title'], form.language))}: "
        f"{escape(form.annotator)}</title>",
        f"<style>{look('findings.css')}</style></head><body>",
        chooser(form.language, TEXTS["language"]),
        "<main>",
        f"<h1>{told(TEXTS['title'])}: {escape(form.annotator)}</h1>",
        *(f"<p>{told(TEXTS[name])}</p>" for name in ("what", "how", "back")),
        '<form id="answers" autocomplete="off">',
        *(_finding(number, one) for number, one in enumerate(form.findings, 1)),
        f'<p class="foot"><button type="button" id="save">{told(TEXTS["save"])}</button> '
        '<output id="told" aria-live="polite"></output></p>',
        f"<noscript><p>{told(TEXTS['no_script'])}</p></noscript>",
        f'<p id="problems" hidden>{told(TEXTS["missing"])}</p>',
        "</form></main>",
        f"{_KEPT}{_kept(form)}{_END}",
        f"<script>{look('findings.js')}</script></body></html>\n",
    ]
    return "\n".join(parts).encode()


def _finding(number: int, one: FormFinding) -> str:
    """One finding: what it says, and the two answers as radio buttons with a field for words."""
    error = worded(one.code_name) or escape(one.code)
    critical = f" <strong>({told(HEADS['critical'])})</strong>" if one.critical else ""
    clause = f"{escape(one.clause)} {worded(one.clause_title)}".strip()
    place = f'<span class="quiet">{escape(one.batch_name)}</span>'
    facts: Iterable[tuple[str, str]] = (
        ("item", f"<code>{escape(one.item)}</code> {place}"),
        ("labels", ", ".join(map(worded, one.labels)) or "–"),
        ("label", worded(one.label)),
        ("right_label", worded(one.right_label)),
        ("clause", clause),
        ("note", escape(one.note)),
    )
    rows = "".join(
        f"<dt>{told(HEADS[name])}</dt><dd>{value}</dd>" for name, value in facts if value
    )
    text = f"<blockquote>{worded(one.clause_text)}</blockquote>" if one.clause_text else ""
    choices = "".join(
        f'<input type="radio" name="{one.id}" id="{one.id}-{name}" value="{name}"'
        f"{' checked' if one.answer == name else ''}>"
        f'<label for="{one.id}-{name}">{told(HEADS[name])}</label>'
        for name in ("accept", "dispute")
    )
    return (
        '<fieldset class="finding">'
        f"<legend>{number}. {error}{critical}</legend><dl>{rows}</dl>{text}"
        f'<div class="answer">{choices}</div>'
        f'<label for="{one.id}-reason">{told(TEXTS["reason"])}</label>'
        f'<textarea id="{one.id}-reason" rows="3" maxlength="{MAX_REASON}">'
        f"\n{escape(one.reason)}</textarea></fieldset>"
    )


def _kept(form: AnswerForm) -> str:
    """The form without what is only there to be read; nothing in it can end the element."""
    bare = tuple(
        FormFinding(
            verdict=one.verdict,
            finding=one.finding,
            batch=one.batch,
            item=one.item,
            code=one.code,
            ordinal=one.ordinal,
            answer=one.answer,
            reason=one.reason,
        )
        for one in form.findings
    )
    text = msgspec.json.encode(structs.replace(form, findings=bare)).decode()
    return text.replace("<", "\\u003c")


def read(data: bytes, where: str) -> AnswerForm:
    """The answers in a page that a browser saved; UserError where it is no such page."""
    _, found, rest = data.partition(_KEPT.encode())
    kept, end, _ = rest.partition(_END.encode())
    if not found or not end:
        raise refused(tr("This page is no form of findings."), where)
    return json_file.read(kept, where)
