"""Pages of a PDF as pictures, so that what is looked at is what is printed.

No Qt: `Picture.rgba` goes into a `QImage` of Format_RGBA8888 as it is. For use in a job.
"""

from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

import pypdfium2

MAX_SCALE = 4.0 * 96 / 72  # 400 %
_PDFIUM = Lock()  # the library may be used by one thread at a time


@dataclass(frozen=True, slots=True)
class Picture:
    """One page; `rgba` row by row, four bytes a pixel, no padding."""

    width: int
    height: int
    rgba: bytes


@dataclass(frozen=True, slots=True)
class TextBox:
    """Where a text stands on a page, in points from the top-left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height of every page, in points."""
    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return tuple((float(w), float(h)) for w, h in (page.get_size() for page in document))


def page_picture(pdf: bytes, page: int, scale: float) -> Picture:
    """Return one page as pixels.

    Args:
        pdf: the document.
        page: from 0.
        scale: pixels for a point; 96/72 is 100 % on a plain screen. At most `MAX_SCALE`.
    """
    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[page].render(scale=min(scale, MAX_SCALE), rev_byteorder=True)
        with closing(bitmap):  # else it goes when this returns, and the library is another's then
            image = bitmap.to_pil().convert("RGBA")
            return Picture(image.width, image.height, image.tobytes())


def page_png(pdf: bytes, page: int, scale: float) -> bytes:
    """Return one page as PNG bytes; see `page_picture`."""
    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        stream = BytesIO()
        with closing(document[page].render(scale=min(scale, MAX_SCALE))) as bitmap:
            bitmap.to_pil().save(stream, "PNG")
        return stream.getvalue()


def page_text(pdf: bytes, page: int) -> str:
    """Return the text of one page as a reader copies it out."""
    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        text: str = document[page].get_textpage().get_text_range()
        return text.replace("\r\n", "\n")


def find_text(pdf: bytes, text: str) -> tuple[TextBox, ...]:
    """Return every place where a text stands, in reading order."""
    found = []
    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            height = page.get_height()
            textpage = page.get_textpage()
            search = textpage.search(text, match_case=True)
            while hit := search.get_next():
                index, count = hit
                rects = [textpage.get_rect(n) for n in range(textpage.count_rects(index, count))]
                found += _lines(number, height, rects)
    return tuple(found)


def _lines(page: int, height: float, rects: list[tuple[float, ...]]) -> list[TextBox]:
    """Join the rectangles of one hit that stand on one line; each font has its own."""
    lines: list[TextBox] = []
    for left, bottom, right, top in rects:
        box = TextBox(page, left, height - top, right, height - bottom)
        last = lines[-1] if lines else None
        if last is not None and box.top < last.bottom and last.top < box.bottom:
            lines[-1] = TextBox(
                page,
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            lines.append(box)
    return lines
