"""The recovery file: both keys in their envelopes, as one line of text, saved and printed as QR.

It brings a lost identity to a new computer. The passphrase is not in it and must be known. There
the person is the same and so is the key, but the device is another: every engagement starts a new
replica id, and the lead sees it by the new card. The old computer must not be used any more.
"""

import base64
from datetime import datetime
from pathlib import Path
from typing import Any

from cfpdesk.i18n import msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.statement import PackageError, parse_sheet
from cfpdesk.store.identity import AGE_FILE, SIGNING_FILE, Identity, install_identity
from cfpdesk.store.key_card import qr_squares
from cfpdesk.store.keys import open_key

RECOVERY_FORMAT = "cfpdesk-recovery"
RECOVERY_SUFFIX = ".cfrecovery"
_MAX_BYTES = 16 * 1024
_BEGIN, _END = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n", "-----END ENCRYPTED PRIVATE KEY-----\n"


def recovery_text(identity: Identity) -> str:
    """Return the recovery file of an identity; the same text goes into the printed QR code."""
    card = identity.card
    return canonical_json(
        {
            "age": _body((identity.folder / AGE_FILE).read_text("ascii")),
            "format": RECOVERY_FORMAT,
            "key_sha256": card.key_sha256,
            "name": card.name,
            "organisation": card.organisation,
            "person": card.person,
            "signing": _body((identity.folder / SIGNING_FILE).read_text("ascii")),
            "version": 1,
        }
    ).decode("utf-8")


def recovery_qr(identity: Identity) -> tuple[tuple[bool, ...], ...]:
    """Return the recovery text as the squares of a QR code."""
    return qr_squares(recovery_text(identity))


def restore_identity(home: Path, text: str, passphrase: str, now: datetime) -> Identity:
    """Bring an identity from its recovery text to this computer.

    Args:
        home: where the identity is made; none may be there.
        text: of the file, or as read from the printed code.
        passphrase: the one the keys were sealed with; it seals them here too.
        now: the moment of signing the new card.

    Raises:
        PackageError: if the text is not a recovery file.
        UserError: if the passphrase is wrong or an identity is there.
    """
    value = _parse(text.strip())
    signing = open_key(_pem(value["signing"]), "ed25519", passphrase)
    age = open_key(_pem(value["age"]), "x25519", passphrase)
    return install_identity(
        home,
        name=value["name"],
        organisation=value["organisation"],
        person=value["person"],
        secrets=(signing, age),
        passphrase=passphrase,
        now=now,
    )


def _parse(text: str) -> dict[str, str]:
    fault = PackageError(msg("This is not a recovery file, or it is damaged."))
    data = text.encode("utf-8", errors="replace")
    if len(data) > _MAX_BYTES:
        raise fault
    value: Any = parse_sheet(data)
    if not isinstance(value, dict) or value.get("format") != RECOVERY_FORMAT:
        raise fault
    for field in ("age", "signing", "name", "organisation", "person"):
        if not isinstance(value.get(field), str):
            raise fault
    return value


def _body(pem: str) -> str:
    return pem.removeprefix(_BEGIN).removesuffix(_END).replace("\n", "")


def _pem(body: str) -> bytes:
    """Return an envelope's PEM again; openssl reads any length of line, we write 64."""
    try:
        base64.b64decode(body, validate=True)
    except ValueError:
        raise PackageError(msg("This is not a recovery file, or it is damaged.")) from None
    lines = "".join(body[i : i + 64] + "\n" for i in range(0, len(body), 64))
    return f"{_BEGIN}{lines}{_END}".encode("ascii")
