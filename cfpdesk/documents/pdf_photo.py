"""Photos on a page: two beside each other, each with its caption, none parted from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from cfpdesk.documents.document import Photo
from cfpdesk.documents.pdf_flow import QUIET, TOP, Flow, placed
from cfpdesk.documents.pdf_page import MARGIN, MM, TEXT_WIDTH, PictureMark
from cfpdesk.documents.typeset import Setting

_GAP = 6 * MM
_HALF = (TEXT_WIDTH - _GAP) / 2
_HIGHEST = 96 * MM  # of one of two; a photo taken upright would fill the page otherwise
_AIR = 1.5 * MM


@dataclass(frozen=True, slots=True)
class _Placed:
    photo: Photo
    width: float
    height: float
    caption: Setting

    @property
    def whole(self) -> float:
        return self.height + _AIR + self.caption.height


def lay_photos(flow: Flow, photos: Sequence[Photo]) -> None:
    """Lay photos in their order; two that are no wider than half the page share a line."""
    while photos:
        line = _first_line(photos)
        _lay_line(flow, [_measured(flow, photo) for photo in line])
        photos = photos[len(line) :]


def photos_start(flow: Flow, photos: Sequence[Photo]) -> float:
    """Return the height of the first line of photos, which a heading above is not parted from."""
    return max(_measured(flow, photo).whole for photo in _first_line(photos))


def _first_line(photos: Sequence[Photo]) -> Sequence[Photo]:
    narrow = [photo for photo in photos[:2] if photo.width * MM <= _HALF]
    return photos[:2] if len(narrow) == 2 else photos[:1]


def _measured(flow: Flow, photo: Photo) -> _Placed:
    with Image.open(BytesIO(photo.data)) as picture:
        ratio = picture.height / picture.width
    room = TEXT_WIDTH if photo.width * MM > _HALF else _HALF
    highest = flow.bottom - TOP - 14 * MM if room > _HALF else _HIGHEST
    width = min(photo.width * MM, room, highest / ratio)
    return _Placed(photo, width, width * ratio, flow.set_lines(photo.caption, room, QUIET))


def _lay_line(flow: Flow, line: Sequence[_Placed]) -> None:
    height = max(one.height for one in line)
    flow.need(max(one.whole for one in line) + 2 * MM)
    for at, one in enumerate(line):
        left = MARGIN + at * (_HALF + _GAP)
        flow.put([PictureMark(left, flow.y, one.width, one.height, one.photo.data)])
        flow.put(placed(one.caption, left, flow.y + height + _AIR), one.caption)
    flow.y += height + _AIR + max(one.caption.height for one in line) + 4 * MM
