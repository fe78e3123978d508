"""What the client says of itself."""

from __future__ import annotations

from smo_review.language import tr


def about() -> str:
    """Name, version and licence in a line."""
    from importlib.metadata import version

    return tr("SMO Review {version}, MIT licence. Works offline.", version=version("smo-review"))
