"""Text broken into a few lines of a width, for rows that are painted."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QTextLayout, QTextOption

from cfpdesk.ui.theme import font


def wrapped(text: str, width: int, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """Return a text in at most so many lines of a width, the last one ending in … if cut."""
    made = font(13, 600 if bold else 400)
    layout = QTextLayout(text, made)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    while len(found) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 20))
        start, length = line.textStart(), line.textLength()
        if len(found) == most - 1 and start + length < len(text):
            metrics = QFontMetrics(made)
            found.append(metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, width))
        else:
            found.append(text[start : start + length].rstrip())
    layout.endLayout()
    return tuple(found)
