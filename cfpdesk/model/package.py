"""What a package is: its names, its limits, and `package.json`, the sheet that describes it.

A package is one BagIt bag in one byte-unique zip (`docs/package-format.md`). Every field of
`package.json` is required; fields that we do not know live under `ext` and survive.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import (
    ZEROS,
    PackageError,
    is_sha256,
    parse_sheet,
    utc_moment,
    utc_text,
)

FORMAT = "cfpdesk-package"
VERSION = 1

MAX_ENTRIES = 20_000
MAX_NAME_BYTES = 200
MAX_SEGMENTS = 6
MAX_FILE_BYTES = 8 * 1024**3
MAX_TOTAL_BYTES = 64 * 1024**3
MAX_LIST_BYTES = 64 * 1024**2
MAX_JSON_BYTES = 1024**2
MAX_SIGNERS = 20
MAX_LINE_BYTES = 1024**2
MAX_EVENTS = 5_000_000
MAX_SEQ = 999_999

_SEGMENT = re.compile(r"[a-z0-9_][a-z0-9_.-]*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_REPLICA = re.compile(r"[a-z0-9_.-]{1,64}")
_HLC = re.compile(r"[0-9a-f]{1,64}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class PackageKind(StrEnum):
    """What a package is for."""

    KIT = "kit"
    AUDITOR = "auditor"
    CONSOLIDATED = "consolidated"
    RECEIPT = "receipt"


class NewerVersionError(UserError):
    """A package was made by a newer version of the program than this one can read."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The end of a replica's chain: sequence number and hash of its last event."""

    seq: int
    hash: str


def safe_name(name: str) -> bool:
    """Tell whether a name may stand in a package.

    Lower-case ASCII segments, at most six and 200 bytes together; nothing that is special on
    Windows, no trailing dot.
    """
    segments = name.split("/")
    return (
        len(name) <= MAX_NAME_BYTES
        and len(segments) <= MAX_SEGMENTS
        and all(
            _SEGMENT.fullmatch(part) and part[-1] != "." and not _RESERVED.fullmatch(part)
            for part in segments
        )
    )


def package_id(engagement_id: str, replica: str, seq: int) -> str:
    """Return `<first 8 of the engagement>-<replica>-<seq, 6 digits>`; also the base directory."""
    return f"{engagement_id[:8]}-{replica}-{seq:06d}"


def package_root(tagmanifest: bytes) -> str:
    """Return the identity of a package; countersigning does not change it."""
    return hashlib.sha256(tagmanifest).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`package.json`.

    Attributes:
        engagement_root: root of the prepared engagement, the common base of all its packages;
            zeros in the kit that starts it.
        replica: whose chain this is; `seq` counts that replica's exports from 1.
        prev_root: root of the replica's previous export, zeros for the first.
        created_hlc: the writer's logical clock, fixed-width hex.
        chains: head of every chain contained.
        counts: rows per table, for the preview.
        blobs_included, blobs_bytes: number and size of the files contained.
        omitted: SHA-256 of files left out because the receiver has acknowledged them.
        knows: every chain head the sender had seen; information only.
        trust_version, trust_sha256: the trust list in force; 0 and zeros without one.
        attestations: roots of the packages whose signatures are carried along.
        ext: fields of other versions, kept as they are.
    """

    kind: PackageKind
    engagement_id: str
    engagement_root: str = ZEROS
    replica: str
    person: str
    key_sha256: str
    seq: int
    prev_root: str = ZEROS
    created_at: datetime
    created_hlc: str
    schema_version: int
    app_name: str = "cfpdesk"
    app_version: str
    chains: Mapping[str, ChainHead]
    counts: Mapping[str, int] = field(default_factory=dict)
    blobs_included: int = 0
    blobs_bytes: int = 0
    omitted: tuple[str, ...] = ()
    knows: Mapping[str, ChainHead] = field(default_factory=dict)
    trust_version: int = 0
    trust_sha256: str = ZEROS
    attestations: tuple[str, ...] = ()
    ext: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def package_id(self) -> str:
        """The package's name and base directory."""
        return package_id(self.engagement_id, self.replica, self.seq)

    @property
    def acknowledges(self) -> dict[str, str]:
        """Packages that a receipt acknowledges, by root.

        Each has the SHA-256 of the statement of our countersignature, or an empty text.
        """
        value = self.ext.get("receipt") if self.kind is PackageKind.RECEIPT else None
        if not isinstance(value, dict):
            return {}
        return {root: mark for root, mark in value.items() if isinstance(mark, str)}

    def to_bytes(self) -> bytes:
        """Return `package.json`.

        Raises:
            ValueError: if a field does not have its form.
        """
        return canonical_json(self._to_json())

    def _to_json(self) -> dict[str, JsonValue]:
        value: dict[str, JsonValue] = {
            "app": {"name": self.app_name, "version": self.app_version},
            "attestations": list(self.attestations),
            "blobs": {
                "bytes": self.blobs_bytes,
                "included": self.blobs_included,
                "omitted": list(self.omitted),
            },
            "chains": _heads_to_json(self.chains),
            "counts": dict(self.counts),
            "created_at": utc_text(self.created_at),
            "created_hlc": self.created_hlc,
            "engagement_id": self.engagement_id,
            "engagement_root": self.engagement_root,
            "ext": dict(self.ext),
            "format": FORMAT,
            "key_sha256": self.key_sha256,
            "kind": str(self.kind),
            "knows": _heads_to_json(self.knows),
            "package_id": self.package_id,
            "person": self.person,
            "prev_root": self.prev_root,
            "replica": self.replica,
            "schema_version": self.schema_version,
            "seq": self.seq,
            "trust": {"sha256": self.trust_sha256, "version": self.trust_version},
            "version": VERSION,
        }
        self._check()
        return value

    def _check(self) -> None:
        hashes = (self.engagement_root, self.key_sha256, self.prev_root, self.trust_sha256)
        _need(all(is_sha256(part) for part in (*hashes, *self.omitted, *self.attestations)))
        _need(list(self.omitted) == sorted(set(self.omitted)))
        _need(list(self.attestations) == sorted(set(self.attestations)))
        _need(_UUID.fullmatch(self.engagement_id) is not None)
        _need(_REPLICA.fullmatch(self.replica) is not None)
        _need(_HLC.fullmatch(self.created_hlc) is not None)
        _need(safe_name(self.package_id))
        _need(1 <= self.seq <= MAX_SEQ)
        _need((self.seq == 1) == (self.prev_root == ZEROS))
        numbers = (self.schema_version, self.blobs_included, self.blobs_bytes, self.trust_version)
        _need(all(number >= 0 for number in (*numbers, *self.counts.values())))
        for replica, head in (*self.chains.items(), *self.knows.items()):
            _need(_REPLICA.fullmatch(replica) is not None)
            _need(head.seq >= 1 and is_sha256(head.hash))


def parse_manifest(data: bytes) -> Manifest:
    """Return the sheet of `package.json`.

    Raises:
        NewerVersionError: for a format version above ours.
        PackageError: if the bytes are not what `Manifest.to_bytes` writes.
    """
    if len(data) > MAX_JSON_BYTES:
        raise PackageError(msg("package.json is larger than is allowed."))
    value: Any = parse_sheet(data)
    if isinstance(value, dict) and value.get("format") == FORMAT:
        version = value.get("version")
        if type(version) is int and version > VERSION:
            raise NewerVersionError(
                msg("The package was made by a newer version of the program; update first.")
            )
    try:
        manifest = _from_json(value)
        same = manifest.to_bytes() == data
    except (KeyError, TypeError, ValueError, AttributeError):
        same = False
    if not same:
        raise PackageError(msg("package.json lacks a field or has one of another form."))
    return manifest


def _from_json(value: Any) -> Manifest:
    return Manifest(
        kind=PackageKind(value["kind"]),
        engagement_id=_text(value["engagement_id"]),
        engagement_root=_text(value["engagement_root"]),
        replica=_text(value["replica"]),
        person=_text(value["person"]),
        key_sha256=_text(value["key_sha256"]),
        seq=_number(value["seq"]),
        prev_root=_text(value["prev_root"]),
        created_at=utc_moment(_text(value["created_at"])),
        created_hlc=_text(value["created_hlc"]),
        schema_version=_number(value["schema_version"]),
        app_name=_text(value["app"]["name"]),
        app_version=_text(value["app"]["version"]),
        chains=_heads(value["chains"]),
        counts={_text(name): _number(n) for name, n in value["counts"].items()},
        blobs_included=_number(value["blobs"]["included"]),
        blobs_bytes=_number(value["blobs"]["bytes"]),
        omitted=tuple(_text(part) for part in value["blobs"]["omitted"]),
        knows=_heads(value["knows"]),
        trust_version=_number(value["trust"]["version"]),
        trust_sha256=_text(value["trust"]["sha256"]),
        attestations=tuple(_text(part) for part in value["attestations"]),
        ext=dict(value["ext"]),
    )


def _heads(value: Any) -> dict[str, ChainHead]:
    return {
        _text(name): ChainHead(_number(head["seq"]), _text(head["hash"]))
        for name, head in value.items()
    }


def _heads_to_json(heads: Mapping[str, ChainHead]) -> dict[str, JsonValue]:
    return {name: {"hash": head.hash, "seq": head.seq} for name, head in heads.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a string is needed")
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError("a whole number is needed")
    return value


def _need(holds: bool) -> None:
    if not holds:
        raise ValueError("a field of package.json does not have its form")
