"""Carrying a packed export to a drive that may be pulled, full or broken.

    place = pack_place(session.folder, target, size)          # on this computer, where that helps
    packed = stage_export(plan, place, signer, now)           # packed and signed once
    delivered = deliver(packed, target, tell)                 # as often as it takes, and elsewhere
    finish_export(session, delivered)
    packed.discard()

A pack that lies here already is not made again: neither the passphrase nor the time is lost with a
stick that was pulled. Where the target lies on the disk of the engagement, or this disk has no room
for a pack, the export is written straight to its target.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from cfpdesk.store.export_writing import StagedExport
from cfpdesk.store.package_content import Tell
from cfpdesk.store.verified_copy import copy_beside

FOLDER = ".outgoing"
_RESERVE = 200 * 1024 * 1024  # what the work itself may need meanwhile


def pack_place(folder: Path, target: Path, size: int) -> Path:
    """Return where an export is packed: in the engagement's folder, or straight at its target.

    Args:
        folder: of the engagement.
        target: where the person wants it.
        size: of the package as it is expected, in bytes.
    """
    if not is_elsewhere(folder, target) or shutil.disk_usage(folder).free < size + _RESERVE:
        return target
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    return place / target.name


def is_elsewhere(folder: Path, target: Path) -> bool:
    """Tell whether a target lies on another drive than the engagement."""
    try:
        return folder.stat().st_dev != target.parent.stat().st_dev
    except OSError:  # a drive that is gone already is told of when it is written to
        return True


def deliver(packed: StagedExport, target: Path, tell: Tell | None = None) -> StagedExport:
    """Copy a pack to its target's drive and read it back there; the pack stays.

    Raises:
        UserError: as `verified_copy.copy_beside`.
    """
    part = copy_beside(packed.temporary, target, tell)
    return replace(packed, temporary=part, written=replace(packed.written, path=target))


def clear_packs(folder: Path) -> None:
    """Remove packs that were left lying, such as after a power failure."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
