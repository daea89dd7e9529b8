"""Key cards: who somebody is on one device, as `NAME.cfid` says it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cfpdesk.i18n import msg
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import PackageError, is_sha256, utc_moment, utc_text

CARD_FORMAT = "cfpdesk-key-card"


@dataclass(frozen=True, kw_only=True)
class KeyCard:
    """Who somebody is, on one device: what `NAME.cfid` says. Public.

    Attributes:
        person: UUID of the person, the same on all devices.
        device: UUID of the device; a restored identity gets a new one.
        public_key: hex of the 32 raw bytes of the Ed25519 key.
        key_sha256: the fingerprint: hex SHA-256 of those 32 bytes.
        age_recipient: where to encrypt for this person.
        replaces: fingerprint of the key that this one follows, and that signed too; or empty.
    """

    person: str
    name: str
    organisation: str = ""
    device: str
    created_at: datetime
    public_key: str
    key_sha256: str
    age_recipient: str
    replaces: str = ""

    def to_json(self) -> dict[str, JsonValue]:
        """Return the card as canonical JSON values."""
        return {
            "age_recipient": self.age_recipient,
            "created_at": utc_text(self.created_at),
            "device": self.device,
            "format": CARD_FORMAT,
            "key_sha256": self.key_sha256,
            "name": self.name,
            "organisation": self.organisation,
            "person": self.person,
            "public_key": self.public_key,
            "replaces": self.replaces,
        }

    @classmethod
    def from_json(cls, value: Any) -> "KeyCard":
        """Return the card of JSON values.

        Raises:
            PackageError: if a field is missing or of another form.
        """
        try:
            card = cls(
                person=value["person"],
                name=value["name"],
                organisation=value["organisation"],
                device=value["device"],
                created_at=utc_moment(value["created_at"]),
                public_key=value["public_key"],
                key_sha256=value["key_sha256"],
                age_recipient=value["age_recipient"],
                replaces=value["replaces"],
            )
            texts = (card.person, card.name, card.organisation, card.device, card.age_recipient)
            right = (
                card.to_json() == value
                and all(isinstance(text, str) for text in texts)
                and is_sha256(card.public_key)
                and is_sha256(card.key_sha256)
                and (not card.replaces or is_sha256(card.replaces))
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            right = False
        if not right:
            raise PackageError(msg("The key card is not in its one form."))
        return card
