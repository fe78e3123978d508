"""Write reports, minutes and tables to files: all of those asked for, or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from smo_review.exchange.new_files import new_files


def save_documents(documents: Mapping[Path, bytes]) -> None:
    """Write each file's bytes; they take their places together. UserError where one cannot be."""
    with new_files(*documents) as files:
        for file, content in zip(files, documents.values(), strict=True):
            file.write(content)
