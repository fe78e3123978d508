"""Prints by which pictures and texts are known again."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.seen import NEAR_BITS, bands, differing, probes
from smo_review.media.fingerprints import picture_print
from smo_review.media.shingles import NEARLY, share, shingles, sketch
from smo_review.media.wire import Printed

REFERENCE = {
    (0, 200, 300): "0bfc03fc0ff82ffcfff86ff8ffa0ffe8ffecffe0ff00f400ff00000000000000",
    (1, 512, 512): "fe005ea0bf410780a7e26d405681bd00fe22d745ff095f95b7825f94cf91bfd0",
    (2, 333, 77): "000041007480f5f83c80fff83280f66afc88ffeab4b81ff68c88effa8fa8bbbe",
    (3, 64, 64): "843a2af2f5eacb565e84e12d02edff999033bdc3d20f05feff806020ffc05038",
    (4, 480, 360): "4be053d0c7e0d3e83b4247e087a0cbe0b3d04da0d1d1dbc2cfa1e7e0d7f0dfe0",
}
"""What the published implementation (pdqhash 0.2.8) makes of `drawn`."""


def drawn(number: int, height: int, width: int) -> Any:
    """A picture by arithmetic alone, the same on every machine."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    planes = [
        (
            x * x * (number + 3) // 977
            + y * (7 * number + 5) // 3
            + (x * y) // (41 + k * 13 + number) * 17
        )
        % 256
        for k in range(3)
    ]
    return np.stack(planes, axis=2).astype(np.uint8)


def photo(seed: int, height: int = 720, width: int = 960) -> Any:
    """Soft blobs of colour over each other, somewhat like a photograph."""
    dice = np.random.default_rng(seed)
    layers = [
        cv2.resize(
            dice.integers(0, 256, (size, size, 3)).astype(np.uint8),
            (width, height),
            interpolation=cv2.INTER_CUBIC,
        ).astype(np.float32)
        for size in (5, 11, 23)
    ]
    return np.clip(layers[0] * 0.6 + layers[1] * 0.25 + layers[2] * 0.15, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("shape", REFERENCE, ids=str)
def test_a_print_is_that_of_the_published_implementation_bit_for_bit(
    shape: tuple[int, int, int],
) -> None:
    assert picture_print(drawn(*shape)).hex() == REFERENCE[shape]


def test_a_picture_with_nothing_in_it_has_no_print() -> None:
    assert picture_print(np.full((300, 400, 3), 128, np.uint8)) == b""
    assert Printed(b"").bits == b""


@pytest.mark.parametrize("seed", range(6))
def test_a_picture_is_known_again_smaller_recompressed_or_cropped_a_little(seed: int) -> None:
    original = photo(seed)
    mine = picture_print(original)
    _, jpeg = cv2.imencode(".jpg", original, [cv2.IMWRITE_JPEG_QUALITY, 35])
    changed = {
        "smaller": cv2.resize(original, (320, 240), interpolation=cv2.INTER_AREA),
        "recompressed": cv2.imdecode(jpeg, cv2.IMREAD_COLOR),
        "cropped": original[7:-7, 9:-9],
        "brighter": cv2.convertScaleAbs(original, alpha=1.05, beta=6),
    }
    for how, picture in changed.items():
        assert differing(mine, picture_print(np.asarray(picture))) <= NEAR_BITS, how


def test_different_pictures_are_not_taken_for_each_other() -> None:
    prints = [picture_print(photo(seed)) for seed in range(24)]
    for at, one in enumerate(prints):
        assert all(differing(one, other) > NEAR_BITS for other in prints[:at])


@given(st.binary(min_size=32, max_size=32), st.sets(st.integers(0, 255), max_size=NEAR_BITS))
def test_a_print_within_reach_always_shares_a_band_that_is_looked_for(
    bits: bytes, turned: set[int]
) -> None:
    number = int.from_bytes(bits, "big")
    for bit in turned:
        number ^= 1 << bit
    other = number.to_bytes(32, "big")
    assert differing(bits, other) == len(turned)
    assert set(probes(bits)) & set(bands(other))


POSTS = {
    "en": "Fresh mangoes from our garden, two dollars a kilo, call before noon and ask for Dara.",
    "km": "ស្វាយស្រស់ពីសួនរបស់យើង តម្លៃពីរដុល្លារក្នុងមួយគីឡូ សូមទូរស័ព្ទមុនថ្ងៃត្រង់ ហើយសួររកតារា។",
    "zh": "自家果园的新鲜芒果，每公斤两美元，请在中午之前打电话，找达拉，先到先得，欢迎选购。",
}


@pytest.mark.parametrize("language", POSTS)
def test_a_text_is_known_again_with_a_word_more_other_spaces_and_marks(language: str) -> None:
    post = POSTS[language]
    changed = f"  {post.replace(' ', '  ')}!!! {post[:4]}"
    runs, others = shingles(post), shingles(changed)
    assert share(runs, others) >= NEARLY
    assert set(sketch(runs)) & set(sketch(others))


def test_other_texts_and_very_short_ones_are_not() -> None:
    sets = [shingles(post) for post in POSTS.values()]
    assert share(sets[0], sets[1]) == share(sets[1], sets[2]) == 0
    assert share(sets[0], shingles("Old bicycles for sale near the market, ask for Bopha.")) < 0.2
    assert shingles("lol") == frozenset()
    assert sketch(frozenset()) == ()


@given(st.integers(0, 2**32), st.integers(100, 600))
def test_texts_that_are_nearly_the_same_share_a_number_of_their_sketches(
    seed: int, length: int
) -> None:
    dice = np.random.default_rng(seed)
    letters = "".join(chr(97 + n) for n in dice.integers(0, 26, length))
    changed = letters[: length // 2] + "zzz" + letters[length // 2 :]
    assert share(shingles(letters), shingles(changed)) >= NEARLY
    assert set(sketch(shingles(letters))) & set(sketch(shingles(changed)))
