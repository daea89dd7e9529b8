"""From blocks to a document: its number, and the fingerprint of every word that stands in it."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cfpdesk.documents.document import (
    Block,
    Chart,
    Document,
    Facts,
    Figure,
    Heading,
    Later,
    Options,
    OwnFile,
    Paragraph,
    Signed,
    Table,
    Words,
)
from cfpdesk.i18n import Message, Text, text_in
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.record import JsonValue


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is fixed of a kind of paper: see `assembled`. Each paper module has its `SHEET`."""

    code: str
    title: Message
    suffix: str
    clause: str

    def of(self, engagement: Engagement, blocks: Iterable[Block], options: Options) -> Document:
        """Return the paper of an engagement with these blocks."""
        return assembled(
            engagement,
            tuple(blocks),
            options,
            code=self.code,
            title=self.title,
            suffix=self.suffix,
            clause=self.clause,
        )


def assembled(
    engagement: Engagement,
    blocks: Sequence[Block],
    options: Options,
    *,
    code: str,
    title: Text,
    suffix: str,
    clause: str,
    state: bytes = b"",
    files: tuple[OwnFile, ...] = (),
) -> Document:
    """Return a document of an engagement.

    Args:
        engagement: gives number and body.
        blocks: what stands in it.
        options: how it is to be printed.
        code: in the registry.
        title: above its first page.
        suffix: of its number, such as RC in CFP-2026-0417-RC.
        clause: in the foot.
        state: canonical JSON of all that is shown, where that is more than the blocks say.
        files: forms that are made in a way of their own.
    """
    shown = state or canonical_json(list(_shown(blocks)))
    digest = hashlib.sha256(shown).hexdigest()
    return Document(
        code=code,
        title=title,
        number=f"{engagement.number}-{suffix}" if engagement.number else suffix,
        body=engagement.body,
        blocks=tuple(blocks),
        clause=clause,
        content_sha256=digest,
        state_sha256=digest,
        state=shown,
        options=options,
        files=files,
    )


def _shown(blocks: Sequence[Block]) -> Iterator[JsonValue]:
    """Yield what each block says; what is computed later follows from it."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield _said(block.text)
            case Facts():
                yield [[_said(fact.label), _said(fact.value)] for fact in block.facts]
            case Table():
                yield [[_cell(cell) for cell in row.cells] for row in block.rows]
            case Chart():
                yield _said(block.picture.sentence())
            case Later() if block.shown:
                yield block.shown
            case _:
                continue


def _cell(cell: Words | Figure | Signed) -> JsonValue:
    if isinstance(cell, Signed):
        return cell.typed
    words = cell.words() if isinstance(cell, Figure) else cell
    parts = [_said(words.text), _said(words.note)]
    parts += [f"{_said(one.label)} {_said(one.spoken('en'))}" for one in words.said]
    return "\n".join(part for part in parts if part)


def _said(text: Text) -> str:
    """Return a text as it is compared; half of a character that a table held becomes a mark."""
    return text_in(text, "en").encode("utf-8", "replace").decode("utf-8")
