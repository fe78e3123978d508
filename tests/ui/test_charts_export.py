"""Charts as files: labels come from people, and figures may lie below nought."""

from __future__ import annotations

import pytest

from smo_review.domain.charts import Bar, BarChart
from ui.charts.export import csv_bytes, file_name, png_bytes

CHART = BarChart(
    "A / b: c",
    "points",
    (
        Bar('=HYPERLINK("x")', -0.5, -1.0, 0.25, 12, "x"),
        Bar("@cmd", 2.0),
        Bar("仇恨", 1.0),
    ),
)


def test_a_label_is_no_formula_and_a_figure_below_nought_stays_one() -> None:
    lines = csv_bytes(CHART).decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"\'=HYPERLINK(""x"")"')
    assert lines[2].startswith("'@cmd,2 points")
    figures = csv_bytes(BarChart("t", "count", (Bar("a", -3.0, -5.0, -1.0),))).decode("utf-8-sig")
    assert figures.splitlines()[1] == "a,-3,-5,-1,–"


@pytest.mark.usefixtures("qapp")
def test_a_picture_has_twice_the_pixels_of_the_drawing() -> None:
    from PySide6.QtGui import QImage

    image = QImage.fromData(png_bytes(CHART))
    assert image.width() == 1440
    assert len({image.pixel(x, image.height() // 2) for x in range(0, 1440, 3)}) > 2


def test_a_title_makes_a_name_for_a_file() -> None:
    assert file_name("A / b: c", ".svg") == "A---b--c.svg"
    assert file_name("ការ\u200bដាក់ស្លាក", ".csv") == "ការដាក់ស្លាក.csv"
