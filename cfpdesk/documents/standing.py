"""What still stands in the way, as the last part of a document: the same that the pages show."""

from collections.abc import Iterable, Iterator

from cfpdesk.documents.document import Block, Column, Heading, Paragraph, Table, Words
from cfpdesk.documents.row import row
from cfpdesk.i18n import Message, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Blocker, Level

LEVEL_WORD: dict[Level, Message] = {
    Level.HARD: msg("stands in the way"),
    Level.OVERRIDABLE: msg("stands in the way, may be overridden"),
    Level.WARNING: msg("warning"),
    Level.INFO: msg("to note"),
}


def standing_blocks(blockers: Iterable[Blocker], number: str) -> Iterator[Block]:
    """Yield what is open, overrides with name and reason among it.

    Args:
        blockers: of the part that the document is about, with overrides as they count.
        number: of the heading.
    """
    yield Heading(msg("Open, and overridden"), number)
    rows = tuple(
        row(
            str(at),
            blocker.sentence,
            clause_text(blocker.clause),
            Words(msg("overridden")) if blocker.overridden else Words(LEVEL_WORD[blocker.level]),
        )
        for at, blocker in enumerate(blockers, 1)
    )
    if not rows:
        yield Paragraph(msg("Nothing is open."))
        return
    columns = (
        Column(msg("No."), 12, "center"),
        Column(msg("What"), 96),
        Column(msg("Clause"), 30),
        Column(msg("Weight"), 36),
    )
    yield Table(msg("Open, and overridden"), columns, rows, dense=True)
