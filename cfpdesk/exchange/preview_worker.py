"""The process that decodes foreign pictures and PDF pages; it talks over its standard streams.

A request is one line of JSON `{"do", "path" | "size", "side", "page"}`, followed by `size` bytes
where no path is given. The answer is one line of JSON `{"ok", …, "size"}` and `size` bytes. Nothing
is ever unpickled, so a decoder taken over by a hostile file can only send back a wrong picture.
"""

import dataclasses
import io
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cfpdesk.exchange.photo_metadata import (
    DAMAGED,
    IMAGES,
    enable_heic,
    read_facts,
    recognise,
)
from cfpdesk.exchange.worker_side import answer, limit_itself, next_request

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 120_000_000
MAX_PIXELS_JPEG = 300_000_000  # a JPEG is decoded at a fraction of its size, without all its pixels
MAX_MEMORY = 4 * 1024**3
MAX_SIDE = 8_000
_QUALITY = 85
# How stored pixels are turned to stand upright, by EXIF orientation.
_UPRIGHT = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


class RefusedError(Exception):
    """The file cannot be shown: too_large, damaged, locked (a password), or no_preview."""


def main() -> None:
    """Serve requests until the standard input ends."""
    from PIL import Image

    limit_itself(MAX_MEMORY)
    Image.MAX_IMAGE_PIXELS = None  # the limits below are looked at before any pixel, and say why
    warnings.simplefilter("ignore")
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer one request after the other."""
    while (asked := next_request(requests)) is not None:
        request, data = asked
        try:
            said, body = _WORK[request["do"]](data, request)
            said["ok"] = True
        except RefusedError as error:
            said, body = {"ok": False, "why": str(error)}, b""
        except (*DAMAGED, MemoryError):
            said, body = {"ok": False, "why": "damaged"}, b""
        answer(answers, said, body)


def _facts(source: Path | bytes, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    del request
    return dataclasses.asdict(read_facts(source)), b""


def _preview(source: Path | bytes, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    side = min(int(request["side"]), MAX_SIDE)
    mime = recognise(source)
    if mime in IMAGES:
        image, pages = _picture(source, mime, side), 1
    elif mime == "application/pdf":
        image, pages = _pdf_page(source, int(request["page"]), side)
    else:
        raise RefusedError("no_preview")
    body = io.BytesIO()
    if mime == "application/pdf":
        image.save(body, "PNG", compress_level=3)
    else:
        image.save(body, "JPEG", quality=_QUALITY)
    form = "image/png" if mime == "application/pdf" else "image/jpeg"
    return {"mime": form, "width": image.width, "height": image.height, "pages": pages}, (
        body.getvalue()
    )


_WORK: dict[str, Callable[[Path | bytes, dict[str, Any]], tuple[dict[str, Any], bytes]]] = {
    "facts": _facts,
    "preview": _preview,
}


def _picture(source: Path | bytes, mime: str, side: int) -> "Image":
    from PIL import Image

    if mime == "image/heic":
        enable_heic()
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    with Image.open(stream, formats=(IMAGES[mime],)) as image:
        limit = MAX_PIXELS_JPEG if mime == "image/jpeg" else MAX_PIXELS
        if image.width * image.height > limit:
            raise RefusedError("too_large")
        image.draft("RGB", (side, side))
        orientation = image.getexif().get(0x0112, 1)
        small = _flat(image)
        small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    turn = _UPRIGHT.get(orientation)
    return small if turn is None else small.transpose(Image.Transpose[turn])


def _flat(image: "Image") -> "Image":
    """Return the picture as RGB; what is transparent becomes white."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGB", image.size, "white")
        full = image.convert("RGBA")
        paper.paste(full, mask=full.getchannel("A"))
        return paper
    if image.mode.startswith("I"):  # 16 bits a pixel: keep the upper half
        return image.point(lambda v: v / 256).convert("L").convert("RGB")
    return image.convert("RGB")


def _pdf_page(source: Path | bytes, number: int, side: int) -> tuple["Image", int]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise RefusedError("locked" if "assword" in str(error) else "damaged") from error
    with document:
        pages = len(document)
        if not 0 <= number < pages:
            raise RefusedError("damaged")
        page = document[number]
        width, height = page.get_size()
        scale = side / max(width, height, 1.0)
        if not min(width, height) > 0 or width * height * scale * scale > MAX_PIXELS:
            raise RefusedError("too_large")
        image: Image = page.render(scale=scale).to_pil().convert("RGB")
        return image, pages
