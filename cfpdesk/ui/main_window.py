"""The window: rail, header, title row, page, side panel, next line; and going between pages.

It holds no state of the engagement. After each commit it asks for a new `Overview` and refreshes
the page that is shown if that page watches one of the changed tables; others become stale and
refresh when they are shown.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.gate import Target
from cfpdesk.model.journal import Clock
from cfpdesk.ui import window_keys
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.first_paint import FirstPaint
from cfpdesk.ui.header import Header
from cfpdesk.ui.icons import follow_theme
from cfpdesk.ui.keys import TYPING_S, Keys
from cfpdesk.ui.next_line import NextLine
from cfpdesk.ui.page import Page
from cfpdesk.ui.page_registry import PageEntry, entry
from cfpdesk.ui.rail import Rail
from cfpdesk.ui.side_panel import SidePanel
from cfpdesk.ui.window_closing import may_close
from cfpdesk.ui.window_frame import WindowFrame
from cfpdesk.ui.window_host import WindowHost
from cfpdesk.ui.window_look import watch_touch

if TYPE_CHECKING:
    from cfpdesk.store.session import Changes, Session
    from cfpdesk.ui.overview import Overview
    from cfpdesk.ui.session_bus import SessionBus

NARROW_BELOW = 1180
TICK_MS = 30_000


class MainWindow(QMainWindow):
    """See the module text. `desk` holds the services for pages."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setWindowTitle("cfpdesk")
        self.setMinimumSize(1000, 600)
        self.desk = Desk(WindowHost(self), self, clock)
        self._bus: SessionBus | None = None
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._overview: Overview | None = None
        self._put_off: dict[str, datetime] = {}
        self._rail_chosen: bool | None = None
        self.services: dict[str, Callable[[], object]] = {}
        self.kept: tuple[object, ...] = ()
        self.committed_at = time.monotonic()
        self.frames = QStackedWidget()
        self.setCentralWidget(self.frames)
        self.frame = WindowFrame(window_keys.frame_actions(self), self.frames)
        self.keys = Keys(self)
        window_keys.bind(self)
        follow_theme()
        self.desk.jobs.changed.connect(self._show_job)
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self.refresh_overview)
        self._later = QTimer(self, singleShot=True, interval=round(TYPING_S * 1000))
        self._later.timeout.connect(self._show_overview)
        self.first_paint = FirstPaint(self)
        self.first_paint.done.connect(self._soon.start)
        self.first_paint.done.connect(partial(watch_touch, self))
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh_overview)
        self.setAcceptDrops(True)

    # The parts, by the names everybody knows them by.

    @property
    def rail(self) -> Rail:
        """The rail at the left."""
        return self.frame.rail

    @property
    def header(self) -> Header:
        """The header."""
        return self.frame.header

    @property
    def stack(self) -> QStackedWidget:
        """The pages, of which one is shown."""
        return self.frame.stack

    @property
    def side(self) -> SidePanel:
        """The side panel, open or not."""
        return self.frame.side

    @property
    def next_line(self) -> NextLine:
        """The next line."""
        return self.frame.next_line

    def serve(self, name: str) -> None:
        """Call a service of the window by name; what comes late may not be there yet."""
        if run := self.services.get(name):
            run()

    # An engagement comes and goes -------------------------------------------------------------

    def open_session(self, session: "Session") -> None:
        """Show an engagement; pages of the one before are thrown away."""
        from cfpdesk.ui.session_bus import SessionBus

        self.close_session()
        self.desk.session = session
        self._bus = SessionBus(session, self)
        self._bus.changed.connect(self._changed)
        self.desk.settings.add_recent(session.folder)
        self._tick.start()
        self.show_all()

    def close_session(self) -> None:
        """Commit what is typed, forget the pages, and let the engagement go."""
        if not self.desk.is_open:
            return
        self.desk.leave_fields()
        self._tick.stop()
        if self._bus is not None:
            self._bus.close()
            self._bus = None
        self.serve("close")
        self.keys.bind_page([])
        self.stack.hide()  # else each page that follows would be shown before it goes
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.stack.show()
        self._current = ""
        self.desk.session.close()
        self.desk.session = None
        self._overview = None
        self.header.show_engagement("", "", "")
        self.next_line.show_thing(None)

    def show_frame(self, page: QWidget | None) -> None:
        """Show a page outside the engagement (start, first run, locked), or the work again."""
        shown = self.frames.currentWidget()
        if page is not None:
            self.frames.addWidget(page)
            self.frames.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.frames.setCurrentWidget(self.frame)
        if shown is not None and shown is not self.frame and shown is not page:
            self.frames.removeWidget(shown)
            shown.deleteLater()
        self.keys.enable(on=page is None)

    @property
    def working(self) -> bool:
        """Whether the engagement is shown, and not a page outside it."""
        return self.frames.currentWidget() is self.frame

    def show_all(self) -> None:
        """Show everything the engagement says outside the pages."""
        self.serve("engagement")
        self._ask_soon()
        self._show_saved()
        self._show_history()

    # Going ------------------------------------------------------------------------------------

    def go(self, target: Target) -> None:
        """Show a page and the row and field on it."""
        if not self.desk.is_open:
            return
        found = entry(target.page)
        if self._current != target.page:
            self.desk.leave_fields()
            self._show_page(found)
        if target.row or target.field:
            self._pages[target.page].lead_to(target)
            self.page_changed()

    def _show_page(self, found: PageEntry) -> None:
        page = self._pages.get(found.noun)
        if page is None:
            page = found.load()(self.desk)
            page.setObjectName(f"page-{found.noun}")
            page.setAccessibleName(str(found.title))
            self._pages[found.noun] = page
            self.stack.addWidget(page)
        self.frame.banners.settle("error")
        self._current = found.noun
        if page.stale:
            page.show_state()
        self.stack.setCurrentWidget(page)
        self.rail.show_current(found.noun)
        self._show_side()
        self.page_changed()
        self._show_overview()
        self._ask_soon()
        self.desk.settings.put(f"page/{self.desk.session.folder}", found.noun)
        if page.focusWidget() in (None, page):
            page.take_focus()

    @property
    def current_noun(self) -> str:
        """The noun of the page that is shown; empty where none is."""
        return self._current

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._current)

    def page_changed(self) -> None:
        """Show title, state line, buttons and keys of the page anew."""
        page = self.page
        if page is None:
            return
        found = entry(self._current)
        self.frame.title_row.show_page(
            str(found.title), page.state_line(), work=page.LAYOUT == "work"
        )
        actions = page.page_actions()
        self.frame.title_row.show_actions(actions)
        self.keys.bind_page(
            [(a.shortcut, self._page_key(a.name)) for a in actions if a.shortcut and a.enabled]
        )
        if self.side.guidance is not None:
            self.side.show_guidance(page.guidance())

    def _page_key(self, name: str) -> Callable[[], object]:
        def run() -> None:
            page = self.page
            for action in page.page_actions() if page is not None else ():
                if action.name == name and action.enabled:
                    action.run()
                    return

        return run

    # After a commit ---------------------------------------------------------------------------

    def _changed(self, changes: "Changes") -> None:
        self.committed_at = time.monotonic()
        for noun, page in self._pages.items():
            if page.WATCHES & changes.tables:
                page.stale = True
                if noun == self._current:
                    page.show_state()
        self.page_changed()
        self._show_saved()
        self._show_history()
        self.frame.banners.settle("not-written", "error")
        self._ask_soon()

    def _ask_soon(self) -> None:
        if self.first_paint.past:  # it asks every step; a page is painted before that
            self._soon.start()

    def refresh_overview(self) -> None:
        """Compute status, blockers and the next thing, and show them."""
        if not self.desk.is_open:
            return
        from cfpdesk.ui.overview import overview

        waiting = {noun: page.waiting() for noun, page in self._pages.items()}
        now = self.desk.now()
        self._overview = overview(self.desk.session, now, self._current, self._put_off, waiting)
        self._show_overview()
        self.serve("engagement")
        self.serve("backup_state")

    def _show_overview(self) -> None:
        if self._overview is None:
            return
        self.rail.show_overview(self._overview)
        missing = self._overview.blockers(self._current) if self._current else ()
        self.side.show_blockers(missing)
        self.frame.strip.show_blockers(missing)
        if self.keys.typing:  # a sentence that changes beside one's own words disturbs
            self._later.start()
        else:
            self.next_line.show_thing(self._overview.next)

    @property
    def overview(self) -> "Overview | None":
        """Where the visit stands, as last computed."""
        return self._overview

    def _show_saved(self) -> None:
        at = self.desk.session.saved_at
        if self.desk.session.read_only:
            self.header.show_saved(_("Read only"), "warn")
        elif at is not None:
            self.header.show_saved(_("Saved {time}").format(time=f"{at.astimezone():%H:%M}"))

    def _show_history(self) -> None:
        session = self.desk.session
        self.header.show_undo(session.undoable(), session.redoable())

    # Keys and header --------------------------------------------------------------------------

    def do_next(self) -> None:
        """Go and do the next thing (Ctrl+Enter)."""
        self.desk.leave_fields()
        self.refresh_overview()
        thing = self._overview.next if self._overview is not None else None
        if thing is None or thing.done:
            return
        page = self.page if thing.target.page == self.current_noun else None
        if page is None or not page.go_on():
            self.go(thing.target)

    def put_off(self) -> None:
        """Put the next thing off for 30 minutes (Alt+Enter)."""
        thing = self.next_line.thing
        if thing is not None and not thing.done:
            self._put_off[thing.code] = self.desk.now()
            self.refresh_overview()

    def speak(self) -> None:
        """Build every text of the window anew in the current language."""
        page = self.page
        self.frame.build()
        for noun, other in self._pages.items():
            other.setAccessibleName(str(entry(noun).title))
            if other is page:
                other.rebuild()
            else:
                other.forget()
        self.serve("language")
        if self.desk.is_open:
            self.page_changed()
            self.show_all()

    def toggle_rail(self) -> None:
        """Collapse or open the rail (F8)."""
        self._rail_chosen = not self.rail.narrow
        self.rail.set_narrow(self._rail_chosen)

    # The side panel ---------------------------------------------------------------------------

    def toggle_side(self) -> None:
        """Open or close the side panel; remembered per page (F9)."""
        self.desk.settings.put_flag(f"side/{self._current}", value=not self.side.isVisible())
        self._show_side()

    def _show_side(self) -> None:
        page = self.page
        if page is not None:
            read = page.LAYOUT == "read"
            shown = self.desk.settings.flag(f"side/{self._current}", default=read)
            self.frame.place_side(read=read, shown=shown)

    # Jobs and closing -------------------------------------------------------------------------

    def _show_job(self) -> None:
        self.header.show_job(self.desk.jobs.current)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Commit what is typed; ask once where a job is running."""
        self.desk.leave_fields()
        if not may_close(self):
            event.ignore()
            return
        self.desk.settings.put_bytes("geometry", self.saveGeometry())
        self.close_session()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Collapse the rail where there is no room, unless the person decided."""
        super().resizeEvent(event)
        if self._rail_chosen is None:
            narrow = event.size().width() < NARROW_BELOW
            if narrow != self.rail.narrow:
                self.rail.set_narrow(narrow)
        self.frame.float_side()
