"""Heads of heat maps: every name can be read whole, in every script, however narrow the columns."""

from __future__ import annotations

import html
import re

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from smo_review.domain.charts import Cell, HeatMap
from smo_review.reports.look import LINE, PAPER, width_of, wrapped
from smo_review.reports.svg import drawing, table

NAMES = {
    "en": ("Spam", "Someone else's contact details", "Non-consensual intimate imagery", "Hate"),
    "km": ("អនុញ្ញាត", "ព័ត៌មានទំនាក់ទំនងរបស់អ្នកដទៃ", "ការផ្តល់ជូនដែលល្អហួសហេតុ", "ការភ្នាល់"),
    "zh": ("允许", "他人的联系方式（电话、地址）", "未经同意的私密图像", "赌博"),
}


def heat(rows: tuple[str, ...], columns: tuple[str, ...]) -> HeatMap:
    cells = tuple(tuple(Cell(0.5, 40) for _ in columns) for _ in rows)
    return HeatMap("Share incorrect", "share", rows, columns, cells)


def texts(chart: HeatMap, width: float) -> list[str]:
    """All texts of the drawing, in its order."""
    made = drawing(chart, width, PAPER).done()
    return [html.unescape(one) for one in re.findall(r"<text[^>]*>([^<]*)</text>", made)]


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("width", [320.0, 560.0, 720.0, 1075.0, 1700.0])
@pytest.mark.parametrize("times", [1, 3, 8])
@pytest.mark.parametrize("same", [True, False])
def test_no_name_is_cut_at_any_width(language: str, width: float, times: int, same: bool) -> None:
    columns = tuple(f"{name} {n}" for n in range(times) for name in NAMES[language])
    rows = columns if same else ("dara", "annotator-with-a-long-name@example-team")
    told = texts(heat(rows, columns), width)
    assert not any("…" in one for one in told if one[:2] not in ("n ", "n…", "…"))
    whole = bare("".join(told))
    for name in (*rows, *columns):
        assert bare(name) in whole, f"{name} cannot be read"


def test_names_that_fit_stand_on_one_line_and_longer_ones_wrap() -> None:
    told = texts(heat(("dara",), ("Spam", "Someone else's contact details")), 420)
    assert told[:3] == ["Spam", "Someone else's", "contact details"]


def test_where_names_do_not_fit_numbers_stand_for_them_and_rows_are_their_list() -> None:
    names = tuple(f"Non-consensual intimate imagery {n}" for n in range(1, 13))
    told = texts(heat(names, names), 1075)
    assert told[:12] == [str(n) for n in range(1, 13)]
    said = bare("".join(told[12:]))
    assert all(bare(f"{n}{name}") in said for n, name in enumerate(names, 1))


def test_rows_of_other_names_leave_a_list_below_with_every_number_once() -> None:
    columns = tuple(f"Non-consensual intimate imagery {n}" for n in range(1, 13))
    told = texts(heat(("dara",), columns), 720)
    assert [one for one in told if re.match(r"\d+  Non", one)] == [
        f"{n}  {name}" for n, name in enumerate(columns, 1)
    ]


def test_the_drawing_is_high_enough_for_all_of_it() -> None:
    columns = tuple(f"Non-consensual intimate imagery {n}" for n in range(1, 13))
    made = drawing(heat(("dara",), columns), 720, PAPER)
    lows = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"', made.done())]
    assert max(lows) + PAPER.size * 0.3 <= made.height


def test_the_table_behind_has_the_names_and_not_the_numbers() -> None:
    names = tuple(f"Non-consensual intimate imagery {n}" for n in range(1, 13))
    heads, rows = table(heat(names, names))
    assert heads == ("", *names) and [row[0] for row in rows] == list(names)


@given(
    st.text(st.sampled_from("ab cd-ក្ខ្មែរស់ទំនាក់។他人的联系（）、 \u200b"), max_size=40),
    st.integers(20, 200),
)
def test_wrapping_loses_nothing_parts_no_cluster_and_keeps_to_its_room(
    text: str, room: int
) -> None:
    assume(not regex.search(r"[ \u200b/\-]\p{M}", text))  # nobody writes a vowel after a gap
    lines = wrapped(text, 12, room, 5)
    if lines is None:
        return
    assert bare("".join(lines)) == bare(text)
    assert len(lines) <= 5 and all(width_of(line, 12) <= room for line in lines)
    whole = regex.findall(r"\X", bare(text))
    parted = [one for line in lines for one in regex.findall(r"\X", bare(line))]
    assert parted == whole
    assert LINE > 1
