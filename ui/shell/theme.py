"""How the client looks: colours, type and distances, light or dark as the system is.

All colours are tokens. Text on its ground has a contrast of at least 4.5 to 1 (WCAG AA), lines
and status marks at least 3 to 1 where they carry meaning; a test holds that.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

FAMILIES = ["Noto Sans", "Noto Sans Khmer", "Noto Sans CJK SC"]
SYSTEM_FAMILIES = [
    "Segoe UI",
    "Leelawadee UI",
    "Microsoft YaHei UI",
    "SF Pro Text",
    "Khmer Sangam MN",
    "PingFang SC",
]
"""What Windows and macOS have, after the families above."""

SHEET_ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons" / "sheet"
"""Style sheets cannot tint: these few are drawn once for each scheme."""
BASE_POINTS = 10.0
STEP = 4
"""All distances are multiples of this many pixels."""
SCALE = {"small": 0.9, "normal": 1.0, "large": 1.2, "title": 1.5}
"""The type scale, times the base size."""
KHMER_LINE = 1.35
"""Khmer stacks signs above and below: its lines need this many times the Latin height."""


@dataclass(frozen=True)
class Tokens:
    """The colours of one scheme, by what they are for."""

    ground: QColor
    """Behind pages."""
    raised: QColor
    """Panels, cards, fields, menus."""
    sunken: QColor
    """Rail, bars, headers, the empty stage."""
    line: QColor
    """Borders that only part things."""
    edge: QColor
    """Borders that show where a control is."""
    text: QColor
    quiet: QColor
    """Secondary text."""
    faint: QColor
    """Disabled text."""
    accent: QColor
    on_accent: QColor
    hover: QColor
    chosen: QColor
    """Ground of what is chosen."""
    correct: QColor
    incorrect: QColor
    ambiguous: QColor
    unreviewable: QColor


def _tokens(**names: str) -> Tokens:
    return Tokens(**{name: QColor(value) for name, value in names.items()})


LIGHT = _tokens(
    ground="#f6f7f9",
    raised="#ffffff",
    sunken="#eceef2",
    line="#d9dde4",
    edge="#7b8392",
    text="#1b1f27",
    quiet="#5a6272",
    faint="#9aa1ad",
    accent="#2f5fd0",
    on_accent="#ffffff",
    hover="#e4e8f0",
    chosen="#dde6fb",
    correct="#186c3d",
    incorrect="#b3332e",
    ambiguous="#8a5a00",
    unreviewable="#5f6776",
)
DARK = _tokens(
    ground="#17191e",
    raised="#1f2228",
    sunken="#121418",
    line="#32363f",
    edge="#747c8a",
    text="#e6e8ec",
    quiet="#a5acb9",
    faint="#6b7280",
    accent="#8cabff",
    on_accent="#10151f",
    hover="#2a2e37",
    chosen="#2a3653",
    correct="#5cc88c",
    incorrect="#f28b82",
    ambiguous="#e3b25b",
    unreviewable="#a5acb9",
)


def tokens_of(palette: QPalette) -> Tokens:
    """The tokens of the scheme that `palette` belongs to; a widget asks with its own palette."""
    # A style sheet puts its colours into most roles of a widget's palette, not into this one.
    return DARK if palette.color(QPalette.ColorRole.ToolTipBase).lightness() < 128 else LIGHT


def is_dark(app: QApplication, scheme: str) -> bool:
    """Whether to be dark: `scheme` is "light", "dark" or "system"."""
    if scheme == "system":
        return app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return scheme == "dark"


def font(role: str = "normal", *, text_size: int = 100, bold: bool = False) -> QFont:
    """The interface's font in one step of the type scale; `text_size` is the person's, percent."""
    made = QFont()
    made.setFamilies(FAMILIES + SYSTEM_FAMILIES)
    made.setPointSizeF(BASE_POINTS * SCALE[role] * text_size / 100)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def scaled(of: QFont, role: str, *, bold: bool = False) -> QFont:
    """`of` in another step of the type scale: what widgets use for titles and small print."""
    made = QFont(of)
    made.setPointSizeF(of.pointSizeF() * SCALE[role])
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def palette_of(tokens: Tokens) -> QPalette:
    """The Qt palette of a scheme."""
    role = QPalette.ColorRole
    made = QPalette()
    for place, colour in {
        role.Window: tokens.ground,
        role.WindowText: tokens.text,
        role.Base: tokens.raised,
        role.AlternateBase: tokens.ground,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.incorrect,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.quiet,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.raised,
        role.Midlight: tokens.line,
        role.Mid: tokens.line,
        role.Dark: tokens.edge,
        role.Shadow: tokens.edge,
    }.items():
        made.setColor(place, colour)
    for place in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, tokens.faint)
    return made


_WORN = "worn"
"""The application's property that says what it is dressed in."""


def apply(app: QApplication, scheme: str, text_size: int) -> None:
    """Dress the whole application. Every widget is dressed anew, which is felt where there are
    thousands: nothing is done that is not needed."""
    dark = is_dark(app, scheme)
    tokens = DARK if dark else LIGHT
    worn, wanted = app.property(_WORN), f"{dark} {text_size}"
    if worn == wanted:
        return
    app.setProperty(_WORN, wanted)
    if worn is None:
        app.setStyle("Fusion")
    else:
        # Qt takes four times as long to put one sheet in another's place as to take it off first.
        app.setStyleSheet("")
    app.setFont(font(text_size=text_size))
    app.setPalette(palette_of(tokens))
    app.setStyleSheet(style_sheet(tokens))


def style_sheet(tokens: Tokens) -> str:
    """The small style sheet that Fusion needs to look like us."""
    names = {field.name: getattr(tokens, field.name).name() for field in fields(Tokens)}
    scheme = "dark" if tokens is DARK else "light"
    return _SHEET.substitute(names, icons=SHEET_ICONS.as_posix(), scheme=scheme)


_SHEET = Template(
    """
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px; }
QMenuBar { background: $sunken; padding: 2px 4px; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $chosen; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolButton, QPushButton {
  background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
  padding: 4px 12px; min-height: 22px;
}
QToolButton:hover, QPushButton:hover { background: $hover; }
QToolButton:pressed, QPushButton:pressed { background: $line; }
QToolButton:checked, QPushButton:checked { background: $chosen; border-color: $accent; }
QToolButton:focus, QPushButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QToolButton:disabled, QPushButton:disabled { color: $faint; background: $ground; }
QPushButton:default, QPushButton[kind="main"] {
  background: $accent; color: $on_accent; border-color: $accent;
}
QPushButton:default:disabled, QPushButton[kind="main"]:disabled {
  background: $line; color: $faint; border-color: $line;
}
QToolButton[kind="flat"] { background: transparent; border-color: transparent; }
QToolButton[kind="flat"]:hover { background: $hover; }
QToolButton[kind="flat"]:checked { background: $chosen; }
QToolButton[kind="flat"]:focus { border-color: $accent; }
QToolButton[kind="chip"] { border-color: $edge; border-radius: 14px; padding: 2px 10px; }
QToolButton[kind="chip"]:focus { border: 2px solid $accent; padding: 1px 9px; }
QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {
  background: $raised; color: $text; border: 1px solid $edge; border-radius: 6px;
  padding: 4px 8px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 22px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $accent; padding: 3px 7px;
}
QComboBox QAbstractItemView {
  background: $raised; border: 1px solid $line; selection-background-color: $chosen;
  selection-color: $text; outline: 0;
}
QAbstractItemView {
  background: $raised; border: 1px solid $line; border-radius: 6px; outline: 0;
  selection-background-color: $chosen; selection-color: $text;
}
QAbstractItemView[kind="plain"] { border: 0; border-radius: 0; }
QTextEdit[kind="plain"], QTextEdit[kind="plain"]:focus {
  border: 0; background: transparent; padding: 0;
}
QAbstractItemView::item { padding: 4px 8px; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $chosen; color: $text; }
QHeaderView { background: $sunken; border: 0; border-bottom: 1px solid $line; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QHeaderView::section {
  background: $sunken; color: $quiet; border: 0;
  padding: 6px 11px 6px 11px;
}
QHeaderView::section:checked { font-weight: normal; }
QHeaderView::up-arrow, QHeaderView::down-arrow {
    subcontrol-origin: padding; subcontrol-position: top center; width: 10px; height: 10px;
}
QHeaderView::up-arrow { image: url("$icons/up-$scheme.svg"); }
QHeaderView::down-arrow { image: url("$icons/down-$scheme.svg"); }
QTableView { gridline-color: $line; }
QScrollArea { background: transparent; border: 0; }
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter[kind="plain"]::handle { background: transparent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar {
  background: $line; border: 0; border-radius: 3px; max-height: 6px; color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QTabBar::tab { padding: 6px 12px; border: 0; border-bottom: 2px solid transparent; color: $quiet; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QStatusBar { background: $sunken; color: $quiet; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QLabel[kind="quiet"] { color: $quiet; }
QLabel[kind="key"] {
  color: $quiet; border: 1px solid $line; border-radius: 4px; padding: 0 5px;
}
QAbstractSpinBox { padding: 2px 0 2px 4px; }
QAbstractSpinBox:focus { padding: 1px 0 1px 3px; }
QAbstractSpinBox QLineEdit { border: 0; padding: 0 4px; background: transparent; }
QAbstractSpinBox QLineEdit:focus { border: 0; padding: 0 4px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus {
  border: 0; padding: 0; background: transparent; min-height: 0;
}
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url("$icons/down-$scheme.svg"); width: 16px; height: 16px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  border: 0; width: 24px; background: transparent;
}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url("$icons/up-$scheme.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$icons/down-$scheme.svg"); width: 12px; height: 12px; }
QCheckBox { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QListView::indicator {
  width: 16px; height: 16px; border: 1px solid $edge; border-radius: 4px; background: $raised;
}
QCheckBox::indicator:checked, QListView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$icons/check-$scheme.svg");
}
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:disabled { border-color: $line; background: $ground; }
QFrame[kind="card"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame[kind="card"]:focus { border: 1px solid $accent; }
QDialog { border: 1px solid $edge; }
QScrollArea[kind="rail"] { background: $sunken; border: 0; border-right: 1px solid $line; }
QWidget[kind="rail"] { background: $sunken; }
QFrame[kind="rail-line"] { background: $line; border: 0; margin: 0 8px; }
QFrame[kind="bar"] { background: $sunken; border: 0; border-top: 1px solid $line; }
"""
)
