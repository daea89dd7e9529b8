"""One request to the worker and its many answers, with progress, cancel and a limit of silence."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Full, Queue
from types import TracebackType
from typing import Any, Self, TypeAlias

from cfpdesk.exchange.client_workbook.refusal import Refusal, WorkbookError, error_of
from cfpdesk.exchange.worker_process import TROUBLE, WorkerProcess
from cfpdesk.model.sheet import SheetInfo

QUIET_S = 120.0
MAX_ANSWER = 192 * 1024 * 1024
_TICK_S = 0.1
_WAITING = 2  # answers taken from the pipe and not yet from us: memory stays small
_ENDED_BY_MEMORY = (-6, -9)  # aborted by the allocator, killed by the system


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """How far reading is.

    Attributes:
        sheet, sheets: which sheet, from 1, of how many; 0 before the first.
        name: the sheet's name.
        rows: rows of this sheet that were taken over.
        total: rows it has; 0 while they are being counted.
        counted: rows seen while counting.
    """

    sheet: int = 0
    sheets: int = 0
    name: str = ""
    rows: int = 0
    total: int = 0
    counted: int = 0


Tell: TypeAlias = Callable[[ReadProgress], object]


class Conversation:
    """One request and its answers, taken from the pipe by a thread so that waiting can be ended."""

    def __init__(
        self,
        request: dict[str, object],
        source: Path | bytes,
        progress: Tell | None,
        quiet: float,
    ) -> None:
        self._request, self._source = request, source
        self._progress, self._quiet = progress, quiet
        self._at = ReadProgress()
        self._process = WorkerProcess("workbook")
        self._queue: Queue[tuple[dict[str, Any], bytes] | None] = Queue(_WAITING)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._take, daemon=True)

    def __enter__(self) -> Self:
        self._process.ensure()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._process.kill()
        self._thread.join()
        self._process.close()

    def answers(self) -> Iterator[tuple[str, dict[str, Any], bytes]]:
        """Return the answers one after the other, without those that only tell how far it is.

        Raises:
            WorkbookError: if it is refused, died, or was quiet for too long.
        """
        heard = time.monotonic()
        while True:
            self._tell()
            try:
                found = self._queue.get(timeout=_TICK_S)
            except Empty:
                if time.monotonic() - heard > self._quiet:
                    raise error_of(Refusal.TOO_SLOW) from None
                continue
            heard = time.monotonic()
            if found is None:
                raise self._died()
            answer, body = found
            kind = answer.get("t")
            if kind == "refused":
                raise error_of(str(answer.get("why")), answer.get("values"))
            if kind == "at":
                self._note(answer)
            else:
                yield str(kind), answer, body

    def begin(self, info: SheetInfo) -> None:
        """Note that a sheet's rows come now."""
        self._at = replace(self._at, name=info.name, rows=0, total=info.rows)

    def taken(self, rows: int) -> None:
        """Note how many of its rows were taken."""
        self._at = replace(self._at, rows=rows)

    def _note(self, answer: dict[str, Any]) -> None:
        try:
            sheet, sheets = int(answer["sheet"]), int(answer["sheets"])
            name, rows = str(answer["name"]), int(answer["rows"])
        except (LookupError, TypeError, ValueError) as error:
            raise error_of(Refusal.DAMAGED) from error
        if sheet != self._at.sheet or not self._at.total:
            self._at = ReadProgress(sheet, sheets, name, counted=rows)

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._at)

    def _take(self) -> None:
        """Take answers from the pipe until it ends; runs on a thread of its own."""
        try:
            self._process.send(self._request, self._source)
            while not self._stop.is_set():
                self._put(self._process.receive(MAX_ANSWER))
        except TROUBLE:
            self._put(None)

    def _put(self, found: tuple[dict[str, Any], bytes] | None) -> None:
        while not self._stop.is_set():
            try:
                self._queue.put(found, timeout=_TICK_S)
            except Full:
                continue
            return

    def _died(self) -> WorkbookError:
        deadline = time.monotonic() + 1.0
        while self._process.exit_code is None and time.monotonic() < deadline:
            time.sleep(0.01)
        by_memory = self._process.exit_code in _ENDED_BY_MEMORY
        return error_of(Refusal.MEMORY if by_memory else Refusal.DAMAGED)
