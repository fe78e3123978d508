"""What a file of answers may look like, and the refusals that all three forms share."""

from __future__ import annotations

from typing import Final

from smo_review.domain.errors import UserError
from smo_review.language import later, tr

MAX_FILE: Final = 64 << 20
"""Bytes of a file of answers, also of a sheet once it is unpacked."""
MAX_FINDINGS: Final = 50_000
MAX_REASON: Final = 20_000
"""Characters; what a sealed text may have."""

HEADS = {
    "item": later("Item"),
    "labels": later("Your labels"),
    "error": later("Error"),
    "label": later("Label"),
    "right_label": later("Right label"),
    "clause": later("Clause"),
    "note": later("Note"),
    "answer": later("Answer"),
    "reason": later("Reason"),
    "accept": later("Accept"),
    "dispute": later("Dispute"),
    "critical": later("critical"),
}
"""The words that the form and the sheet have in common."""


def refused(what: str, where: str) -> UserError:
    """A refusal of a file of answers."""
    return UserError(
        what, where, tr("Correct it, or export the findings again; nothing was recorded.")
    )
