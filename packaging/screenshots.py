"""Pictures of every page by the program itself, for the guide and for looking at them.

python packaging/screenshots.py ENGAGEMENT OUT [--lang zh en] [--mode light dark sun] [--size WxH]

Draws to memory: no display is needed. The identity of `CFPDESK_HOME` is used if there is one.
"""

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest

from cfpdesk import app
from cfpdesk.i18n import Language, set_language
from cfpdesk.model.gate import Target
from cfpdesk.model.journal import Actor
from cfpdesk.store.home import home_folder
from cfpdesk.store.identity import load_identity
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.page_registry import PAGES
from cfpdesk.ui.theme import theme
from cfpdesk.ui.tokens import Mode
from cfpdesk.ui.widgets.pdf_view import PdfView
from cfpdesk.ui.window_services import Services

LANGUAGES: tuple[Language, ...] = ("zh", "en")
PATIENCE_MS = 5000


def quiet(window: MainWindow) -> None:
    """Wait until the page is painted, paper is drawn and no job runs."""
    QTest.qWait(120)
    for _turn in range(PATIENCE_MS // 50):
        drawing = any(view.busy for view in window.findChildren(PdfView) if view.isVisible())
        if not window.desk.jobs.running and not drawing:
            break
        QTest.qWait(50)
    QTest.qWait(60)


def take(window: MainWindow, out: Path, name: str) -> Path:
    """Save a picture of the window."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{name}.png"
    window.grab().save(str(path))
    return path


def every_page(window: MainWindow, out: Path, suffix: str) -> list[Path]:
    """Save a picture of every page."""
    taken = []
    for entry in PAGES:
        window.go(Target(entry.noun))
        quiet(window)
        taken.append(take(window, out, f"{entry.number:02d}-{entry.noun}-{suffix}"))
    return taken


def open_window(folder: Path, size: tuple[int, int]) -> MainWindow:
    """Open the window on an engagement without the row of opening pages."""
    app.application()
    theme().apply()
    window = MainWindow(app.now)
    window.kept = (Services(window),)
    window.resize(*size)
    identity = load_identity(home_folder())
    window.desk.identity = identity
    actor = Actor(identity.card.name, identity.key_sha256) if identity else None
    window.open_session(Session.open(folder, actor, app.now))
    window.show()
    return window


def main(words: list[str]) -> int:
    """Take all pictures asked for; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engagement", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lang", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--mode", nargs="+", type=Mode, default=[Mode.LIGHT, Mode.DARK])
    parser.add_argument("--size", default="1366x768")
    asked = parser.parse_args(words)
    width, height = (int(part) for part in asked.size.split("x"))
    window = open_window(asked.engagement, (width, height))
    for mode in asked.mode:
        theme().choose(mode)
        for language in asked.lang:
            set_language(language)
            window.speak()
            for path in every_page(window, asked.out, f"{language}-{mode}"):
                print(path)
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
