"""Which colours and measures are in force, and putting them on the application.

    tokens().accent          a colour, for what is painted by hand
    density().list_row       a height
    px(13)                   a type size of the design in the density in force
    theme().changed          emitted after a switch; repaint what was cached

Widgets that set an icon use `icons.set_icon`, which follows the theme by itself.
"""

import sys
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cfpdesk.resource import resource
from cfpdesk.ui import tokens as _tokens
from cfpdesk.ui.tokens import LARGE, MONO_FAMILIES, MOUSE, Density, Mode, Tokens

Role = QPalette.ColorRole
_ROLES: dict[QPalette.ColorRole, str] = {
    Role.Window: "window", Role.Base: "base", Role.Button: "base", Role.Light: "base",
    Role.AlternateBase: "raised", Role.Midlight: "hair", Role.Mid: "line", Role.Dark: "control",
    Role.Shadow: "line", Role.Text: "text", Role.WindowText: "text", Role.ButtonText: "text",
    Role.BrightText: "text", Role.HighlightedText: "text", Role.Highlight: "select",
    Role.PlaceholderText: "muted", Role.Accent: "accent", Role.Link: "accent",
    Role.LinkVisited: "accent", Role.ToolTipBase: "tip", Role.ToolTipText: "on_tip",
}  # fmt: skip
_TEXT_ROLES = (Role.Text, Role.WindowText, Role.ButtonText, Role.HighlightedText)

BUNDLED_FAMILIES = ("Noto Sans", "Noto Sans SC")
SYSTEM_FAMILIES = {
    "win32": ("Segoe UI", "Microsoft YaHei UI"),
    "darwin": (".AppleSystemUIFont", "PingFang SC"),
}
LINUX_FAMILIES = ("Noto Sans", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


class Theme(QObject):
    """The mode and the density in force. There is one; see `theme()`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode = Mode.LIGHT
        self._large = False
        self._large_chosen = False
        self._system: Tokens | None = None

    @property
    def mode(self) -> Mode:
        """The mode in force."""
        return self._mode

    @property
    def large(self) -> bool:
        """Whether the large density (gloves, touch) is on; sunlight switches it on by itself."""
        return self._large or (self._mode is Mode.SUN and not self._large_chosen)

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        if self._mode is Mode.SYSTEM:
            if self._system is None:
                self._system = _from_system()
            return self._system
        return _tokens.BY_MODE[self._mode]

    @property
    def density(self) -> Density:
        """The measures in force."""
        return LARGE if self.large else MOUSE

    def choose(self, mode: Mode | None = None, *, large: bool | None = None) -> None:
        """Switch the mode, the density, or both, and apply them to the application."""
        if mode is not None:
            self._mode = mode
        if large is not None:
            self._large = large
            self._large_chosen = True
        self.apply()

    def next_mode(self) -> Mode:
        """Return the mode that F7 goes to."""
        order = [Mode.LIGHT, Mode.DARK, Mode.SUN]
        return order[(order.index(self._mode) + 1) % 3] if self._mode in order else Mode.LIGHT

    def apply(self) -> None:
        """Put font, palette and style sheet on the application and tell everybody."""
        from cfpdesk.ui.style import style_sheet

        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        app.setFont(font(13))
        app.setPalette(palette_of(self.tokens))
        app.setStyleSheet(style_sheet(self.tokens, self.density))
        self.changed.emit()


@cache
def theme() -> Theme:
    """Return the application's theme."""
    return Theme()


def tokens() -> Tokens:
    """Return the colours in force."""
    return theme().tokens


def density() -> Density:
    """Return the measures in force."""
    return theme().density


def px(size: int) -> int:
    """Return a type size of the design (11, 12, 13, 16, 19 …) in the density in force."""
    return size + density().type_step


def color(name: str) -> QColor:
    """Return a token of the mode in force as a colour to paint with."""
    return QColor(tokens().color(name))


def font(size: int = 13, weight: int = 400) -> QFont:
    """Return the window's font at a design size; weights from 400 (regular) to 640 (title)."""
    made = QFont(list(families()))
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight.DemiBold if weight >= 530 else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def mono(size: int = 12) -> QFont:
    """Return the font of hashes and keys."""
    made = QFont(list(MONO_FAMILIES))
    made.setStyleHint(QFont.StyleHint.Monospace)
    made.setPixelSize(px(size))
    return made


@cache
def families() -> tuple[str, ...]:
    """Return the families in order, Latin first; the bundled ones where they are there."""
    system = SYSTEM_FAMILIES.get(sys.platform, LINUX_FAMILIES)
    return tuple(dict.fromkeys((*load_fonts(), *system, *LINUX_FAMILIES)))


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the bundled fonts, so that the window looks the same on every machine."""
    folder: Path = resource("fonts")
    found: list[str] = []
    for path in sorted(folder.glob("*.[to]tf")) if folder.is_dir() else []:
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            found.extend(QFontDatabase.applicationFontFamilies(number))
    return tuple(name for name in BUNDLED_FAMILIES if name in found)


def palette_of(colors: Tokens) -> QPalette:
    """Return the palette that carries the tokens, disabled group included."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(colors.color(name)))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.disabled))
    return palette


def system_wants_contrast() -> bool:
    """Tell whether the system's contrast theme is on; then its own palette is taken."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    preference = accessibility().contrastPreference()
    return bool(preference == Qt.ContrastPreference.HighContrast)


def _from_system() -> Tokens:
    """Return the system's palette as tokens: no tints, shapes and words carry everything."""
    palette = QPalette(QGuiApplication.palette())

    def at(role: QPalette.ColorRole) -> str:
        return palette.color(role).name().upper()

    text, base, window = at(Role.WindowText), at(Role.Base), at(Role.Window)
    select, on = at(Role.Highlight), at(Role.HighlightedText)
    accent = at(Role.Link)
    values = dict.fromkeys((f for f in Tokens.__slots__), text)
    values |= {
        "window": window, "base": base, "raised": base, "hover": base, "pressed": base,
        "select": base, "select2": base, "tip": text, "on_tip": base, "accent": accent,
        "on_accent": base, "focus": select if select != base else on, "paper": window,
    }  # fmt: skip
    values |= {f"{name}_t": base for name in _tokens.STATUS_TOKENS}
    return Tokens(**values)
