"""Pictures of evidence for papers: decoded apart, marked, redacted; made in a job.

What cannot be shown stands in the paper as a sentence, so that nobody misses it silently.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from cfpdesk.documents.document import Block, Later, Paragraph, Photo, fingerprint
from cfpdesk.documents.marked_picture import derived_picture
from cfpdesk.documents.row import joined
from cfpdesk.errors import UserError
from cfpdesk.exchange.preview import PreviewWorker
from cfpdesk.i18n import Text, msg
from cfpdesk.model.evidence import EvidenceKind
from cfpdesk.model.evidence_view import EvidencePicture
from cfpdesk.model.photo_mark import (
    PhotoMark,
    PictureVersion,
    marks_fingerprint,
    numbers_of,
    shown_in,
)

PAPER_SIDE = 1000  # pixels; 84 mm in print at 300 for each inch
FILE_SIDE = 4000
_KEPT = 96
_DRAWN = {PictureVersion.REPORT: msg("marks"), PictureVersion.CLIENT: msg("redactions")}
_decoded: OrderedDict[tuple[str, int], bytes] = OrderedDict()


def derived_file(
    original: Path, marks: Sequence[PhotoMark], version: PictureVersion, page: int
) -> bytes:
    """Return a derived picture as a file of its own, as large as the original up to 4,000 pixels.

    Raises:
        UserError: if the original cannot be shown, or is not what came in.
    """
    _check(original)
    with PreviewWorker() as worker:
        picture = worker.preview(original, FILE_SIDE, page).data
    return derived_picture(picture, marks, version, page)


def picture_blocks(
    pictures: Sequence[EvidencePicture], version: PictureVersion
) -> tuple[Block, ...]:
    """Return what prints photos, and the marked pages of papers, each with its caption.

    Args:
        pictures: in the order in which they are printed.
        version: which marks are drawn; a redaction is burnt in with either.
    """
    wanted = [(one, page) for one in pictures for page in _pages(one, version)]
    if not wanted:
        return ()
    shown = " ".join(_name(one, version, page) for one, page in wanted)
    return (Later(lambda: _made(wanted, version), shown),)


def _pages(one: EvidencePicture, version: PictureVersion) -> list[int]:
    if one.evidence.kind is EvidenceKind.PHOTO:
        return [0]
    return sorted({m.page for m in one.marks if shown_in((m,), version, m.page)})


def _name(one: EvidencePicture, version: PictureVersion, page: int) -> str:
    """Return what names a derived picture: original, page, and what is drawn on it."""
    drawn = shown_in(one.marks, version, page)
    return f"{one.path.name}/{page}/{marks_fingerprint(drawn)}"


def _made(
    wanted: Sequence[tuple[EvidencePicture, int]], version: PictureVersion
) -> tuple[Block, ...]:
    with PreviewWorker() as worker:
        return tuple(_block(one, version, page, worker) for one, page in wanted)


def _block(
    one: EvidencePicture, version: PictureVersion, page: int, worker: PreviewWorker
) -> Block:
    try:
        _check(one.path)
        picture = _picture(one.path, page, worker)
    except UserError as error:
        number = one.evidence.number
        return Paragraph(msg("{number}: {why}", number=number, why=error.message), quiet=True)
    return Photo(derived_picture(picture, one.marks, version, page), _caption(one, version, page))


def _caption(one: EvidencePicture, version: PictureVersion, page: int) -> Text:
    """Return number and words, the notes that numbers on the picture lead to, and where it is from.

    A page is named where there are several.
    """
    piece, drawn = one.evidence, shown_in(one.marks, version, page)
    parts: list[Text] = [joined((piece.number, piece.caption), "  ")]
    if piece.kind is not EvidenceKind.PHOTO:
        parts.append(msg("page {n}", n=page + 1))
    numbers = numbers_of(drawn)
    parts += [f"({numbers[m.row]}) {m.text}" for m in drawn if m.row in numbers]
    parts.append(msg("original {mark}", mark=fingerprint(one.path.name)))
    if drawn:
        word = _DRAWN[version]
        parts.append(msg("{word} {mark}", word=word, mark=fingerprint(marks_fingerprint(drawn))))
    return joined(parts)


def _picture(original: Path, page: int, worker: PreviewWorker) -> bytes:
    """Return the decoded page; a paper is rendered again with each of its options."""
    key = (original.name, page)
    if key not in _decoded:
        _decoded[key] = worker.preview(original, PAPER_SIDE, page).data
        while len(_decoded) > _KEPT:
            _decoded.popitem(last=False)
    return _decoded[key]


def _check(original: Path) -> None:
    """Make sure that a paper shows what came in.

    Raises:
        UserError: if the original is missing or was changed.
    """
    try:
        with original.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UserError(msg("The original file is not on this computer.")) from error
    if digest != original.name:
        raise UserError(msg("An original file was changed on the disk; do not rely on it."))
