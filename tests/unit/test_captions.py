"""What is said in a video: SRT, WebVTT and plain text, read from whatever people hand in."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.media.captions import CUE_TEXT, UnreadableCaptions, read_transcript

SRT = """1
00:00:01,000 --> 00:00:02,500
Fresh <b>mangoes</b>

2
00:00:02,500 --> 00:00:04,000
ផ្លែស្វាយ
two lines
"""
VTT = """WEBVTT - market

NOTE nobody reads this

00:01.000 --> 00:02.000 align:start
<v Dara>你好</v> &amp; welcome
"""


def test_srt_gives_cues_with_times_and_plain_words() -> None:
    found = read_transcript(SRT)
    assert found.timed and not found.skipped
    assert [(cue.start, cue.end, cue.text) for cue in found.cues] == [
        (1000, 2500, "Fresh mangoes"),
        (2500, 4000, "ផ្លែស្វាយ\ntwo lines"),
    ]
    assert [found.at(time) for time in (0, 1000, 2499, 2500, 9000)] == [None, 0, 0, 1, None]


def test_webvtt_gives_plain_words_and_leaves_notes_out() -> None:
    (cue,) = read_transcript(VTT).cues
    assert (cue.start, cue.end, cue.text) == (1000, 2000, "你好 & welcome")


def test_plain_text_has_no_times_and_loses_no_word() -> None:
    found = read_transcript("first line\n\n" + "word " * CUE_TEXT)
    assert not found.timed and found.cues[0].text == "first line"
    assert sum(cue.text.count("word") for cue in found.cues) == CUE_TEXT


def test_a_cue_that_cannot_be_read_is_counted_and_the_others_stand() -> None:
    broken = SRT.replace("00:00:02,500 --> 00:00:04,000", "00:00:09,000 --> 00:00:01,000")
    found = read_transcript(broken)
    assert (len(found.cues), found.skipped) == (1, 1)


def test_captions_without_a_readable_cue_say_so() -> None:
    with pytest.raises(UnreadableCaptions):
        read_transcript("WEBVTT\n\nnothing that has a time")


def test_markup_made_of_entities_stays_words() -> None:
    told = SRT.replace("Fresh <b>mangoes</b>", "&lt;img src=x&gt;")
    assert read_transcript(told).cues[0].text == "<img src=x>"


@given(st.text(alphabet="0123456789:.,-> \n\r<>&;WEBVTT\0ក", max_size=300))
def test_nothing_that_is_handed_in_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(UnreadableCaptions):
        found = read_transcript(text)
        starts = [cue.start or 0 for cue in found.cues]
        assert starts == sorted(starts)
        assert all(cue.text for cue in found.cues)
