"""Tooltips that show any text as it is."""

from __future__ import annotations

import html


def plain_tip(text: str) -> str:
    """A tooltip that shows `text` as it is: Qt would read what looks like markup in it."""
    return f'<p style="white-space: pre-wrap">{html.escape(text)}</p>'
