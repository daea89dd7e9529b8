"""Receipts: that a lead took packages in, and which files need not be sent again.

A receipt is a package without entries: the lead's signed word that packages came, with what proves
them and with the fingerprint of the lead's countersignature, if there is one. Once it is taken in
here, the files of those packages are acknowledged, and the next package may leave them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cfpdesk.model.package import ChainHead, Manifest
from cfpdesk.store.attestations import kept_attestations
from cfpdesk.store.export_writing import named_blobs
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import current_trust


@dataclass(frozen=True, slots=True)
class Received:
    """That a lead took one of our packages in.

    Attributes:
        by: the lead's name, by the trust list.
        at: when the receipt was made, by the lead's device.
        statement_sha256: of the lead's countersignature on it; empty where there was none.
    """

    by: str
    at: datetime
    statement_sha256: str


@dataclass(frozen=True, slots=True)
class Held:
    """Originals that a lead has already: their SHA-256, and bytes of those that are here."""

    files: frozenset[str]
    size: int


def held(session: Session) -> Held:
    """Return what the next package may leave out; looks through all entries."""
    files = acknowledged(session)
    paths = (session.evidence.path(sha256) for sha256 in files if session.evidence.has(sha256))
    return Held(files, sum(path.stat().st_size for path in paths))


def received(session: Session) -> Mapping[str, Received]:
    """Return the packages that a lead of the trust list has acknowledged, by root."""
    trust = current_trust(session)
    found: dict[str, Received] = {}
    for _root, sheet in kept_attestations(session.folder):
        if trust.has_role(sheet.key_sha256, "lead"):
            for root, mark in sheet.acknowledges.items():
                found[root] = Received(trust.name_of(sheet.key_sha256), sheet.created_at, mark)
    return found


def acknowledged(session: Session) -> frozenset[str]:
    """Return the SHA-256 of every file that a lead has, by the receipts taken in here.

    A package's files are those its chains name up to where it ended, but for the ones it said were
    missing. What it left out had been acknowledged before.
    """
    sheets = dict(kept_attestations(session.folder))
    found: set[str] = set()
    for root in received(session):
        sheet = sheets.get(root)
        if sheet is not None:
            missing = sheet.ext.get("missing_blobs")
            lacking = {str(part) for part in missing} if isinstance(missing, list) else set()
            found |= named_blobs(session.log, _ours(session, sheet)) - lacking
    return frozenset(found)


def _ours(session: Session, sheet: Manifest) -> dict[str, ChainHead]:
    """Return the chains of a package that are stored here, as far as it went."""
    found = {}
    for replica, head in sheet.chains.items():
        chain = session.log.chain(replica)
        if chain is not None and session.log.hash_at(chain, head.seq) == head.hash:
            found[replica] = head
    return found
