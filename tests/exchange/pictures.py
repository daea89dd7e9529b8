"""Small pictures with the metadata a camera writes, for tests."""

import io

from PIL import Image

TIME, OFFSET, MODEL, MAKE, ORIENTATION = 0x9003, 0x9011, 0x0110, 0x010F, 0x0112


def exif(
    time: str = "2026:03:18 10:41:07",
    offset: str = "+08:00",
    model: str = "ILCE-6100",
    orientation: int = 1,
) -> Image.Exif:
    found = Image.Exif()
    found[MAKE], found[MODEL], found[ORIENTATION] = "SONY", model, orientation
    found[0x0132] = "2020:01:01 00:00:00"  # when it was last changed: never to be taken
    inner = found.get_ifd(0x8769)
    if time:
        inner[TIME] = time
    if offset:
        inner[OFFSET] = offset
    return found


def picture(
    size: tuple[int, int] = (40, 30), form: str = "JPEG", with_exif: Image.Exif | None = None
) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    if with_exif is None:
        image.save(out, form)
    else:
        image.save(out, form, exif=with_exif)
    return out.getvalue()
