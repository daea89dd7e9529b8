"""Checking a package of a newer version: all that does not depend on the version."""

from collections.abc import Sequence

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.newer_package import NewerPackage, NewerSheet, NewerSigner, parts_of
from cfpdesk.model.package import MAX_JSON_BYTES, MAX_LIST_BYTES, package_root
from cfpdesk.model.statement import PackageError, parse_checksums
from cfpdesk.model.trust import Trust, TrustList
from cfpdesk.store.bag import Bag
from cfpdesk.store.package_content import Tell, hash_contents
from cfpdesk.store.package_signatures import (
    TAG_FILES,
    TAGMANIFEST,
    PackageSigner,
    judge,
    read_signers,
)


class NewerPackageError(UserError):
    """A package that is valid and of a newer version: it can be looked at, never merged.

    Attributes:
        package: what can be said of it.
    """

    def __init__(self, package: NewerPackage) -> None:
        super().__init__(
            msg(
                "The package is intact and signed, but of format version {n}, newer than this "
                "program: it can be looked at, not merged. Update the program first.",
                n=package.sheet.version,
            )
        )
        self.package = package


def read_newer(
    bag: Bag, sheet: NewerSheet, trust: TrustList | None, tell: Tell | None
) -> NewerPackage:
    """Check every byte and every signature of a package of a newer version.

    Raises:
        PackageError: for a file that no list names, a content that is not the listed one, a
            signature that does not hold, or a name in `package.json` that is not the package's.
    """
    if sheet.package_id and sheet.package_id != bag.base:
        raise PackageError(msg("The package's folder is not called as package.json says."))
    tags = _listed(bag, TAGMANIFEST, MAX_JSON_BYTES)
    payload = _listed(bag, "manifest-sha256.txt", MAX_LIST_BYTES)
    if not set(TAG_FILES) <= set(tags):
        raise PackageError(msg("{name} is not in its one form.", name=TAGMANIFEST))
    if tuple(payload) != bag.under("data/"):
        raise PackageError(msg("The files under data/ are not those of the manifest."))
    for name in bag.names:
        listed = name in tags or name == TAGMANIFEST
        if not listed and not name.startswith(("data/", "signatures/")):
            raise PackageError(msg("{name} does not belong in a package.", name=name))

    def judged(fingerprint: str, role: str) -> Trust:
        return judge(trust, sheet, fingerprint, role)

    signers = read_signers(bag.read, bag.under("signatures/"), judged, roles=None)
    if sheet.key_sha256 and signers[0].key_sha256 != sheet.key_sha256:
        raise PackageError(msg("The first signature is not that of the package's author."))
    expected = {bag.entry(name).name: sha256 for name, sha256 in (tags | payload).items()}
    hash_contents(bag.archive, expected, tell)
    return NewerPackage(
        sheet=sheet,
        root=package_root(bag.read(TAGMANIFEST, MAX_JSON_BYTES)),
        size=bag.archive.size,
        signers=_seen(signers, trust),
        parts=parts_of((name, bag.entry(name).size) for name in bag.names),
    )


def _listed(bag: Bag, name: str, limit: int) -> dict[str, str]:
    """Return the hashes of a list, by name."""
    try:
        return {named: sha256 for sha256, named in parse_checksums(bag.read(name, limit))}
    except ValueError:
        raise PackageError(msg("{name} is not in its one form.", name=name)) from None


def _seen(signers: Sequence[PackageSigner], trust: TrustList | None) -> tuple[NewerSigner, ...]:
    return tuple(
        NewerSigner(
            number=signer.number,
            role=signer.role,
            name=trust.name_of(signer.key_sha256) if trust else "",
            key_sha256=signer.key_sha256,
            signed_at=signer.signed_at,
            meaning=signer.meaning,
            statement_sha256=signer.statement_sha256,
            trust=signer.trust,
        )
        for signer in signers
    )
