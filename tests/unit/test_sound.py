"""Sound as it is told and played: how loud it is over time, and slower or faster at one pitch."""

from __future__ import annotations

import numpy as np
import pytest

from smo_review.media.loudness import LOUD, STEP, bars, is_loud, levels_of, usual
from smo_review.media.stretch import HOP, Stretch

RATE = 24_000


def tone(hertz: float, seconds: float, loud: float = 0.5) -> np.ndarray:
    time = np.arange(int(RATE * seconds)) / RATE
    return (np.sin(2 * np.pi * hertz * time) * loud * 32767).astype(np.int16)


def test_silence_is_nought_and_a_full_square_wave_is_the_most() -> None:
    square = np.where(np.arange(RATE) % 100 < 50, 32767, -32768).astype(np.int16)
    levels = levels_of(np.concatenate([np.zeros(RATE, np.int16), square]), RATE)
    assert len(levels) == 2000 // STEP
    assert set(levels[:10]) == {0} and set(levels[10:]) == {255}


def test_ten_decibels_less_are_a_sixth_of_the_scale_less() -> None:
    loud, soft = (levels_of(tone(440, 1, by), RATE)[4] for by in (0.5, 0.5 / 10**0.5))
    assert loud - soft == pytest.approx(255 / 6, abs=1.5)


def test_a_scream_in_a_quiet_talk_stands_out() -> None:
    talk = tone(200, 2, 0.02)
    levels = levels_of(np.concatenate([talk, tone(900, 0.5, 0.9), talk]), RATE)
    common = usual(levels)
    marked = [n for n, level in enumerate(levels) if is_loud(level, common)]
    assert marked == list(range(20, 25)) and max(levels) >= LOUD
    assert max(bars(levels, 9, 4500)) == max(levels) and len(bars(levels, 9, 4500)) == 9


@pytest.mark.parametrize("rate", [0.25, 0.5, 1.0, 1.5, 2.0])
def test_speed_changes_the_length_and_not_the_pitch(rate: float) -> None:
    stretch = Stretch(tone(440, 4), 0, rate)
    pieces = []
    while len(piece := stretch.next()):
        pieces.append(piece)
    made = np.concatenate(pieces).astype(float)
    assert len(made) == pytest.approx(4 * RATE / rate, rel=0.01)
    middle = made[len(made) // 4 : len(made) // 4 + 16384]
    heard = np.argmax(np.abs(np.fft.rfft(middle * np.hanning(len(middle))))) * RATE / len(middle)
    assert heard == pytest.approx(440, abs=3)


def test_it_begins_where_it_is_told_and_ends_with_the_sound() -> None:
    sound = np.arange(1000, dtype=np.int16)
    stretch = Stretch(sound, 600, 1.0)
    assert stretch.next()[0] == 600
    assert len(stretch.next()) == 400 - HOP and len(stretch.next()) == 0
