"""One writer at a time: a lock that the operating system lets go when its process dies.

Beside it lies a marker while an engagement is open for writing. A marker that is found at opening
means that the program did not end by itself; it holds how far the own chain was when it began.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.store.durable import remove, write_file

_LOCK = "session.lock"
_MARKER = "session.open"


class Lock:
    """Held while an engagement is open for writing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOINHERIT", 0)
        self._descriptor: int | None = os.open(folder / _LOCK, flags, 0o644)
        try:
            _take(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            self._descriptor = None
            raise UserError(
                msg(
                    "This engagement is already open in another window on this computer; "
                    "go on there, or close that one first."
                )
            ) from error

    def marker(self) -> dict[str, object] | None:
        """Return what the last session noted when it began, if it did not end by itself."""
        try:
            found = json.loads((self._folder / _MARKER).read_bytes())
        except FileNotFoundError:
            return None
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def mark(self, facts: dict[str, object]) -> None:
        """Note that a session begins; durable on return."""
        write_file(self._folder / _MARKER, json.dumps(facts).encode())

    def release(self, *, clean: bool) -> None:
        """Let go; a clean end removes the marker.

        A marker that cannot be removed only has the next opening look whether all is there.
        """
        if self._descriptor is None:
            return
        if clean:
            with suppress(OSError):
                remove(self._folder / _MARKER)
        os.close(self._descriptor)
        self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
