"""One small made file in every format and variant that is shown: what the soak run damages.

HEIC alone is missing, for which there is no encoder here: the real data has some.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageCms

from tests.helpers.drawn_media import clip, encoded, quarters, turned

FILMS = {
    "mp4": "mp4v",
    "mov": "jpeg",
    "mkv": "MJPG",
    "webm": "VP80",
    "ts": "mp4v",
    "3gp": "mp4v",
    "flv": "FLV1",
    "mpg": "PIM1",
}
RATE = 25
"""MPEG-1 knows no rate below 24."""


def made_files() -> dict[str, bytes]:
    """The files by name."""
    return {**_stills(), **_animations(), **_films()}


def _picture(mode: str = "RGB") -> Image.Image:
    """Quarters under noise, so that there is something for a codec to do."""
    grain = np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8)
    noise = Image.fromarray(grain)
    return Image.blend(quarters(120, 90), noise, 0.4).convert(mode)


def _stills() -> dict[str, bytes]:
    colour, deep = _picture(), np.arange(120 * 90, dtype=np.uint16).reshape(90, 120) * 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    jpeg: dict[str, dict[str, Any]] = {
        "plain": {},
        "progressive": {"progressive": True},
        "restarts": {"restart_marker_blocks": 4},
        "profile": {"icc_profile": profile},
    }
    files = {f"{name}.jpg": encoded(colour, "JPEG", **how) for name, how in jpeg.items()}
    for mode in ("L", "CMYK"):
        files[f"{mode}.jpg"] = encoded(_picture(mode), "JPEG")
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        files[f"{mode}.png"] = encoded(_picture(mode), "PNG")
    files["deep.png"] = encoded(Image.fromarray(deep), "PNG")
    for packing in (None, "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits", "zstd"):
        files[f"{packing}.tif"] = encoded(colour, "TIFF", compression=packing)
    files["g4.tif"] = encoded(_picture("1"), "TIFF", compression="group4")
    files["deep.tif"] = encoded(Image.fromarray(deep), "TIFF")
    files["lossless.webp"] = encoded(colour, "WEBP", lossless=True)
    files["alpha.webp"] = encoded(_picture("RGBA"), "WEBP")
    for format in ("WEBP", "AVIF", "BMP", "ICO", "GIF", "JPEG2000"):
        files[f"plain.{format.lower()}"] = encoded(colour, format)
    for format in ("JPEG", "PNG", "WEBP", "TIFF"):
        files[f"turned.{format.lower()}"] = turned(6, format)
    return files


def _animations() -> dict[str, bytes]:
    frames = [_picture().rotate(30 * turn).resize((60, 45)) for turn in range(5)]
    how = {"save_all": True, "append_images": frames[1:], "duration": 80}
    return {
        f"moving.{format.lower()}": encoded(frames[0], format, **how)
        for format in ("GIF", "PNG", "WEBP", "TIFF", "AVIF")
    }


def _films() -> dict[str, bytes]:
    found = {"sound.avi": clip(20, (80, 60))}
    frames = [cv2.cvtColor(np.asarray(_picture().rotate(9 * n)), cv2.COLOR_RGB2BGR)
              for n in range(12)]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for ending, codec in FILMS.items():
            path = Path(folder) / f"film.{ending}"
            writer = cv2.VideoWriter(
                str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), RATE, (120, 90)
            )
            for frame in frames:
                writer.write(frame)
            writer.release()
            if path.is_file() and path.stat().st_size > 500:
                found[path.name] = path.read_bytes()
    return found
