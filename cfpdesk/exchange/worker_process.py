"""A process of our own that handles foreign files, seen from the program: start, talk, end.

Each kind of worker is a module with a `main()` that reads requests from its standard input and
writes answers to its standard output (see `worker_side`). Nothing is ever unpickled. A worker that
crashed or was ended is started anew at the next request.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

WORKER_FLAG = "--worker"
WORKERS = {
    "preview": "cfpdesk.exchange.preview_worker",
    "workbook": "cfpdesk.exchange.client_workbook.worker",
}
_MAX_LINE = 64 * 1024
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from importlib import import_module; import_module(sys.argv[2]).main()"
)
TROUBLE = (OSError, ValueError, LookupError, TypeError, EOFError)
"""What talking to a process that died, or says nonsense, raises."""


class WorkerProcess:
    """One process; not for several threads at once, except for `kill`."""

    def __init__(self, kind: str, max_line: int = _MAX_LINE) -> None:
        self._kind = kind
        self._max_line = max_line
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    @property
    def exit_code(self) -> int | None:
        """How the process ended; None while it runs, or where there is none."""
        return None if self._process is None else self._process.poll()

    def ensure(self) -> None:
        """Start the process unless it runs."""
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command(self._kind),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def send(self, request: dict[str, object], source: Path | bytes) -> None:
        """Send a request about a file, or about bytes that are sent with it.

        Raises:
            OSError, EOFError: if nobody takes it.
        """
        stream = None if self._process is None else self._process.stdin
        if stream is None:
            raise EOFError
        if isinstance(source, bytes):
            line = json.dumps({**request, "size": len(source)})
        else:
            line = json.dumps({**request, "path": os.fspath(source.resolve())})
        stream.write(line.encode() + b"\n")
        if isinstance(source, bytes):
            stream.write(source)
        stream.flush()

    def receive(self, most: int) -> tuple[dict[str, Any], bytes]:
        """Return the next answer and what belongs to it.

        Args:
            most: bytes that may belong to it.

        Raises:
            OSError, EOFError, ValueError, LookupError, TypeError: if it is none (`TROUBLE`).
        """
        stream = None if self._process is None else self._process.stdout
        if stream is None:
            raise EOFError
        line = stream.readline(self._max_line)
        if not line:
            raise EOFError
        answer = json.loads(line)
        size = int(answer["size"])
        if not 0 <= size <= most:
            raise ValueError(size)
        found = stream.read(size)
        if len(found) != size:
            raise EOFError
        return answer, found

    def kill(self) -> None:
        """Have the process end at once; whoever waits for an answer gets an error."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close(stream)
        process.wait()


def command(kind: str) -> list[str]:
    """Return the command line of a kind of worker."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG, kind]
    root = Path(__file__).resolve().parents[2]
    return [sys.executable, "-I", "-c", _START, os.fspath(root), WORKERS[kind]]


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # the other end is gone, and with it what was still to be written
        return
