"""Filters as chips, choices as segments, tabs, and a list of short texts as removable chips."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cfpdesk.ui.style import role
from cfpdesk.ui.theme import font, theme
from cfpdesk.ui.widgets.button import button

# What stands beside the text of a button: padding and border.
_ROOM = {"segment": 30, "segment-large": 30, "chip": 18, "tab": 6}


class Choice(QFrame):
    """One of a few, always visible; looks are chips, segments or tabs.

    Emits `chosen` with the key when a person chooses; not when the program does.
    """

    chosen = Signal(str)

    def __init__(self, name: str, looks: str = "segments", *, large: bool = False) -> None:
        super().__init__()
        kind = {"segments": "segment", "chips": "chip", "tabs": "tab"}[looks]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if large:
            kind = "segment-large"
        self._kind = kind
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.setAccessibleName(name)
        if looks == "segments":
            role(self, box="segments")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing({"segments": 0, "chips": 4, "tabs": 18}[looks])
        if looks != "segments":
            layout.addStretch(1)
        self._layout = layout
        theme().changed.connect(self._fit)

    def set_options(
        self, options: Sequence[tuple[str, str]], icons: dict[str, str] | None = None
    ) -> None:
        """Show these (key, text) pairs; buttons of the same key stay and keep focus."""
        keys = [key for key, _ in options]
        if keys != list(self._buttons):
            for old in self._buttons.values():
                self._group.removeButton(old)
                self._layout.removeWidget(old)
                old.deleteLater()
            self._buttons.clear()
            for key, text in options:
                made = button(text, kind=self._kind, icon=(icons or {}).get(key, ""))
                made.setObjectName(f"choice-{key}")
                made.setCheckable(True)
                made.clicked.connect(self._teller(key))
                self._group.addButton(made)
                at = self._layout.count() - (1 if self._kind in ("chip", "tab") else 0)
                self._layout.insertWidget(at, made, 0 if self._kind in ("chip", "tab") else 1)
                self._buttons[key] = made
        for key, text in options:
            made = self._buttons[key]
            if made.text() != text:
                made.setText(text)
                made.setAccessibleName(text)
        self._fit()

    def _fit(self) -> None:
        """Give each button the room of its bold text, so that nothing moves when it is chosen."""
        bold = QFontMetrics(font(13, 600))
        for made in self._buttons.values():
            icon = 0 if made.icon().isNull() else made.iconSize().width() + 6
            made.setMinimumWidth(bold.horizontalAdvance(made.text()) + icon + _ROOM[self._kind])

    def _teller(self, key: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(key)

    def choose(self, key: str) -> None:
        """Show a key as chosen, without telling; an unknown key chooses none."""
        made = self._buttons.get(key)
        if made is not None:
            made.setChecked(True)
            return
        self._group.setExclusive(False)
        for each in self._buttons.values():
            each.setChecked(False)
        self._group.setExclusive(True)

    def current(self) -> str:
        """Return the key that is chosen; empty if none is."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def option(self, key: str) -> QPushButton:
        """Return the button of a key."""
        return self._buttons[key]


class ChipRow(QWidget):
    """Short texts as chips, each with × to take it away; for clauses, criteria, links.

    Emits `removed` with the text.
    """

    removed = Signal(str)

    def __init__(self, *, read_only: bool = False, remove_word: str = "Remove") -> None:
        super().__init__()
        from cfpdesk.ui.widgets.flow_layout import FlowLayout

        self._read_only = read_only
        self._remove_word = remove_word
        self._texts: tuple[str, ...] = ()
        self._layout = FlowLayout(self, spacing=6)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show these texts in this order."""
        if tuple(texts) == self._texts:
            return
        self._texts = tuple(texts)
        self._layout.clear()
        for text in texts:
            self._layout.addWidget(self._chip(text))
        self.updateGeometry()

    def _chip(self, text: str) -> QWidget:
        from cfpdesk.ui.widgets.text import label

        if self._read_only:
            return label(text, chip="clause")
        made = button(f"{text}  ×", lambda: self.removed.emit(text), kind="chip")
        role(made, kind="removable")
        made.setAccessibleName(f"{self._remove_word} {text}")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
