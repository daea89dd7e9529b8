"""Derived pictures: what is redacted or cut off is not in the bytes; marks stand in their place."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from cfpdesk.documents.document import Block, Later, Paragraph, Photo
from cfpdesk.documents.evidence_picture import derived_file, picture_blocks
from cfpdesk.documents.marked_picture import derived_picture
from cfpdesk.errors import UserError
from cfpdesk.i18n import text_in
from cfpdesk.model.evidence import Evidence, EvidenceKind
from cfpdesk.model.evidence_view import EvidencePicture
from cfpdesk.model.photo_mark import (
    MarkColour,
    MarkKind,
    PhotoMark,
    PictureVersion,
    Point,
    points_text,
)
from cfpdesk.store.evidence_folder import EvidenceFolder

SIZE = (400, 300)


def secret() -> bytes:
    """Return a grey picture with a bright green square at 100, 100 of 60 pixels."""
    image = Image.new("RGB", SIZE, (120, 120, 120))
    ImageDraw.Draw(image).rectangle((100, 100, 160, 160), fill=(0, 255, 0))
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRET MAKER"
    image.save(stream, "JPEG", quality=95, exif=exif)
    return stream.getvalue()


def mark(kind: MarkKind, *points: tuple[int, int], **more: object) -> PhotoMark:
    shares = (Point(x / SIZE[0], y / SIZE[1]) for x, y in points)
    return PhotoMark(row="m", kind=kind, points=points_text(shares)).but(**more)


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def is_green(pixel: tuple[int, ...]) -> bool:
    red, green, blue = pixel[:3]
    return green > red + 25 and green > blue + 25


def green(image: Image.Image) -> int:
    pixels = image.load()
    assert pixels is not None
    across, down = image.size
    return sum(is_green(pixels[x, y]) for x in range(across) for y in range(down))  # type: ignore[arg-type]


@pytest.mark.parametrize("version", [PictureVersion.REPORT, PictureVersion.CLIENT])
def test_what_a_bar_hides_is_not_in_the_picture(version: PictureVersion) -> None:
    assert green(opened(secret())) > 3000
    bar = mark(MarkKind.BAR, (98, 98), (163, 163))
    image = opened(derived_picture(secret(), [bar], version))
    assert green(image) == 0
    assert max(image.getpixel((105, 105))) < 12  # type: ignore[arg-type]


def test_nothing_of_the_files_metadata_is_taken_over() -> None:
    made = derived_picture(secret(), [], PictureVersion.CLIENT)
    assert b"SECRET MAKER" in secret()
    assert b"SECRET MAKER" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert not image.getexif()


def test_what_is_cut_off_is_not_in_the_picture() -> None:
    crop = mark(MarkKind.CROP, (200, 0), (400, 300))
    image = opened(derived_picture(secret(), [crop], PictureVersion.CLIENT))
    assert image.size == (200, 300)
    assert green(image) == 0


def test_the_clients_picture_has_no_judgement_in_it() -> None:
    arrow = mark(MarkKind.ARROW, (20, 250), (300, 250))
    box = mark(MarkKind.RECTANGLE, (20, 20), (300, 200), colour=MarkColour.YELLOW)
    plain = opened(derived_picture(secret(), [], PictureVersion.CLIENT))
    client = opened(derived_picture(secret(), [arrow, box], PictureVersion.CLIENT))
    assert client.tobytes() == plain.tobytes()
    report = opened(derived_picture(secret(), [arrow, box], PictureVersion.REPORT))
    red = report.getpixel((150, 250))
    assert red[0] > 180  # type: ignore[index]
    assert red[1] < 150  # type: ignore[index]
    yellow = report.getpixel((150, 20))
    assert yellow[0] > 180  # type: ignore[index]
    assert yellow[2] < 120  # type: ignore[index]


def test_words_and_numbers_are_written() -> None:
    words = mark(MarkKind.TEXT, (50, 20), text="变比 1200/5 ×240")
    noted = mark(MarkKind.ELLIPSE, (220, 150), (320, 250), text="看这里")
    plain = opened(derived_picture(secret(), [], PictureVersion.REPORT))
    made = opened(derived_picture(secret(), [words, noted], PictureVersion.REPORT))
    for at in ((60, 30), (220, 150)):
        assert made.getpixel(at) != plain.getpixel(at)


def test_equal_marks_give_equal_bytes() -> None:
    marks = [
        mark(MarkKind.PEN, (10, 10), (50, 90), (90, 20)),
        mark(MarkKind.BAR, (98, 98), (170, 170)),
    ]
    assert derived_picture(secret(), marks, PictureVersion.REPORT) == derived_picture(
        secret(), marks, PictureVersion.REPORT
    )


@pytest.fixture
def original(tmp_path: Path) -> Path:
    folder = EvidenceFolder(tmp_path)
    folder.prepare()
    return folder.path(folder.keep(secret()).sha256)


def test_a_file_of_its_own_is_redacted(original: Path) -> None:
    bar = mark(MarkKind.BAR, (98, 98), (163, 163))
    image = opened(derived_file(original, [bar], PictureVersion.CLIENT, 0))
    assert image.size == SIZE
    assert green(image) == 0


def piece(number: str, path: Path, *marks: PhotoMark, **more: object) -> EvidencePicture:
    kept = Evidence(number=number, kind=EvidenceKind.PHOTO, caption="电能表").but(**more)
    return EvidencePicture(kept, path, marks)


def made(
    pictures: list[EvidencePicture], version: PictureVersion = PictureVersion.REPORT
) -> tuple[Block, ...]:
    (later,) = picture_blocks(pictures, version)
    assert isinstance(later, Later)
    return later.make()


def test_a_paper_says_which_picture_it_cannot_show(original: Path, tmp_path: Path) -> None:
    lost = tmp_path / "store" / ("0" * 64)
    first, second = made([piece("E-1", original), piece("E-2", lost)])
    assert isinstance(first, Photo)
    assert text_in(first.caption, "zh").startswith("E-1  电能表 · 原件 ")
    assert isinstance(second, Paragraph)
    assert text_in(second.text, "en").startswith("E-2: The original file is not")


def test_what_was_changed_on_the_disk_is_not_printed(original: Path) -> None:
    original.chmod(0o644)
    original.write_bytes(secret() + b"x")
    (block,) = made([piece("E-1", original)])
    assert isinstance(block, Paragraph)
    with pytest.raises(UserError):
        derived_file(original, [], PictureVersion.CLIENT, 0)


def test_a_caption_leads_from_numbers_to_notes(original: Path) -> None:
    box = mark(MarkKind.RECTANGLE, (20, 20), (300, 200), text="变比 1200/5")
    (photo,) = made([piece("E-1", original, box)])
    assert isinstance(photo, Photo)
    assert "(1) 变比 1200/5" in text_in(photo.caption, "zh")
    assert " · 标注 " in text_in(photo.caption, "zh")
    (client,) = made([piece("E-1", original, box)], PictureVersion.CLIENT)
    assert isinstance(client, Photo)
    assert "1200/5" not in text_in(client.caption, "zh")


def test_a_mark_moved_is_another_document(original: Path) -> None:
    def shown(*points: tuple[int, int]) -> str:
        (later,) = picture_blocks(
            [piece("E-1", original, mark(MarkKind.BAR, *points))], PictureVersion.CLIENT
        )
        assert isinstance(later, Later)
        return later.shown

    assert shown((10, 10), (90, 90)) == shown((10, 10), (90, 90))
    assert shown((10, 10), (90, 90)) != shown((10, 10), (90, 95))


def test_of_a_paper_the_marked_pages_are_printed(original: Path) -> None:
    arrow = mark(MarkKind.ARROW, (20, 20), (300, 200), page=4)
    bar = mark(MarkKind.BAR, (20, 20), (300, 200), page=2)
    paper = piece("E-1", original, arrow, bar, kind=EvidenceKind.DOCUMENT)

    def pages(*pieces: EvidencePicture, version: PictureVersion) -> list[str]:
        return [
            name.split("/")[1]
            for later in picture_blocks(pieces, version)
            if isinstance(later, Later)
            for name in later.shown.split()
        ]

    assert pages(paper, version=PictureVersion.REPORT) == ["2", "4"]
    assert pages(paper, version=PictureVersion.CLIENT) == ["2"]
    plain = piece("E-2", original, kind=EvidenceKind.DOCUMENT)
    assert picture_blocks([plain], PictureVersion.REPORT) == ()
