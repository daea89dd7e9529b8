"""Export and verification of 1 GB of photos, against copying and hashing, and beside bagit."""

import hashlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import bagit

from benchmarks.measure import Row, compare, seconds
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.journal import Actor
from cfpdesk.model.package import PackageKind
from cfpdesk.store.export import export_package
from cfpdesk.store.identity import create_identity
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.session import Session

PHOTOS, PHOTO_BYTES = 300, 3_500_000
PASSPHRASE = "correct horse battery staple"
CHUNK = 1 << 20
RUNS = 3


def _clock() -> datetime:
    return datetime.now(UTC)


def rows() -> Iterator[Row]:
    """Compare on the same disk, with warm caches for reading; export reads back from the disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CFPDESK_HOME"] = str(folder / "home")
        identity = create_identity(
            folder / "home", name="苏晓岚", organisation="", passphrase=PASSPHRASE, now=_clock()
        )
        signer = identity.unlock(PASSPHRASE)
        actor = Actor("苏晓岚", identity.key_sha256)
        with Session.create(folder / "e", actor, _clock) as session:
            _fill(session)
            photos = sorted(session.evidence.path(name) for name in session.evidence.files())
            package = folder / "a.cfpkg"

            def export() -> float:
                package.unlink(missing_ok=True)
                return seconds(
                    lambda: export_package(session, package, signer, PackageKind.AUDITOR)
                )

            yield from _export_rows(folder, photos, export)
            yield from _verify_rows(folder, photos, package)


def _export_rows(folder: Path, photos: list[Path], export: object) -> Iterator[Row]:
    assert callable(export)

    def copy() -> float:
        return _in_fresh(folder / "copy", lambda to: _copy_and_hash(photos, to))

    def bag() -> float:
        return _in_fresh(folder / "bag", lambda to: _make_bag(photos, to))

    yield compare(
        "export 1 GB, signed and read back", export, "copy, hash, fsync", copy, aim=2, runs=RUNS
    )
    yield compare("export 1 GB, signed and read back", export, "copy, bagit", bag, aim=None, runs=1)


def _verify_rows(folder: Path, photos: list[Path], package: Path) -> Iterator[Row]:
    bag = folder / "bag"
    bag.mkdir()
    _make_bag(photos, bag)

    def verify() -> float:
        return seconds(lambda: read_package(package).close())

    def hashing() -> float:
        return seconds(lambda: [_hash(photo) for photo in photos])

    def validate() -> float:
        return seconds(lambda: bagit.Bag(str(bag)).validate(processes=1))

    yield compare("verify 1 GB", verify, "sha256 of the same files", hashing, aim=1.3, runs=RUNS)
    yield compare("verify 1 GB", verify, "bagit validate", validate, aim=None, runs=1)


def _fill(session: Session) -> None:
    with session.transact(msg("New engagement")) as change:
        change.put(Engagement(engagement_id=str(uuid.uuid4())))
        for number in range(PHOTOS):
            data = os.urandom(PHOTO_BYTES)
            blob = change.attach(data, mime="image/jpeg", name=f"DSC_{number:04d}.JPG")
            change.put(Evidence(number=f"E-1-{number:03d}", file=blob))


def _in_fresh(target: Path, work: object) -> float:
    assert callable(work)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    taken = seconds(lambda: work(target))
    shutil.rmtree(target)
    return taken


def _copy_and_hash(photos: list[Path], target: Path) -> None:
    for photo in photos:
        digest = hashlib.sha256()
        with photo.open("rb") as source, (target / photo.name).open("wb") as copy:
            while chunk := source.read(CHUNK):
                copy.write(chunk)
                digest.update(chunk)
    for copy_path in target.iterdir():  # durable at the end, as the package is
        with copy_path.open("r+b") as stream:
            os.fsync(stream.fileno())


def _make_bag(photos: list[Path], target: Path) -> None:
    for photo in photos:
        shutil.copyfile(photo, target / photo.name)
    bagit.make_bag(str(target), checksums=["sha256"], processes=1)


def _hash(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
