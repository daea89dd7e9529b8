"""What keys and buttons of the window do: its keys in one table, and those of its frame.

Keys are digits, F-keys and Ctrl only; no bare letters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Target
from cfpdesk.ui.header import HeaderActions
from cfpdesk.ui.page_registry import PAGES
from cfpdesk.ui.pane_order import next_pane
from cfpdesk.ui.window_frame import FrameActions
from cfpdesk.ui.window_guidance import show_guidance
from cfpdesk.ui.window_history import step_back, step_forth
from cfpdesk.ui.window_look import (
    next_theme,
    switch_language,
    toggle_full_screen,
    toggle_large,
)

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


def hand_over_here(window: "MainWindow") -> None:
    """Hand the screen to the client for what is selected on the page (Ctrl+H)."""
    page = window.page
    if page is not None and not page.hand_over():
        window.desk.say(msg("Choose on the page who signs what; then hand over."))


def frame_actions(window: "MainWindow") -> FrameActions:
    """Return what the buttons around the page do."""
    return FrameActions(
        header=HeaderActions(
            search=partial(window.serve, "search"),
            saved=partial(window.serve, "saved"),
            undo=partial(step_back, window),
            redo=partial(step_forth, window),
            history=partial(window.serve, "history"),
            language=partial(switch_language, window),
            theme=partial(next_theme, window),
            hand_over=partial(hand_over_here, window),
            cancel_job=window.desk.jobs.cancel_current,
        ),
        go=window.desk.go,
        identity=partial(window.serve, "identity"),
        backup=partial(window.serve, "backup"),
        toggle_side=window.toggle_side,
        do_next=window.do_next,
        put_off=window.put_off,
        undo=partial(step_back, window),
    )


@dataclass(frozen=True, slots=True)
class Command:
    """Something the window does: a name, a key, a line of the palette.

    Attributes:
        name: stable, for tests.
        words: further words it is found by.
    """

    name: str
    text: Message
    shortcut: str
    run: Callable[["MainWindow"], object]
    icon: str = "command"
    words: str = ""


def go_to(noun: str) -> Callable[["MainWindow"], object]:
    """Return what goes to a page."""
    return lambda window: window.go(Target(noun))


def _filter(window: "MainWindow") -> None:
    page = window.page
    field: QWidget | None = page.filter_field() if page is not None else None
    if field is not None:
        field.setFocus()
    else:
        window.serve("search")


def _serve(name: str) -> Callable[["MainWindow"], object]:
    return lambda window: window.serve(name)


def _paste(window: "MainWindow") -> None:
    page = window.page
    if page is not None:
        page.paste()


COMMANDS: tuple[Command, ...] = (
    Command("next", msg("Do the next thing"), "Ctrl+Return", lambda w: w.do_next(), "arrow-right"),
    Command("later", msg("Put it off for 30 minutes"), "Alt+Return", lambda w: w.put_off()),
    Command("search", msg("Search, go to, run"), "Ctrl+K", _serve("search"), "search"),
    Command("filter", msg("Filter this page"), "Ctrl+F", _filter, "filter"),
    Command("undo", msg("Undo"), "Ctrl+Z", step_back, "undo"),
    Command("redo", msg("Redo"), "Ctrl+Y", step_forth, "redo"),
    Command("history", msg("History of what was done"), "", _serve("history"), "history"),
    Command("next_pane", msg("Next pane"), "F6", lambda w: next_pane(w, 1), "panel"),
    Command("previous_pane", msg("Previous pane"), "Shift+F6", lambda w: next_pane(w, -1), "panel"),
    Command("rail", msg("Rail wide or narrow"), "F8", lambda w: w.toggle_rail(), "panel"),
    Command("side", msg("Side panel"), "F9", lambda w: w.toggle_side(), "panel"),
    Command("how", msg("How to verify; what the clause asks"), "F1", show_guidance),
    Command("colours", msg("Colours: light, dark, sunlight"), "F7", next_theme),
    Command(
        "large", msg("Large controls for gloves and touch"), "F10", toggle_large,
        "zoom-in", "手套 大号 gloves",
    ),
    Command("full_screen", msg("Full screen"), "F11", toggle_full_screen),
    Command(
        "language", msg("中文 / English"), "", switch_language, "language",
        "language 语言",
    ),
    Command("hand_over", msg("Hand to client"), "Ctrl+H", hand_over_here),
    Command("receive", msg("Receive a file or package"), "Ctrl+O", _serve("receive"), "download"),
    Command("paste", msg("Paste as evidence"), "Ctrl+V", _paste, "copy"),
    Command(
        "rule_text", msg("Load the text of the rules…"), "", _serve("rule_text"), "book"
    ),
    Command("identity", msg("Identity and settings"), "", _serve("identity"), "settings"),
    Command("backup", msg("Back up now"), "", _serve("backup"), "usb"),
    Command("switch", msg("Open another engagement"), "", _serve("switch"), "folder"),
)  # fmt: skip


def bind(window: "MainWindow") -> None:
    """Bind all keys of the window and of its pages."""
    for command in COMMANDS:
        if command.shortcut:
            window.keys.bind(command.shortcut, _runner(window, command))
    window.keys.bind("Ctrl+Enter", window.do_next)
    window.keys.bind("Ctrl+Shift+Z", partial(step_forth, window))
    for entry in PAGES:
        window.keys.bind(entry.shortcut, _goer(window, entry.noun))


def _runner(window: "MainWindow", command: Command) -> Callable[[], object]:
    return lambda: command.run(window)


def _goer(window: "MainWindow", noun: str) -> Callable[[], object]:
    return lambda: go_to(noun)(window)
