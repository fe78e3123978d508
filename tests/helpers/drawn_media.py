"""Pictures and videos drawn by the tests themselves, as the bytes of files."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from smo_review.media.avi import write_avi

FPS = 10


def encoded(image: Image.Image, format: str, **options: Any) -> bytes:
    """The image as a file of that format."""
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def quarters(width: int = 80, height: int = 40) -> Image.Image:
    """Red, green, blue and white quarters, from the top left, row by row."""
    image = Image.new("RGB", (width, height), (255, 255, 255))
    half = width // 2, height // 2
    image.paste((255, 0, 0), (0, 0, *half))
    image.paste((0, 255, 0), (half[0], 0, width, half[1]))
    image.paste((0, 0, 255), (0, half[1], half[0], height))
    return image


def turned(orientation: int, format: str = "JPEG") -> bytes:
    """`quarters`, stored so that only its EXIF orientation makes it upright."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    image = quarters() if back is None else quarters().transpose(back)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, format, exif=exif, quality=95)


def clip(frames: int = 30, size: tuple[int, int] = (64, 48)) -> bytes:
    """An AVI of `FPS` frames a second with sound; frame k is grey of lightness 8k."""
    pictures = [
        encoded(Image.new("L", size, 8 * k % 256).convert("RGB"), "JPEG", quality=95)
        for k in range(frames)
    ]
    sound = np.zeros(8000 * frames // FPS, np.int16).tobytes()
    return write_avi(pictures, size, FPS, sound, 8000)
