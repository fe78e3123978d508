"""A page to hand on: one HTML file without script, picture or address, that also prints.

Sizes are in pixels, and the style keeps to what Qt's rich text knows, so that the same page is read
in a browser and printed as PDF. Every text is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from smo_review.domain.charts import Chart
from smo_review.language import current, tr
from smo_review.reports.look import FONTS, PAPER
from smo_review.reports.svg import svg, table

WIDE = 658.0
"""Pixels between the margins of A4."""
STYLE = f"""
body {{ font-family: {FONTS}; font-size: 13px; color: {PAPER.ink}; background-color: #ffffff; }}
main {{ display: block; max-width: {WIDE:.0f}px; margin: 24px auto; line-height: 1.5; }}
h1 {{ font-size: 22px; margin-top: 0px; margin-bottom: 4px; }}
h2 {{ font-size: 17px; margin-top: 26px; margin-bottom: 8px; }}
h3 {{ font-size: 14px; margin-top: 18px; margin-bottom: 4px; }}
p {{ margin-top: 6px; margin-bottom: 8px; }}
div {{ line-height: 100%; margin-top: 8px; }}
p.quiet, caption {{ color: {PAPER.quiet}; }}
ul {{ margin-top: 8px; margin-bottom: 8px; }}
table {{ border-collapse: collapse; width: 100%; }}
/* No margin below a table: Qt would repeat its head on the next page for that alone. */
caption {{ text-align: left; padding-top: 10px; padding-bottom: 4px; }}
th {{ text-align: left; }}
th, td {{ padding: 4px 10px 4px 0px; border-bottom: 1px solid {PAPER.line}; vertical-align: top; }}
svg {{ display: block; max-width: 100%; height: auto; }}
"""


def page(title: str, parts: Iterable[str]) -> str:
    """The whole file, in the language spoken now."""
    return (
        f'<!DOCTYPE html>\n<html lang="{current()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Whatever a text might hold: nothing is loaded and nothing runs.
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def heading(level: int, text: str) -> str:
    """`<h1>` to `<h3>`."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str, quiet: bool = False) -> str:
    """Words, with their line breaks."""
    told = escape(text).replace("\n", "<br>")
    return f'<p class="quiet">{told}</p>' if quiet else f"<p>{told}</p>"


def bullets(texts: Iterable[str]) -> str:
    """A list."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def grid(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; each row's first cell names it."""
    told = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<table width="100%"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{told}</tr></thead><tbody>{body}</tbody></table>"
    )


def drawn(chart: Chart) -> str:
    """A chart. In a block of its own: Qt would put it into the line before."""
    return f"<div>{svg(chart, WIDE)}</div>"


def figure(chart: Chart) -> str:
    """A chart with the table behind it."""
    heads, rows = table(chart)
    return drawn(chart) + grid(tr("The same in figures: {title}", title=chart.title), heads, rows)
