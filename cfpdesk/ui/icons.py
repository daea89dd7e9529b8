"""Icons: our own SVG set on a 20x20 grid, coloured from the tokens when they are drawn.

In the files black stands for the colour asked for and white for the ground it lies on. An icon
put on a button by `set_icon` follows the theme; `pixmap` is for delegates and painted widgets.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from cfpdesk.ui.svg import svg
from cfpdesk.ui.theme import density, theme, tokens


@lru_cache(maxsize=1024)
def _pixmap(name: str, color: str, ground: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(svg(name, color, ground)))
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, token: str = "text", size: int = 20, *, ground: str = "base") -> QPixmap:
    """Return an icon as a picture of `size` logical pixels in a token's colour."""
    app = QApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    colors = tokens()
    return _pixmap(name, colors.color(token), colors.color(ground), size, ratio)


def icon(name: str, token: str = "text", size: int = 20, *, ground: str = "base") -> QIcon:
    """Return an icon in a token's colour, with a disabled variant."""
    made = QIcon(pixmap(name, token, size, ground=ground))
    made.addPixmap(pixmap(name, "disabled", size, ground=ground), QIcon.Mode.Disabled)
    return made


def set_icon(
    widget: QAbstractButton | QLabel,
    name: str,
    token: str = "text",
    size: int = 18,
    *,
    ground: str = "base",
) -> None:
    """Put an icon on a button or a label; it is coloured anew when the theme changes."""
    widget.setProperty("iconSpec", f"{name}|{token}|{size}|{ground}")
    _draw(widget)


def _draw(widget: QWidget) -> None:
    spec = widget.property("iconSpec")
    if not isinstance(spec, str):
        return
    name, token, size, ground = spec.split("|")
    pixels = int(size) + density().type_step
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, token, pixels, ground=ground))
    elif isinstance(widget, QAbstractButton):
        widget.setIcon(icon(name, token, pixels, ground=ground))
        widget.setIconSize(QSize(pixels, pixels))


def redraw_all() -> None:
    """Colour every icon set by `set_icon` anew; connected to the theme by the application."""
    for widget in QApplication.allWidgets():
        _draw(widget)


@cache
def follow_theme() -> None:
    """Keep icons in the theme's colours from now on."""
    theme().changed.connect(redraw_all)
