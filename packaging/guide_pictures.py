"""Make `docs/pictures/*.png` by the program itself: each page, Chinese and English, light.

    .venv/bin/python packaging/guide_pictures.py [FOLDER]

The window is drawn off screen on the sample engagement, after a day that `picture_day.py` lives
through. Pictures are 1366x768 with a palette of 256 colours, so that the repository stays small.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["TZ"] = "Asia/Shanghai"
time.tzset()
sys.path.insert(0, str(Path(__file__).parent))

from picture_day import (  # type: ignore[import-not-found]  # noqa: E402
    AUDITORS,
    LEAD,
    PASSPHRASE,
    SAMPLE,
    Clock,
    Day,
    finish,
    until_one_is_in,
    until_the_last_signs,
)
from PIL import Image  # noqa: E402
from PySide6.QtCore import QEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget  # noqa: E402

from cfpdesk import app  # noqa: E402
from cfpdesk.i18n import LANGUAGES, set_language  # noqa: E402
from cfpdesk.model.evidence import Evidence  # noqa: E402
from cfpdesk.model.gate import Target  # noqa: E402
from cfpdesk.model.journal import Actor  # noqa: E402
from cfpdesk.model.photo_mark import MarkKind, Point  # noqa: E402
from cfpdesk.model.population import Population  # noqa: E402
from cfpdesk.steps import finding, photo_mark  # noqa: E402
from cfpdesk.store.identity import PASSPHRASE_VARIABLE  # noqa: E402
from cfpdesk.store.session import Session  # noqa: E402
from cfpdesk.ui.main_window import MainWindow  # noqa: E402
from cfpdesk.ui.signing_window import SigningWindow  # noqa: E402
from cfpdesk.ui.theme import theme  # noqa: E402
from cfpdesk.ui.tokens import Mode  # noqa: E402
from cfpdesk.ui.widgets.pdf_view import PdfView  # noqa: E402
from cfpdesk.ui.window_keys import hand_over_here  # noqa: E402

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE = (1366, 768)
COLOURS = 256
PATIENCE_S = 60
TURNS = 60
WORKBOOK = SAMPLE / "client" / "恒锐_CFP_2025.xlsx"


class Camera:
    """Takes a picture of what is in front, in both languages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, window: MainWindow, name: str, show: Callable[[], QWidget | None]) -> None:
        """Show something and take it in each language."""
        for language in LANGUAGES:
            set_language(language)
            window.speak()
            shown = show() or window
            settle(window)
            self.write(shown, f"{name}-{language}-light.png")

    def write(self, widget: QWidget, name: str) -> None:
        """Write what a widget shows, with few colours."""
        raw = self._folder / f".{name}"
        widget.grab().save(str(raw), "PNG")
        rgb = Image.open(raw).convert("RGB")  # beside a photo, small marks keep their colours
        cover = Image.Quantize.MAXCOVERAGE
        picture = rgb.quantize(COLOURS, cover, kmeans=2, dither=Image.Dither.NONE)
        picture.save(self._folder / name, optimize=True)
        raw.unlink()


def settle(window: MainWindow) -> None:
    """Wait until no job runs and previews are drawn.

    Raises:
        TimeoutError: if something runs for more than a minute.
    """
    end, calm = time.monotonic() + PATIENCE_S, time.monotonic() + 0.8
    turns = 0
    while (
        _is_busy()
        or window.desk.jobs.running
        or time.monotonic() < calm
        or turns < TURNS  # on a busy machine the time passes before everything has its place
    ):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        turns += 1
        time.sleep(0.005)
        if time.monotonic() > end:
            raise TimeoutError("the window does not come to rest")


def _is_busy() -> bool:
    views = (view for top in QApplication.topLevelWidgets() for view in top.findChildren(PdfView))
    return any(view.busy for view in views if view.isVisible())


@contextmanager
def opened(home: Path, clock: Clock, *words: str) -> Iterator[MainWindow]:
    """Open the program on a computer, light and at the size of the pictures."""
    os.environ["CFPDESK_HOME"] = str(home)
    app.now = clock
    window = app.build(words)
    theme().choose(Mode.LIGHT)
    window.resize(*SIZE)
    window.show()
    settle(window)
    try:
        yield window
    finally:
        window.close()
        settle(window)


def beginnings(camera: Camera, place: Path, day: Day) -> None:
    """Take the pages before there is an engagement."""
    with opened(place / "new", day.clock) as window:
        words = {"name": "苏晓岚", "organisation": "嘉泰检验认证有限公司 CICC"}

        def first() -> None:  # the page is made anew for each language
            for field, text in words.items():
                found = window.findChild(QLineEdit, f"first-{field}")
                if found is not None:
                    found.setText(text)

        camera.take(window, "first-run", first)
    with opened(day.home(AUDITORS[1]), day.clock) as window:
        camera.take(window, "welcome", lambda: None)


def signing(camera: Camera, day: Day) -> None:
    """Take what the client sees; a window for each language: only the passphrase closes it."""
    for language in LANGUAGES:
        words = (str(day.folder(LEAD)), "--lang", language)
        with opened(day.home(LEAD), day.clock, *words) as window:
            window.desk.go("opening")
            settle(window)
            hand_over_here(window)
            shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
            page = next(w for w in shown if isinstance(w, SigningWindow))
            page.showNormal()  # the screen that is drawn to memory is smaller than a laptop's
            page.resize(*SIZE)
            page.activateWindow()
            settle(window)
            for cover in page.findChildren(QPushButton):
                if cover.isVisible() and cover.objectName() == "sign-uncover":
                    cover.click()
            camera.write(page, f"signing-{language}-light.png")
            page.hide()
            page.deleteLater()


def merging(camera: Camera, day: Day) -> None:
    """Take a package that is looked at before anything of it is written."""
    with opened(day.home(LEAD), day.clock, str(day.folder(LEAD))) as window:
        window.desk.go("merge")
        if window.page is not None:
            window.page.receive([day.package(AUDITORS[1])])
        settle(window)
        camera.take(window, "merge", lambda: window.desk.go("merge"))


def mapping(camera: Camera, day: Day) -> None:
    """Take the client's workbook as its columns are guessed, before anything is written."""
    other = AUDITORS[1]  # who has not imported it
    with opened(day.home(other), day.clock, str(day.folder(other))) as window:
        window.desk.go("inventory")
        settle(window)
        if window.page is not None:
            window.page.receive([WORKBOOK])
        settle(window)
        camera.take(window, "mapping", lambda: window.desk.go("inventory"))


def figures(camera: Camera, day: Day) -> None:
    """Take recalculation and sampling with what stands behind them."""
    with opened(day.home(LEAD), day.clock, str(day.folder(LEAD))) as window:
        for noun in ("inventory", "sampling"):  # once before, so that tables are read
            window.desk.go(noun)
            settle(window)
        row = window.desk.session.all(Population)[0].row
        for name, target in (
            ("inventory", Target("inventory", "P1")),
            ("sampling", Target("sampling", row)),
            ("misstatements", Target("sampling", field="chosen")),
        ):
            camera.take(window, name, partial(window.desk.go, target))
        window.desk.go(Target("inventory", field="charts"))
        settle(window)
        _press(window, "choice-charts")
        _press(window, "simulate")
        settle(window)
        camera.take(window, "charts", lambda: None)


def _press(window: MainWindow, name: str) -> None:
    found = window.findChild(QPushButton, name)
    if found is not None:
        found.click()
    settle(window)


def mark(session: Session, row: str) -> None:
    """Draw on the photo of the meter what an auditor would: the ratio, the label, what to hide."""
    for kind, ends, text in (
        (MarkKind.ELLIPSE, ((0.29, 0.5), (0.52, 0.61)), "互感器变比 1200/5"),
        (MarkKind.ARROW, ((0.07, 0.93), (0.17, 0.76)), "现场标签 ×240"),
        (MarkKind.TEXT, ((0.22, 0.05),), "变比 1200/5 = ×240，与台账倍率一致"),
        (MarkKind.BAR, ((0.55, 0.525), (0.715, 0.565)), ""),
    ):
        photo_mark.draw(session, row, kind, [Point(*end) for end in ends], text=text)


def pages(camera: Camera, day: Day) -> None:
    """Take every page of the engagement near the end of the visit."""
    with opened(day.home(LEAD), day.clock, str(day.folder(LEAD))) as window:
        session = window.desk.session
        mark(session, _photo(session))
        found = finding.state(session).findings
        disputed = next(v.finding for v in found if "酸再生" in v.finding.title)
        shown = {
            "home": Target("home"),
            "engagement": Target("engagement"),
            "contract": Target("engagement", field="contract_tab"),
            "team": Target("engagement", field="statement"),
            "days": Target("engagement", field="sources"),
            "plan": Target("engagement", field="schedule"),
            "stages": Target("engagement", field="stages_tab"),
            "opening": Target("opening"),
            "checklist": Target("checklist", "ELEC-01"),
            "evidence": Target("evidence", _photo(session)),
            "finding": Target("finding", disputed.row),
            "closing": Target("closing"),
            "package": Target("package"),
            "document": Target("document", "attendance_opening"),
        }
        for target in shown.values():  # once before, so that previews are there
            window.desk.go(target)
            settle(window)
        for name, target in shown.items():
            camera.take(window, name, partial(window.desk.go, target))


def _photo(session: Session) -> str:
    held = session.all(Evidence)
    return next(e.row for e in held if e.file and e.file.name == "DSC00916.JPG")


def main(words: list[str]) -> int:
    """Live through the day and take all pictures."""
    camera = Camera(Path(words[0]) if words else PICTURES)
    os.environ[PASSPHRASE_VARIABLE] = PASSPHRASE
    with tempfile.TemporaryDirectory() as place:
        os.environ["HOME"] = place
        day, session = until_the_last_signs(Path(place))
        session.close()
        beginnings(camera, Path(place), day)
        signing(camera, day)
        with _lead(day) as session:
            until_one_is_in(day, session)
        merging(camera, day)
        mapping(camera, day)
        with _lead(day) as session:
            finish(day, session)
        pages(camera, day)
        figures(camera, day)
    return 0


def _lead(day: Day) -> Session:
    identity = day.identities[LEAD]
    actor = Actor(identity.card.name, identity.key_sha256)
    return Session.open(day.folder(LEAD), actor, day.clock)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
