"""Previews of files, made off the window's thread and kept on disk and in memory.

    self._pictures = pictures_of(self.desk)    # ui/parts/shared_pictures.py: one for the window
    pixmap = self._pictures.get(blob.sha256, path, side=320)    # None until it is there
    self._pictures.ready.connect(self._picture_ready)     # a bound method goes with its widget
    self._pictures.why(sha)                    # the sentence, where it cannot be shown

The cache is disposable: it can be deleted at any time and is never part of a package.
"""

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import get_ident

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from cfpdesk.errors import UserError
from cfpdesk.exchange.preview import Preview, PreviewWorker
from cfpdesk.i18n import Message
from cfpdesk.ui.pools import Worker

Key = tuple[str, int, int]
MEMORY_BYTES = 320 * 1024 * 1024
END_MS = 2_000
KEPT_ON_DISK = 1000  # longest side of what is worth a file in the cache


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of one preview: the picture, or why there is none."""

    image: QImage
    why: Message | None = None
    pages: int = 0


def _make(worker: PreviewWorker, key: Key, path: Path, cached: Path) -> _Made:
    """Make one preview, on a pool's thread: from the cache on disk, else in another process."""
    image = QImage()
    if cached.is_file():
        image.load(str(cached))
    if not image.isNull():
        return _Made(image)
    _sha256, side, page = key
    try:
        made: Preview = worker.preview(path, side, page)
    except UserError as error:
        return _Made(image, error.message)
    if side <= KEPT_ON_DISK:
        with suppress(OSError):  # a full disk costs only the cache
            cached.parent.mkdir(parents=True, exist_ok=True)
            half = cached.with_suffix(f".{get_ident()}.part")
            half.write_bytes(made.data)
            half.replace(cached)
    return _Made(QImage.fromData(made.data), None, made.pages)


class Pictures(QObject):
    """See the module text. `ready` tells the hash whose picture, or whose reason, is there now."""

    ready = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.worker = PreviewWorker()
        self.closed = False
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._why: dict[Key, Message] = {}
        self._asked: set[Key] = set()
        self._pages: dict[str, int] = {}
        self._threads = Worker(2)

    def get(self, sha256: str, path: Path, side: int, page: int = 0) -> QPixmap | None:
        """Return the preview that fits a square of `side` pixels, or None and begin to make it."""
        key = (sha256, side, page)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if key not in self._asked and key not in self._why and not self.closed:
            self._asked.add(key)
            name = f"{sha256}-{side}" if page == 0 else f"{sha256}-{side}-{page}"
            cached = self.folder / sha256[:2] / name
            work = partial(_make, self.worker, key, path, cached)
            self._threads.start(self, work, partial(self._take, key))
        return None

    def why(self, sha256: str, side: int, page: int = 0) -> Message | None:
        """Return why there is no preview; None where it may still come."""
        return self._why.get((sha256, side, page))

    def pages(self, sha256: str) -> int:
        """Return how many pages the file has, 0 while that is not known."""
        return self._pages.get(sha256, 0)

    def _take(self, key: Key, made: _Made) -> None:
        self._asked.discard(key)
        if made.pages:
            self._pages[key[0]] = made.pages
        if made.why is not None:
            self._why[key] = made.why
        elif not made.image.isNull():
            self._kept[key] = QPixmap.fromImage(made.image)
            self._bytes += _weight(self._kept[key])
            while self._bytes > MEMORY_BYTES and len(self._kept) > 1:
                self._bytes -= _weight(self._kept.popitem(last=False)[1])
        self.ready.emit(key[0])

    def close(self) -> None:
        """Stop the threads and the decoding process; told by window and program, whichever ends."""
        if self.closed:
            return
        self.closed = True
        self._threads.stop(END_MS)
        self.worker.close()


def _weight(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
