"""Tables as people read them, and as text for spreadsheets.

A cell that a spreadsheet would take for a formula begins with an apostrophe: names and ids come
from other people's files.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from smo_review.domain.numbers import Rate
from smo_review.domain.tables import Entry, Table
from smo_review.language import tr
from smo_review.reports.look import written

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIGURE = re.compile(r"-[0-9.,]+%?")


def rate_words(rate: Rate) -> str:
    """A rate with its count and interval, never a bare percent."""
    if rate.value is None or rate.low is None or rate.high is None:
        return "–"
    return tr(
        "{value}% ({low}–{high}%, n={n})",
        value=f"{rate.value * 100:.0f}",
        low=f"{rate.low * 100:.0f}",
        high=f"{rate.high * 100:.0f}",
        n=rate.n,
    )


def rate_told(rate: Rate) -> str:
    """ "90.0% (95%: 78.6% to 95.7%; n 50)", or that there is nothing yet."""
    if rate.value is None or rate.low is None or rate.high is None:
        return tr("nothing yet")
    return tr(
        "{value} (95%: {low} to {high}; n {n})",
        value=written(rate.value, "share"),
        low=written(rate.low, "share"),
        high=written(rate.high, "share"),
        n=rate.n,
    )


def shown(entry: Entry) -> str:
    """A cell as people read it; a dash where nothing is known."""
    if entry is None:
        return "–"
    if isinstance(entry, Rate):
        return rate_words(entry)
    if isinstance(entry, float):
        return f"{entry:.2f}"
    return f"{entry:,}" if isinstance(entry, int) else entry


def csv_text(table: Table) -> str:
    """A table for any spreadsheet: a rate takes four columns, as fractions. Begins with the mark
    by which Excel knows UTF-8."""
    rates = [any(isinstance(row[n], Rate) for row in table.rows) for n in range(len(table.heads))]
    out = io.StringIO()
    writer = csv.writer(out)
    heads: list[str] = []
    for head, is_rate in zip(table.heads, rates, strict=True):
        more = ("n", tr("95% from"), tr("to")) if is_rate else ()
        heads += [head, *(f"{head} {word}" for word in more)]
    writer.writerow(heads)
    for row in table.rows:
        cells: list[str] = []
        for entry, is_rate in zip(row, rates, strict=True):
            cells += _spread(entry) if is_rate else [_plain(entry)]
        writer.writerow(cells)
    return "\ufeff" + out.getvalue()


def tab_text(table: Table, rows: Iterable[int]) -> str:
    """Some rows as they are shown, below their headings, with tabs between cells."""
    lines: list[Sequence[Entry]] = [table.heads, *(table.rows[row] for row in rows)]
    return "\n".join("\t".join(map(_one_line, line)) for line in lines)


def _one_line(entry: Entry) -> str:
    told = " ".join(shown(entry).split())
    return _safe(told) if isinstance(entry, str) else told


def _spread(entry: Entry) -> list[str]:
    if not isinstance(entry, Rate):
        return [_plain(entry), "", "", ""]
    return [_plain(entry.value), str(entry.n), _plain(entry.low), _plain(entry.high)]


def _plain(entry: Entry) -> str:
    if entry is None:
        return ""
    if isinstance(entry, float):
        return f"{entry:.6g}"
    return _safe(entry) if isinstance(entry, str) else str(entry)


def _safe(text: str) -> str:
    """A figure below nought begins with a sign too, and is none."""
    return f"'{text}" if text.startswith(_FORMULA) and not _FIGURE.fullmatch(text) else text
