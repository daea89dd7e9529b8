"""How papers are read in tests: as text, and table by table."""

from cfpdesk.documents.document import Figure, Signed, Table
from cfpdesk.documents.preview import page_sizes, page_text
from cfpdesk.i18n import text_in


def text_of(pdf: bytes) -> str:
    """Return the text of every page, as a reader copies it out."""
    return "\f\n".join(page_text(pdf, page) for page in range(len(page_sizes(pdf))))


def squeezed(text: str) -> str:
    """Return a text without spaces and line ends."""
    return "".join(text.split())


def cells(table: Table) -> list[list[str]]:
    """Return the Chinese of every cell; a note stands after a bar."""
    found = []
    for row in table.rows:
        texts = []
        for cell in row.cells:
            assert not isinstance(cell, Signed)
            words = cell.words() if isinstance(cell, Figure) else cell
            parts = [text_in(words.text, "zh"), text_in(words.note, "zh")]
            parts += [f"{text_in(s.label, 'zh')} {s.spoken('zh')}" for s in words.said]
            texts.append("|".join(part for part in parts if part))
        found.append(texts)
    return found
