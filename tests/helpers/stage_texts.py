"""What holds of every text that was laid out in stretches."""

from __future__ import annotations

import itertools

from ui.stage.text_lines import Stretch
from ui.stage.text_shape import units_in


def assert_whole(text: str, found: list[Stretch]) -> None:
    """Stretches and their lines take up the whole text but its line ends, in order."""
    assert (found[0].start, found[0].first) == (0, 0)
    assert (found[-1].last, found[-1].end) == (len(text), units_in(text))
    for stretch in found:
        assert stretch.end - stretch.start == units_in(text[stretch.first : stretch.last])
        ends = [stretch.start, *(line.end for line in stretch.lines)]
        assert [line.start for line in stretch.lines] == ends[:-1]
        assert ends[-1] == stretch.end
    for one, other in itertools.pairwise(found):
        assert text[one.last : other.first] in ("", "\n")
        assert other.start - one.end == other.first - one.last
        assert other.top >= one.bottom - 0.01
