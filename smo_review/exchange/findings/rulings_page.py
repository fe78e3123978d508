"""The rulings as one HTML page: opens in any browser, offline, and needs no script."""

from __future__ import annotations

from html import escape

from smo_review.domain.rulings import ClauseWords, Ruled, RuledFinding, RulingsLetter
from smo_review.exchange.findings.html_look import TEXTS, look
from smo_review.exchange.findings.languages import chooser, told, worded
from smo_review.exchange.findings.ruling_words import (
    ANSWERS,
    COUNTS,
    HEADS,
    NUMBERS,
    NUMBERS_TOLD,
    SEALED,
    TITLE,
    WAITING,
    WHAT,
    WORDS,
    rate_text,
)
from smo_review.language import translated

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write(letter: RulingsLetter) -> bytes:
    """The whole page."""
    title = f"{translated(TITLE, letter.language)}: {letter.annotator}"
    rest = [
        *([f"<p>{told(WAITING, n=letter.waiting)}</p>"] if letter.waiting else []),
        *([f"<p>{told(SEALED, n=letter.sealed)}</p>"] if letter.sealed else []),
    ]
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(letter.language)}">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<link rel="icon" href="data:,">',
        f"<title>{escape(title)}</title>",
        f"<style>{look('findings.css')}</style></head><body>",
        chooser(letter.language, TEXTS["language"]),
        "<main>",
        f"<h1>{told(TITLE)}: {escape(letter.annotator)}</h1>",
        f"<p>{told(WHAT)}</p>",
        f"<p><strong>{told(COUNTS, **letter.counts)}</strong></p>",
        *rest,
        *_numbers(letter),
        *(_ruled(number, one) for number, one in enumerate(letter.rulings, 1)),
        "</main></body></html>\n",
    ]
    return "\n".join(parts).encode()


def _numbers(letter: RulingsLetter) -> list[str]:
    """A table of the figures before and after."""
    heads = "".join(f'<th scope="col">{told(HEADS[h])}</th>' for h in ("figure", "before", "after"))
    rows = "".join(
        f'<tr><th scope="row">{told(WORDS[one.name])}</th><td>{rate_text(one.before)}</td>'
        f"<td>{rate_text(one.after)}</td></tr>"
        for one in letter.numbers
    )
    return [
        f"<h2>{told(NUMBERS)}</h2>",
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>",
        f'<p class="quiet">{told(NUMBERS_TOLD)}</p>',
    ]


def _ruled(number: int, one: Ruled) -> str:
    """One annotation: the ruling with its reason, then each finding and what becomes of it."""
    batch = f'<span class="quiet">{escape(one.batch_name)}</span>'
    read_below = {finding.clause.number for finding in one.findings if finding.clause}
    clauses = "<br>".join(
        _clause(clause, with_text=clause.number not in read_below) for clause in one.clauses
    )
    verdict = told(WORDS[one.after])
    if one.before != one.after:
        verdict = f"{told(WORDS[one.before])} → {verdict}"
    facts = (
        ("ruling", f"<strong>{told(WORDS[one.outcome])}</strong>"),
        ("reason", escape(one.reason)),
        ("clauses", clauses),
        ("verdict", verdict),
        ("on", f"{escape(one.on)}, {escape(one.by)}"),
    )
    findings = "".join(map(_finding, one.findings))
    return (
        f"<section><h2>{number}. <code>{escape(one.item)}</code> {batch}</h2>"
        f"<dl>{_rows(facts)}</dl><ul class='findings'>{findings}</ul></section>"
    )


def _finding(one: RuledFinding) -> str:
    critical = f" ({told(WORDS['critical'])})" if one.critical else ""
    facts = (
        ("label", worded(one.label)),
        ("right_label", worded(one.right_label)),
        ("clause", _clause(one.clause) if one.clause else ""),
        ("answer", told(WORDS[ANSWERS[one.answer]]) if one.answer else ""),
        ("why", escape(one.reason)),
        ("result", f"<strong>{told(WORDS['falls' if one.falls else 'stays'])}</strong>"),
    )
    name = worded(one.code_name) or escape(one.code)
    return f"<li><p>{name}{critical}</p><dl>{_rows(facts)}</dl></li>"


def _clause(one: ClauseWords, *, with_text: bool = True) -> str:
    text = f"<blockquote>{worded(one.text)}</blockquote>" if one.text and with_text else ""
    return f"{escape(one.number)} {worded(one.title)}{text}"


def _rows(facts: tuple[tuple[str, str], ...]) -> str:
    return "".join(
        f"<dt>{told(HEADS[name])}</dt><dd>{value}</dd>" for name, value in facts if value
    )
