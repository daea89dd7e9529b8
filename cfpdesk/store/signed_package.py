"""What a merge asks of a package: sheet, lines and files, all of it verified before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO, Protocol, TypeAlias

from cfpdesk.i18n import Message
from cfpdesk.model.record import JsonValue
from cfpdesk.store.intake import HeadOfChain

Tell: TypeAlias = Callable[[int, int, Message], object]


class Sheet(Protocol):
    """What the merge reads of `package.json`."""

    @property
    def kind(self) -> str:
        """kit, auditor, consolidated or receipt."""

    @property
    def engagement_id(self) -> str:
        """UUID of the engagement."""

    @property
    def replica(self) -> str:
        """The sender's chain."""

    @property
    def key_sha256(self) -> str:
        """The sender's key."""

    @property
    def seq(self) -> int:
        """Number of the package among the sender's."""

    @property
    def prev_root(self) -> str:
        """Root of the sender's package before it."""

    @property
    def chains(self) -> Mapping[str, HeadOfChain]:
        """End of every chain contained."""

    @property
    def ext(self) -> Mapping[str, JsonValue]:
        """Further fields; `forks` among them."""


class SignedPackage(Protocol):
    """A package that was verified completely (step 1)."""

    @property
    def manifest(self) -> Sheet:
        """`package.json`."""

    root: str

    @property
    def blob_names(self) -> Sequence[str]:
        """SHA-256 of each blob contained."""

    def event_lines(self) -> Iterator[bytes]:
        """Yield the event lines without their ends; may be called twice."""

    def open_blob(self, sha256: str) -> BinaryIO:
        """Return a stream of one blob."""
