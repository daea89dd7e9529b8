"""Thumbnails and previews of foreign files, decoded in a process of their own.

Photos and papers of a visit come from anywhere. A decoder that crashes, hangs or is taken over by
a crafted file must not take the window and its journal with it, so pictures (HEIC among them) and
PDF pages are turned into a small JPEG or PNG elsewhere, within limits of pixels, memory and time.

    with PreviewWorker() as worker:
        facts = worker.facts(path)
        small = worker.preview(path, side=320)

    for index, result in each_preview(paths, side=320):   # many at once, in any order
        ...
"""

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cfpdesk.errors import UserError
from cfpdesk.exchange.photo_metadata import IMAGES, FileFacts
from cfpdesk.exchange.worker_process import TROUBLE, WorkerProcess
from cfpdesk.i18n import Message, msg

TIMEOUT_S = 20.0
MAX_ANSWER_BYTES = 256 * 1024 * 1024

_WHY: dict[str, Message] = {
    "too_large": msg("This picture has too many pixels to show; the original is kept."),
    "damaged": msg("This file cannot be shown: it is damaged or not what it seems."),
    "locked": msg("This PDF is locked with a password; the original is kept."),
    "no_preview": msg("Files of this kind have no preview; the original is kept."),
}
_TOO_SLOW = msg("This file takes too long to show; the original is kept.")


class PreviewError(UserError):
    """A file cannot be shown; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A small picture of a file.

    Attributes:
        data: bytes of a JPEG (photos) or PNG (pages), upright, without metadata.
        pages: pages of the document; 1 for a picture.
    """

    data: bytes
    mime: str
    width: int
    height: int
    pages: int


def can_preview(mime: str) -> bool:
    """Tell whether files of this media type have a preview."""
    return mime in IMAGES or mime == "application/pdf"


class PreviewWorker:
    """One decoding process; started at the first request, and anew after a crash or a timeout.

    May be used from several threads; requests wait for one another.
    """

    def __init__(self, timeout: float = TIMEOUT_S) -> None:
        self._timeout = timeout
        self._process = WorkerProcess("preview")
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    def preview(self, source: Path | bytes, side: int, page: int = 0) -> Preview:
        """Return a picture of the file that fits a square of `side` pixels, upright.

        Args:
            source: the file, or its bytes.
            side: longest side in pixels.
            page: of a document, counted from 0.

        Raises:
            PreviewError: if it cannot be shown; the sentence says why.
        """
        answer, body = self._ask({"do": "preview", "side": side, "page": page}, source)
        try:
            sizes = [int(answer[name]) for name in ("width", "height", "pages")]
            return Preview(body, str(answer["mime"]), *sizes)
        except (KeyError, TypeError, ValueError) as error:
            raise PreviewError(_WHY["damaged"]) from error

    def facts(self, source: Path | bytes) -> FileFacts:
        """Return what the file says about itself, as `read_facts` does.

        Raises:
            PreviewError: if reading it crashed or took too long.
        """
        answer, _ = self._ask({"do": "facts"}, source)
        try:
            return FileFacts(
                mime=str(answer["mime"]),
                taken_at=str(answer["taken_at"]),
                device=str(answer["device"]),
                width=int(answer["width"]),
                height=int(answer["height"]),
                orientation=int(answer["orientation"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise PreviewError(_WHY["damaged"]) from error

    def close(self) -> None:
        """End the process, for good: whoever still waits for its turn starts no other."""
        self._closed.set()
        self._process.close()

    def _ask(
        self, request: dict[str, object], source: Path | bytes
    ) -> tuple[dict[str, Any], bytes]:
        with self._lock:
            answer, found = self._exchange(request, source)
        if not answer["ok"]:
            raise PreviewError(_WHY.get(str(answer.get("why")), _WHY["damaged"]))
        return answer, found

    def _exchange(
        self, request: dict[str, object], source: Path | bytes
    ) -> tuple[dict[str, Any], bytes]:
        if self._closed.is_set():
            raise PreviewError(_WHY["no_preview"])
        self._process.ensure()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(self._timeout, give_up)
        timer.daemon = True
        timer.start()
        try:
            self._process.send(request, source)
            answer, found = self._process.receive(MAX_ANSWER_BYTES)
            answer["ok"] = bool(answer["ok"])
        except TROUBLE as error:
            self._process.close()  # whatever it said, it cannot be talked to any more
            raise PreviewError(_TOO_SLOW if late.is_set() else _WHY["damaged"]) from error
        finally:
            timer.cancel()
            if self._closed.is_set():  # while it was started
                self._process.close()
        return answer, found


def each_preview(
    sources: Sequence[Path | bytes], side: int, workers: int = 0, timeout: float = TIMEOUT_S
) -> Iterator[tuple[int, Preview | PreviewError]]:
    """Return the previews of many files as they become ready, each with its position.

    A file that cannot be shown gives its error and stops none of the others.

    Args:
        sources: files or their bytes.
        side: longest side in pixels.
        workers: processes at once; 0 for one a core, at most four.
        timeout: seconds for one file.
    """
    count = min(workers or min(os.cpu_count() or 1, 4), max(len(sources), 1))
    free = [PreviewWorker(timeout) for _ in range(count)]

    def one(index: int) -> tuple[int, Preview | PreviewError]:
        worker = free.pop()
        try:
            return index, worker.preview(sources[index], side)
        except PreviewError as error:
            return index, error
        finally:
            free.append(worker)

    try:
        with ThreadPoolExecutor(count) as pool:
            jobs = [pool.submit(one, index) for index in range(len(sources))]
            try:
                for job in as_completed(jobs):
                    yield job.result()
            finally:  # whoever stops listening does not wait for the rest
                for job in jobs:
                    job.cancel()
    finally:
        for worker in free:
            worker.close()
