"""Buttons of the few kinds there are, each with a name, a tooltip and its key.

Enter presses the button in focus as Space does; Qt does that in dialogs alone.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton

from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class _Button(QPushButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in _ENTER and event.modifiers() in _PLAIN:
            self.click()
        else:
            super().keyPressEvent(event)


class _Tool(QToolButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in _ENTER and event.modifiers() in _PLAIN:
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    run: Callable[[], object] | None = None,
    *,
    icon: str = "",
    kind: str = "",
    tip: str = "",
    name: str = "",
) -> QPushButton:
    """Return a button with words.

    Args:
        kind: primary, quiet, link, danger, large, large-primary, segment, chip, tab or plain.
        name: object name, for tests and for keeping focus on a language switch.
    """
    made = _Button(text)
    made.setAccessibleName(text.replace("&", ""))
    if kind:
        role(made, kind=kind)
    if icon:
        set_icon(made, icon, _icon_token(kind))
    if tip:
        made.setToolTip(tip)
    if name:
        made.setObjectName(name)
    made.setAutoDefault(False)
    made.setCursor(
        Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor
    )
    if run is not None:
        made.clicked.connect(lambda _checked=False: run())
    return made


def tool(
    icon: str,
    name: str,
    run: Callable[[], object] | None = None,
    *,
    key: str = "",
    token: str = "text",
    size: int = 18,
    checkable: bool = False,
) -> QToolButton:
    """Return a button with an icon only; its name is its tooltip and its accessible name."""
    made = _Tool()
    made.setAccessibleName(name)
    made.setToolTip(f"{name}  {key}".rstrip())
    made.setCheckable(checkable)
    role(made, tool="icon")
    set_icon(made, icon, token, size)
    made.setIconSize(QSize(size, size))
    if run is not None:
        made.clicked.connect(lambda _checked=False: run())
    return made


def _icon_token(kind: str) -> str:
    if kind in ("primary", "large-primary"):
        return "on_accent"
    return {"link": "accent", "danger": "bad"}.get(kind, "text")
