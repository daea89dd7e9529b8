"""Reading the last engagement, from its folder or from a package, to begin a new one from it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import Actor, Clock
from cfpdesk.store.encryption import decrypt_file, is_encrypted
from cfpdesk.store.merge import merge_package
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class LastEngagement:
    """The last engagement, readable until it is let go.

    Attributes:
        source: name of the folder or the package.
        signer: signing key of who made the package, hex; empty for a folder.
    """

    session: Session
    source: str
    signer: str


@contextmanager
def last_engagement(
    path: Path,
    actor: Actor,
    clock: Clock,
    secrets: Callable[[], Sequence[str]] | None = None,
) -> Iterator[LastEngagement]:
    """Open the last engagement for reading.

    Args:
        path: its folder, or a package of it that holds all of it (a kit or a consolidated one).
        actor: who reads; nothing is written into what is read.
        clock: device time.
        secrets: returns what opens an encrypted package.

    Raises:
        UserError: if it is neither, is damaged, or the package holds only a part.
    """
    if path.is_dir():
        with Session.open(path, None, clock, read_only=True) as session:
            yield LastEngagement(session, path.name, "")
        return
    if not path.is_file():
        raise UserError(msg("There is no file {name}.", name=str(path)))
    with tempfile.TemporaryDirectory(prefix="cfpdesk-last-") as work:
        folder = Path(work)
        package = path
        if is_encrypted(path):
            if secrets is None:
                raise UserError(msg("The package is encrypted; open it with your key first."))
            package = decrypt_file(path, folder, list(secrets()))
        with read_package(package, room_in=folder) as verified:
            signer = verified.manifest.key_sha256
            with Session.create(folder / "last", actor, clock) as session:
                merge_package(
                    session.folder, verified, session.now(), path=path.name, keep_backup=False
                )
                session.forget()
                yield LastEngagement(session, path.name, signer)
        shutil.rmtree(folder / "last", ignore_errors=True)
