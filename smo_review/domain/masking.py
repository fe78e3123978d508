"""Masking: which phrases of a text are masked, and what stands in their place.

A text is compared cluster by cluster (UAX 29 extended grapheme clusters), each folded: NFKC, so
that full-width letters are the usual ones, case folded, invisible characters left out. So no match
ever splits a cluster. In scripts with spaces a word matches whole words only; Khmer, Thai, Lao,
Burmese, Tibetan, Chinese, Japanese and Korean words match anywhere. The longest word wins.

Offsets are code points. A masked text is as long as the text, in code points and in UTF-16 units,
so that every offset holds in both.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from smo_review.domain.clusters import CLUSTER
from smo_review.domain.project import Project

SLICE = 4000
"""Clusters that are looked at before the caller gets its turn."""
NARROW, WIDE, ASTRAL = "\u2022", "\uff0a", "\U0001f532"
"""What is seen for a cluster: of a letter's width, of an ideograph's, of two UTF-16 units."""
FILL, ASTRAL_FILL = "\u034f", "\U000e0100"
"""What is not seen, for the rest of a cluster: both extend the cluster before them."""
_INVISIBLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cf}]")
_UNSPACED = regex.compile(
    r"[\p{Script=Khmer}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Tibetan}"
    r"\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc\u3005]"
)


class Phrase(NamedTuple):
    """A stretch of text from code point `start` up to, not including, `end`."""

    start: int
    end: int


class Slice(NamedTuple):
    """A step of looking through a text: everything before `done` is known."""

    done: int
    found: tuple[Phrase, ...]


class WordFinder:
    """Words to look for. `whole` words are not found inside of longer ones where words have spaces.

    Finding costs at most `MAX_MASK_WORD` look-ups a cluster, however many words there are.
    """

    def __init__(self, words: Iterable[str], *, whole: bool) -> None:
        self._whole = whole
        self._words = {made for word in words if (made := folded(word))}
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        self._longest = max(map(len, self._words), default=0)

    def __bool__(self) -> bool:
        return bool(self._words)

    def slices(self, text: str) -> Iterator[Slice]:
        """Every phrase of `text`, in its order, none over another; the last slice ends the text."""
        if not self._words:
            yield Slice(len(text), ())
            return
        clusters = CLUSTER.finditer(text)
        window = _Window()
        while True:
            more = window.take(clusters)
            # A word that begins near the end may go on: it is looked at with the next slice.
            last = len(window.text) - (self._longest if more else 0)
            at = 0
            found = []
            while at < last:
                end = self._match(text, window, at)
                if end:
                    found.append(Phrase(window.begins[at], window.ends[end]))
                at = end or at + 1
            if not more:
                yield Slice(len(text), tuple(found))
                return
            yield Slice(window.forget(at), tuple(found))

    def _match(self, text: str, window: _Window, at: int) -> int:
        """Where the longest word that begins at `at` ends in the window; 0 where there is none."""
        start = window.begins[at]
        if start < 0:
            return 0
        for head in (window.text[at : at + 2], window.text[at : at + 1]):
            for length in self._lengths.get(head, ()):
                end = at + length
                if (
                    end < len(window.ends)
                    and window.text[at:end] in self._words
                    and window.ends[end] >= 0
                    and not (self._whole and _is_inside(text, start, window.ends[end]))
                ):
                    return end
        return 0


class _Window:
    """Folded clusters. `begins[n]` is where the cluster whose folding begins at n begins in the
    text, `ends[n]` where the one that ends at n ends; -1 inside of a folding."""

    def __init__(self) -> None:
        self.text = ""
        self.done = 0
        self.begins: list[int] = []
        self.ends: list[int] = [0]

    def take(self, clusters: Iterator[regex.Match[str]]) -> bool:
        """Fold some clusters more; False at the end of the text."""
        parts = [self.text]
        for count, cluster in enumerate(clusters, 1):
            made = folded_cluster(cluster.group())
            if made:
                inside = [-1] * (len(made) - 1)
                self.begins += [cluster.start(), *inside]
                self.ends += [*inside, cluster.end()]
                parts.append(made)
            if count == SLICE:
                self.text = "".join(parts)
                return True
        self.text = "".join(parts)
        return False

    def forget(self, at: int) -> int:
        """Drop what lies before `at`; up to where the text is done with."""
        self.done = max(self.done, self.ends[at], *self.begins[:at])
        self.text = self.text[at:]
        del self.begins[:at]
        del self.ends[:at]
        return self.done


@lru_cache(maxsize=8192)
def folded_cluster(cluster: str) -> str:
    """One cluster as it is compared; empty where nothing of it is seen."""
    if cluster.isspace():
        return " "
    made = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return str(_INVISIBLE.sub("", made))


def folded(text: str) -> str:
    """A text as it is compared."""
    return "".join(folded_cluster(found) for found in CLUSTER.findall(text))


def mask_finder(project: Project) -> WordFinder:
    """All words of the project's mask lists."""
    return WordFinder((word for masks in project.masks for word in masks.words), whole=True)


def masked_clusters(text: str) -> str:
    """What stands in the place of `text`: as long, its blanks kept, nothing of it readable."""
    return "".join(_masked(found) for found in CLUSTER.findall(text))


def without_fill(text: str) -> str:
    """A masked text as it is copied or read aloud: without what is not seen."""
    return text.replace(NARROW + FILL, NARROW).replace(FILL, "").replace(ASTRAL_FILL, "")


def joined(phrases: Iterable[Phrase]) -> list[Phrase]:
    """The same in order, those that overlap as one."""
    found: list[Phrase] = []
    for phrase in sorted(phrases):
        if phrase.start >= phrase.end:
            continue
        if found and phrase.start < found[-1].end:
            found[-1] = Phrase(found[-1].start, max(found[-1].end, phrase.end))
        else:
            found.append(phrase)
    return found


def touched(phrases: list[Phrase], start: int, end: int) -> range:
    """The indices of the phrases (joined) that lie between two code points, wholly or in part."""
    first = bisect_right(phrases, start, key=lambda phrase: phrase.end)
    return range(first, max(first, bisect_left(phrases, end, key=lambda phrase: phrase.start)))


def _masked(cluster: str) -> str:
    if cluster.isspace():
        return cluster
    if cluster[0] > "\uffff":
        first = ASTRAL
    else:
        first = WIDE if unicodedata.east_asian_width(cluster[0]) in "WF" else NARROW
    return first + "".join(ASTRAL_FILL if char > "\uffff" else FILL for char in cluster[1:])


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a match is a part of a longer word, in a script where words have spaces."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (_goes_on(before) and _goes_on(text[start])) or (
        _goes_on(after) and _goes_on(text[end - 1])
    )


def _goes_on(char: str) -> bool:
    """Whether a word in a script with spaces can go on over `char`."""
    if not char or _UNSPACED.match(char):
        return False
    return char.isalnum() or unicodedata.category(char)[0] == "M"
