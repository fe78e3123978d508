"""Draws the pictures of the sample batch: small, friendly scenes from code, the same every time.

A scene is a function that paints on a `Canvas`, whose coordinates are thousandths of the width
and height, so that the sample's boxes and outlines fit at every size.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

Colour: TypeAlias = tuple[int, int, int]
_SMOOTH = 2  # drawn this many times larger, then scaled down: soft edges
_ORIENTATION_TAG, _TURNED_RIGHT = 0x0112, 6


class Canvas:
    """A picture to paint on, in thousandths of its width (x) and height (y)."""

    def __init__(self, width: int, height: int, background: Colour) -> None:
        self.image = Image.new("RGB", (width * _SMOOTH, height * _SMOOTH), background)
        self._draw = ImageDraw.Draw(self.image)

    def _at(self, *values: float) -> list[float]:
        width, height = self.image.size
        return [v * (width if n % 2 == 0 else height) / 1000 for n, v in enumerate(values)]

    def box(self, x: float, y: float, w: float, h: float, fill: Colour, rounded: int = 0) -> None:
        self._draw.rounded_rectangle(self._at(x, y, x + w, y + h), rounded * _SMOOTH, fill)

    def oval(self, x: float, y: float, w: float, h: float, fill: Colour) -> None:
        """An ellipse by its centre and its full width and height."""
        self._draw.ellipse(self._at(x - w / 2, y - h / 2, x + w / 2, y + h / 2), fill)

    def outline(self, *points: float, fill: Colour) -> None:
        self._draw.polygon(self._at(*points), fill)

    def line(self, *points: float, fill: Colour, width: int = 4) -> None:
        self._draw.line(self._at(*points), fill, width * _SMOOTH, joint="curve")

    def words(self, x: float, y: float, text: str, size: int, fill: Colour) -> None:
        """Latin words centred on a point; `size` is in thousandths of the height."""
        pixels = size * self.image.size[1] / 1000
        font = ImageFont.load_default(pixels)
        left, top = self._at(x, y)
        self._draw.text((left, top), text, fill, font, anchor="mm")

    def finished(self) -> Image.Image:
        width, height = self.image.size
        size = (width // _SMOOTH, height // _SMOOTH)
        return self.image.resize(size, Image.Resampling.LANCZOS)


SKY, GRASS, WATER, EARTH = (188, 220, 240), (126, 178, 98), (96, 156, 196), (196, 164, 122)
WHITE, INK, RED, YELLOW = (250, 250, 246), (44, 52, 64), (206, 74, 62), (242, 196, 76)
WOOD, LEAF, GREY = (150, 104, 66), (74, 136, 80), (150, 156, 164)


def _tint(dice: random.Random, colour: Colour, by: int = 18) -> Colour:
    red, green, blue = (min(255, max(0, c + dice.randint(-by, by))) for c in colour)
    return red, green, blue


def _stall(c: Canvas, dice: random.Random, words: str) -> None:
    c.box(0, 0, 1000, 1000, _tint(dice, SKY))
    c.box(0, 620, 1000, 380, EARTH)
    for n in range(8):
        c.outline(
            120 + n * 95, 180, 215 + n * 95, 180, 205 + n * 95, 330, 110 + n * 95, 330,
            fill=(RED if n % 2 else WHITE),
        )  # fmt: skip
    c.box(130, 330, 24, 420, WOOD)
    c.box(846, 330, 24, 420, WOOD)
    c.box(110, 600, 780, 170, WOOD, 6)
    for n in range(22):
        fruit = _tint(dice, dice.choice((YELLOW, RED, LEAF)))
        c.oval(150 + n % 11 * 70, 575 - n // 11 * 45, 66, 84, fruit)
    c.words(500, 685, words or "FRESH TODAY", 80, WHITE)


def _noodles(c: Canvas, dice: random.Random, words: str) -> None:
    c.box(0, 0, 1000, 1000, _tint(dice, (214, 186, 150)))
    c.oval(500, 560, 760, 700, (60, 88, 124))
    c.oval(500, 545, 690, 620, (232, 206, 158))
    for n in range(26):
        y = 330 + n * 17
        bend = dice.randint(-40, 40)
        points = [240 + bend, y, 400, y + bend, 560, y - bend, 750 + bend, y + 12]
        c.line(*points, fill=_tint(dice, (246, 226, 172)), width=5)
    for _ in range(9):
        c.oval(dice.randint(280, 720), dice.randint(380, 720), 54, 40, _tint(dice, LEAF))
    c.oval(610, 440, 170, 200, WHITE)
    c.oval(610, 440, 84, 100, YELLOW)
    c.words(500, 945, words, 60, INK)


def _cat(c: Canvas, dice: random.Random, words: str) -> None:
    c.box(0, 0, 1000, 1000, WHITE)
    c.words(500, 90, "LOST CAT", 110, RED)
    fur = _tint(dice, (140, 146, 156))
    c.oval(500, 640, 380, 420, fur)
    c.oval(500, 400, 320, 330, fur)
    for side in (-1, 1):
        ear = (500 + side * 140, 210, 500 + side * 30, 270, 500 + side * 150, 340)
        c.outline(*ear, fill=fur)
        c.oval(500 + side * 70, 380, 52, 66, (190, 200, 90))
        c.oval(500 + side * 70, 380, 16, 54, INK)
        c.oval(500 + side * 90, 830, 110, 66, WHITE)
        for n in range(3):
            whisker = (500 + side * 40, 455 + n * 14, 500 + side * 210, 420 + n * 40)
            c.line(*whisker, fill=INK, width=1)
    c.outline(480, 440, 520, 440, 500, 462, fill=(206, 120, 130))
    c.words(500, 930, words or "Please look in your yard", 72, INK)


def _flower(c: Canvas, dice: random.Random, words: str) -> None:
    c.box(0, 0, 1000, 1000, _tint(dice, (226, 236, 220)))
    for n in range(5):
        x, y = 140 + n * 180 + dice.randint(-30, 30), dice.randint(280, 470)
        c.line(x, y, x + dice.randint(-30, 30), 1000, fill=LEAF, width=7)
        c.oval(x + 50, 760, 120, 50, _tint(dice, LEAF))
        petal = _tint(dice, dice.choice(((222, 110, 150), YELLOW, (150, 120, 200))), 30)
        for turn in range(8):
            angle = turn * math.pi / 4
            c.oval(x + 52 * math.cos(angle), y + 70 * math.sin(angle), 70, 94, petal)
        c.oval(x, y, 66, 88, (120, 84, 50))
    c.words(500, 70, words, 60, INK)


def _landscape(c: Canvas, dice: random.Random, words: str) -> None:
    c.box(0, 0, 1000, 1000, _tint(dice, SKY))
    c.oval(dice.randint(650, 850), 200, 110, 165, YELLOW)
    for layer, colour in enumerate(((150, 170, 190), (110, 146, 130), GRASS)):
        base = 480 + layer * 130
        points: list[float] = [0, 1000]
        for n in range(7):
            points += [n * 170, base + dice.randint(-90, 60)]
        c.outline(*points, 1020, 1000, fill=colour)
    c.outline(430, 1000, 600, 1000, 540, 780, 520, 780, fill=WATER)
    for _ in range(12):
        x, y = dice.randint(0, 1000), dice.randint(800, 930)
        c.outline(x - 24, y, x + 24, y, x, y - 130, fill=_tint(dice, LEAF))
    c.words(500, 80, words, 64, INK)


def _pitch(c: Canvas, dice: random.Random, words: str) -> None:
    for n in range(10):
        c.box(n * 100, 0, 101, 1000, GRASS if n % 2 else (112, 166, 88))
    for line in ((40, 60, 960, 60, 960, 940, 40, 940, 40, 60), (500, 60, 500, 940)):
        c.line(*line, fill=WHITE, width=3)
    for n in range(10):
        shirt = RED if n % 2 else (58, 92, 168)
        x, y = dice.randint(90, 910), dice.randint(130, 870)
        c.oval(x, y, 36, 54, shirt)
        c.oval(x, y, 16, 24, INK)
    c.oval(dice.randint(200, 800), dice.randint(200, 800), 20, 30, WHITE)
    c.words(500, 500, words, 90, WHITE)


def _boat(c: Canvas, dice: random.Random, words: str) -> None:
    c.box(0, 0, 1000, 520, _tint(dice, SKY))
    c.box(0, 500, 1000, 500, WATER)
    for _ in range(40):
        x, y = dice.randint(0, 950), dice.randint(530, 980)
        c.line(x, y, x + 60, y, fill=_tint(dice, (130, 182, 214)), width=2)
    c.outline(220, 560, 780, 560, 690, 690, 310, 690, fill=_tint(dice, WOOD))
    c.outline(500, 130, 500, 530, 730, 530, fill=WHITE)
    c.outline(490, 190, 490, 530, 320, 530, fill=RED)
    c.words(500, 625, words, 70, WHITE)


def _board(c: Canvas, dice: random.Random, words: str) -> None:
    """A chalk board; `words` are its lines, parted by '/'."""
    c.box(0, 0, 1000, 1000, _tint(dice, (206, 190, 166)))
    c.box(120, 110, 760, 780, WOOD, 10)
    c.box(150, 150, 700, 700, (46, 62, 56))
    lines = words.split("/")
    for n, line in enumerate(lines):
        c.words(500, 150 + 700 * (n + 0.5) / len(lines), line.strip(), 92, WHITE)


def _poster(c: Canvas, dice: random.Random, words: str) -> None:
    """A wall with a poster on it at (250, 180), 500 wide and 560 high."""
    c.box(0, 0, 1000, 1000, _tint(dice, (176, 126, 104)))
    for row in range(14):
        for brick in range(-1, 8):
            x = brick * 150 + (75 if row % 2 else 0)
            c.box(x, row * 74, 142, 66, _tint(dice, (186, 112, 88), 10))
    c.box(250, 180, 500, 560, _tint(dice, (250, 236, 170)))
    lines = words.split("/")
    for n, line in enumerate(lines):
        ink = RED if n == 0 else INK
        c.words(500, 180 + 560 * (n + 0.5) / len(lines), line.strip(), 72, ink)


def _shelf(c: Canvas, dice: random.Random, words: str) -> None:
    """A shop shelf: jars above, three tall bottles below inside (330, 520) to (670, 900)."""
    c.box(0, 0, 1000, 1000, _tint(dice, (232, 224, 210)))
    for y in (430, 900):
        c.box(60, y, 880, 34, WOOD)
    for n in range(8):
        c.box(95 + n * 105, 250, 80, 180, _tint(dice, dice.choice((YELLOW, LEAF, WATER))), 8)
        c.box(100 + n * 105, 225, 70, 36, GREY, 4)
    for n in range(3):
        x = 340 + n * 115
        c.box(x, 640, 90, 260, _tint(dice, (92, 116, 60)), 10)
        c.box(x + 28, 530, 34, 130, (92, 116, 60), 6)
        c.box(x + 6, 720, 78, 90, WHITE)
    c.words(500, 120, words, 70, INK)


def _road_sign(c: Canvas, dice: random.Random, words: str) -> None:
    c.box(0, 0, 1000, 700, _tint(dice, SKY))
    c.box(0, 680, 1000, 320, GREY)
    for n in range(5):
        c.box(40 + n * 210, 830, 120, 22, WHITE)
    c.box(486, 420, 28, 400, INK)
    c.outline(500, 80, 760, 480, 240, 480, fill=RED)
    c.outline(500, 150, 700, 455, 300, 455, fill=WHITE)
    c.words(500, 370, words or "!", 130, INK)


def _shapes(c: Canvas, dice: random.Random, words: str) -> None:
    c.box(0, 0, 1000, 1000, _tint(dice, WHITE, 5))
    for _ in range(14):
        x, y, size = dice.randint(80, 920), dice.randint(80, 920), dice.randint(60, 240)
        colour = _tint(dice, dice.choice((RED, YELLOW, LEAF, WATER, GREY)), 30)
        dice.choice((c.oval, c.box))(x - size / 3, y - size / 3, size, size, colour)
    c.words(500, 500, words, 90, INK)


SCENES: dict[str, Callable[[Canvas, random.Random, str], None]] = {
    "stall": _stall, "noodles": _noodles, "cat": _cat, "flower": _flower,
    "landscape": _landscape, "pitch": _pitch, "boat": _boat, "board": _board,
    "poster": _poster, "shelf": _shelf, "road-sign": _road_sign, "shapes": _shapes,
}  # fmt: skip


def draw_scene(
    name: str, seed: int, words: str = "", size: tuple[int, int] = (960, 640), turned: bool = False
) -> bytes:
    """A JPEG of a scene: `name` from `SCENES`, `words` in Latin letters painted where it has room.

    A turned one is stored lying on its side with an EXIF note to turn it upright, as phones do.
    """
    canvas = Canvas(*size, WHITE)
    SCENES[name](canvas, random.Random(seed), words)
    image, exif = canvas.finished(), Image.Exif()
    if turned:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[_ORIENTATION_TAG] = _TURNED_RIGHT
    file = io.BytesIO()
    image.save(file, "JPEG", quality=86, exif=exif)
    return file.getvalue()
