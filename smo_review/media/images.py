"""Decodes still images, upright and in sRGB. Runs in the stills child only.

Pillow opens everything and decodes all but ordinary JPEG files: those go to OpenCV's reduced
decode, after Pillow has read their header and their size was checked.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import cv2
import numpy as np
import pi_heif
from msgspec import Struct
from PIL import ExifTags, Image, ImageCms

from smo_review.domain.pictures import Probe
from smo_review.media import limits
from smo_review.media.animations import frame_times
from smo_review.media.details import Pixels, Upright, fit, resized
from smo_review.media.reasons import Refused
from smo_review.media.sniff import Guess

pi_heif.register_heif_opener(thumbnails=False)

DECODING_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    Image.DecompressionBombError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    SystemError,
    TypeError,
    ValueError,
    cv2.error,
    struct.error,
    zlib.error,
)
"""What the decoders raise over a damaged file (SystemError where one of Pillow's in C is told two
sizes). Anything else is a bug and ends the child."""

_BACKGROUND = (192, 192, 192)
"""Neutral grey behind transparent parts: dark and light drawings both stand out on it."""
_CLOCKWISE = {3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270}
_REDUCED = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
_SRGB = ImageCms.createProfile("sRGB")


class Opened(Struct, frozen=True):
    """An image whose header was read: `width` and `height` are upright.

    `times` is how long each frame of an animation is on show, in milliseconds; else empty.
    """

    image: Any
    width: int
    height: int
    orientation: int
    times: tuple[int, ...] = ()

    @property
    def is_quick_small(self) -> bool:
        """Whether a small picture costs less than a large one: JPEG can be decoded reduced."""
        return self.image.format in ("JPEG", "MPO")

    def probe(self) -> Probe:
        """What the header tells."""
        return Probe(
            ok=True,
            kind="image",
            format=str(self.image.format),
            width=self.width,
            height=self.height,
            frames=_frames(self.image),
            duration=sum(self.times),
            rotation=_CLOCKWISE.get(self.orientation, 0),
            counted=True,
        )


def open_image(data: bytes, guess: Guess) -> Opened:
    """Read the header only; Refused where there is none or it asks for too much."""
    try:
        image = Image.open(io.BytesIO(data), formats=guess.decoders)
    except MemoryError as error:
        raise Refused("memory") from error
    except DECODING_FAILURES as error:
        raise _refusal(error) from error
    return _measured(image, frame_times(data, str(image.format), _frames(image)))


def _measured(image: Image.Image, times: tuple[int, ...] = ()) -> Opened:
    width, height = image.size
    if width * height > limits.PIXELS:
        raise Refused("pixels")
    orientation = _orientation(image)
    if orientation >= 5:
        width, height = height, width
    return Opened(image, width, height, orientation, times)


def decode_image(data: bytes, opened: Opened, width: int, height: int) -> Upright:
    """The image inside `width` x `height`, upright; Refused where it cannot be decoded."""
    try:
        wanted = fit(opened.width, opened.height, width, height)
        if opened.orientation >= 5:
            wanted = wanted[1], wanted[0]
        bgr = _fast(data, opened.image, wanted)
        if bgr is None:
            bgr = _thorough(opened.image, wanted)
        return Upright(_turned(bgr, opened.orientation), opened.width, opened.height)
    except MemoryError as error:
        raise Refused("memory") from error
    except DECODING_FAILURES as error:
        raise _refusal(error) from error


def decode_page(opened: Opened, page: int, width: int, height: int) -> Upright:
    """The frame of an animation, or the page of several in a file, counted from 0.

    Pages may differ in size. Refused("end") where there is none. The next page is cheap to reach
    from `opened`, which stands at this one afterwards.
    """
    try:
        if not 0 <= page < _frames(opened.image):
            raise Refused("end")
        opened.image.seek(page)
        shown = _measured(opened.image)
        wanted = fit(shown.width, shown.height, width, height)
        if shown.orientation >= 5:
            wanted = wanted[1], wanted[0]
        bgr = _turned(_thorough(shown.image, wanted), shown.orientation)
    except MemoryError as error:
        raise Refused("memory") from error
    except DECODING_FAILURES as error:
        raise _refusal(error) from error
    return Upright(bgr, shown.width, shown.height, sum(opened.times[:page]), page)


def _refusal(error: Exception) -> Refused:
    if isinstance(error, Image.DecompressionBombError):
        return Refused("pixels")
    if isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem:
        return Refused("memory")
    return Refused("cut" if "truncated" in str(error).lower() else "broken")


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1..8; whatever else it says counts as upright."""
    if image.format == "TIFF":
        return 1  # Pillow turns these itself, and its size is upright already
    try:
        value = image.getexif().get(ExifTags.Base.Orientation)
    except DECODING_FAILURES:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _frames(image: Image.Image) -> int:
    try:
        return min(max(1, int(getattr(image, "n_frames", 1))), limits.FRAMES)
    except DECODING_FAILURES:
        return 1


def _fast(data: bytes, image: Image.Image, wanted: tuple[int, int]) -> Pixels | None:
    """OpenCV's reduced decode, for JPEG in grey or colour; None where it is not for it."""
    if image.format not in ("JPEG", "MPO") or image.mode not in ("L", "RGB"):
        return None
    share = next(
        n
        for n in (8, 4, 2, 1)
        if n == 1 or (image.width // n >= wanted[0] and image.height // n >= wanted[1])
    )
    bgr = cv2.imdecode(
        np.frombuffer(data, np.uint8), _REDUCED[share] | cv2.IMREAD_IGNORE_ORIENTATION
    )
    if bgr is None or bgr.shape[:2] != (-(-image.height // share), -(-image.width // share)):
        return None
    small = resized(bgr, *wanted)
    profile = _profile(image)
    if profile is None:
        return small
    if image.mode == "L":
        seen = _in_srgb(Image.fromarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)), profile)
    else:
        seen = _in_srgb(Image.fromarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB)), profile)
    return _bgr(seen)


def _thorough(image: Image.Image, wanted: tuple[int, int]) -> Pixels:
    image.draft(image.mode, wanted)
    image.load()
    plain = _eight_bits(image)
    share = min(plain.width // wanted[0], plain.height // wanted[1])
    if share > 1:
        plain = plain.reduce(share)
    if plain.size != wanted:
        plain = plain.resize(wanted, Image.Resampling.BOX, reducing_gap=None)
    profile = _profile(image)
    if plain.has_transparency_data:
        plain = _on_background(plain)
    if plain.mode == "LAB":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return _bgr(plain if profile is None else _in_srgb(plain, profile))


def _eight_bits(image: Image.Image) -> Image.Image:
    """The same in 8 bits a channel, in a mode that can be averaged."""
    if image.mode in ("L", "RGB", "RGBA", "LA", "CMYK", "LAB"):
        return image
    if image.mode.startswith("I;16"):
        deep = np.asarray(image) >> np.uint16(_bits(image) - 8)
        return Image.fromarray(np.minimum(deep, 255).astype(np.uint8))
    if image.mode in ("I", "F"):
        return _stretched(image)
    if image.mode in ("P", "PA", "La", "RGBa"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


def _bits(image: Image.Image) -> int:
    """How many of the 16 bits are used, where a TIFF says so."""
    told = getattr(image, "tag_v2", {}).get(258, (16,))
    first = told[0] if isinstance(told, tuple) and told else 16
    return first if isinstance(first, int) and 8 <= first <= 16 else 16


def _stretched(image: Image.Image) -> Image.Image:
    """Numbers without a known range: the least becomes black, the greatest white."""
    values = np.nan_to_num(np.asarray(image, np.float32), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if low >= 0 and high <= 255 and high > 1:
        low, high = 0.0, 255.0
    scaled = (values - low) * (255.0 / (high - low) if high > low else 0.0)
    return Image.fromarray(scaled.round().astype(np.uint8))


def _on_background(image: Image.Image) -> Image.Image:
    image = image.convert("RGBA")
    ground = Image.new("RGBA", image.size, (*_BACKGROUND, 255))
    return Image.alpha_composite(ground, image).convert("RGB")


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The colour profile, where there is a sound one that is not sRGB already."""
    data = image.info.get("icc_profile")
    if not isinstance(data, bytes) or not 0 < len(data) <= limits.PROFILE_BYTES:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        name = ImageCms.getProfileDescription(profile).strip()
        if name.startswith("sRGB") and "linear" not in name.lower():
            return None
    except (ImageCms.PyCMSError, *DECODING_FAILURES):
        return None
    return profile


def _in_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """Converted to sRGB; a profile that does not fit the picture is ignored."""
    try:
        turned = ImageCms.profileToProfile(image, profile, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, *DECODING_FAILURES):
        return image
    return image if turned is None else turned


def _bgr(image: Image.Image) -> Pixels:
    rgb = np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)


def _turned(bgr: Pixels, orientation: int) -> Pixels:
    """Turned and mirrored as EXIF says (TIFF 6.0, tag 274)."""
    if orientation in (5, 7):
        bgr = cv2.transpose(bgr) if orientation == 5 else cv2.flip(cv2.transpose(bgr), -1)
    elif orientation in (2, 4):
        bgr = cv2.flip(bgr, 1 if orientation == 2 else 0)
    elif orientation != 1:
        turn = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}
        bgr = cv2.rotate(bgr, turn[orientation])
    return np.asarray(bgr, np.uint8)
