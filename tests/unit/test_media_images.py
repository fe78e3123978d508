"""Still images: upright, in sRGB, bounded, and refused in plain words."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from smo_review.domain.pictures import COVER_SIDE, Detail, Picture
from smo_review.media import limits
from smo_review.media.details import Upright, cover_of, fit, picture_of
from smo_review.media.images import decode_image, open_image
from smo_review.media.reasons import Refused
from smo_review.media.sniff import sniff
from tests.helpers.drawn_media import encoded, quarters, turned

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def decoded(data: bytes, width: int = 1280, height: int = 800) -> Upright:
    guess = sniff(data)
    assert guess is not None
    return decode_image(data, open_image(data, guess), width, height)


def corners(picture: Upright) -> list[tuple[int, ...]]:
    """The colours (red, green, blue) in the middle of the four quarters, row by row."""
    height, width = picture.bgr.shape[:2]
    spots = [(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [tuple(int(c) for c in picture.bgr[spot][::-1]) for spot in spots]


def near(found: list[tuple[int, ...]], wanted: list[tuple[int, int, int]]) -> bool:
    return np.abs(np.array(found) - np.array(wanted)).max() <= 12


def clear(data: bytes, width: int, height: int, detail: Detail = "clear") -> tuple[Picture, bytes]:
    record, pixels = picture_of(decoded(data, width, height), width, height, detail)
    return record, bytes(pixels)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(10))
def test_a_picture_stands_upright_whatever_its_orientation_says(
    orientation: int, format: str
) -> None:
    picture = decoded(turned(orientation, format))
    assert (picture.full_width, picture.full_height) == (80, 40)
    assert near(corners(picture), [RED, GREEN, BLUE, WHITE])


@pytest.mark.parametrize("format", ["PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF", "JPEG2000"])
def test_a_format_is_known_by_its_first_bytes(format: str) -> None:
    guess = sniff(encoded(quarters(), format))
    assert guess is not None
    assert (guess.kind, guess.format) == ("image", format)


def test_transparent_parts_lie_on_neutral_grey() -> None:
    image = quarters().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert near(corners(decoded(encoded(image, "PNG"))), [(192, 192, 192)] * 4)
    palette = Image.new("P", (40, 40), 3)
    palette.putpalette([255, 0, 0] * 4)
    assert near(corners(decoded(encoded(palette, "PNG", transparency=3))), [(192, 192, 192)] * 4)


@pytest.mark.parametrize("mode", ["P", "CMYK", "YCbCr", "L", "1"])
def test_every_colour_mode_is_shown(mode: str) -> None:
    picture = decoded(encoded(quarters().convert(mode), "TIFF"))
    red, white = corners(picture)[0], corners(picture)[3]
    assert min(white) >= 243
    assert mode in ("L", "1") or near([red], [RED])


def test_sixteen_bits_become_eight_from_the_top() -> None:
    deep = np.full((8, 8), 0x8040, np.uint16)
    assert corners(decoded(encoded(Image.fromarray(deep), "PNG")))[0] == (128, 128, 128)
    assert corners(decoded(encoded(Image.fromarray(deep), "TIFF")))[0] == (128, 128, 128)


def test_numbers_without_a_range_are_stretched_from_black_to_white() -> None:
    ramp = np.linspace(-5.0, 5.0, 64, dtype=np.float32).reshape(8, 8)
    shown = decoded(encoded(Image.fromarray(ramp), "TIFF")).bgr
    assert (int(shown.min()), int(shown.max())) == (0, 255)
    flat = np.full((8, 8), np.nan, np.float32)
    assert int(decoded(encoded(Image.fromarray(flat), "TIFF")).bgr.max()) == 0


def test_a_colour_profile_is_applied_and_a_broken_one_ignored() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    plain = decoded(encoded(quarters(), "JPEG", quality=95))
    for broken in (b"not a profile", lab, b"\0" * 200):
        same = decoded(encoded(quarters(), "JPEG", quality=95, icc_profile=broken))
        assert near(corners(same), [RED, GREEN, BLUE, WHITE])
        assert same.bgr.shape == plain.bgr.shape


def test_an_animation_shows_its_first_frame_and_tells_how_many_there_are() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in (RED, GREEN, BLUE)]
    for format in ("GIF", "WEBP", "PNG", "TIFF"):
        data = encoded(frames[0], format, save_all=True, append_images=frames[1:])
        guess = sniff(data)
        assert guess is not None
        assert open_image(data, guess).probe().frames == 3
        assert near(corners(decoded(data)), [RED] * 4)


def test_a_broken_jpeg_is_refused_and_not_half_shown() -> None:
    whole = encoded(Image.effect_noise((400, 300), 90).convert("RGB"), "JPEG", quality=90)
    with pytest.raises(Refused) as refused:
        decoded(whole[: len(whole) // 2])
    assert refused.value.reason == "cut"


def png_of(width: int, height: int) -> bytes:
    """A PNG that only says how large it is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def test_a_picture_that_only_claims_to_be_huge_is_refused_before_decoding() -> None:
    for size in ((13_379, 13_377), (60_000, 60_000), (2**31 - 1, 2**31 - 1)):
        with pytest.raises(Refused) as refused:
            decoded(png_of(*size))
        assert refused.value.reason == "pixels"


def test_a_name_or_an_unlisted_format_opens_nothing() -> None:
    assert sniff(b"") is None
    assert sniff(b"%PDF-1.7") is None
    assert sniff(b"#EXTM3U\nfile:///etc/passwd") is None
    assert sniff(encoded(quarters(), "TGA")) is None
    assert sniff(encoded(quarters(), "EPS")) is None


def test_a_large_jpeg_comes_reduced_and_in_its_own_shape() -> None:
    picture = decoded(encoded(quarters(3000, 2000), "JPEG"))
    assert picture.bgr.shape == (800, 1200, 3)
    assert (picture.full_width, picture.full_height) == (3000, 2000)
    assert near(corners(picture), [RED, GREEN, BLUE, WHITE])


def test_pixels_are_opaque_words_of_red_green_and_blue() -> None:
    record, pixels = clear(encoded(quarters(), "PNG"), 80, 40)
    words = np.frombuffer(pixels, np.uint32).reshape(record.height, record.width)
    assert [hex(words[spot]) for spot in ((0, 0), (0, 79), (39, 0), (39, 79))] == [
        "0xffff0000",
        "0xff00ff00",
        "0xff0000ff",
        "0xffffffff",
    ]


@pytest.mark.parametrize("detail", ["grey", "outline"])
def test_the_lesser_steps_of_a_reveal_have_no_colour_and_a_moderate_size(detail: Detail) -> None:
    record, pixels = clear(encoded(quarters(1600, 1200), "PNG"), 1600, 1200, detail)
    assert max(record.width, record.height) <= limits.GREY_SIDE
    channels = np.frombuffer(pixels, np.uint8).reshape(-1, 4)
    assert (channels[:, 0] == channels[:, 1]).all()
    assert (channels[:, 1] == channels[:, 2]).all()
    assert (channels[:, 3] == 255).all()


def test_an_outline_drops_fine_detail_and_keeps_edges() -> None:
    noise = np.random.default_rng(7).integers(0, 12, (480, 640), np.uint8)
    noise[:, 320:] += 200
    _, pixels = clear(encoded(Image.fromarray(noise), "PNG"), 640, 480, "outline")
    drawn = np.frombuffer(pixels, np.uint8).reshape(480, 640, 4)[:, :, 0]
    assert len(np.unique(drawn[:, 20:300])) <= 2
    assert (drawn[:, 310:330] < 100).any()


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_a_cover_is_never_finer_than_sixteen_squares_nor_a_quarter(width: int, height: int) -> None:
    bgr = np.zeros((height, width, 3), np.uint8)
    cover = cover_of(Upright(bgr, width, height))
    assert 1 <= cover.width <= COVER_SIDE
    assert 1 <= cover.height <= COVER_SIDE
    assert len(cover.pixels) == cover.width * cover.height
    assert max(cover.width, cover.height) <= max(1, -(-max(width, height) // 4))
    assert (cover.full_width, cover.full_height) == (width, height)


def test_a_cover_is_the_mean_of_what_it_covers() -> None:
    stripes = np.zeros((256, 256), np.uint8)
    stripes[:, ::2] = 255
    cover = cover_of(decoded(encoded(Image.fromarray(stripes), "PNG")))
    assert set(cover.pixels) <= {127, 128}


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.integers(1, 4000), st.integers(1, 4000))
def test_a_picture_is_fitted_and_never_enlarged(w: int, h: int, most_w: int, most_h: int) -> None:
    width, height = fit(w, h, most_w, most_h)
    assert 1 <= width <= min(w, most_w)
    assert 1 <= height <= min(h, most_h)
