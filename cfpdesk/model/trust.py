"""Whom we believe: the lead's list of people and keys, and the verdict on a key.

Keys are compared out of band by their fingerprint. A key is revoked by the last good package of
each of its replicas, not by time: the clock of an offline laptop is in the attacker's hands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.key_card import KeyCard
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import PackageError, utc_moment, utc_text

TRUST_FORMAT = "cfpdesk-trust"


class Trust(StrEnum):
    """What we hold of a key."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    UNVERIFIED = "unverified"
    REVOKED = "revoked"


TRUST_WORD = {
    Trust.TRUSTED: msg("trusted"),
    Trust.UNVERIFIED: msg("listed, fingerprint not compared yet"),
    Trust.UNKNOWN: msg("unknown key"),
    Trust.REVOKED: msg("key revoked"),
}


def fingerprint_groups(key_sha256: str) -> str:
    """Return a fingerprint as hex in groups of four, for paper."""
    return " ".join(key_sha256[i : i + 4] for i in range(0, len(key_sha256), 4))


def fingerprint_digits(key_sha256: str) -> str:
    """Return a fingerprint as 30 digits in six groups of five, to be read aloud in any language."""
    digits = f"{int(key_sha256, 16) % 10**30:030d}"
    return " ".join(digits[i : i + 5] for i in range(0, 30, 5))


@dataclass(frozen=True, slots=True)
class Verified:
    """That somebody compared a fingerprint: who, how (read aloud, QR, …) and when."""

    by: str
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revoked:
    """That a key counts no longer.

    Attributes:
        last_good_seq: per replica, the last of its packages that still counts. A replica that is
            not named here does not count at all, since whoever holds the key could start one.
    """

    reason: str
    last_good_seq: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TrustedKey:
    """One key of a person, as the lead knows it; unknown fields are kept in `ext`."""

    public_key: str
    key_sha256: str
    age_recipient: str
    device: str = ""
    verified: Verified | None = None
    revoked: Revoked | None = None
    ext: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TrustedPerson:
    """A person of the trust list; roles are auditor, lead, reviewer, escrow."""

    id: str
    name: str
    organisation: str = ""
    roles: tuple[str, ...] = ()
    keys: tuple[TrustedKey, ...] = ()
    ext: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TrustList:
    """The lead's list of people and keys of one engagement; each change makes version + 1."""

    engagement_id: str
    version: int = 0
    persons: tuple[TrustedPerson, ...] = ()
    ext: Mapping[str, JsonValue] = field(default_factory=dict)

    def find(self, key_sha256: str) -> tuple[TrustedPerson, TrustedKey] | None:
        """Return person and key of a fingerprint."""
        for person in self.persons:
            for key in person.keys:
                if key.key_sha256 == key_sha256:
                    return person, key
        return None

    def verdict(self, key_sha256: str, replica: str, seq: int) -> Trust:
        """Return what to hold of a package that this key signed.

        Args:
            replica: the replica whose package it is.
            seq: the package's number in that replica.
        """
        found = self.find(key_sha256)
        if found is None:
            return Trust.UNKNOWN
        key = found[1]
        if key.revoked is not None and seq > key.revoked.last_good_seq.get(replica, 0):
            return Trust.REVOKED
        return Trust.TRUSTED if key.verified is not None else Trust.UNVERIFIED

    def revoked_keys(self) -> dict[str, Revoked]:
        """Return the keys that count no longer, by fingerprint."""
        keys = (key for person in self.persons for key in person.keys)
        return {key.key_sha256: key.revoked for key in keys if key.revoked is not None}

    def name_of(self, key_sha256: str) -> str:
        """Return the name of a key's person, or an empty string."""
        found = self.find(key_sha256)
        return found[0].name if found else ""

    def has_role(self, key_sha256: str, role: str) -> bool:
        """Tell whether a key belongs to somebody of this role, is verified and not revoked."""
        found = self.find(key_sha256)
        if found is None:
            return False
        person, key = found
        return role in person.roles and key.verified is not None and key.revoked is None

    def with_key(self, card: KeyCard, role: str, verified: Verified | None) -> "TrustList":
        """Return the next version, with this card's key and role in it."""
        key = TrustedKey(
            public_key=card.public_key,
            key_sha256=card.key_sha256,
            age_recipient=card.age_recipient,
            device=card.device,
            verified=verified,
        )
        found = self.find(card.key_sha256)
        if found is not None and found[0].id != card.person:
            raise UserError(
                msg("This key already belongs to {name}; a key has one person.", name=found[0].name)
            )
        if found is not None:
            key = replace(found[1], verified=verified or found[1].verified)
        old = next((p for p in self.persons if p.id == card.person), None)
        person = old or TrustedPerson(id=card.person, name=card.name)
        keys = (*(k for k in person.keys if k.key_sha256 != key.key_sha256), key)
        roles = tuple(sorted({*person.roles, role}))
        person = replace(
            person, name=card.name, organisation=card.organisation, roles=roles, keys=keys
        )
        return self._next((*(p for p in self.persons if p.id != person.id), person))

    def with_revoked(self, key_sha256: str, revoked: Revoked) -> "TrustList":
        """Return the next version, with a key revoked.

        Raises:
            UserError: if the key is not on the list.
        """
        found = self.find(key_sha256)
        if found is None:
            raise UserError(msg("This key is not on the trust list."))
        person, key = found
        keys = tuple(replace(k, revoked=revoked) if k is key else k for k in person.keys)
        return self._next(tuple(replace(p, keys=keys) if p is person else p for p in self.persons))

    def _next(self, persons: tuple[TrustedPerson, ...]) -> "TrustList":
        ordered = tuple(sorted(persons, key=lambda person: person.id))
        return replace(self, version=self.version + 1, persons=ordered)

    def to_json(self) -> dict[str, JsonValue]:
        """Return the list as canonical JSON values."""
        return {
            **self.ext,
            "engagement_id": self.engagement_id,
            "format": TRUST_FORMAT,
            "persons": [_person_to_json(person) for person in self.persons],
            "version": self.version,
        }

    @classmethod
    def from_json(cls, value: Any) -> "TrustList":
        """Return the list of JSON values.

        Raises:
            PackageError: if a field is missing or of another form.
        """
        try:
            known = {"engagement_id", "format", "persons", "version"}
            trust = cls(
                engagement_id=value["engagement_id"],
                version=value["version"],
                persons=tuple(_person(part) for part in value["persons"]),
                ext={name: part for name, part in value.items() if name not in known},
            )
            right = trust.to_json() == value and type(trust.version) is int and trust.version >= 1
            fingerprints = [key.key_sha256 for person in trust.persons for key in person.keys]
            right = right and len(set(fingerprints)) == len(fingerprints)
        except (KeyError, TypeError, ValueError, AttributeError):
            right = False
        if not right:
            raise PackageError(msg("The trust list is not in its one form."))
        return trust


def _person_to_json(person: TrustedPerson) -> JsonValue:
    return {
        **person.ext,
        "id": person.id,
        "keys": [_key_to_json(key) for key in person.keys],
        "name": person.name,
        "organisation": person.organisation,
        "roles": list(person.roles),
    }


def _person(value: Any) -> TrustedPerson:
    known = {"id", "keys", "name", "organisation", "roles"}
    return TrustedPerson(
        id=value["id"],
        name=value["name"],
        organisation=value["organisation"],
        roles=tuple(value["roles"]),
        keys=tuple(_key(part) for part in value["keys"]),
        ext={name: part for name, part in value.items() if name not in known},
    )


def _key_to_json(key: TrustedKey) -> JsonValue:
    verified: JsonValue = None
    revoked: JsonValue = None
    if key.verified is not None:
        at = utc_text(key.verified.at)
        verified = {"at": at, "by": key.verified.by, "how": key.verified.how}
    if key.revoked is not None:
        last = dict(key.revoked.last_good_seq)
        revoked = {"last_good_seq": {**last}, "reason": key.revoked.reason}
    return {
        **key.ext,
        "age_recipient": key.age_recipient,
        "device": key.device,
        "key_sha256": key.key_sha256,
        "public_key": key.public_key,
        "revoked": revoked,
        "verified": verified,
    }


def _key(value: Any) -> TrustedKey:
    known = {"age_recipient", "device", "key_sha256", "public_key", "revoked", "verified"}
    verified, revoked = value["verified"], value["revoked"]
    return TrustedKey(
        public_key=value["public_key"],
        key_sha256=value["key_sha256"],
        age_recipient=value["age_recipient"],
        device=value["device"],
        verified=verified and Verified(verified["by"], verified["how"], utc_moment(verified["at"])),
        revoked=revoked and Revoked(revoked["reason"], dict(revoked["last_good_seq"])),
        ext={name: part for name, part in value.items() if name not in known},
    )
