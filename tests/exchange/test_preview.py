"""Previews come upright and small from a process of their own, and a bad file hurts nobody."""

import io
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from cfpdesk.exchange.photo_metadata import read_facts
from cfpdesk.exchange.preview import (
    Preview,
    PreviewError,
    PreviewWorker,
    can_preview,
    each_preview,
)
from cfpdesk.exchange.worker_process import WorkerProcess
from tests.exchange.pictures import exif, picture


@pytest.fixture(scope="module")
def worker() -> PreviewWorker:  # type: ignore[misc]
    with PreviewWorker() as found:
        yield found


def opened(preview: Preview) -> Image.Image:
    return Image.open(io.BytesIO(preview.data)).convert("RGB")


def pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 100))
    for _ in range(pages):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 0, 100, 100, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def reddest_corner(image: Image.Image) -> str:
    """Where the red half of the test picture lies."""
    w, h = image.size
    spots = {"left": (1, h // 2), "right": (w - 2, h // 2), "top": (w // 2, 1)}
    spots["bottom"] = (w // 2, h - 2)

    def redness(spot: tuple[int, int]) -> int:
        red, _, blue = image.getpixel(spot)  # type: ignore[misc]
        return int(red) - int(blue)

    return max(spots, key=lambda name: redness(spots[name]))


@pytest.mark.parametrize(
    ("orientation", "red"),
    [(1, "left"), (2, "right"), (3, "right"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom")],
)
def test_a_photo_stands_upright(worker: PreviewWorker, orientation: int, red: str) -> None:
    data = picture((400, 300), with_exif=exif(orientation=orientation))
    small = worker.preview(data, side=100)
    assert max(small.width, small.height) == 100
    assert (small.width > small.height) == (orientation < 5)
    assert reddest_corner(opened(small)) == red
    assert small.mime == "image/jpeg"


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "TIFF", "BMP"])
def test_other_pictures_too(worker: PreviewWorker, form: str) -> None:
    assert worker.preview(picture((64, 48), form), side=32).width == 32


def test_a_small_picture_is_not_blown_up(worker: PreviewWorker) -> None:
    small = worker.preview(picture((40, 30)), side=320)
    assert (small.width, small.height) == (40, 30)


def test_what_is_transparent_shows_as_white(worker: PreviewWorker) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(worker.preview(out.getvalue(), side=20)).getpixel((9, 9)) == (255, 255, 255)


def test_a_preview_carries_no_metadata(worker: PreviewWorker) -> None:
    small = worker.preview(picture((400, 300), with_exif=exif()), side=100)
    assert read_facts(small.data).device == ""


def test_a_page_of_a_document(worker: PreviewWorker) -> None:
    page = worker.preview(pdf(3), side=100, page=2)
    assert (page.mime, page.width, page.height, page.pages) == ("image/png", 100, 50, 3)
    assert reddest_corner(opened(page)) == "left"


def test_facts_are_the_same_as_read_directly(worker: PreviewWorker, tmp_path: Path) -> None:
    path = tmp_path / "照片 1.jpg"
    path.write_bytes(picture(with_exif=exif()))
    assert worker.facts(path) == read_facts(path)


def huge_png() -> bytes:
    data = bytearray(picture(form="PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (huge_png(), "too many pixels"),
        (picture((400, 300))[:200], "damaged"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "damaged"),
        (b"plain words", "no preview"),
    ],
)
def test_what_cannot_be_shown_says_why(worker: PreviewWorker, data: bytes, words: str) -> None:
    with pytest.raises(PreviewError) as caught:
        worker.preview(data, side=100)
    assert words in caught.value.message.template
    assert worker.preview(picture(), side=10).width == 10


def test_a_missing_file_is_a_sentence(worker: PreviewWorker, tmp_path: Path) -> None:
    with pytest.raises(PreviewError):
        worker.preview(tmp_path / "gone.jpg", side=10)


def test_a_crash_is_survived() -> None:
    with PreviewWorker() as worker:
        worker.preview(picture(), side=10)
        worker._process.kill()
        while worker._process.exit_code is None:
            time.sleep(0.01)
        assert worker.preview(picture(), side=10).width == 10


def test_a_hang_ends_with_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr("cfpdesk.exchange.worker_process.command", lambda kind: sleeper)
    with PreviewWorker(timeout=0.3) as worker:
        with pytest.raises(PreviewError) as caught:
            worker.preview(picture(), side=10)
        assert "too long" in caught.value.message.template
        assert not worker._process.running


def test_who_waited_while_the_worker_was_closed_starts_no_other() -> None:
    worker = PreviewWorker()
    assert worker.facts(picture()).mime == "image/jpeg"
    worker.close()
    with pytest.raises(PreviewError):
        worker.preview(picture(), side=10)
    assert not worker._process.running


def test_a_worker_that_was_closed_while_it_started_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = PreviewWorker()
    start = WorkerProcess.ensure

    def closed_meanwhile(process: WorkerProcess) -> None:
        worker.close()
        start(process)

    monkeypatch.setattr(WorkerProcess, "ensure", closed_meanwhile)
    with suppress(PreviewError):
        worker.facts(picture())
    assert not worker._process.running


def test_a_worker_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    said = '{"ok": true, "size": 99999999999}'
    liar = [sys.executable, "-c", f"input(); print({said!r}, flush=True)"]
    monkeypatch.setattr("cfpdesk.exchange.worker_process.command", lambda kind: liar)
    with PreviewWorker() as worker, pytest.raises(PreviewError):
        worker.preview(b"\n", side=10)


def test_many_at_once_and_a_bad_one_stops_none() -> None:
    sources = [picture((60 + n, 40)) for n in range(12)]
    sources[5] = b"broken"
    found = dict(each_preview(sources, side=1000, workers=2))
    assert sorted(found) == list(range(12))
    assert isinstance(found.pop(5), PreviewError)
    assert all(isinstance(p, Preview) and p.width == 60 + n for n, p in found.items())


def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    listening = each_preview([picture()] * 50, side=10, workers=1)
    next(listening)
    listening.close()  # type: ignore[attr-defined]


def test_only_what_can_be_shown_is_offered() -> None:
    assert can_preview("image/heic")
    assert can_preview("application/pdf")
    assert not can_preview("application/zip")
