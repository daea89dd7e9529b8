"""Key cards `NAME.cfid`: self-signed, handed to the lead, compared by their fingerprint."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cfpdesk.i18n import msg
from cfpdesk.model.key_card import KeyCard
from cfpdesk.model.statement import PackageError, parse_sheet

if TYPE_CHECKING:
    from cfpdesk.store.keys import Signs

CARD_NAME = "card.json"
_MEANING = "This key is mine"


def make_card(card: KeyCard, signer: "Signs", now: datetime, old: "Signs | None" = None) -> bytes:
    """Return the file of a card, signed with its own key.

    Args:
        card: what it says.
        signer: the key of the card.
        now: the moment of signing.
        old: when a key is replaced: the key before it, which signs too.
    """
    from cfpdesk.store.signed_document import sign_document

    signers = [(signer, "owner"), *([(old, "owner")] if old else [])]
    return sign_document(card.to_json(), CARD_NAME, signers, _MEANING, now)


def read_card(data: bytes) -> KeyCard:
    """Return the card of a file.

    Whose card it is, only a comparison of fingerprints can tell: anybody can make a card with any
    name on it.

    Raises:
        PackageError: if the file is not a card or a signature on it does not hold.
    """
    from cfpdesk.store.keys import key_sha256
    from cfpdesk.store.signed_document import open_document

    body, signers = open_document(data, CARD_NAME)
    card = KeyCard.from_json(body)
    own = signers[0].public_key
    expected = [card.key_sha256, *([card.replaces] if card.replaces else [])]
    if (
        own.hex() != card.public_key
        or [key_sha256(signer.public_key) for signer in signers] != expected
        or not _is_recipient(card.age_recipient)
    ):
        raise PackageError(msg("The key card is not signed with its own key."))
    return card


def glance_at_card(data: bytes) -> KeyCard:
    """Return what a card says, with no signature on it checked; only `read_card` makes it count.

    Raises:
        PackageError: if the file is not a card.
    """
    value: Any = parse_sheet(data)
    if not isinstance(value, dict):
        raise PackageError(msg("The key card is not in its one form."))
    return KeyCard.from_json({name: part for name, part in value.items() if name != "signatures"})


def fingerprint_qr(fingerprint: str) -> tuple[tuple[bool, ...], ...]:
    """Return a fingerprint (all 32 bytes) as the dark and light squares of a QR code."""
    return qr_squares(f"CFPDESK-KEY:{fingerprint.upper()}")


def qr_squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return any text as the dark and light squares of a QR code, without quiet zone."""
    import segno

    code = segno.make(text, micro=False, error="m", boost_error=False)
    return tuple(tuple(bool(square) for square in row) for row in code.matrix)


def _is_recipient(text: str) -> bool:
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True
