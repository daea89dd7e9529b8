"""Previews of files, made off the window's thread and kept on disk and in memory.

    self._pictures = pictures_of(self.desk)    # ui/parts/shared_pictures.py: one for the window
    pixmap = self._pictures.get(blob.sha256, path, side=320)    # None until it is there
    self._pictures.ready.connect(self._picture_ready)     # a bound method goes with its widget
    self._pictures.why(sha)                    # the sentence, where it cannot be shown

The cache is disposable: it can be deleted at any time and is never part of a package.
"""

from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from shiboken6 import isValid

from cfpdesk.errors import UserError
from cfpdesk.exchange.preview import Preview, PreviewWorker
from cfpdesk.i18n import Message
from cfpdesk.ui.pools import tell, worker_pool

Key = tuple[str, int, int]
MEMORY_BYTES = 320 * 1024 * 1024
KEPT_ON_DISK = 1000  # longest side of what is worth a file in the cache


class _Make(QRunnable):
    """Makes one preview: from the cache on disk, else by the decoding process."""

    def __init__(self, owner: "Pictures", key: Key, path: Path, cached: Path) -> None:
        super().__init__()
        self._owner, self._key, self._path, self._cached = owner, key, path, cached
        self._pages = 0

    def run(self) -> None:
        """Work on a pool thread; only a QImage and a sentence go back."""
        if self._owner.closed:
            return
        image = QImage()
        if self._cached.is_file():
            image.load(str(self._cached))
        why: Message | None = None
        if image.isNull():
            try:
                image = self._decode()
            except UserError as error:
                why = error.message
        tell(lambda: self._owner.made.emit(self._key, image, why, self._pages))

    def _decode(self) -> QImage:
        _, side, page = self._key
        made: Preview = self._owner.worker.preview(self._path, side, page)
        image = QImage.fromData(made.data)
        self._pages = made.pages
        if side > KEPT_ON_DISK:
            return image
        with suppress(OSError):  # a full disk costs only the cache
            self._cached.parent.mkdir(parents=True, exist_ok=True)
            half = self._cached.with_suffix(f".{id(self)}.part")
            half.write_bytes(made.data)
            half.replace(self._cached)
        return image


class Pictures(QObject):
    """See the module text. `ready` tells the hash whose picture, or whose reason, is there now."""

    ready = Signal(str)
    made = Signal(object, object, object, int)

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
        self._pool = worker_pool(2)
        self.made.connect(self._take, Qt.ConnectionType.QueuedConnection)

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
            self._pool.start(_Make(self, key, path, cached))
        return None

    def why(self, sha256: str, side: int, page: int = 0) -> Message | None:
        """Return why there is no preview; None where it may still come."""
        return self._why.get((sha256, side, page))

    def pages(self, sha256: str) -> int:
        """Return how many pages the file has, 0 while that is not known."""
        return self._pages.get(sha256, 0)

    def _take(self, key: Key, image: QImage, why: Message | None, pages: int) -> None:
        self._asked.discard(key)
        if pages:
            self._pages[key[0]] = pages
        if why is not None or image.isNull():
            if why is not None:
                self._why[key] = why
        else:
            self._kept[key] = QPixmap.fromImage(image)
            self._bytes += _weight(self._kept[key])
            while self._bytes > MEMORY_BYTES and len(self._kept) > 1:
                self._bytes -= _weight(self._kept.popitem(last=False)[1])
        self.ready.emit(key[0])

    def close(self) -> None:
        """Stop the threads and the decoding process; told by window and program, whichever ends."""
        if self.closed:
            return
        self.closed = True
        if isValid(self._pool):  # Qt takes it apart before the windows when the program ends
            self._pool.clear()
            self._pool.waitForDone(2_000)
        self.worker.close()


def _weight(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
