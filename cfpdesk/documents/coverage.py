"""Which characters of a document no font has, and where they stand; asked before printing."""

from collections.abc import Iterator
from dataclasses import dataclass

from cfpdesk.documents.document import (
    Block,
    Chart,
    Document,
    DocumentLanguage,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Photo,
    SignatureBox,
    Signed,
    Squares,
    Table,
    Words,
    in_line,
    table_of,
)
from cfpdesk.documents.fonts import lacking
from cfpdesk.i18n import Message, Text, msg


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that prints as ▢.

    Attributes:
        code: as U+2CE93.
        where: the fields it stands in.
    """

    char: str
    code: str
    where: tuple[Text, ...]


def missing_glyphs(
    document: Document, language: DocumentLanguage = "both"
) -> tuple[MissingGlyph, ...]:
    """Return every character that cannot be printed, in order of the first place it stands."""
    found: dict[str, list[Text]] = {}
    for where, text in document_texts(document):
        for char in lacking(in_line(text, language)):
            places = found.setdefault(char, [])
            if where not in places:
                places.append(where)
    return tuple(
        MissingGlyph(char, f"U+{ord(char):04X}", tuple(places)) for char, places in found.items()
    )


def missing_note(glyphs: tuple[MissingGlyph, ...]) -> Message:
    """Return the line that a page carries about the characters it could not print."""
    return msg(
        "▢ stands for a character that no font has: {codes}",
        codes=", ".join(glyph.code for glyph in glyphs),
    )


def document_texts(document: Document) -> Iterator[tuple[Text, Text]]:
    """Yield every text of a document with the field it stands in."""
    yield msg("Title of the document"), document.title
    yield msg("Head of the page"), document.body
    yield msg("Head of the page"), document.number
    for block in document.blocks:
        yield from _block_texts(block)


def _block_texts(block: Block) -> Iterator[tuple[Text, Text]]:
    match block:
        case Heading() | Paragraph():
            yield msg("Text"), block.text
            if isinstance(block, Paragraph) and block.label:
                yield msg("Text"), block.label
        case Facts():
            for fact in block.facts:
                yield fact.label, fact.value
        case Table():
            yield from _table_texts(block)
        case Photo() | Squares():
            yield msg("Caption"), block.caption
        case Chart():
            yield msg("Text"), block.picture.sentence()
            yield msg("Caption"), block.caption
            yield from _table_texts(table_of(block))
        case SignatureBox():
            yield block.label, block.name
            if block.signed is not None:
                yield block.label, block.signed.typed
        case _:
            return


def _table_texts(table: Table) -> Iterator[tuple[Text, Text]]:
    for number, row in enumerate(table.rows, start=1):
        for column, cell in zip(table.columns, row.cells, strict=True):
            where = msg("{column}, row {n}", column=column.head, n=number)
            if isinstance(cell, Signed):
                yield where, cell.typed
            else:
                yield where, cell.words().text if isinstance(cell, Figure) else cell.text
            yield where, cell.note
            if isinstance(cell, Words):
                for said in cell.said:
                    yield where, said.label
                    yield where, said.spoken("both")
