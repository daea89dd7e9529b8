"""The trust list of an open engagement: the signed one that is kept, and what the lead did since.

A key counts only by what a lead wrote: an auditor's events can neither compare a key nor make
somebody a lead.
"""

from collections.abc import Mapping
from dataclasses import replace

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.statement import ZEROS
from cfpdesk.model.team import Person, PersonKey
from cfpdesk.model.team_trust import with_team
from cfpdesk.model.trust import Revoked, TrustList
from cfpdesk.store import authority, database
from cfpdesk.store.key_card import read_card
from cfpdesk.store.keys import Signs
from cfpdesk.store.session import Session
from cfpdesk.store.trust_list import keep_trust, kept_trust, sign_trust


def current_trust(session: Session) -> TrustList:
    """Return whom this engagement trusts now.

    On the lead's computer the keys compared since the last signed list are in it, with the next
    version; it is signed with the next kit.
    """
    kept = kept_trust(session.folder)
    trust = kept[0] if kept else TrustList(engagement_id=session.find(Engagement).engagement_id)
    leads = _leads(trust) or frozenset({session.log.meta("own_key")})
    people = [person for person in session.all(Person) if _is_leads_word(session, person, leads)]
    keys = [key for key in session.all(PersonKey) if _is_compared(session, key, leads)]
    return with_team(trust, people, keys)


def is_lead(session: Session) -> bool:
    """Tell whether the actor is a lead: by the trust list, or as who began the engagement."""
    key = session.actor.key_sha256 if session.actor else ""
    if kept_trust(session.folder) is None:
        return session.log.meta("engagement_root", ZEROS) == ZEROS
    return current_trust(session).has_role(key, "lead")


def adopt_trust(session: Session, data: bytes) -> TrustList:
    """Keep a signed trust list with the engagement and let it say who is a lead.

    Raises:
        PackageError: if it may not follow the one that is kept.
    """
    trust = keep_trust(session.folder, data)
    with database.transaction(session.connection):
        authority.sync(session.log, session.folder)
    session.forget()
    return trust


def publish_trust(session: Session, lead: Signs) -> TrustList:
    """Sign whom the engagement trusts now, without making a kit, and let it come into force.

    Returns:
        the list in force; the kept one where nothing is new.

    Raises:
        UserError: if the signer is no lead, or the passphrase is wrong.
    """
    kept = kept_trust(session.folder)
    trust = current_trust(session)
    if kept is not None and kept[0].version == trust.version:
        return kept[0]
    return adopt_trust(session, sign_trust(trust, lead, session.now()))


def revoke_key(
    session: Session,
    lead: Signs,
    key_sha256: str,
    reason: str,
    last_good: Mapping[str, int] | None = None,
) -> TrustList:
    """Sign a list that revokes a key: packages up to the last good ones count, later ones do not.

    Args:
        session: the lead's engagement.
        lead: the lead's key.
        key_sha256: the key that was lost or stolen.
        reason: why; stands in the list that everybody gets.
        last_good: number of the last good package by replica; what was taken in, where not given.

    Raises:
        UserError: if the key is not on the list or without a reason.
    """
    if not reason.strip():
        raise UserError(msg("Say why the key is revoked; everybody gets the list."))
    if last_good is None:
        rows = session.connection.execute(
            "SELECT replica, max(seq) FROM package WHERE signer=? AND verdict IN"
            " ('merged', 'history', 'exported') GROUP BY replica",
            (key_sha256,),
        )
        last_good = dict(rows.fetchall())
    good = {replica: seq for replica, seq in last_good.items() if seq > 0}
    revoked = Revoked(reason.strip(), good)
    trust = current_trust(session).with_revoked(key_sha256, revoked)
    return adopt_trust(session, sign_trust(trust, lead, session.now()))


def _leads(trust: TrustList) -> frozenset[str]:
    """Return the fingerprints of leads whose key is verified and not revoked."""
    keys = (key.key_sha256 for person in trust.persons for key in person.keys)
    return frozenset(key for key in keys if trust.has_role(key, "lead"))


def _is_leads_word(session: Session, person: Person, leads: frozenset[str]) -> bool:
    return all(
        _writer(session, person.TABLE, person.row, field) in leads
        for field in ("role", "key_sha256")
    )


def _is_compared(session: Session, key: PersonKey, leads: frozenset[str]) -> bool:
    """Tell whether a lead compared this very card."""
    if key.card is None or _writer(session, key.TABLE, key.row, "verified_at") not in leads:
        return False
    try:
        card = read_card(session.evidence.read(key.card))
    except UserError:
        return False
    same = replace(
        key,
        key_sha256=card.key_sha256,
        public_key=card.public_key,
        age_recipient=card.age_recipient,
        card_person=card.person,
        device=card.device,
    )
    return same == key


def _writer(session: Session, table: str, row: str, field: str) -> str:
    """Return the key of whoever wrote the standing value of a cell."""
    entry = session.provenance(table, row, field)
    chain = session.log.chain(entry.replica) if entry else None
    return chain.key_sha256 if chain else ""
