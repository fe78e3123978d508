"""Keep a table or a chart as a file of the person's own."""

from __future__ import annotations

from pathlib import Path

from smo_review.exchange.new_files import new_files


def keep_text(path: Path, text: str) -> Path:
    """Write a text as UTF-8, whole or not at all. UserError where the file cannot be written."""
    with new_files(path) as (file,):
        file.write(text.encode())
    return path
