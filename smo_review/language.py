"""The person's language: every string they read passes through `tr`."""

from __future__ import annotations

from typing import Any


def tr(text: str, **values: Any) -> str:
    """`text` in the person's language, with `values` filled in."""
    return text.format(**values) if values else text
