"""A device of the visit: its own home folder, its own clock, the real window, and a camera.

Each device of the play is a process of its own, as each auditor has a laptop of their own.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from cfpdesk import app
from cfpdesk.i18n import LANGUAGES, Language, set_language
from cfpdesk.model.gate import Target
from cfpdesk.ui.page_registry import PAGES
from cfpdesk.ui.theme import theme
from cfpdesk.ui.tokens import Mode
from tests.flow.visit import dialogs, hands
from tests.flow.visit.day import BODY, SHORT, names

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

PASSPHRASE = "冷轧带钢 every coil counts 2026"
SIZE = (1366, 768)
# What begins a moment after the page is shown: X-ray, paper, thumbnails; in milliseconds.
SLOW_PAGES = {"package": 400, "document": 300, "evidence": 400, "finding": 200, "checklist": 200}
# The tabs of the preparation, each with a field that stands on it.
TABS = {
    "contract": "contract_tab",
    "team": "statement",
    "days": "sources",
    "sites": "add_site",
    "plan": "schedule",
    "stages": "stages_tab",
}
SHORT_LOOKS = (("zh", Mode.LIGHT), ("en", Mode.DARK))


class Stage:
    """One laptop with the program open.

    Attributes:
        who: short name of the person whose laptop it is.
        place: the folder of the play.
        shared: the USB stick: what people hand to each other.
    """

    def __init__(self, who: str, place: Path) -> None:
        self.who, self.place = who, place
        self.laptop = place / "laptops" / who
        self.shared = place / "stick"
        self.shared.mkdir(exist_ok=True)
        self.pictures = place / "pictures"
        self.window = self._open()

    def _open(self) -> "MainWindow":
        window = app.build(["--lang", "zh"])
        theme().choose(Mode.LIGHT)
        window.resize(*SIZE)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.activateWindow()
        hands.settle(80)
        return window

    # Coming in ----------------------------------------------------------------------------------

    def first_run(self) -> None:
        """Make an identity as a person does at the first start; save card and recovery file."""
        name = names()[self.who]
        for which, text in (
            ("name", name),
            ("organisation", BODY),
            ("passphrase", PASSPHRASE),
            ("again", PASSPHRASE),
        ):
            hands.type_text(hands.named(f"first-{which}"), text)
        self.picture(f"first-run-{self.who}")
        hands.click(hands.named("first-make"))
        hands.wait_for(lambda: self._there("first-begin"), "the key to be made")
        self.picture(f"key-made-{self.who}")
        self.save_as(lambda: hands.click(hands.named("first-card")), self.shared / f"{name}.cfid")
        recovery = self.laptop / "recovery.cfrec"
        self.save_as(lambda: hands.click(hands.named("first-save")), recovery)
        hands.click(hands.named("first-begin"))
        hands.settle(50)

    def unlock(self) -> None:
        """Come back to the laptop: type the passphrase."""
        hands.type_text(hands.named("lock-passphrase"), PASSPHRASE)
        hands.click(hands.named("lock-open"))
        hands.settle(60)

    def open_recent(self, folder: str) -> None:
        """Open an engagement that was open before."""
        hands.press_button(folder)
        hands.wait_for(lambda: self.window.desk.is_open, "the engagement to open")
        self.calm()

    # Going and saving ---------------------------------------------------------------------------

    def go(self, key: Qt.Key) -> None:
        """Go to a page by its key."""
        hands.press_key(key, Qt.KeyboardModifier.ControlModifier, self.window)
        hands.settle(60)

    def calm(self) -> None:
        """Wait until no job runs, and see that nothing went wrong.

        Raises:
            AssertionError: if a banner says that something did not go.
        """
        jobs = self.window.desk.jobs
        hands.wait_for(lambda: not jobs.running, "the jobs to end", 120)
        hands.settle(30)
        if not self.window.isActiveWindow() and not hands.shown_over(self.window):
            hands.come_back(self.window)
        banner = self.window.findChild(QWidget, "banner-error")
        if banner is not None and banner.isVisible():
            words = " ".join(label.text() for label in banner.findChildren(QLabel))
            raise AssertionError(f"the window says: {words}")

    def save_as(self, press: Callable[[], object], path: Path) -> None:
        """Press something that asks where to write, and say where."""
        path.parent.mkdir(parents=True, exist_ok=True)
        dialogs.in_dialog(press, dialogs.choose_file(path))
        hands.settle(30)

    def sign_as(self, press: Callable[[], object], path: Path) -> None:
        """Press something that asks where to write and then for the passphrase."""
        path.parent.mkdir(parents=True, exist_ok=True)
        dialogs.in_dialog(press, dialogs.choose_file(path), self.passphrase)
        hands.settle(30)

    def passphrase(self, dialog: QWidget) -> None:
        """Type the passphrase into the dialog that asks for it."""
        field = dialog.findChild(QLineEdit, "passphrase")
        assert field is not None, dialog.accessibleName()
        hands.type_text(field, PASSPHRASE)
        hands.click(hands.named("answer-do", dialog))

    def _there(self, name: str) -> bool:
        found = self.window.findChild(QWidget, name)
        return found is not None and found.isVisible()

    # The camera ---------------------------------------------------------------------------------

    def picture(self, name: str) -> None:
        """Take one picture of what is on the screen."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        hands.settle(40)
        hands.active_window().grab().save(str(self.pictures / f"{name}.png"))

    def pictures_of_all_pages(self) -> list[str]:
        """Take every page in both languages, light and dark; returns the files' names."""
        made: list[str] = []
        self.pictures.mkdir(parents=True, exist_ok=True)
        for mode in (Mode.LIGHT, Mode.DARK):
            theme().choose(mode)
            for language in LANGUAGES:
                if os.environ.get(SHORT) and (language, mode) not in SHORT_LOOKS:
                    continue
                with self._speaking(language):
                    for page in PAGES:
                        self.window.desk.go(page.noun)
                        hands.settle(SLOW_PAGES.get(page.noun, 60))
                        self.calm()
                        hands.settle(60)
                        name = f"{page.noun}-{language}-{mode.value}.png"
                        self.window.grab().save(str(self.pictures / name))
                        made.append(name)
                    made += self._tabs(f"{language}-{mode.value}")
        theme().choose(Mode.LIGHT)
        return made

    def _tabs(self, look: str) -> list[str]:
        """Take every tab of the preparation; returns the files' names."""
        made = []
        for tab, field in TABS.items():
            self.window.desk.go(Target("engagement", field=field))
            hands.settle(120)
            self.calm()
            name = f"engagement-{tab}-{look}.png"
            self.window.grab().save(str(self.pictures / name))
            made.append(name)
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
