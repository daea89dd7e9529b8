"""The chain this copy of the engagement writes to, and the second file that guards it.

Two writers in one chain make a fork. So the end of the own chain (position and hash) is also kept
in a file of the person's own folder: a database that is behind it was restored or copied, and a
new chain is begun before the first write. A database without such a file came from elsewhere.
"""

import os
from pathlib import Path

from cfpdesk.model.journal import Actor
from cfpdesk.store.home import home_folder
from cfpdesk.store.log import Chain, Log

_WIDTH = 96


class OwnChain:
    """Says which chain to write to, and notes each commit in the second file."""

    def __init__(self, log: Log, actor: Actor | None) -> None:
        self._log = log
        self._actor = actor
        self._descriptor: int | None = None
        self.replica = log.meta("own_replica")

    def begin(self, replica: str = "") -> str:
        """Begin a new chain and return its id."""
        self.close()
        self.replica = replica or os.urandom(8).hex()
        self._log.set_meta("own_replica", self.replica)
        self._log.set_meta("own_key", self._actor.key_sha256 if self._actor else "")
        self._note(0, "0" * 64)
        return self.replica

    def ready(self) -> Chain:
        """Return the chain to write to, beginning a new one where the old one is not ours alone."""
        if not self.replica or self._is_foreign() or self._is_behind():
            self.begin()
        return self._log.add_chain(self.replica)

    def committed(self) -> None:
        """Note the end of the chain in the second file; called after the commit."""
        chain = self._log.chain(self.replica)
        if chain is not None:
            self._note(chain.max_seq, chain.head.hex())

    def look_again(self) -> None:
        """Go by what is stored, after a rollback."""
        self.close()
        self.replica = self._log.meta("own_replica")

    def close(self) -> None:
        """Let the second file go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _is_foreign(self) -> bool:
        key = self._actor.key_sha256 if self._actor else ""
        chain = self._log.chain(self.replica)
        return self._log.meta("own_key") != key or (chain is not None and chain.state != "ok")

    def _is_behind(self) -> bool:
        noted = self._noted()
        if noted is None:
            return True
        chain = self._log.chain(self.replica)
        seq, head = (chain.max_seq, chain.head.hex()) if chain else (0, "0" * 64)
        return noted[0] > seq or (noted[0] == seq and noted[1] != head)

    def _path(self) -> Path:
        return home_folder() / "replicas" / self.replica

    def _open(self, *, make: bool) -> int | None:
        if self._descriptor is None:
            path = self._path()
            if make:
                path.parent.mkdir(parents=True, exist_ok=True)
            try:
                flags = os.O_RDWR | (os.O_CREAT if make else 0) | getattr(os, "O_BINARY", 0)
                self._descriptor = os.open(path, flags, 0o600)
            except OSError:
                if make:
                    raise
        return self._descriptor

    def _noted(self) -> tuple[int, str] | None:
        descriptor = self._open(make=False)
        if descriptor is None:
            return None
        os.lseek(descriptor, 0, os.SEEK_SET)
        words = os.read(descriptor, _WIDTH).split()
        try:
            return int(words[0]), words[1].decode("ascii")
        except (IndexError, ValueError):
            return None  # torn while the power went; the database decides alone, by a new chain

    def _note(self, seq: int, head: str) -> None:
        # Not fsynced: it may lag behind the database after a lost power supply, never run ahead.
        descriptor = self._open(make=True)
        if descriptor is not None:
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, f"{seq:015d} {head}\n".encode().ljust(_WIDTH))
