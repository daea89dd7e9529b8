"""The photographs with what their cameras wrote into them.

Three devices; a portrait turned only by its EXIF orientation; one that came through a messenger
and lost time and device; one HEIC, which is written only where `pillow_heif` can be imported
(it carries an encoder under the GPL, so it is no dependency) and kept as it is elsewhere.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from resources.sample.make import goods, meters, papers, plant, written
from resources.sample.make.papers import Paper

_QUALITY = 82
_SONY = ("SONY", "ILCE-6100", "ILCE-6100 v2.10")
_HUAWEI = ("HUAWEI", "ALN-AL00", "ALN-AL00 4.2.0.130")
_APPLE = ("Apple", "iPhone 15 Pro", "18.3")
_NO_CAMERA = ("", "", "")
_STEEL = ((90, 104, 96), (62, 74, 68))
_WHITE = ((196, 200, 196), (160, 164, 162))


@dataclass(frozen=True)
class Photo:
    """One photograph.

    Attributes:
        camera: maker, model and software; empty for what lost its metadata.
        taken: local time as EXIF writes it; empty for what has none.
        zone: offset as EXIF writes it; the older camera writes none.
        turned: EXIF orientation; 6 means that the stored pixels lie on their side.
    """

    file: str
    camera: tuple[str, str, str]
    taken: str
    draw: Callable[[str], Image.Image]
    zone: str = ""
    turned: int = 1


def _paper(paper: Paper, desk: str = "wood") -> Callable[[str], Image.Image]:
    return lambda name: papers.photograph(name, paper, desk)


PHOTOS = (
    Photo("DSC00914.JPG", _SONY, "2026:03:18 10:33:12", _paper(written.NOTICE)),
    Photo("DSC00915.JPG", _SONY, "2026:03:18 10:34:40", _paper(written.INVOICE)),
    Photo("DSC00916.JPG", _SONY, "2026:03:18 10:41:07", meters.electricity_meter),
    Photo(
        "DSC00917.JPG",
        _SONY,
        "2026:03:18 10:52:26",
        lambda name: papers.certificate(name, written.LABEL, late=4),
    ),
    Photo("DSC00918.JPG", _SONY, "2026:03:18 09:58:03", plant.hall),
    Photo("DSC00919.JPG", _SONY, "2026:03:18 10:08:51", goods.drums, turned=6),
    Photo("DSC00920.JPG", _SONY, "2026:03:18 10:20:15", meters.gas_meter),
    Photo("mmexport1773802967.jpg", _NO_CAMERA, "", _paper(written.COOLANT, "cloth")),
    Photo("DSC00922.JPG", _SONY, "2026:03:18 10:52:48", meters.control_screen),
    Photo("DSC00923.JPG", _SONY, "2026:03:18 11:15:30", lambda n: meters.weighbridge(n, "25.12")),
    Photo(
        "DSC00924.JPG",
        _SONY,
        "2026:03:18 11:20:09",
        lambda name: meters.name_plate(name, "罩式退火炉", written.FURNACE, _STEEL),
    ),
    Photo("DSC00931.JPG", _SONY, "2026:03:18 13:25:44", _paper(written.NOTE)),
    Photo("DSC00932.JPG", _SONY, "2026:03:18 13:40:18", _paper(written.GAS, "cloth")),
    Photo(
        "DSC00940.JPG",
        _SONY,
        "2026:03:19 09:30:05",
        lambda name: meters.name_plate(name, "房间空气调节器 室外机", written.COOLER, _WHITE),
    ),
    Photo("IMG_20260318_094512.jpg", _HUAWEI, "2026:03:18 09:45:12", goods.coils, "+08:00"),
    Photo(
        "IMG_20260318_100230.jpg",
        _HUAWEI,
        "2026:03:18 10:02:30",
        _paper(written.MILL_SHEET),
        "+08:00",
    ),
    Photo(
        "IMG_20260318_101544.jpg",
        _HUAWEI,
        "2026:03:18 10:15:44",
        lambda name: meters.name_plate(name, "盐酸储罐 2#", written.TANK, _WHITE),
        "+08:00",
    ),
    Photo("IMG_20260318_133012.jpg", _HUAWEI, "2026:03:18 13:30:12", goods.packing, "+08:00"),
    Photo(
        "IMG_20260318_140655.jpg",
        _HUAWEI,
        "2026:03:18 14:06:55",
        _paper(written.WAYBILL, "steel"),
        "+08:00",
    ),
    Photo("IMG_20260319_091020.jpg", _HUAWEI, "2026:03:19 09:10:20", plant.warehouse, "+08:00"),
    Photo(
        "IMG_20260319_094410.jpg",
        _HUAWEI,
        "2026:03:19 09:44:10",
        _paper(written.WASTE, "steel"),
        "+08:00",
    ),
    Photo(
        "IMG_4021.HEIC", _APPLE, "2026:03:18 09:20:33", _paper(written.PROCEDURE, "steel"), "+08:00"
    ),
    Photo("IMG_4022.JPG", _APPLE, "2026:03:18 09:55:21", _paper(written.REPORT, "cloth"), "+08:00"),
    Photo("IMG_4027.JPG", _APPLE, "2026:03:18 16:30:47", goods.coil_label, "+08:00"),
)


def photos() -> dict[str, bytes]:
    """Return the JPEG files by name."""
    return {p.file: _jpeg(p) for p in PHOTOS if not p.file.endswith("HEIC")}


def heic() -> dict[str, bytes]:
    """Return the HEIC files by name; nothing where no encoder is at hand."""
    try:
        import pillow_heif  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return {}
    pillow_heif.register_heif_opener()
    return {p.file: _encoded(p, "HEIF", 60) for p in PHOTOS if p.file.endswith("HEIC")}


def _jpeg(photo: Photo) -> bytes:
    return _encoded(photo, "JPEG", _QUALITY)


def _encoded(photo: Photo, form: str, quality: int) -> bytes:
    image = photo.draw(photo.file)
    if photo.turned == 6:
        image = image.transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    image.save(out, form, quality=quality, exif=_exif(photo, image))
    return out.getvalue()


def _exif(photo: Photo, image: Image.Image) -> bytes:
    if not photo.taken:
        return b""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = photo.camera
    exif[0x0112] = photo.turned
    exif[0x0132] = photo.taken
    inner = exif.get_ifd(0x8769)
    inner[0x9003] = inner[0x9004] = photo.taken
    if photo.zone:
        inner[0x9010] = inner[0x9011] = photo.zone
    inner[0xA002], inner[0xA003] = image.size
    return exif.tobytes()
