"""What proves other people's chains: the signed sheet of their newest package, about 2 KB each.

They lie in the engagement's folder under `attestations/<root>/`, as they will lie in the lead's
package, so that a receiver need not be sent the auditors' photos to check their chains.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from cfpdesk.model.package import Manifest, parse_manifest
from cfpdesk.model.statement import PackageError
from cfpdesk.store.durable import sync_folder, write_file
from cfpdesk.store.package_reader import VerifiedPackage

_FOLDER = "attestations"
_ROOT = re.compile(r"[0-9a-f]{64}")


def keep_attestations(engagement: Path, package: VerifiedPackage) -> None:
    """Keep what proves a package that was taken in, and the attestations it carries itself."""
    _keep(engagement, package.root, package.attestation_files())
    for part in package.attestations:
        _keep(engagement, part.root, package.inner_attestation_files(part.root))


def newest_attestations(engagement: Path, without: Iterable[str]) -> dict[str, dict[str, bytes]]:
    """Return the files of the newest package of each replica, by root.

    Args:
        engagement: its folder.
        without: replicas to leave out: the writer's own.
    """
    newest: dict[str, tuple[int, str]] = {}
    left_out = frozenset(without)
    for root, manifest in kept_attestations(engagement):
        held = newest.get(manifest.replica, (0, ""))
        if manifest.replica not in left_out and held < (manifest.seq, root):
            newest[manifest.replica] = (manifest.seq, root)
    return {root: attestation(engagement, root) for _seq, root in newest.values()}


def attestation(engagement: Path, root: str) -> dict[str, bytes]:
    """Return the files of one attestation by their names in the bag; none if it is not kept."""
    folder = engagement / _FOLDER / root
    if not folder.is_dir():
        return {}
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def kept_attestations(engagement: Path) -> list[tuple[str, Manifest]]:
    """Return root and sheet of everything that was proved here, in order of the roots."""
    folder = engagement / _FOLDER
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            if _ROOT.fullmatch(path.name):
                found.append((path.name, parse_manifest((path / "package.json").read_bytes())))
        except (OSError, PackageError):  # half-kept when the power went; the next import mends it
            continue
    return found


def _keep(engagement: Path, root: str, files: dict[str, bytes]) -> None:
    folder = engagement / _FOLDER / root
    (folder / "signatures").mkdir(parents=True, exist_ok=True)
    for name in sorted(files, reverse=True):  # package.json last: it says that the rest is there
        if name != "package.json":
            write_file(folder / name, files[name])
    write_file(folder / "package.json", files["package.json"])
    sync_folder(engagement / _FOLDER)
