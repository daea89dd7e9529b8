"""Tab goes in reading order, also through what was added after the page was built.

    set_reading_order(self)       # at the end of refresh

Qt chains widgets in the order in which they were made; a new row would come last. Here the chain
follows the layouts, which are read as they are laid out: column by column, row by row.
"""

from collections.abc import Collection
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget

_Policy = Qt.FocusPolicy
_TAB_STOPS = frozenset({_Policy.TabFocus, _Policy.StrongFocus, _Policy.WheelFocus})


def set_reading_order(root: QWidget, *, but: Collection[QWidget] = ()) -> None:
    """Chain everything that Tab reaches inside `root` in the order of its layouts.

    Args:
        root: what is read.
        but: parts that are hidden, and are chained when they are shown.

    It runs after every field that is left, over all that a page holds: hence one list that is
    handed down, where a generator in a generator would pass each widget up through every level.
    """
    stops: list[QWidget] = []
    _reached(root, stops, but)
    for before, after in pairwise(stops):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)


def _reached(widget: QWidget | None, stops: list[QWidget], but: Collection[QWidget]) -> None:
    if widget is None or widget in but:
        return
    if widget.focusPolicy() in _TAB_STOPS:
        stops.append(widget)
    if isinstance(widget, QSplitter | QStackedWidget):
        for number in range(widget.count()):
            _reached(widget.widget(number), stops, but)
    elif isinstance(widget, QScrollArea):
        _reached(widget.widget(), stops, but)
    else:
        layout = widget.layout()
        if layout is not None:
            _laid_out(layout, stops, but)


def _laid_out(layout: QLayout, stops: list[QWidget], but: Collection[QWidget]) -> None:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget = item.widget() if item is not None else None
        if widget is not None:
            _reached(widget, stops, but)
            continue
        inner = item.layout() if item is not None else None
        if inner is not None:
            _laid_out(inner, stops, but)
