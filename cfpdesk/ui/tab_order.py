"""Tab goes in reading order, also through rows that were added after the page was built.

    follow_reading(self)          # at the end of refresh

Qt chains widgets in the order in which they were made; a new row would come last. Here the chain
follows the layouts, which are read as they are laid out: column by column, row by row.
"""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def follow_reading(page: QWidget) -> None:
    """Chain the widgets of a page that Tab goes to in the order of its layouts."""
    stops = [w for w in _widgets(page) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _widgets(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget's descendants in reading order."""
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield from _widgets(inside)
    elif isinstance(widget, QStackedWidget):
        for number in range(widget.count()):
            inside = widget.widget(number)
            if inside is not None:
                yield inside
                yield from _widgets(inside)
    else:
        layout = widget.layout()
        if layout is not None:
            yield from _items(layout)


def _items(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
            yield from _widgets(widget)
        elif inner is not None:
            yield from _items(inner)
