"""Sound for made videos: a voice-like murmur, a hum for each syllable."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

RATE = 12_000
_LOUDEST = 9_000
_PITCHES = (110.0, 123.5, 130.8, 146.8, 164.8)
_VOWELS = ((700, 1220), (400, 1900), (300, 2300), (500, 900), (350, 800))


def murmur(words: str, milliseconds: int) -> bytes:
    """Mono signed 16-bit PCM at `RATE`: quiet, rising and falling, the same for the same words.

    It is no speech: what is "said" comes with the item as its transcript.
    """
    import numpy as np

    samples = RATE * milliseconds // 1000
    sound = np.zeros(samples)
    letters = [letter for letter in words if not letter.isspace()] or ["a"]
    length = RATE * 22 // 100
    for number in range(samples // length):
        letter = ord(letters[(number * 2) % len(letters)])
        if number % 6 == 5:
            continue  # a breath between phrases
        start = number * length
        sound[start : start + length] = _syllable(length, letter)
    peak = float(np.abs(sound).max()) or 1.0
    return (sound / peak * _LOUDEST).astype("<i2").tobytes()


def _syllable(length: int, letter: int) -> NDArray[float64]:
    """One hum: the voice's harmonics, the ones near two vowel resonances louder."""
    import numpy as np

    time = np.arange(length) / RATE
    pitch = _PITCHES[letter % len(_PITCHES)]
    hum = np.zeros(length)
    for harmonic in range(1, 20):
        tone = pitch * harmonic
        loud = sum(1 / (1 + ((tone - vowel) / 120) ** 2) for vowel in _VOWELS[letter % 5])
        hum += (loud + 0.1 / harmonic) * np.sin(2 * np.pi * tone * time)
    envelope: NDArray[float64] = np.sin(np.pi * np.arange(length) / length) ** 0.5
    return hum * envelope
