"""Covering and revealing."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

COVER: Rows = {
    Act.COVER_ALL: (later("Cover everything"), "Esc", "cover", later("Cover all content at once")),
    Act.STEP_AWAY: (
        later("Step away"),
        "F12",
        "step-away",
        later("Hide everything at once; the same key brings you back"),
    ),
}
REVEAL: Rows = {
    Act.HOLD_REVEAL: (
        later("Hold to reveal"),
        "Space",
        "reveal",
        later("Reveal while the key is down"),
    ),
    Act.TOGGLE_REVEAL: (
        later("Reveal or cover"),
        "V",
        "reveal",
        later("Reveal for a while, or cover again"),
    ),
    Act.REVEAL_MORE: (
        later("Reveal more"),
        "+ =",
        "more",
        later("One step clearer: outline, grey, clear"),
    ),
    Act.REVEAL_LESS: (later("Reveal less"), "-", "less", later("One step back towards the cover")),
    Act.LENS: (later("Lens"), "L", "lens", later("Reveal one region only")),
    Act.LENS_LARGER: (
        later("Larger lens"),
        "}",
        "",
        later("Show more under the lens; so does the wheel with Shift"),
    ),
    Act.LENS_SMALLER: (
        later("Smaller lens"),
        "{",
        "",
        later("Show less under the lens; so does the wheel with Shift"),
    ),
}
SEALING: Rows = {
    Act.SEAL: (
        later("Seal: may be illegal"),
        "X",
        "seal",
        later("Cover the item for good, take it out of everything and go on"),
    ),
}
SEALED: Rows = {
    Act.CUSTODY_CARD: (
        later("Referral card of a sealed item…"),
        "Shift+X",
        "card",
        later("What the safety specialist needs, without any content"),
    ),
}
