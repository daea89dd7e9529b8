"""The bag in a package's zip: its files with the base directory taken off their names."""

from dataclasses import dataclass

from cfpdesk.i18n import msg
from cfpdesk.model.statement import PackageError
from cfpdesk.store.canonical_zip import Entry, ZipReader


@dataclass(frozen=True, slots=True)
class Bag:
    """Files by name below the one base directory."""

    archive: ZipReader
    base: str
    names: tuple[str, ...]

    def read(self, name: str, limit: int) -> bytes:
        """Return a file of at most so many bytes.

        Raises:
            PackageError: if it is not there, too large or damaged.
        """
        return self.archive.read(self.entry(name), limit)

    def entry(self, name: str) -> Entry:
        """Return where a file lies.

        Raises:
            PackageError: if it is not there.
        """
        found = self.archive.by_name.get(f"{self.base}/{name}")
        if found is None:
            raise PackageError(msg("{name} is missing in the package.", name=name))
        return found

    def under(self, folder: str) -> tuple[str, ...]:
        """Return the names that begin so, in order."""
        return tuple(name for name in self.names if name.startswith(folder))


def bag_of(archive: ZipReader) -> Bag:
    """Return the bag of a zip.

    Raises:
        PackageError: if its files do not lie in one folder.
    """
    base, slash, _ = archive.entries[0].name.partition("/")
    prefix = base + slash
    names = tuple(entry.name.removeprefix(prefix) for entry in archive.entries)
    if not slash or not all(entry.name.startswith(prefix) for entry in archive.entries):
        raise PackageError(msg("The package does not lie in one folder."))
    return Bag(archive, base, names)
