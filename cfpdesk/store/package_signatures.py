"""The signatures of a package: who signed what, in which order, and whether it holds."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol, TypeAlias

from cfpdesk.i18n import msg
from cfpdesk.model.package import (
    MAX_JSON_BYTES,
    MAX_SIGNERS,
    Manifest,
    PackageKind,
    package_root,
    parse_manifest,
)
from cfpdesk.model.statement import (
    MAX_STATEMENT_BYTES,
    PackageError,
    parse_checksums,
    parse_statement,
)
from cfpdesk.model.trust import Trust, TrustList
from cfpdesk.store.keys import key_sha256, parse_public_pem, signature_holds

Read: TypeAlias = Callable[[str, int], bytes]
"""Gives the content of a file of the bag, up to a limit of bytes."""

TAG_FILES = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "package.json")
TAGMANIFEST = "tagmanifest-sha256.txt"
AUTHOR_ROLE = {
    PackageKind.KIT: "lead",
    PackageKind.AUDITOR: "auditor",
    PackageKind.CONSOLIDATED: "lead",
    PackageKind.RECEIPT: "lead",
}
ROLES = ("auditor", "lead", "reviewer")

_FILE = re.compile(r"signatures/([0-9]{2})-([a-z]+)\.pem")
_PEM_BYTES, _SIG_BYTES = 1024, 64


@dataclass(frozen=True, slots=True)
class PackageSigner:
    """One signature that holds.

    Attributes:
        number: place in the order, 1 for the author.
        statement_sha256: of the signed text; the signer keeps it in his own record, for no file
            can show that the last signature was taken away.
        trust: what the trust list says of the key in this role.
    """

    number: int
    role: str
    public_key: bytes
    key_sha256: str
    signed_at: datetime
    meaning: str
    statement_sha256: str
    trust: Trust = Trust.UNKNOWN

    @property
    def files(self) -> tuple[str, str, str]:
        """Names of key, signature and statement in the bag."""
        return self.file_names(self.number, self.role)

    @staticmethod
    def file_names(number: int, role: str) -> tuple[str, str, str]:
        """Return the names of key, signature and statement in the bag."""
        stem = f"signatures/{number:02d}-{role}"
        return f"{stem}.pem", f"{stem}.sig", f"{stem}.stmt"


@dataclass(frozen=True, slots=True)
class Attestation:
    """Proof of another package's chains: its sheet, signed by its author, without its contents."""

    root: str
    manifest: Manifest
    signer: PackageSigner


class Origin(Protocol):
    """Where a package says it comes from."""

    @property
    def engagement_id(self) -> str:
        """UUID of the engagement."""

    @property
    def replica(self) -> str:
        """The sender's chain."""

    @property
    def seq(self) -> int:
        """Number of the package among the sender's."""


def read_signatures(
    read: Read, names: Sequence[str], manifest: Manifest, trust: TrustList | None
) -> tuple[PackageSigner, ...]:
    """Return the signers of a bag, the first of whom is the author that its sheet names.

    Args:
        read: gives a file of the bag.
        names: the files under `signatures/`, in order.
        manifest: the package's sheet.
        trust: the list to judge the keys by, if there is one.

    Raises:
        PackageError: as `read_signers`, or if the first one is not the author in that role.
    """
    signers = read_signers(read, names, partial(judge, trust, manifest))
    author = signers[0]
    if author.key_sha256 != manifest.key_sha256 or author.role != AUTHOR_ROLE[manifest.kind]:
        raise PackageError(msg("The first signature is not that of the package's author."))
    return signers


def read_signers(
    read: Read,
    names: Sequence[str],
    judged: Callable[[str, str], Trust],
    roles: Sequence[str] | None = ROLES,
) -> tuple[PackageSigner, ...]:
    """Return the signers of a bag; every signature holds, and each covers the ones before it.

    Args:
        read: gives a file of the bag.
        names: the files under `signatures/`, in order.
        judged: says what to hold of a fingerprint in a role.
        roles: the roles there are; None takes any.

    Raises:
        PackageError: for a signature that does not hold or files that are not three a signer.
    """
    if not names or len(names) % 3 or len(names) // 3 > MAX_SIGNERS:
        raise PackageError(msg("The signatures are not complete."))
    lines = [(package_root(read(TAGMANIFEST, MAX_JSON_BYTES)), TAGMANIFEST)]
    signers = []
    for number in range(1, len(names) // 3 + 1):
        group = tuple(names[3 * number - 3 : 3 * number])
        match = _FILE.fullmatch(group[0])
        if match is None or group != PackageSigner.file_names(number, match[2]):
            raise PackageError(msg("The signatures are not complete."))
        contents = [
            read(name, limit)
            for name, limit in zip(
                group, (_PEM_BYTES, _SIG_BYTES, MAX_STATEMENT_BYTES), strict=True
            )
        ]
        if roles is not None and match[2] not in roles:
            raise PackageError(msg("The signature {name} does not hold.", name=group[1]))
        signers.append(_signer(number, match[2], contents, tuple(lines), judged))
        lines += [
            (hashlib.sha256(data).hexdigest(), name)
            for data, name in zip(contents, group, strict=True)
        ]
    return tuple(signers)


def _signer(
    number: int,
    role: str,
    contents: Sequence[bytes],
    lines: tuple[tuple[str, str], ...],
    judged: Callable[[str, str], Trust],
) -> PackageSigner:
    pem, signature, text = contents
    public = parse_public_pem(pem)
    statement = parse_statement(text)
    fingerprint = key_sha256(public)
    if (
        statement.role != role
        or statement.key_sha256 != fingerprint
        or statement.lines != lines
        or not signature_holds(public, signature, text)
    ):
        name = PackageSigner.file_names(number, role)[1]
        raise PackageError(msg("The signature {name} does not hold.", name=name))
    return PackageSigner(
        number=number,
        role=role,
        public_key=public,
        key_sha256=fingerprint,
        signed_at=statement.signed_at,
        meaning=statement.meaning,
        statement_sha256=hashlib.sha256(text).hexdigest(),
        trust=judged(fingerprint, role),
    )


def judge(trust: TrustList | None, origin: Origin, fingerprint: str, role: str) -> Trust:
    """Return what the trust list says of a key that signed this package in this role.

    A key of the list that signs in a role its person does not have counts as not verified; a lead
    may also sign as auditor.
    """
    if trust is None or trust.engagement_id != origin.engagement_id:
        return Trust.UNKNOWN
    verdict = trust.verdict(fingerprint, origin.replica, origin.seq)
    found = trust.find(fingerprint)
    if verdict is Trust.TRUSTED and found is not None:
        roles = found[0].roles
        if role not in roles and not (role == "auditor" and "lead" in roles):
            return Trust.UNVERIFIED
    return verdict


def read_attestations(
    read: Read, names: Sequence[str], manifest: Manifest, trust: TrustList | None
) -> tuple[Attestation, ...]:
    """Return the attestations of a package: exactly those its sheet names, each one valid.

    Raises:
        PackageError: if one is missing, more than named, of another engagement or does not hold.
    """
    by_root: dict[str, list[str]] = {}
    for name in names:
        root, _, inner = name.removeprefix("data/attestations/").partition("/")
        by_root.setdefault(root, []).append(inner)
    if sorted(by_root) != list(manifest.attestations):
        raise PackageError(msg("The attestations are not those that package.json names."))
    found = [_attestation(read, root, inner, trust) for root, inner in sorted(by_root.items())]
    if any(part.manifest.engagement_id != manifest.engagement_id for part in found):
        raise PackageError(msg("An attestation belongs to another engagement."))
    return tuple(found)


def _attestation(
    read: Read, root: str, names: Sequence[str], trust: TrustList | None
) -> Attestation:
    fault = PackageError(msg("The attestation {root} does not hold.", root=root[:16]))

    def inner(name: str, limit: int) -> bytes:
        return read(f"data/attestations/{root}/{name}", limit)

    signatures = [name for name in names if name.startswith("signatures/")]
    if len(signatures) != 3 or sorted(names) != ["package.json", *signatures, TAGMANIFEST]:
        raise fault
    tagmanifest = inner(TAGMANIFEST, MAX_JSON_BYTES)
    sheet = inner("package.json", MAX_JSON_BYTES)
    listed = parse_tagmanifest(tagmanifest)
    if package_root(tagmanifest) != root:
        raise fault
    if listed["package.json"] != hashlib.sha256(sheet).hexdigest():
        raise fault
    manifest = parse_manifest(sheet)
    return Attestation(root, manifest, read_signatures(inner, signatures, manifest, trust)[0])


def parse_tagmanifest(data: bytes) -> dict[str, str]:
    """Return the hashes of the four tag files.

    Raises:
        PackageError: if the list does not name exactly these, in order.
    """
    try:
        lines = parse_checksums(data)
    except ValueError:
        lines = ()
    if tuple(name for _, name in lines) != TAG_FILES:
        raise PackageError(msg("{name} is not in its one form.", name=TAGMANIFEST))
    return {name: sha256 for sha256, name in lines}
