"""Which pages there are: one line a page. Pages are imported when they are first shown.

The number is the step's number in the design and its key (Ctrl+1 … Ctrl+9); it does not change
when a step is not there yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

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


def _page(noun: str) -> tuple[str, str]:
    name = "".join(part.capitalize() for part in noun.split("_"))
    return f"cfpdesk.ui.pages.{noun}_page", f"{name}Page"


PARTS: dict[str, Message] = {
    "prepare": msg("Prepare"),
    "on_site": msg("On site"),
    "wrap_up": msg("Wrap up"),
    "lead": msg("Team lead"),
}

PAGES: tuple[PageEntry, ...] = (
    PageEntry("home", 0, "", msg("Today"), msg("Today"), "Ctrl+0", "read", _page("home")),
    PageEntry(
        "engagement", 1, "prepare", msg("Engagement"), msg("Engagement & plan"), "Ctrl+1", "read",
        _page("engagement"),
    ),
    PageEntry(
        "opening", 2, "on_site", msg("Opening"), msg("Opening meeting"), "Ctrl+2", "read",
        _page("opening"),
    ),
    PageEntry(
        "checklist", 3, "on_site", msg("Checklists"), msg("Checklists"), "Ctrl+3", "work",
        _page("checklist"),
    ),
    PageEntry(
        "evidence", 4, "on_site", msg("Evidence"), msg("Evidence"), "Ctrl+4", "work",
        _page("evidence"),
    ),
    PageEntry(
        "finding", 7, "on_site", msg("Findings"), msg("Findings"), "Ctrl+7", "work",
        _page("finding"),
    ),
    PageEntry(
        "closing", 8, "on_site", msg("Closing"), msg("Closing meeting"), "Ctrl+8", "read",
        _page("closing"),
    ),
    PageEntry(
        "package", 9, "wrap_up", msg("Sign & export"), msg("Sign & export"), "Ctrl+9", "read",
        _page("package"),
    ),
    PageEntry("merge", 10, "lead", msg("Merge"), msg("Merge"), "Ctrl+M", "work", _page("merge")),
    PageEntry(
        "document", 11, "lead", msg("Documents"), msg("Documents"), "Ctrl+D", "work",
        _page("document"),
    ),
)  # fmt: skip


def entry(noun: str) -> PageEntry:
    """Return the page of a noun.

    Raises:
        KeyError: there is no such page.
    """
    for found in PAGES:
        if found.noun == noun:
            return found
    raise KeyError(noun)


Loader = Callable[[PageEntry], type[Page]]
