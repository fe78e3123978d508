"""Looks: readable in both schemes, at every size, in every script."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from ui.shell import theme
from ui.shell.theme import DARK, LIGHT, Tokens, tokens_of


def luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    """From 1 to 21, WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("ground", "raised", "sunken", "hover", "chosen")
WORDS = ("text", "quiet", "correct", "incorrect", "ambiguous", "unreviewable")


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", WORDS)
def test_words_can_be_read_on_every_ground(scheme: Tokens, ground: str, words: str) -> None:
    assert contrast(getattr(scheme, words), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_controls_and_what_is_chosen_can_be_seen(scheme: Tokens) -> None:
    assert contrast(scheme.on_accent, scheme.accent) >= 4.5
    for ground in (scheme.ground, scheme.raised, scheme.sunken):
        assert contrast(scheme.edge, ground) >= 3
        assert contrast(scheme.accent, ground) >= 3


@pytest.mark.parametrize(("scheme", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_a_widget_finds_its_scheme_whatever_the_style_sheet_does_to_it(
    qapp: QApplication, qtbot: object, scheme: str, tokens: Tokens
) -> None:
    theme.apply(qapp, scheme, 100)
    flat, main = QToolButton(), QPushButton()
    flat.setProperty("kind", "flat")
    main.setProperty("kind", "main")
    for widget in (flat, main):
        widget.show()
        assert tokens_of(widget.palette()) is tokens
        widget.close()


def test_the_text_size_of_the_person_counts(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 200)
    twice = qapp.font().pointSizeF()
    theme.apply(qapp, "light", 100)
    assert twice == 2 * qapp.font().pointSizeF()


def test_chinese_is_never_shown_in_japanese_shapes() -> None:
    families = theme.font().families()
    assert families[:3] == ["Noto Sans", "Noto Sans Khmer", "Noto Sans CJK SC"]
