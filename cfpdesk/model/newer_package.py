"""A package of a newer version: what can be said of it without knowing that version.

The zip, the two lists and the signatures have the same form in every version
(`docs/package-format.md`), so that all of it can be checked. Of `package.json` the fields are read
that have the form we know; of the contents only names and sizes. It is looked at, never merged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cfpdesk.model.package import FORMAT, VERSION
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import parse_sheet, utc_moment, utc_text
from cfpdesk.model.trust import Trust


@dataclass(frozen=True, slots=True)
class NewerSheet:
    """The fields of a newer `package.json` that have the form of ours; others are empty or 0.

    Attributes:
        version: of the format, above ours.
        app_version: of the program that wrote it.
    """

    version: int
    app_version: str = ""
    kind: str = ""
    package_id: str = ""
    engagement_id: str = ""
    replica: str = ""
    person: str = ""
    key_sha256: str = ""
    seq: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Files that lie together: a folder, under `data/` one of its folders, or one file.

    Attributes:
        name: for example `data/blobs/` or `data/events.jsonl`.
        size: bytes of all of them.
    """

    name: str
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class NewerSigner:
    """A signature that holds; `name` is that of the trust list, or empty."""

    number: int
    role: str
    name: str
    key_sha256: str
    signed_at: datetime
    meaning: str
    statement_sha256: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class NewerPackage:
    """A package of a newer version of which every byte and every signature was checked.

    Attributes:
        root: the package's identity.
        size: bytes of the file.
        signers: the author first.
        parts: what is in it.
    """

    sheet: NewerSheet
    root: str
    size: int
    signers: tuple[NewerSigner, ...]
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, JsonValue]:
        """Return it as JSON, in the form of `cfpdesk verify --json`."""
        sheet = self.sheet
        return {
            "app_version": sheet.app_version,
            "bytes": self.size,
            "contents": [{"bytes": p.size, "files": p.files, "name": p.name} for p in self.parts],
            "created_at": utc_text(sheet.created_at) if sheet.created_at else None,
            "engagement_id": sheet.engagement_id,
            "key_sha256": sheet.key_sha256,
            "kind": sheet.kind,
            "package_id": sheet.package_id,
            "person": sheet.person,
            "replica": sheet.replica,
            "root": self.root,
            "seq": sheet.seq,
            "signatures": [
                {
                    "key_sha256": signer.key_sha256,
                    "meaning": signer.meaning,
                    "name": signer.name,
                    "number": signer.number,
                    "role": signer.role,
                    "signed_at": utc_text(signer.signed_at),
                    "statement_sha256": signer.statement_sha256,
                    "trust": str(signer.trust),
                }
                for signer in self.signers
            ],
            "version": sheet.version,
        }

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "NewerPackage":
        """Return what `to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: if it is not that.
        """
        return NewerPackage(
            sheet=_sheet(value, int(value["version"]), value["app_version"]),
            root=str(value["root"]),
            size=int(value["bytes"]),
            signers=tuple(_signer(signer) for signer in value["signatures"]),
            parts=tuple(
                Part(str(part["name"]), int(part["files"]), int(part["bytes"]))
                for part in value["contents"]
            ),
        )


def newer_sheet(data: bytes) -> NewerSheet | None:
    """Return what is known of a newer `package.json`; None where it is not newer than ours.

    Raises:
        PackageError: if the bytes are not canonical JSON.
    """
    value = parse_sheet(data)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return None
    version = value.get("version")
    if type(version) is not int or version <= VERSION:
        return None
    app = value.get("app")
    return _sheet(value, version, app.get("version") if isinstance(app, dict) else "")


def parts_of(files: Iterable[tuple[str, int]]) -> tuple[Part, ...]:
    """Return files by folder: (name, bytes) each; a file of its own stands alone.

    Names of blobs are hashes and tell nobody anything; there may be thousands.
    """
    found: dict[str, tuple[int, int]] = {}
    for name, size in files:
        segments = name.split("/")
        folder = segments[:-1][: 2 if segments[0] == "data" else 1]
        place = name if folder in ([], ["data"]) else "/".join(folder) + "/"
        count, total = found.get(place, (0, 0))
        found[place] = (count + 1, total + size)
    return tuple(Part(name, count, size) for name, (count, size) in sorted(found.items()))


def _sheet(value: Mapping[str, Any], version: int, app_version: object) -> NewerSheet:
    words = ("kind", "package_id", "engagement_id", "replica", "person", "key_sha256")
    seq = value.get("seq")
    return NewerSheet(
        version=version,
        app_version=app_version if isinstance(app_version, str) else "",
        seq=seq if type(seq) is int else 0,
        created_at=_moment(value.get("created_at")),
        **{name: found for name in words if isinstance(found := value.get(name), str)},
    )


def _signer(value: Mapping[str, Any]) -> NewerSigner:
    at, trust = utc_moment(value["signed_at"]), Trust(value["trust"])
    return NewerSigner(**{**value, "signed_at": at, "trust": trust})


def _moment(value: object) -> datetime | None:
    try:
        return utc_moment(value) if isinstance(value, str) else None
    except ValueError:
        return None
