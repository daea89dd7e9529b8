"""Whose keys count: revoking one, and the signed list as a file (rule 9.1).

The trust list is no part of the journal: a lead signs it, and it goes with kits or as a file.
"""

from collections.abc import Mapping

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.trust import TrustList
from cfpdesk.store.exclusion import PackageRecord, packages
from cfpdesk.store.keys import Signs
from cfpdesk.store.session import Session
from cfpdesk.store.trust_list import kept_trust
from cfpdesk.store.trust_state import adopt_trust, current_trust, publish_trust, revoke_key
from cfpdesk.store.verdict import Verdict


def packages_of(session: Session, key_sha256: str) -> Mapping[str, tuple[PackageRecord, ...]]:
    """Return what was taken in under a key, by replica, the newest number first."""
    found: dict[str, list[PackageRecord]] = {}
    for record in packages(session):
        if record.signer == key_sha256 and record.verdict in (Verdict.MERGED, Verdict.HISTORY):
            found.setdefault(record.replica, []).append(record)
    newest = {replica: sorted(kept, key=lambda r: -r.seq) for replica, kept in found.items()}
    return {replica: tuple(kept) for replica, kept in newest.items()}


def revoke(
    session: Session, lead: Signs, key_sha256: str, reason: str, last_good: Mapping[str, int]
) -> TrustList:
    """Revoke a colleague's key; the list with it comes into force here at once.

    Args:
        session: the lead's engagement.
        lead: the lead's key.
        key_sha256: the key that was lost or stolen.
        reason: why; everybody reads it.
        last_good: by replica, the number of the last package that still counts; 0 for none.

    Raises:
        UserError: without a reason, for one's own key, or without a lead's key.
    """
    actor = session.actor
    if actor is not None and actor.key_sha256 == key_sha256:
        raise UserError(msg("Your own key is not revoked but replaced: see identity and settings."))
    return revoke_key(session, lead, key_sha256, reason, last_good)


def publish(session: Session, lead: Signs) -> bytes:
    """Sign whom the engagement trusts now, and return the list as a file.

    Raises:
        UserError: if the signer is no lead, or the passphrase is wrong.
    """
    publish_trust(session, lead)
    kept = kept_trust(session.folder)
    assert kept is not None  # noqa: S101 - it was published above
    return kept[1]


def signed_list(session: Session) -> bytes | None:
    """Return the list in force as a file; None where keys were compared that it does not name."""
    kept = kept_trust(session.folder)
    current = kept is not None and kept[0].version == current_trust(session).version
    return kept[1] if kept is not None and current else None


def take_list(session: Session, data: bytes) -> TrustList:
    """Let a trust list that the lead signed come into force here.

    Raises:
        PackageError: if it is damaged, older, of another engagement, or signed by no lead of the
            list that is in force.
        UserError: if none is in force yet: the first one comes with the kit.
    """
    if kept_trust(session.folder) is None:
        raise UserError(msg("The first trust list comes with the kit, or is signed here."))
    return adopt_trust(session, data)
