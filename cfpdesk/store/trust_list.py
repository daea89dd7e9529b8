"""`trust.json`: the lead's signed list of people and keys, read, written and kept.

Every program keeps the newest list of an engagement in the engagement's folder. A lower version
is refused, so is one that the lead we know did not sign, and one of another engagement.
"""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cfpdesk.i18n import msg
from cfpdesk.model.statement import PackageError
from cfpdesk.model.trust import TrustList
from cfpdesk.store.durable import write_file
from cfpdesk.store.keys import Signs, key_sha256
from cfpdesk.store.signed_document import open_document, sign_document
from cfpdesk.store.trust_file import TRUST_NAME, trust_bytes

_MEANING = "I know these people by these keys"


def sign_trust(trust: TrustList, lead: Signs, now: datetime) -> bytes:
    """Return the file of a trust list, signed by the lead.

    Raises:
        PackageError: if the list does not hold the signer as a lead.
    """
    if not trust.has_role(key_sha256(lead.public_key), "lead"):
        raise PackageError(msg("Only a lead who is on the trust list can sign it."))
    return sign_document(trust.to_json(), TRUST_NAME, [(lead, "lead")], _MEANING, now)


def read_trust(data: bytes) -> TrustList:
    """Return the trust list of a file, checked in itself: a lead of the list signed it.

    Whether that lead is ours is for the caller: he chose the file, or compares with what he keeps.

    Raises:
        PackageError: if a byte is not as it was signed, or no lead on it signed it.
    """
    body, signers = open_document(data, TRUST_NAME)
    trust = TrustList.from_json(body)
    if not any(trust.has_role(key_sha256(signer.public_key), "lead") for signer in signers):
        raise PackageError(msg("The trust list is not signed by a lead who is on it."))
    return trust


def kept_trust(folder: Path) -> tuple[TrustList, bytes] | None:
    """Return the list that is kept in a folder, with its bytes; None before the first.

    Raises:
        PackageError: if the file is damaged.
    """
    data = trust_bytes(folder)
    return None if data is None else (_checked(data), data)


@lru_cache(maxsize=4)
def _checked(data: bytes) -> TrustList:
    """Return a list whose bytes were checked already, or check it: the same bytes say the same."""
    return read_trust(data)


def keep_trust(folder: Path, data: bytes) -> TrustList:
    """Keep a trust list in a folder if it follows the one that is there.

    Returns:
        the list that is in force after it.

    Raises:
        PackageError: for a lower version, another list of the same version, another engagement,
            or a lead who is not a lead on the list that is kept.
    """
    new = read_trust(data)
    kept = kept_trust(folder)
    if kept is not None:
        if kept[1] == data:
            return new
        check_follows(new, data, kept[0])
    write_file(folder / TRUST_NAME, data)
    return new


def check_follows(new: TrustList, data: bytes, old: TrustList) -> None:
    """Refuse a trust list that may not replace the one we hold.

    Raises:
        PackageError: saying why.
    """
    if new.engagement_id != old.engagement_id:
        raise PackageError(msg("The trust list belongs to another engagement."))
    if new.version <= old.version:
        raise PackageError(
            msg(
                "The trust list has version {new}; version {old} is known already.",
                new=new.version,
                old=old.version,
            )
        )
    signers = open_document(data, TRUST_NAME)[1]
    if not any(old.has_role(key_sha256(signer.public_key), "lead") for signer in signers):
        raise PackageError(
            msg("The new trust list is not signed by a lead whom the old one names.")
        )
