"""Pictures of evidence for papers: decoded apart, marked, redacted; made in a job.

What cannot be shown stands in the paper as a sentence, so that nobody misses it silently.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cfpdesk.documents.document import Block, Paragraph, Photo
from cfpdesk.documents.marked_picture import derived_picture
from cfpdesk.errors import UserError
from cfpdesk.exchange.preview import PreviewWorker
from cfpdesk.i18n import Text, msg
from cfpdesk.model.photo_mark import PhotoMark, PictureVersion

PAPER_SIDE = 1000  # pixels; 84 mm in print at 300 for each inch
FILE_SIDE = 4000
_KEPT = 96
_decoded: OrderedDict[tuple[str, int], bytes] = OrderedDict()


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """One page of a piece as a paper wants it.

    Attributes:
        number: of the piece.
        path: of the original; its name is the SHA-256 of its bytes.
        marks: of the piece, on all its pages.
        page: counted from 0.
    """

    number: str
    path: Path
    marks: tuple[PhotoMark, ...]
    version: PictureVersion
    caption: Text
    page: int = 0


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


def photo_blocks(orders: Sequence[PictureOrder]) -> tuple[Block, ...]:
    """Return the pictures in their order, each with its caption."""
    with PreviewWorker() as worker:
        return tuple(_block(order, worker) for order in orders)


def _block(order: PictureOrder, worker: PreviewWorker) -> Block:
    try:
        _check(order.path)
        picture = _picture(order, worker)
    except UserError as error:
        return Paragraph(msg("{number}: {why}", number=order.number, why=error.message), quiet=True)
    return Photo(derived_picture(picture, order.marks, order.version, order.page), order.caption)


def _picture(order: PictureOrder, worker: PreviewWorker) -> bytes:
    """Return the decoded page; a paper is rendered again with each of its options."""
    key = (order.path.name, order.page)
    if key not in _decoded:
        _decoded[key] = worker.preview(order.path, PAPER_SIDE, order.page).data
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
