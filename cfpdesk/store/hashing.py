"""SHA-256 beside the thread that copies; hashlib lets other threads run while it works."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor

_WORTH_A_THREAD = 64 * 1024


class BesideHash:
    """Hashes each chunk on a pool's thread while the caller writes it; one chunk behind at most.

    The caller must not change a chunk before the next call.
    """

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._hash = hashlib.sha256()
        self._pool = pool
        self._pending: Future[None] | None = None

    def update(self, data: memoryview, /) -> None:
        """Take in the next bytes."""
        self._wait()
        if len(data) < _WORTH_A_THREAD:
            self._hash.update(data)
        else:
            self._pending = self._pool.submit(self._hash.update, data)

    def hexdigest(self) -> str:
        """Return the hash of all that was taken in."""
        self._wait()
        return self._hash.hexdigest()

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()
            self._pending = None
