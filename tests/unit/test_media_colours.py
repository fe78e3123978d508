"""Colours of still images against the formulas of their standards, computed here by themselves."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from smo_review.media.images import decode_image, open_image
from smo_review.media.sniff import sniff
from tests.helpers.drawn_media import encoded

ADOBE = ((0.60974, 0.20528, 0.14919), (0.31111, 0.62567, 0.06322), (0.01947, 0.06087, 0.74457))
P3 = ((0.51512, 0.29198, 0.15710), (0.24120, 0.69225, 0.06657), (-0.00105, 0.04189, 0.78407))
SRGB = ((0.43607, 0.38515, 0.14307), (0.22249, 0.71687, 0.06061), (0.01392, 0.09708, 0.71410))
"""Columns are the primaries' XYZ, adapted to D50 (Adobe RGB 1998, Display P3, IEC 61966-2-1)."""
GAMMA = 563 / 256
COLOUR = (180, 110, 70)


def s15(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def profile(space: bytes, pcs: bytes, name: str, tags: dict[bytes, bytes]) -> bytes:
    """An ICC profile, version 2 (ICC.1:2001-04)."""
    words = name.encode() + b"\0"
    whole = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + b"\0" * 79,
        b"wtpt": b"XYZ \0\0\0\0" + s15(0.9642, 1.0, 0.8249),
        b"cprt": b"text\0\0\0\0none\0",
        **tags,
    }
    table, body = struct.pack(">I", len(whole)), b""
    start = 128 + 4 + 12 * len(whole)
    for tag, data in whole.items():
        table += struct.pack(">4sII", tag, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    kind = b"prtr" if space == b"CMYK" else b"mntr"
    head = struct.pack(">I4sI4s4s4s12s4s", start + len(body), b"\0" * 4, 0x02400000, kind, space,
                       pcs, b"\x07\xea\0\1\0\1" + b"\0" * 6, b"acsp")  # fmt: skip
    head = head.ljust(68, b"\0") + s15(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + table + body


def matrix_profile(primaries: tuple[tuple[float, ...], ...], name: str) -> bytes:
    tags = {}
    for column, colour in enumerate((b"r", b"g", b"b")):
        tags[colour + b"XYZ"] = b"XYZ \0\0\0\0" + s15(*(row[column] for row in primaries))
        tags[colour + b"TRC"] = b"curv\0\0\0\0" + struct.pack(">IH", 1, 563)
    return profile(b"RGB ", b"XYZ ", name, tags)


def in_srgb(colour: tuple[int, ...], primaries: tuple[tuple[float, ...], ...]) -> np.ndarray:
    linear = (np.array(colour) / 255) ** GAMMA
    light = np.clip(np.linalg.inv(np.array(SRGB)) @ np.array(primaries) @ linear, 0, 1)
    curved = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(curved * 255)


def seen(data: bytes) -> np.ndarray:
    """The colour in the middle, as the child decodes it: red, green, blue."""
    guess = sniff(data)
    assert guess is not None
    bgr = decode_image(data, open_image(data, guess), 1280, 800).bgr
    return bgr[bgr.shape[0] // 2, bgr.shape[1] // 2, ::-1].astype(int)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize(
    ("primaries", "name"),
    [(ADOBE, "Wide one"), (P3, "Display one"), (ADOBE, "Linear sRGB"), (P3, "not sRGB at all")],
)
def test_a_wide_gamut_becomes_srgb(
    primaries: tuple[tuple[float, ...], ...], name: str, format: str
) -> None:
    icc = matrix_profile(primaries, name)
    data = encoded(Image.new("RGB", (64, 64), COLOUR), format, quality=95, icc_profile=icc)
    wanted = in_srgb(COLOUR, primaries)
    assert np.abs(wanted - COLOUR).max() > 6
    assert np.abs(seen(data) - wanted).max() <= 4


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_printing_colours_without_a_profile_are_light_taken_from_white(format: str) -> None:
    ink = (200, 40, 90, 30)
    data = encoded(Image.new("CMYK", (64, 64), ink), format, quality=95)
    wanted = [(255 - part) * (255 - ink[3]) / 255 for part in ink[:3]]
    assert np.abs(seen(data) - wanted).max() <= 4


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_printing_colours_go_through_their_profile(format: str) -> None:
    """A made-up press whose L* falls evenly from 100 to 20 with black ink.

    Its black becomes the screen's: XYZ is scaled as in black point compensation (ISO 18619).
    """
    points = b"".join(bytes((51 if node & 1 else 255, 128, 128)) for node in range(16))
    ends = bytes(range(256))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + s15(1, 0, 0, 0, 1, 0, 0, 0, 1)
    icc = profile(b"CMYK", b"Lab ", "Press", {b"A2B0": lut + ends * 4 + points + ends * 3})
    half = Image.new("CMYK", (64, 64), (0, 0, 0, 128))
    light, black = (((lightness + 16) / 116) ** 3 for lightness in (100 - 80 * 128 / 255, 20))
    scaled = (light - black) / (1 - black)
    wanted = round(255 * (1.055 * scaled ** (1 / 2.4) - 0.055))
    assert np.abs(seen(encoded(half, format, quality=95)) - 127).max() <= 2
    assert np.abs(seen(encoded(half, format, quality=95, icc_profile=icc)) - wanted).max() <= 3


def deep_png(kind: int, *channels: int) -> bytes:
    """An 8x8 PNG of 16 bits a channel, all pixels alike (PNG third edition, 11.2)."""
    row = b"\0" + struct.pack(f">{len(channels)}H", *channels) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 16, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(row * 8)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def deep_tiff(*channels: int) -> bytes:
    """An 8x8 TIFF of 16 bits a channel, all pixels alike (TIFF 6.0, little-endian)."""
    count = len(channels)
    pixels = struct.pack(f"<{count}H", *channels) * 64
    strip, bits = 8, 8 + len(pixels)
    entries = [
        (256, 3, 1, 8), (257, 3, 1, 8), (258, 3, count, bits if count > 2 else 16), (259, 3, 1, 1),
        (262, 3, 1, 2 if count > 2 else 1), (273, 4, 1, strip), (277, 3, 1, count), (278, 3, 1, 8),
        (279, 4, 1, len(pixels)),
    ]  # fmt: skip
    table = struct.pack("<H", len(entries))
    for tag, kind, n, value in entries:
        table += struct.pack("<HHII", tag, kind, n, value)
    sizes = struct.pack(f"<{count}H", *[16] * count)
    body = pixels + sizes + b"\0" * (len(sizes) % 4)
    return struct.pack("<2sHI", b"II", 42, 8 + len(body)) + body + table + b"\0" * 4


@pytest.mark.parametrize("make", [lambda *c: deep_png(2 if len(c) == 3 else 0, *c), deep_tiff])
@pytest.mark.parametrize("channels", [(0x2000, 0x8000, 0xF000), (0x6000,), (0x0080,), (0xFFFF,)])
def test_sixteen_bits_are_scaled_and_not_cut_off(make: object, channels: tuple[int, ...]) -> None:
    assert callable(make)
    wanted = np.array(channels if len(channels) == 3 else channels * 3) / 257
    assert np.abs(seen(make(*channels)) - wanted).max() <= 1


def test_deep_colours_with_transparency_lie_on_the_neutral_grey() -> None:
    assert (seen(deep_png(6, 0xFFFF, 0, 0, 0)) == 192).all()
    half = seen(deep_png(6, 0xFFFF, 0, 0, 0x8000))
    assert np.abs(half - [224, 96, 96]).max() <= 2
    assert np.abs(seen(deep_png(4, 0x4000, 0xFFFF)) - 64).max() <= 1
