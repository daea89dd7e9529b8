"""How papers are read in tests: as text, table by table, and against the words agreed on."""

import os
from pathlib import Path

from cfpdesk.documents.document import (
    Document,
    DocumentLanguage,
    Facts,
    Figure,
    Options,
    Signed,
    Table,
)
from cfpdesk.documents.preview import page_sizes, page_text
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import text_in
from cfpdesk.store.session import Session

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str, shown: str) -> str:
    """Return the words agreed on for a paper; with `UPDATE_GOLDEN` set, `shown` is agreed on."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(shown, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def paper(session: Session, code: str, **options: object) -> Document:
    """Return a paper of an engagement; `options` are the fields of `Options`."""
    return build_document(session, code, Options(**options))  # type: ignore[arg-type]


def agreed_words(document: Document, name: str, language: DocumentLanguage) -> None:
    """Check the text of a paper in a language against the words agreed on."""
    shown = text_of(to_pdf(document, language))
    assert shown == golden(f"{name}_{language}", shown)


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


def table(document: Document, name: str) -> list[list[str]]:
    """Return the cells of the table of an English name."""
    return next(
        cells(block)
        for block in document.blocks
        if isinstance(block, Table) and text_in(block.name, "en") == name
    )


def facts(document: Document) -> dict[str, str]:
    """Return every fact in English, by its label."""
    found = [fact for block in document.blocks if isinstance(block, Facts) for fact in block.facts]
    return {text_in(fact.label, "en"): text_in(fact.value, "en") for fact in found}
