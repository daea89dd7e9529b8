"""Which pages there are: one line a page. Pages are imported when they are first shown.

The number is the step's number in the design and its key (Ctrl+1 … Ctrl+9); it does not change
when a step is not there yet.
"""

from dataclasses import dataclass
from importlib import import_module

from cfpdesk.flow import step
from cfpdesk.i18n import Message, msg
from cfpdesk.ui.page import Layout, Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of the rail.

    Attributes:
        noun: the step's noun; home has none in `steps`.
        number: shown in the ring; 0 for home.
        part: which heading of the rail it stands under: "", prepare, on_site, wrap_up, lead.
        label: the word in the rail; `title` the words above the page.
        shortcut: the key that goes there.
        layout: "read" or "work", as the page class says; known before it is imported.
        place: module and class.
    """

    noun: str
    number: int
    part: str
    label: Message
    title: Message
    shortcut: str
    layout: Layout
    place: tuple[str, str]

    def load(self) -> type[Page]:
        """Import the page's class."""
        module, name = self.place
        found: type[Page] = getattr(import_module(module), name)
        return found


def _step(noun: str, shortcut: str, layout: Layout) -> PageEntry:
    found = step(noun)
    return PageEntry(
        noun, found.number, found.part, found.label, found.title, shortcut, layout, _place(noun)
    )


def _place(noun: str) -> tuple[str, str]:
    name = "".join(part.capitalize() for part in noun.split("_"))
    return f"cfpdesk.ui.pages.{noun}_page", f"{name}Page"


PARTS: dict[str, Message] = {
    "prepare": msg("Prepare"),
    "on_site": msg("On site"),
    "wrap_up": msg("Wrap up"),
    "lead": msg("Team lead"),
}

PAGES: tuple[PageEntry, ...] = (
    PageEntry("home", 0, "", msg("Today"), msg("Today"), "Ctrl+0", "read", _place("home")),
    _step("engagement", "Ctrl+1", "read"),
    _step("opening", "Ctrl+2", "read"),
    _step("checklist", "Ctrl+3", "work"),
    _step("evidence", "Ctrl+4", "work"),
    _step("inventory", "Ctrl+5", "work"),
    _step("sampling", "Ctrl+6", "work"),
    _step("finding", "Ctrl+7", "work"),
    _step("closing", "Ctrl+8", "read"),
    _step("package", "Ctrl+9", "read"),
    _step("merge", "Ctrl+M", "work"),
    _step("document", "Ctrl+D", "work"),
)


def entry(noun: str) -> PageEntry:
    """Return the page of a noun.

    Raises:
        KeyError: there is no such page.
    """
    for found in PAGES:
        if found.noun == noun:
            return found
    raise KeyError(noun)
