"""A device of the visit: its own home folder, its own clock, the real window, and a camera.

Each device of the play is a process of its own, as each auditor has a laptop of their own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cfpdesk import app
from cfpdesk.i18n import LANGUAGES, Language, set_language
from cfpdesk.ui.page_registry import PAGES
from cfpdesk.ui.theme import theme
from cfpdesk.ui.tokens import Mode
from tests.flow.visit import hands

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

PASSPHRASE = "冷轧带钢 every coil counts 2026"
SIZE = (1366, 768)


class Stage:
    """One laptop with the program open."""

    def __init__(self, folder: Path, pictures: Path) -> None:
        self.folder = folder
        self.pictures = pictures
        self.window = self._open()

    def _open(self, *words: str) -> "MainWindow":
        window = app.build(["--lang", "zh", *words])
        app.install_last_resort(window)
        window.resize(*SIZE)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.activateWindow()
        hands.settle(80)
        return window

    def first_run(self, name: str, organisation: str) -> None:
        """Make an identity as a person does at the first start."""
        from PySide6.QtWidgets import QLineEdit

        def field(which: str) -> QLineEdit:
            found = self.window.findChild(QLineEdit, f"first-{which}")
            assert found is not None, which
            return found

        hands.type_text(field("name"), name)
        hands.type_text(field("organisation"), organisation)
        hands.type_text(field("passphrase"), PASSPHRASE)
        hands.type_text(field("again"), PASSPHRASE)
        self.picture_once("first-run")
        make = self.window.findChild(QWidget, "first-make")
        assert make is not None
        hands.click(make)
        hands.wait_for(
            lambda: self.window.findChild(QWidget, "first-make") is None, "the key to be made"
        )
        hands.settle(50)

    def go(self, key: Qt.Key) -> None:
        """Go to a page by its key."""
        QTest.keyClick(self.window, key, Qt.KeyboardModifier.ControlModifier)
        hands.settle(60)

    # The camera ---------------------------------------------------------------------------------

    def picture_once(self, name: str) -> None:
        """Take one picture of what is on the screen."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        hands.settle(40)
        hands.active_window().grab().save(str(self.pictures / f"{name}.png"))

    def pictures_of_all_pages(self, prefix: str) -> list[Path]:
        """Take every page in both languages, light and dark."""
        made: list[Path] = []
        for mode in (Mode.LIGHT, Mode.DARK):
            theme().choose(mode)
            for language in LANGUAGES:
                with self._speaking(language):
                    for page in PAGES:
                        self.window.desk.go(page.noun)
                        hands.settle(120)
                        path = self.pictures / f"{prefix}-{page.noun}-{language}-{mode.value}.png"
                        path.parent.mkdir(parents=True, exist_ok=True)
                        self.window.grab().save(str(path))
                        made.append(path)
        theme().choose(Mode.LIGHT)
        return made

    @contextmanager
    def _speaking(self, language: Language) -> Iterator[None]:
        set_language(language)
        self.window.speak()
        try:
            yield
        finally:
            set_language("zh")
            self.window.speak()

    def close(self) -> None:
        """Close the window as a person does."""
        self.window.close()
        hands.settle(60)


def prepare_home(folder: Path) -> None:
    """Give this process a home of its own; before anything of the program looks for one."""
    os.environ["CFPDESK_HOME"] = str(folder)
    os.environ.pop("CFPDESK_PASSPHRASE", None)
