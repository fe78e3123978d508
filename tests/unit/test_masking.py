"""Masked phrases: found in any script, never splitting a cluster, replaced by what says nothing."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain import masking
from smo_review.domain.masking import (
    Phrase,
    WordFinder,
    folded,
    joined,
    masked_clusters,
    touched,
    without_fill,
)

FAMILY = "👩‍👩‍👧"
ALPHABET = st.sampled_from(
    ["a", "b", "é", "e\u0301", " ", "ស្ត្រី", "ា", "笨", "蛋", FAMILY, "\u200b", "ß"]
)
TEXTS = st.lists(ALPHABET, max_size=40).map("".join)
WORDS = st.lists(st.lists(ALPHABET, min_size=1, max_size=4).map("".join), min_size=1, max_size=5)


def found(words: list[str], text: str, *, whole: bool = True) -> list[str]:
    slices = list(WordFinder(words, whole=whole).slices(text))
    assert slices[-1].done == len(text)
    assert [one.done for one in slices] == sorted(one.done for one in slices)
    return [text[slice(*phrase)] for one in slices for phrase in one.found]


def test_a_latin_word_is_found_whole_in_any_case_and_not_inside_of_another() -> None:
    assert found(["cat"], "Cat, catalogue, bobCAT and CAT.") == ["Cat", "CAT"]


def test_full_width_letters_and_decomposed_accents_are_the_usual_ones() -> None:
    assert found(["clown"], "ｃｌｏｗｎ") == ["ｃｌｏｗｎ"]
    assert found(["café"], "cafe\u0301") == ["cafe\u0301"]
    assert found(["cafe"], "cafe\u0301") == []
    assert found(["strasse"], "STRAẞE straße") == ["STRAẞE", "straße"]


def test_khmer_and_chinese_words_are_found_where_there_are_no_spaces() -> None:
    assert found(["អាល្ងង់"], "លេងបាល់អន់អាល្ងង់ណាស់") == ["អាល្ងង់"]
    assert found(["笨蛋"], "你这个笨蛋啊") == ["笨蛋"]


def test_invisible_characters_hide_no_word() -> None:
    assert found(["អាល្ងង់"], "អា\u200bល្ងង់") == ["អា\u200bល្ងង់"]
    assert found(["clown"], "cl\u00adow\u2060n") == ["cl\u00adow\u2060n"]


def test_arabic_and_hebrew_words_are_found_whole() -> None:
    assert found(["טיפש"], "אתה טיפש, טיפשון") == ["טיפש"]
    assert found(["غبي"], "أنت غبي") == ["غبي"]


def test_the_longest_word_wins_and_none_lies_over_another() -> None:
    assert found(["bad", "bad word", "word"], "a bad word bad") == ["bad word", "bad"]


def test_a_word_inside_of_a_cluster_is_not_found() -> None:
    assert found(["👩"], f"{FAMILY} 👩") == ["👩"]
    assert found(["ក"], "ក្ក ក") == ["ក"]


def test_words_of_which_nothing_is_seen_find_nothing() -> None:
    assert not WordFinder(["\u200b"], whole=True)
    assert found(["\u200b"], "a\u200bb") == []


@given(WORDS, TEXTS, st.booleans())
def test_it_finds_what_a_plain_search_over_clusters_finds(
    words: list[str], text: str, whole: bool
) -> None:
    expected = _plain_search(words, text, whole)
    assert [
        found for one in WordFinder(words, whole=whole).slices(text) for found in one.found
    ] == (expected)


@given(WORDS, TEXTS, st.integers(1, 7))
def test_slices_find_the_same_as_one_look_at_the_whole(
    words: list[str], text: str, size: int
) -> None:
    whole = found(words, text)
    usual, masking.SLICE = masking.SLICE, size
    try:
        assert found(words, text) == whole
    finally:
        masking.SLICE = usual


def _plain_search(words: list[str], text: str, whole: bool) -> list[Phrase]:
    """The same by trying every stretch of clusters at every place."""
    clusters = [(c.start(), c.end()) for c in regex.finditer(r"\X", text)]
    seen = [(a, b) for a, b in clusters if folded(text[a:b])]
    wanted = {folded(word) for word in words} - {""}
    phrases, n = [], 0
    while n < len(seen):
        start = seen[n][0]
        ends = [
            last
            for last in range(n, len(seen))
            if folded(text[start : seen[last][1]]) in wanted
            and not (whole and _glued(text, start, seen[last][1]))
        ]
        if ends:
            phrases.append(Phrase(start, seen[ends[-1]][1]))
            n = ends[-1]
        n += 1
    return phrases


def _glued(text: str, start: int, end: int) -> bool:
    def spaced(char: str) -> bool:
        return (bool(char) and char.isalpha() and char.isascii()) or char in set("éß\u0301")

    return (spaced(text[start - 1 : start] if start else "") and spaced(text[start])) or (
        spaced(text[end : end + 1]) and spaced(text[end - 1])
    )


@given(st.text(max_size=60))
def test_what_stands_in_the_place_is_as_long_in_points_and_units(text: str) -> None:
    made = masked_clusters(text)
    assert len(made) == len(text)
    assert len(made.encode("utf-16-le", "surrogatepass")) == len(
        text.encode("utf-16-le", "surrogatepass")
    )
    shown = {char for char in made if not char.isspace()}
    assert shown <= {
        masking.NARROW,
        masking.WIDE,
        masking.ASTRAL,
        masking.FILL,
        masking.ASTRAL_FILL,
    }


@pytest.mark.parametrize("text", ["you clown", "អាល្ងង់", "笨蛋", FAMILY, "🇰🇭🇨🇳"])
def test_what_stands_in_the_place_has_the_same_clusters(text: str) -> None:
    made = masked_clusters(text)
    assert [len(c) for c in regex.findall(r"\X", made)] == [
        len(c) for c in regex.findall(r"\X", text)
    ]


def test_a_masked_phrase_is_copied_without_what_is_not_seen() -> None:
    assert without_fill(masked_clusters("សួស្តី 笨蛋")) == "•• ＊＊"
    assert unicodedata.category(masking.FILL) == "Mn"


def test_phrases_that_overlap_are_one_and_those_that_touch_are_two() -> None:
    assert joined([Phrase(4, 9), Phrase(0, 5), Phrase(9, 12), Phrase(3, 3)]) == [
        Phrase(0, 9),
        Phrase(9, 12),
    ]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
    st.integers(0, 30),
    st.integers(1, 30),
)
def test_touched_phrases_are_those_that_share_a_place(
    ends: list[tuple[int, int]], start: int, length: int
) -> None:
    phrases = joined(Phrase(min(pair), max(pair)) for pair in ends)
    shared = [n for n, p in enumerate(phrases) if p.start < start + length and start < p.end]
    assert list(touched(phrases, start, start + length)) == shared
