"""The masked phrases of one text: found a slice at a time, hidden until each is revealed.

What was not looked through yet counts as masked, so that nothing is shown too early.
"""

from __future__ import annotations

from collections.abc import Iterable

from smo_review.domain.masking import Phrase, WordFinder, joined, masked_clusters, touched


class Masks:
    """`text` is plain. Offsets are code points; a masked text is as long as the text."""

    def __init__(self, text: str, finder: WordFinder | None) -> None:
        self.text = text
        self._slices = finder.slices(text) if finder else None
        self._done = 0 if finder else len(text)
        self._found: list[Phrase] = []
        self._spans: list[Phrase] = []
        self._phrases: list[Phrase] | None = None
        self._stand_ins: dict[Phrase, str] = {}
        """What is seen in the place of each phrase, made with the slice that found it."""
        self.open: Phrase | None = None
        """The one phrase that is revealed by itself."""

    @property
    def is_complete(self) -> bool:
        """Whether all of the text was looked through."""
        return self._slices is None

    def look_on(self) -> None:
        """One slice more."""
        found = next(self._slices, None) if self._slices is not None else None
        if found is None:
            self._slices = None
            return
        self._done = found.done
        self._found += found.found
        for phrase in found.found:
            self._stand_in(phrase)
        self._phrases = None
        if self._done >= len(self.text):
            self._slices = None

    def set_spans(self, spans: Iterable[tuple[int, int]]) -> None:
        """What labels lie on is masked as well."""
        self._spans = [Phrase(*span) for span in spans]
        self._phrases = None

    @property
    def phrases(self) -> list[Phrase]:
        """The masked phrases in order, none over another."""
        if self._phrases is None:
            rest = [] if self.is_complete else [Phrase(self._done, len(self.text))]
            self._phrases = joined([*self._found, *self._spans, *rest])
        return self._phrases

    def shown(self) -> str:
        """The text with its phrases masked, but the open one."""
        pieces, done = [], 0
        for phrase in self.phrases:
            pieces.append(self.text[done : phrase.start])
            is_open = phrase == self.open
            pieces.append(
                self.text[phrase.start : phrase.end] if is_open else self._stand_in(phrase)
            )
            done = phrase.end
        return "".join([*pieces, self.text[done:]])

    def _stand_in(self, phrase: Phrase) -> str:
        if phrase not in self._stand_ins:
            words = self.text[phrase.start : phrase.end]
            self._stand_ins[phrase] = masked_clusters(words)
        return self._stand_ins[phrase]

    def go_on(self) -> Phrase | None:
        """Open the phrase after the open one, the first after the last; None without any."""
        phrases = self.phrases if self.is_complete else []
        after = [one for one in phrases if self.open is not None and one.start > self.open.start]
        self.open = next(iter(after or phrases), None)
        return self.open

    def open_at(self, point: int) -> Phrase | None:
        """Open the phrase at a place; None where no phrase lies there."""
        here = touched(self.phrases, point, point + 1) if self.is_complete else range(0)
        found = [self.phrases[n] for n in here if self.phrases[n].start <= point]
        if found:
            self.open = found[0]
        return found[0] if found else None
