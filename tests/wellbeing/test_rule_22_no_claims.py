"""22: nothing in the product or its documentation claims that covering or breaks prevent harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, python_files

CLAIMS = re.compile(
    r"protect(s|ed|ing)? (you|your|people|reviewers|auditors|moderators|their|the mind)"
    r"|prevent(s|ed|ing)? (harm|trauma|burnout|distress|stress)"
    r"|reduc(e|es|ed|ing) (harm|trauma|burnout|distress|stress)"
    r"|(keep|keeps|kept|make|makes) (you|people|reviewers|auditors) (safe|well|healthy)"
    r"|harmless|risk-free|(is|are) (now )?safe (to look|to watch|to see|to view|for you)"
    r"|safe (dose|amount|level|limit|exposure)|trauma|resilien(ce|t)|heal(s|ing)\b|therap",
    re.IGNORECASE,
)
HONEST = re.compile(r"\b(no|not|never|nothing|nor|without|unknown)\b", re.IGNORECASE)
"""A sentence that denies a claim makes none."""


def texts() -> Iterator[tuple[str, str]]:
    """Every document, every English text of the catalogues, and every string of the product."""
    yield from ((path.name, path.read_text(encoding="utf-8")) for path in ROOT.glob("*.md"))
    for path in (ROOT / "resources" / "help").rglob("*.md"):
        yield path.name, path.read_text(encoding="utf-8")
    for path in (ROOT / "resources" / "translations").rglob("*.po"):
        yield path.name, path.read_text(encoding="utf-8").replace('"\n"', "")
    for path in python_files("main.py", "smo_review", "ui"):
        yield path.name, path.read_text(encoding="utf-8")


def claims(text: str) -> list[str]:
    """Sentences that claim it."""
    sentences = re.split(r"(?<=[.!?:;])\s+|\n\n", text)
    return [one for one in sentences if CLAIMS.search(one) and not HONEST.search(one)]


def test_no_text_of_the_product_makes_the_claim() -> None:
    found = {name: claims(text) for name, text in texts()}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    "claim",
    [
        "Covering protects you from what you see.",
        "Breaks prevent burnout.",
        "Below this budget exposure is within a safe limit.",
        "The grey step reduces stress.",
    ],
)
def test_a_claim_would_be_found(claim: str) -> None:
    assert claims(claim)


def test_the_texts_are_really_read() -> None:
    names = {Path(name).name for name, _ in texts()}
    assert {"README.md", "bundle-format.md", "smo_review.po", "settings.py"} <= names
