"""The menu bar of macOS, made of the lists that keys and palette are made of.

There a program has one at the top of the screen, and a person looks for what it can do in it. On
other systems there is none; Ctrl+K shows the same.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from cfpdesk.i18n import Message, _, msg
from cfpdesk.ui.keys import platform_key
from cfpdesk.ui.page import key_text
from cfpdesk.ui.page_registry import PAGES, entry
from cfpdesk.ui.window_keys import COMMANDS, go_to

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

_SETTINGS = "identity"  # macOS has a place of its own for them, under the program's name


class MenuBar(QMenuBar):
    """Three menus: where to go, what the page offers, what the window does.

    Their titles are in both languages and so never stale; the lines are made when one is opened.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setAccessibleName(_("Menu bar"))
        self._window = window
        self.menus: list[QMenu] = []
        for title, fill in (
            (msg("Pages"), self._pages),
            (msg("This page"), self._page),
            (msg("Commands"), self._commands),
        ):
            menu = self.addMenu(f"{title.text('zh')} {title.text('en')}")
            self.menus.append(menu)
            menu.aboutToShow.connect(partial(self._fill, menu, fill))
            self._fill(menu, fill)

    def _fill(self, menu: QMenu, fill: Callable[[QMenu], object]) -> None:
        menu.clear()
        fill(menu)

    def _pages(self, menu: QMenu) -> None:
        for each in PAGES:
            self._add(menu, each.noun, each.title, each.shortcut, go_to(each.noun))

    def _page(self, menu: QMenu) -> None:
        page = self._window.page if self._window.working else None
        head = str(entry(self._window.current_noun).title) if page is not None else "cfpdesk"
        menu.addAction(head).setEnabled(False)  # macOS leaves out a menu that is empty
        for action in page.page_actions() if page is not None else ():
            made = self._add(menu, action.name, action.text, action.shortcut, None)
            made.setEnabled(action.enabled)
            made.triggered.connect(action.run)

    def _commands(self, menu: QMenu) -> None:
        for command in COMMANDS:
            made = self._add(menu, command.name, command.text, command.shortcut, command.run)
            if command.name == _SETTINGS:
                made.setMenuRole(QAction.MenuRole.PreferencesRole)

    def _add(
        self,
        menu: QMenu,
        name: str,
        text: Message | str,
        shortcut: str,
        run: "Callable[[MainWindow], object] | None",
    ) -> QAction:
        """Add a line. Its key is only shown: the window has bound it, and twice would be none."""
        key = key_text(platform_key(shortcut))
        made = menu.addAction(f"{text}  {key}" if key else str(text))
        made.setObjectName(f"menu-{name}")
        made.setMenuRole(QAction.MenuRole.NoRole)  # else macOS moves lines by words in them
        made.setEnabled(self._window.working)
        if run is not None:
            made.triggered.connect(lambda: run(self._window))
        return made
