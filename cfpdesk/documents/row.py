"""Short ways to write the rows of a table."""

from collections.abc import Iterable
from decimal import Decimal

from cfpdesk.documents.document import Figure, Row, Signed, Words
from cfpdesk.i18n import Bilingual, Message, Text, text_in

Part = Words | Figure | Signed | Message | Bilingual | str
YES, NO = "✓", "–"


def row(*parts: Part, strong: bool = False) -> Row:
    """Return a row; a plain text becomes a cell of words."""
    cells = tuple(
        part if isinstance(part, Words | Figure | Signed) else Words(part) for part in parts
    )
    return Row(cells, strong=strong)


def joined(texts: Iterable[Text], between: str = " · ") -> Bilingual:
    """Return texts in one line, in either language; empty ones are passed over."""
    kept = [text for text in texts if text]
    return Bilingual(
        between.join(text_in(text, "zh") for text in kept),
        between.join(text_in(text, "en") for text in kept),
    )


def kg_places(whole: Decimal | None) -> int:
    """Return with how many decimal places kilograms are shown beside a sum of this size."""
    size = abs(whole or Decimal(0))
    return 0 if size >= 10_000 else 2 if size >= 10 else 4
