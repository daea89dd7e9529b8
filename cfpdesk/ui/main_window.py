"""The window: rail, header, title row, page, side panel, next line; and going between pages.

It holds no state of the engagement. After each commit it asks for a new `Overview` and refreshes
the page that is shown if that page watches one of the changed tables; others become stale and
refresh when they are shown.
"""

import time
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.errors import NotWrittenError, UserError
from cfpdesk.i18n import Language, Text, _, current_language, msg, set_language, text_in
from cfpdesk.model.gate import Target
from cfpdesk.model.journal import Clock
from cfpdesk.ui import window_keys
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.header import Header, HeaderActions
from cfpdesk.ui.icons import follow_theme
from cfpdesk.ui.jobs import Job
from cfpdesk.ui.keys import Keys, can_redo_typing, can_undo_typing
from cfpdesk.ui.next_line import NextLine
from cfpdesk.ui.overview import Overview, overview
from cfpdesk.ui.page import Guidance, Page
from cfpdesk.ui.page_registry import PAGES, PageEntry, entry
from cfpdesk.ui.rail import Rail
from cfpdesk.ui.side_panel import OPEN_WIDTH, SidePanel, SideStrip
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import theme
from cfpdesk.ui.title_row import Banners, TitleRow

if TYPE_CHECKING:
    from cfpdesk.store.identity import Signer
    from cfpdesk.store.session import Changes, Session
    from cfpdesk.ui.session_bus import SessionBus
    from cfpdesk.ui.signing import SigningRequest

NARROW_BELOW = 1180
LOW_BELOW = 700
TICK_MS = 30_000
SHORT_JOB_S = 0.5


class MainWindow(QMainWindow):
    """See the module text. `desk` holds the services for pages."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setWindowTitle("cfpdesk")
        self.setMinimumSize(1000, 600)
        self.desk = Desk(self, self, clock)
        self._bus: SessionBus | None = None
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._overview: Overview | None = None
        self._put_off: dict[str, datetime] = {}
        self._rail_chosen: bool | None = None
        self.services: dict[str, Callable[[], object]] = {}
        self.kept: tuple[object, ...] = ()
        self.committed_at = time.monotonic()
        self._build()
        self.keys = Keys(self)
        window_keys.bind(self)
        follow_theme()
        self.desk.jobs.changed.connect(self._show_job)
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self.refresh_overview)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh_overview)
        self.setAcceptDrops(True)

    def _build(self) -> None:
        central = QWidget()
        role(central, box="window")
        outer = QHBoxLayout(central)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.rail = Rail(lambda: self.serve("identity"), lambda: self.serve("backup"))
        self.rail.chosen.connect(self.desk.go)
        outer.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.header = Header(self._header_actions())
        right.addWidget(self.header)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.content = QFrame()
        role(self.content, box="base")
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.title_row = TitleRow()
        self.banners = Banners()
        self.stack = QStackedWidget()
        inside.addWidget(self.title_row)
        inside.addWidget(self.banners)
        inside.addWidget(self.stack, 1)
        column.addWidget(self.content, 1)
        middle.addLayout(column, 1)
        self.side = SidePanel(self.desk.go, self.toggle_side)
        self.strip = SideStrip(self.toggle_side)
        middle.addWidget(self.side)
        middle.addWidget(self.strip)
        right.addLayout(middle, 1)
        self.next_line = NextLine(self.do_next, self.put_off, self.undo)
        right.addWidget(self.next_line)
        outer.addLayout(right, 1)
        self._central = central
        self.frames = QStackedWidget()
        self.frames.addWidget(central)
        self.setCentralWidget(self.frames)
        self._side_layout = middle
        self._floating = False

    def _header_actions(self) -> HeaderActions:
        return HeaderActions(
            search=lambda: self.serve("search"),
            saved=lambda: self.serve("saved"),
            undo=self.undo,
            redo=self.redo,
            history=lambda: self.serve("history"),
            language=self.switch_language,
            theme=self.next_theme,
            hand_over=self.hand_over_here,
            cancel_job=self._cancel_job,
        )

    def serve(self, name: str) -> None:
        """Call a service of the window by name; what comes late may not be there yet."""
        run = self.services.get(name)
        if run is not None:
            run()

    # An engagement comes and goes -------------------------------------------------------------

    def open_session(self, session: "Session") -> None:
        """Show an engagement; pages of the one before are thrown away."""
        from cfpdesk.ui.session_bus import SessionBus

        self.close_session()
        self.desk.session = session
        self._bus = SessionBus(session)
        self._bus.changed.connect(self._changed)
        self.desk.settings.add_recent(session.folder)
        self._tick.start()
        self.show_all()

    def close_session(self) -> None:
        """Commit what is typed, forget the pages, and let the engagement go."""
        if not self.desk.is_open:
            return
        self.leave_fields()
        self._tick.stop()
        if self._bus is not None:
            self._bus.close()
            self._bus = None
        self.serve("close")
        self.keys.bind_page([])
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
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
            self.frames.setCurrentWidget(self._central)
        if shown is not None and shown is not self._central and shown is not page:
            self.frames.removeWidget(shown)
            shown.deleteLater()
        self.keys.enable(on=page is None)

    @property
    def working(self) -> bool:
        """Whether the engagement is shown, and not a page outside it."""
        return self.frames.currentWidget() is self._central

    def show_all(self) -> None:
        """Show everything the engagement says outside the pages."""
        self.serve("engagement")
        self._soon.start()
        self._show_saved()
        self._show_history()

    # Going ------------------------------------------------------------------------------------

    def go(self, target: Target) -> None:
        """Show a page and the row and field on it."""
        if not self.desk.is_open:
            return
        found = entry(target.page)
        if self._current != target.page:
            self.leave_fields()
            self._show_page(found)
        if target.row or target.field:
            self._pages[target.page].focus_on(target)
            self.page_changed()

    def _show_page(self, found: PageEntry) -> None:
        page = self._pages.get(found.noun)
        if page is None:
            page = found.load()(self.desk)
            page.setObjectName(f"page-{found.noun}")
            page.setAccessibleName(str(found.title))
            self._pages[found.noun] = page
            self.stack.addWidget(page)
        self._current = found.noun
        if page.stale:
            page.show_state()
        self.stack.setCurrentWidget(page)
        self.rail.show_current(found.noun)
        self._show_side()
        self.page_changed()
        self._show_overview()
        self._soon.start()  # after the page is painted: it asks every step
        self.desk.settings.put(f"page/{self.desk.session.folder}", found.noun)
        if page.focusWidget() is None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.title_row.show_page(str(found.title), page.state_line(), work=page.LAYOUT == "work")
        actions = page.page_actions()
        self.title_row.show_actions(actions)
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
        self._soon.start()

    def refresh_overview(self) -> None:
        """Compute status, blockers and the next thing, and show them."""
        if not self.desk.is_open:
            return
        self._overview = overview(self.desk.session, self.desk.now(), self._current, self._put_off)
        self._show_overview()
        self.serve("engagement")
        self.serve("backup_state")

    def _show_overview(self) -> None:
        if self._overview is None:
            return
        self.rail.show_overview(self._overview)
        missing = self._overview.blockers(self._current) if self._current else ()
        self.side.show_blockers(missing)
        self.strip.show_blockers(missing)
        self.next_line.show_thing(self._overview.next)

    @property
    def overview(self) -> Overview | None:
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
        self.leave_fields()
        self.refresh_overview()
        thing = self.next_line.thing
        if thing is not None and not thing.done:
            self.go(thing.target)

    def put_off(self) -> None:
        """Put the next thing off for 30 minutes (Alt+Enter)."""
        thing = self.next_line.thing
        if thing is not None and not thing.done:
            self._put_off[thing.code] = self.desk.now()
            self.refresh_overview()

    def undo(self) -> None:
        """Undo typing in the field that has focus, else the last operation."""
        field = QApplication.focusWidget()
        if can_undo_typing(field) and field is not None and hasattr(field, "undo"):
            field.undo()
            return
        self._history(forward=False)

    def redo(self) -> None:
        """Do typing again in the field that has focus, else the last operation undone."""
        field = QApplication.focusWidget()
        if can_redo_typing(field) and field is not None and hasattr(field, "redo"):
            field.redo()
            return
        self._history(forward=True)

    def _history(self, *, forward: bool) -> None:
        if not self.desk.is_open:
            return
        session = self.desk.session
        operation = session.redoable() if forward else session.undoable()
        if operation is None:
            self.say(msg("There is nothing to undo here."), undo=False)
            return
        name = operation.name
        if self.desk.attempt(session.redo if forward else session.undo):
            done = (
                msg("Done again: {name}", name=name)
                if forward
                else msg("Undone: {name}", name=name)
            )
            self.say(done, undo=False)

    def switch_language(self) -> None:
        """Speak the other language, with focus, cursor and scroll where they were."""
        language: Language = "en" if current_language() == "zh" else "zh"
        set_language(language)
        self.desk.settings.language = language
        self.speak()

    def speak(self) -> None:
        """Build every text of the window anew in the current language."""
        page = self.page
        for part in (self.rail, self.header, self.side, self.strip, self.next_line, self.banners):
            part.build()
        for noun, other in self._pages.items():
            other.setAccessibleName(str(entry(noun).title))
            if other is page:
                other.rebuild()
            else:
                self.stack.removeWidget(other)
                other.deleteLater()
        self._pages = {self._current: page} if page is not None else {}
        self.serve("language")
        if self.desk.is_open:
            self.page_changed()
            self.show_all()

    def next_theme(self) -> None:
        """Go to the next colours (F7)."""
        theme().choose(theme().next_mode())
        self.desk.settings.mode = theme().mode

    def toggle_large(self) -> None:
        """Switch 大号 on or off (F10)."""
        theme().choose(large=not theme().large)
        self.desk.settings.put_flag("large", value=theme().large)

    def toggle_rail(self) -> None:
        """Collapse or open the rail (F8)."""
        self._rail_chosen = not self.rail.narrow
        self.rail.set_narrow(self._rail_chosen)

    def toggle_full_screen(self) -> None:
        """Fill the screen or go back (F11)."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def hand_over_here(self) -> None:
        """Hand the screen to the client for what is selected on the page (Ctrl+H)."""
        page = self.page
        if page is not None and not page.hand_over():
            self.say(msg("Choose on the page who signs what; then hand over."), undo=False)

    def next_pane(self, step: int) -> None:
        """Go to the next or previous pane of the page (F6)."""
        page = self.page
        panes = list(page.panes()) if page is not None else []
        panes = [pane for pane in panes if pane.isVisible()] or ([page] if page else [])
        places: list[QWidget] = [*panes, self.rail]
        if self.side.isVisible():
            places.insert(len(panes), self.side)
        focus = QApplication.focusWidget()
        at = next(
            (n for n, p in enumerate(places) if focus and (p is focus or p.isAncestorOf(focus))), -1
        )
        for distance in range(1, len(places) + 1):
            place = places[(at + step * distance) % len(places)]
            if _focus_into(place):
                return

    # The side panel ---------------------------------------------------------------------------

    def toggle_side(self) -> None:
        """Open or close the side panel; remembered per page (F9)."""
        self.desk.settings.put_flag(f"side/{self._current}", value=not self.side.isVisible())
        self._show_side()

    def show_guidance(self) -> None:
        """Open the panel with what F1 says for the thing in focus."""
        page = self.page
        guidance = page.guidance() if page is not None else None
        if guidance is None:
            self.say(msg("There is no guidance for this."), undo=False)
            return
        same = self.side.guidance == guidance and self.side.isVisible()
        self.side.show_guidance(None if same else guidance)
        if not same and not self.side.isVisible():
            self.toggle_side()

    def show_beside(self, guidance: Guidance) -> None:
        """Open the panel with something that was found (Ctrl+Enter in the palette)."""
        self.side.show_guidance(guidance)
        if not self.side.isVisible():
            self.toggle_side()

    def _show_side(self) -> None:
        page = self.page
        if page is None:
            self.side.hide()
            self.strip.hide()
            return
        read = page.LAYOUT == "read"
        shown = self.desk.settings.flag(f"side/{self._current}", default=read)
        self._floating = not read and shown
        index = self._side_layout.indexOf(self.side)
        if read and index < 0:
            self._side_layout.insertWidget(1, self.side)
        elif not read and index >= 0:
            self._side_layout.removeWidget(self.side)
        self.strip.setVisible(not read or not shown)
        self.side.setVisible(shown)
        if self._floating:
            self._float_side()

    def _float_side(self) -> None:
        self.side.setParent(self._central)
        top = self.content.mapTo(self._central, self.content.rect().topLeft())
        right = top.x() + self.content.width()
        self.side.setGeometry(right - OPEN_WIDTH, top.y(), OPEN_WIDTH, self.content.height())
        self.side.show()
        self.side.raise_()

    # Saying -----------------------------------------------------------------------------------

    def say(self, text: Text, *, undo: bool) -> None:
        """Say the result of an action in the next line."""
        self.next_line.say(text, undo=undo)

    def banner(self, code: str, text: Text, remedy: Text, act: Callable[[], object] | None) -> None:
        """Show a banner under the title."""
        self.banners.put(code, text, remedy, act)

    def drop_banner(self, code: str) -> None:
        """Take a banner away."""
        self.banners.drop(code)

    def report(self, error: Exception) -> None:
        """Show an error: the world's as a banner, ours with details to copy."""
        if isinstance(error, NotWrittenError):
            self.header.show_saved(str(error.message), "bad")
        if isinstance(error, UserError):
            self.banners.put(
                "error", error.message, msg("Close"), lambda: self.banners.drop("error")
            )
            return
        from cfpdesk.ui.dialogs import show_bug

        show_bug(self, "".join(traceback.format_exception(error)))

    def leave_fields(self) -> None:
        """Commit what is being typed, as if the field had been left."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def note_focus_loss(self, request: "SigningRequest") -> None:
        """Say on return, and keep on this computer, that the signing page was covered."""
        self.banners.put(
            "focus",
            msg(
                "While {name} had the screen, another window came to the front.", name=request.name
            ),
            msg("Close"),
            lambda: self.banners.drop("focus"),
        )

    def hand_over(self, requests: Sequence["SigningRequest"]) -> None:
        """Open the client signing page in its own window."""
        from cfpdesk.ui.signing_window import hand_over

        hand_over(self, requests)

    def signer(self, reason: Text) -> "Signer | None":
        """Ask for the passphrase and return the unlocked identity."""
        from cfpdesk.ui.unlock import ask_signer

        return ask_signer(self, self.desk.identity, text_in(reason, current_language()))

    def pick(self, kinds: Sequence[str], then: Callable[[Target], object]) -> None:
        """Open the palette limited to some kinds."""
        from cfpdesk.ui.palette import open_palette

        open_palette(self, kinds=kinds, then=then)

    # Jobs and closing -------------------------------------------------------------------------

    def _show_job(self) -> None:
        self.header.show_job(self.desk.jobs.current)

    def _cancel_job(self) -> None:
        job: Job[object] | None = self.desk.jobs.current
        if job is not None:
            job.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Commit what is typed; ask once where a job is running."""
        self.leave_fields()
        job = self._long_job()
        if job is not None:
            from cfpdesk.ui.dialogs import closing_with_job

            answer = closing_with_job(self, text_in(job.name, current_language()))
            if answer == "stay":
                event.ignore()
                return
            if answer == "cancel":
                self.desk.jobs.cancel_all()
            self.desk.jobs.wait()
            QApplication.processEvents()  # the result is written on this thread
        self.desk.settings.put_bytes("geometry", self.saveGeometry())
        self.close_session()
        event.accept()

    def _long_job(self) -> Job[object] | None:
        """Return the running job; one that ends within half a second needs no question."""
        jobs = self.desk.jobs
        until = time.monotonic() + SHORT_JOB_S
        while jobs.running and time.monotonic() < until:
            jobs.wait(20)
            QApplication.processEvents()
        return jobs.current

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Collapse the rail where there is no room, unless the person decided."""
        super().resizeEvent(event)
        if self._rail_chosen is None:
            narrow = event.size().width() < NARROW_BELOW
            if narrow != self.rail.narrow:
                self.rail.set_narrow(narrow)
        if self._floating:
            self._float_side()


def _focus_into(place: QWidget) -> bool:
    inside = [place, *place.findChildren(QWidget)]
    for widget in inside:
        if (
            widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False


FIRST_PAGE = PAGES[0].noun
