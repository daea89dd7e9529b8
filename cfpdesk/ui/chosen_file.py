"""Writing a file where a person chose to have it: on a stick that may be pulled, a full drive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.store.durable import write_file


@contextmanager
def refusal_said() -> Iterator[None]:
    """Turn what the system refuses into a sentence.

    Raises:
        UserError: saying that nothing was written, why, and what to do.
    """
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise UserError(msg("Not written: {why}. Choose another place.", why=why)) from error


def write_chosen(place: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file durably in a chosen place.

    Raises:
        UserError: if it cannot be written there.
    """
    with refusal_said():
        write_file(place, data, mode)
