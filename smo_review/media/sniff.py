"""What a file is, by its first bytes. Names are never asked, and what is not listed is not opened.

The names of image formats are Pillow's, so that only the decoder meant is ever tried.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

_IMAGES: tuple[tuple[bytes, tuple[str, ...]], ...] = (
    (b"\xff\xd8\xff", ("JPEG", "MPO")),
    (b"\x89PNG\r\n\x1a\n", ("PNG",)),
    (b"GIF87a", ("GIF",)),
    (b"GIF89a", ("GIF",)),
    (b"II*\0", ("TIFF",)),
    (b"MM\0*", ("TIFF",)),
    (b"II+\0", ("TIFF",)),
    (b"MM\0+", ("TIFF",)),
    (b"BM", ("BMP",)),
    (b"\0\0\1\0", ("ICO",)),
    (b"8BPS", ("PSD",)),
    (b"qoif", ("QOI",)),
    (b"\0\0\0\x0cjP  \r\n\x87\n", ("JPEG2000",)),
    (b"\xff\x4f\xff\x51", ("JPEG2000",)),
)
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_QUICKTIME_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_TS_SYNC = 0x47


class Guess(Struct, frozen=True):
    """The kind of a file and its format; `decoders` are the Pillow formats that may try it."""

    kind: Literal["image", "video"]
    format: str
    decoders: tuple[str, ...] = ()


def sniff(data: bytes) -> Guess | None:
    """What `data` claims to be, or None where that is nothing we show."""
    for magic, decoders in _IMAGES:
        if data.startswith(magic):
            return Guess("image", decoders[0], decoders)
    if data[:4] == b"RIFF":
        if data[8:12] == b"WEBP":
            return Guess("image", "WEBP", ("WEBP",))
        return Guess("video", "AVI") if data[8:12] == b"AVI " else None
    if data[4:8] == b"ftyp":
        return _by_brand(data)
    if data[4:8] in _QUICKTIME_ATOMS:
        return Guess("video", "MOV")
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return Guess("video", "WEBM" if b"webm" in data[:64] else "MKV")
    if data.startswith(b"FLV\1"):
        return Guess("video", "FLV")
    if data.startswith(b"\0\0\1\xba"):
        return Guess("video", "MPEG")
    if _transport_stream(data):
        return Guess("video", "TS")
    return None


def _by_brand(data: bytes) -> Guess:
    brand = data[8:12]
    if brand in _AVIF_BRANDS:
        return Guess("image", "AVIF", ("AVIF",))
    if brand in _HEIF_BRANDS:
        # mif1 and msf1 only say "some image": the codec decides which decoder accepts it.
        return Guess("image", "HEIF", ("AVIF", "HEIF"))
    if brand == b"qt  ":
        return Guess("video", "MOV")
    return Guess("video", "3GP" if brand.startswith((b"3gp", b"3g2")) else "MP4")


def _transport_stream(data: bytes) -> bool:
    """True for packets of 188 bytes, or of 192 with a time code before each (M2TS)."""
    return any(
        len(data) > start + 2 * step
        and all(data[start + number * step] == _TS_SYNC for number in range(3))
        for start, step in ((0, 188), (4, 192))
    )
