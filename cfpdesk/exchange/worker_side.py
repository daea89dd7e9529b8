"""A process that handles foreign files, seen from itself: how it limits itself and answers.

A request is one line of JSON with `path`, or `size` followed by so many bytes. An answer is one
line of JSON with `size`, followed by so many bytes.
"""

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO


def limit_itself(memory: int) -> None:
    """Take away what reading never needs: endless memory (bytes), and writing files.

    Windows takes the first away, macOS the second; a request ends after a while on all of them.
    """
    if sys.platform == "win32":
        import ctypes

        from cfpdesk.exchange.windows_job import join_job

        join_job(memory, ctypes.WinDLL("kernel32"))
        return
    import resource

    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0)):
        try:
            resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))
        except (OSError, ValueError):  # macOS refuses some; the rest still holds
            continue


def next_request(requests: BinaryIO) -> tuple[dict[str, Any], Path | bytes] | None:
    """Return the next request and the file or bytes it is about; None at the end."""
    line = requests.readline()
    if not line:
        return None
    request: dict[str, Any] = json.loads(line)
    size = request.get("size", -1)
    return request, requests.read(size) if size >= 0 else Path(request["path"])


def answer(answers: BinaryIO, said: dict[str, Any], body: bytes = b"") -> None:
    """Write an answer and what belongs to it."""
    answers.write(json.dumps({**said, "size": len(body)}).encode() + b"\n")
    answers.write(body)
    answers.flush()
