"""What the registry says of a document: its name, how it is built, in which forms it is offered."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.documents.document import Document, Form, Options
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.gate import Blocker
from cfpdesk.store.session import Session

PAPER: tuple[Form, ...] = ("pdf", "xlsx")


class Group(StrEnum):
    """Under which heading a document stands."""

    PREPARATION = "preparation"
    SITE = "site"
    RECORD = "record"
    CONCLUSION = "conclusion"
    EXCHANGE = "exchange"


GROUP_NAMES = {
    Group.PREPARATION: msg("Preparation"),
    Group.SITE: msg("On site"),
    Group.RECORD: msg("Records"),
    Group.CONCLUSION: msg("Conclusions"),
    Group.EXCHANGE: msg("For other programs"),
}


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One line of the registry.

    Attributes:
        code: stable; names the document in the journal and on the command line.
        build: puts the document together from what is kept; quick, for the window's thread.
        options: the fields of `Options` that change this document.
        steps: pages (nouns) whose gaps leave holes in it.
        topics: where given, only gaps whose code begins with one of these count.
        figure: the short text at the right end of its row, such as 9 signed.
        parts: what can be printed alone by `Options.part`: keys and names; none where None.
        gaps: what it lacks by itself, beside the gaps of steps; nothing where None.
    """

    code: str
    title: Message
    group: Group
    build: Callable[[Session, Options], Document]
    figure: Callable[[Session], Message]
    options: frozenset[str]
    steps: tuple[str, ...]
    forms: tuple[Form, ...] = PAPER
    parts: Callable[[Session], tuple[tuple[str, Text], ...]] | None = None
    topics: tuple[str, ...] = ()
    gaps: Callable[[Session], tuple[Blocker, ...]] | None = None

    def is_hole(self, blocker: Blocker) -> bool:
        """Tell whether what is missing there leaves a hole in this document."""
        if blocker.target.page not in self.steps or not blocker.level.blocks:
            return False
        return not self.topics or blocker.code.startswith(self.topics)
