"""Kinds are told by content; times are taken from the camera or not at all."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cfpdesk.exchange.photo_metadata import FileFacts, read_facts, recognise
from tests.exchange.pictures import exif, picture


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 100)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (picture(), "image/jpeg"),
        (picture(form="PNG"), "image/png"),
        (picture(form="WEBP"), "image/webp"),
        (picture(form="GIF"), "image/gif"),
        (picture(form="TIFF"), "image/tiff"),
        (picture(form="BMP"), "image/bmp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", "image/avif"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42", "audio/mp4"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"junk before\n%PDF-1.4\n", "application/pdf"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (zipped("a.txt"), "application/zip"),
        ("问周婷要出处页\n".encode(), "text/plain"),
        ("问周婷要出处页\r\n".encode("gb18030"), "text/plain"),
        (b"", "application/octet-stream"),
        (b"\x01\x02\x03\x00\x04", "application/octet-stream"),
    ],
)
def test_the_content_tells_the_kind(data: bytes, mime: str, tmp_path: Path) -> None:
    named = tmp_path / "wrong.docx"
    named.write_bytes(data)
    assert recognise(data) == mime
    assert recognise(named) == mime


def test_a_photo_says_when_and_with_what_it_was_taken() -> None:
    assert read_facts(picture(with_exif=exif())) == FileFacts(
        "image/jpeg", "2026-03-18T10:41:07+08:00", "ILCE-6100", 40, 30, 1
    )


def test_png_carries_the_same() -> None:
    facts = read_facts(picture(form="PNG", with_exif=exif()))
    assert facts.taken_at == "2026-03-18T10:41:07+08:00"


def test_a_camera_without_zone_stays_without_zone() -> None:
    assert read_facts(picture(with_exif=exif(offset=""))).taken_at == "2026-03-18T10:41:07"


def test_the_size_is_that_of_the_upright_picture() -> None:
    facts = read_facts(picture(with_exif=exif(orientation=6)))
    assert (facts.pixels, facts.orientation) == ("30x40", 6)


@pytest.mark.parametrize("time", ["", "0000:00:00 00:00:00", "2026:13:45 10:00:00", "    ", "now"])
def test_no_time_is_guessed(time: str, tmp_path: Path) -> None:
    """Not from the time of last change in the metadata, nor from the file's own."""
    path = tmp_path / "IMG_20260318_104107.jpg"
    path.write_bytes(picture(with_exif=exif(time=time)))
    assert read_facts(path).taken_at == ""


def test_an_offset_that_is_none_is_left_out() -> None:
    assert read_facts(picture(with_exif=exif(offset="GMT+8"))).taken_at == "2026-03-18T10:41:07"


def test_without_model_the_maker_stands_in() -> None:
    assert read_facts(picture(with_exif=exif(model=""))).device == "SONY"


def test_an_orientation_that_is_none_means_upright() -> None:
    assert read_facts(picture(with_exif=exif(orientation=42))).orientation == 1


def test_what_is_no_picture_has_a_kind_only() -> None:
    assert read_facts(b"%PDF-1.7\n") == FileFacts("application/pdf")


@given(cut=st.integers(0, 600), at=st.integers(0, 600), value=st.integers(0, 255))
def test_damaged_metadata_never_stops_the_intake(cut: int, at: int, value: int) -> None:
    whole = bytearray(picture(with_exif=exif()))
    whole[min(at, len(whole) - 1)] = value
    read_facts(bytes(whole))
    read_facts(bytes(whole[: max(3, cut)]))


def test_a_huge_picture_is_described_without_being_decoded() -> None:
    data = bytearray(picture(form="PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    limit = Image.MAX_IMAGE_PIXELS
    assert read_facts(bytes(data)).mime == "image/png"
    assert limit == Image.MAX_IMAGE_PIXELS
