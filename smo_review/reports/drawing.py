"""A chart as it is drawn: plain shapes and text of SVG, and the places that links stand behind.

Only shapes that every reader of SVG draws alike are used.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from smo_review.reports.look import FONTS, Look

Area: TypeAlias = tuple[float, float, float, float]
"""Left, top, width, height."""


class Drawing:
    """An SVG document under way, with the places that links stand behind."""

    def __init__(self, title: str, width: float, height: float, look: Look) -> None:
        self.look = look
        self.width, self.height = width, height
        self.links: list[tuple[Area, str]] = []
        self._title = title
        self._parts: list[str] = []

    def rect(self, area: Area, fill: str, stroke: str = "none", opacity: float = 1.0) -> None:
        x, y, w, h = area
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(w, 0):.1f}" height="{max(h, 0):.1f}"'
            f' fill="{fill}" stroke="{stroke}" fill-opacity="{opacity:.2f}"/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, dash: str = "", w: float = 1
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
            f' stroke="{colour}" stroke-width="{w}"{dashed}/>'
        )

    def path(self, points: Sequence[tuple[float, float]], colour: str, dash: str = "") -> None:
        if len(points) > 1:
            told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            self._parts.append(
                f'<polyline points="{told}" fill="none" stroke="{colour}"'
                f' stroke-width="1.5"{dashed}/>'
            )

    def mark(self, x: float, y: float, shape: int, colour: str) -> None:
        """A point: circle, square, triangle or diamond."""
        if shape % 4 == 0:
            self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{colour}"/>')
            return
        outlines = (
            (),
            ((-3, -3), (3, -3), (3, 3), (-3, 3)),
            ((0, -4), (3.6, 3), (-3.6, 3)),
            ((0, -4.4), (4.4, 0), (0, 4.4), (-4.4, 0)),
        )
        told = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in outlines[shape % 4])
        self._parts.append(f'<polygon points="{told}" fill="{colour}"/>')

    def ring(self, x: float, y: float) -> None:
        """Around a point that stands out."""
        self._parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="{self.look.ink}"'
            ' stroke-width="1.5"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str = "start",
        colour: str = "",
        bold: bool = False,
    ) -> None:
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
            f' fill="{colour or self.look.ink}"{weight}>{escape(words)}</text>'
        )

    def done(self) -> str:
        """The whole document; screen readers get its title, and the table that stands behind."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f}'
            f' {self.height:.0f}" width="{self.width:.0f}" height="{self.height:.0f}" role="img"'
            f" aria-label={quoteattr(self._title)} font-family={quoteattr(FONTS)}"
            f' font-size="{self.look.size:g}">' + "".join(self._parts) + "</svg>"
        )


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round values from `low` to `high`, at most about `most` of them."""
    span = max(high - low, 1e-12)
    step = 10.0 ** math.floor(math.log10(span / most))
    step *= next(times for times in (1, 2, 5, 10) if span / (step * times) <= most)
    first = math.ceil(low / step - 1e-9)
    return tuple(n * step for n in range(first, math.floor(high / step + 1e-9) + 1))
