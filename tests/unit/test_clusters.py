"""Stretches of text are widened to what a reader takes for whole characters."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.clusters import widened

FAMILY = "👩‍👩‍👧"
PIECES = [
    *("a", "\n", " ", "e\u0301", "ក", "្", "ត", "ា", "ី", "น", "้", "ำ", "笨", "ب", "\u064e", "ש"),
    *(
        "\u05c1",
        FAMILY,
        "🇰",
        "🇭",
        "👍",
        "🏽",
        "\u200d",
        "\u200b",
        "\r",
        "क",
        "\u094d",
        "ष",
        "\u0600",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_takes_the_clusters_that_the_whole_text_has(
    text: str, one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    clusters = [(found.start(), found.end()) for found in regex.finditer(r"\X", text)]
    touched = [(a, b) for a, b in clusters if a < end and start < b]
    expected = (touched[0][0], touched[-1][1]) if start < end else (start, end)
    assert widened(text, start, end) == expected


@pytest.mark.parametrize(
    ("text", "start", "end", "whole"),
    [
        ("xសួx", 2, 3, "សួ"),
        ("กำ", 1, 2, "กำ"),
        ("شَمس", 1, 2, "شَ"),
        ("שׁלום", 1, 2, "שׁ"),
        ("你好", 0, 1, "你"),
        (f"a{FAMILY}b", 3, 4, FAMILY),
        ("🇰🇭🇨🇳", 3, 4, "🇨🇳"),
        ("👍🏽", 1, 2, "👍🏽"),
    ],
    ids=["khmer", "thai", "arabic", "hebrew", "chinese", "family", "flag", "skin"],
)
def test_no_script_is_split(text: str, start: int, end: int, whole: str) -> None:
    first, last = widened(text, start, end)
    assert text[first:last] == whole


def test_far_down_a_long_text_it_looks_at_little() -> None:
    text = "今天" * 500_000
    assert widened(text, 900_000, 900_001) == (900_000, 900_001)
    assert widened("e" + "\u0301" * 1000, 900, 901)[1] == 1001
