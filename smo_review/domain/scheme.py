"""How an address begins: all that the client has to know of addresses at its start."""

from __future__ import annotations

SCHEME = "smo-review:"


def is_address(text: str) -> bool:
    """Whether a text is meant to be an address, well formed or not (see `addresses`)."""
    return text.strip()[: len(SCHEME)].lower() == SCHEME
