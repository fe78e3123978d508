"""Rule 13: offsets are code points and never split a grapheme cluster; lines wrap in scripts
without spaces."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from smo_review.domain.clusters import widened
from smo_review.domain.masking import masked_clusters
from ui.shell import theme
from ui.stage.text_lines import Setting, stretches
from ui.stage.text_shape import Offsets

TEXTS = {
    "khmer": "ស្រ្តីខ្មែរកំពុងលក់ផ្លែស្វាយ",
    "thai": "น้ำพริกกะปิที่ตลาดน้ำ",
    "chinese": "市场里的芒果很新鲜",
    "arabic": "مَرْحَبًا بِكُم في السوق",
    "hebrew": "שָׁלוֹם לְכֻלָּם",
    "emoji": "👩‍👩‍👧🇰🇭👍🏽e\u0301",
}
MIXED = st.lists(st.sampled_from([*TEXTS.values(), " ", "a"]), max_size=5).map("".join)


def borders(text: str) -> set[int]:
    """Where clusters begin and end."""
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


@given(MIXED, st.integers(0, 150), st.integers(0, 150))
def test_any_span_becomes_whole_clusters(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first, last = widened(text, start, end)
    if start < end:
        assert {first, last} <= borders(text) and first <= start and end <= last
    units = Offsets(text).to_units(start, end)
    whole = Offsets(text).to_points(*units)
    assert start == end or set(whole) <= borders(text)


@given(MIXED)
def test_what_stands_for_masked_words_has_the_same_offsets(text: str) -> None:
    masked = masked_clusters(text)
    assert len(masked) == len(text)
    assert len(masked.encode("utf-16")) == len(text.encode("utf-16"))


@pytest.mark.parametrize("script", ["khmer", "thai", "chinese"])
def test_lines_without_spaces_wrap_between_clusters(qapp: QApplication, script: str) -> None:
    text = TEXTS[script] * 12
    lines = [line for one in stretches(text, Setting(theme.font(), 160.0)) for line in one.lines]
    assert len(lines) > 3
    # None of these scripts' characters takes two units: units are code points here.
    assert {line.start for line in lines} <= borders(text)
