"""Small packages for tests: keys without a passphrase, fixed time, a few events and blobs."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.key_card import KeyCard
from cfpdesk.model.package import ChainHead, Manifest, PackageKind
from cfpdesk.model.statement import ZEROS, Statement, checksum_lines
from cfpdesk.model.trust import TrustList, Verified
from cfpdesk.store.canonical_zip import ZipWriter
from cfpdesk.store.identity import age_recipient
from cfpdesk.store.keys import UnlockedKey, key_sha256, public_pem
from cfpdesk.store.package_file import Member, Signing, WrittenPackage, countersign, write_package
from cfpdesk.store.package_signatures import TAGMANIFEST, PackageSigner
from cfpdesk.store.trust_file import trust_sha256
from cfpdesk.store.trust_list import sign_trust

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ENGAGEMENT = "6f1d2c3b-0000-4000-8000-000000000001"
REPLICA = "a1b2c3d4"
LEAD = UnlockedKey(b"L" * 32)
AUDITOR = UnlockedKey(b"A" * 32)
STRANGER = UnlockedKey(b"S" * 32)
EVENTS = b'{"d":"a1b2c3d4:1"}\n{"d":"a1b2c3d4:2"}\n'
PHOTO = b"\xff\xd8 a photo \xff\xd9"


def card_of(key: UnlockedKey, name: str) -> KeyCard:
    secret = hashlib.sha256(key.public_key).digest()
    return KeyCard(
        person=f"00000000-0000-4000-8000-{key_sha256(key.public_key)[:12]}",
        name=name,
        device="00000000-0000-4000-8000-000000000002",
        created_at=NOW,
        public_key=key.public_key.hex(),
        key_sha256=key_sha256(key.public_key),
        age_recipient=age_recipient(secret),
    )


def trust_list() -> TrustList:
    """The lead and one auditor, both verified."""
    seen = Verified("林岚", "read aloud", NOW)
    trust = TrustList(engagement_id=ENGAGEMENT).with_key(card_of(LEAD, "林岚"), "lead", seen)
    return trust.with_key(card_of(AUDITOR, "高博"), "auditor", seen)


def manifest(kind: PackageKind = PackageKind.AUDITOR, seq: int = 1) -> Manifest:
    lead = kind is not PackageKind.AUDITOR
    return Manifest(
        kind=kind,
        engagement_id=ENGAGEMENT,
        replica="b0b0b0b0" if lead else REPLICA,
        person="p",
        key_sha256=key_sha256((LEAD if lead else AUDITOR).public_key),
        seq=seq,
        prev_root=ZEROS if seq == 1 else "1" * 64,
        created_at=NOW,
        created_hlc="0" * 16,
        schema_version=1,
        app_version="0.1.0",
        chains={REPLICA: ChainHead(2, "2" * 64)},
        counts={"answer": 2},
        blobs_included=1,
        blobs_bytes=len(PHOTO),
    )


def members(photo: bytes = PHOTO, events: bytes = EVENTS) -> list[Member]:
    name = f"blobs/{hashlib.sha256(photo).hexdigest()}"
    return [Member.of_bytes("events.jsonl", events), Member.of_bytes(name, photo)]


def auditor_package(path: Path, seq: int = 1) -> WrittenPackage:
    signing = Signing(AUDITOR, "auditor", "This is my part of the visit", NOW)
    return write_package(path, manifest(seq=seq), members(), signing)


def countersigned_package(path: Path) -> WrittenPackage:
    auditor_package(path)
    signing = Signing(LEAD, "lead", "I received and reviewed this package", NOW)
    return countersign(path, path, signing)


def kit_package(path: Path) -> WrittenPackage:
    trust = sign_trust(trust_list(), LEAD, NOW)
    sheet = replace(
        manifest(PackageKind.KIT),
        trust_version=trust_list().version,
        trust_sha256=trust_sha256(trust),
    )
    signing = Signing(LEAD, "lead", "This is the engagement", NOW)
    return write_package(path, sheet, [*members(), Member.of_bytes("trust.json", trust)], signing)


def consolidated_package(path: Path, inner: Path) -> WrittenPackage:
    """A lead's package that carries the attestation of `inner`."""
    from cfpdesk.store.package_reader import read_package

    with read_package(inner) as package:
        root, files = package.root, package.attestation_files()
    proofs = [Member.of_bytes(f"attestations/{root}/{name}", data) for name, data in files.items()]
    sheet = replace(manifest(PackageKind.CONSOLIDATED), attestations=(root,))
    signing = Signing(LEAD, "lead", "This is everything", NOW)
    return write_package(path, sheet, [*members(), *proofs], signing)


def newer_package(
    path: Path,
    *,
    changes: Mapping[str, object] | None = None,
    more: Mapping[str, bytes] | None = None,
    tags: Mapping[str, bytes] | None = None,
    signer: UnlockedKey = AUDITOR,
    role: str = "auditor",
) -> str:
    """Write what a program of version 2 may write; returns the root.

    Args:
        path: the file.
        changes: fields of `package.json` beside the version; None takes a field away.
        more: further files under `data/`.
        tags: further files beside `package.json`, listed in the tagmanifest.
        signer, role: of the one signature.
    """
    value: dict[str, object] = json.loads(manifest().to_bytes()) | {"version": 2, "zones": ["new"]}
    value |= changes or {}
    value = {name: part for name, part in value.items() if part is not None}
    base = str(value.get("package_id", "base"))
    inside = {"data/events.jsonl": b"\x00 no lines", "data/tiles/a/b": b"new", **(more or {})}
    listed = [(hashlib.sha256(data).hexdigest(), name) for name, data in sorted(inside.items())]
    beside = {
        "bag-info.txt": b"New: yes\n",
        "bagit.txt": b"BagIt-Version: 2.0\n",
        "manifest-sha256.txt": checksum_lines(listed),
        "package.json": canonical_json(value),  # type: ignore[arg-type]
        **(tags or {}),
    }
    tagged = [(hashlib.sha256(data).hexdigest(), name) for name, data in sorted(beside.items())]
    tagmanifest = checksum_lines(tagged)
    root = hashlib.sha256(tagmanifest).hexdigest()
    fingerprint = key_sha256(signer.public_key)
    statement = Statement(role, fingerprint, NOW, "Mine", ((root, TAGMANIFEST),)).to_bytes()
    signed = (public_pem(signer.public_key), signer.sign(statement), statement)
    files = {**inside, **beside, TAGMANIFEST: tagmanifest}
    files |= dict(zip(PackageSigner.file_names(1, role), signed, strict=True))
    with path.open("wb") as stream:
        writer = ZipWriter(stream)
        for name, data in sorted(files.items()):
            writer.add(f"{base}/{name}", data)
        writer.finish()
    return root
