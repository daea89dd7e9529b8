"""Photographs of a made visit: real JPEG files with EXIF, drawn, the same bytes for one number."""

import io
from datetime import datetime

_WIDTH, _HEIGHT = 960, 720
_MAKE, _MODEL, _TAKEN, _DIGITISED = 0x010F, 0x0110, 0x0132, 0x9003
_EXIF_FOLDER = 0x8769


def draw_photo(number: int, label: str, taken: datetime) -> bytes:
    """Return a JPEG that shows a label on a machine's plate.

    Args:
        number: chooses colours and places, so that no two photographs are alike.
        label: ASCII text on the plate.
        taken: written into the EXIF, without a zone as cameras do.
    """
    from PIL import Image, ImageDraw

    tone = (number * 53) % 90
    image = Image.new("RGB", (_WIDTH, _HEIGHT), (70 + tone, 84 + tone // 2, 96))
    draw = ImageDraw.Draw(image)
    for stripe in range(0, _WIDTH, 48):
        shade = 60 + (stripe * 7 + number * 31) % 120
        draw.rectangle((stripe, 0, stripe + 30, _HEIGHT), fill=(shade, shade + 8, shade + 14))
    left = 120 + (number * 37) % 300
    draw.rectangle(
        (left, 220, left + 420, 470), fill=(232, 230, 220), outline=(40, 40, 40), width=6
    )
    draw.text((left + 24, 250), label, fill=(20, 24, 28), font_size=40)
    draw.text((left + 24, 330), f"No. {number:05d}", fill=(150, 30, 20), font_size=54)
    for bolt in ((18, 18), (384, 18), (18, 214), (384, 214)):
        x, y = left + bolt[0], 220 + bolt[1]
        draw.ellipse((x, y, x + 18, y + 18), fill=(120, 120, 120), outline=(50, 50, 50))
    exif = image.getexif()
    stamp = taken.strftime("%Y:%m:%d %H:%M:%S")
    exif[_MAKE], exif[_MODEL], exif[_TAKEN] = "cfpdesk", "drawn", stamp
    exif.get_ifd(_EXIF_FOLDER)[_DIGITISED] = stamp
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=82, exif=exif)
    return kept.getvalue()
