"""The identity of the person at this computer: a signing key, an age identity, and their card.

One identity per person and device. The folder `identity` under `CFPDESK_HOME` holds `card.cfid`,
`signing.pem` and `age.pem`; both keys lie in the same envelope, under the same passphrase.
Nothing is unlocked before a signature or a decryption is needed.
"""

import os
import unicodedata
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.key_card import KeyCard
from cfpdesk.model.statement import PackageError
from cfpdesk.store.durable import put_in_place, write_file
from cfpdesk.store.key_card import glance_at_card, make_card, read_card
from cfpdesk.store.keys import (
    UnlockedKey,
    check_passphrase,
    generate,
    key_sha256,
    open_key,
    seal_key,
)

CARD_FILE, SIGNING_FILE, AGE_FILE = "card.cfid", "signing.pem", "age.pem"
PASSPHRASE_VARIABLE = "CFPDESK_PASSPHRASE"  # noqa: S105 - the name of a variable

_KEPT = "identity-"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who works here.

    Attributes:
        card: the public part.
        folder: where card and keys lie.
    """

    card: KeyCard
    folder: Path

    @property
    def key_sha256(self) -> str:
        """The fingerprint of the signing key."""
        return self.card.key_sha256

    def check(self) -> None:
        """See that the card is signed with its own key, and is still the one that was read.

        Raises:
            PackageError: if it is not.
        """
        if read_card(self.card_file()) != self.card:
            raise PackageError(msg("The key card is not signed with its own key."))

    def card_file(self) -> bytes:
        """Return the bytes of `NAME.cfid`, to be handed to the lead."""
        return (self.folder / CARD_FILE).read_bytes()

    def signer(self, ask: Callable[[], str]) -> "Signer":
        """Return what signs, asking for the passphrase when it first has to."""
        return Signer(self, ask)

    def unlock(self, passphrase: str) -> "Signer":
        """Return what signs, unlocked at once (about 0.2 s).

        Raises:
            UserError: if the passphrase is wrong.
        """
        signer = Signer(self, lambda: passphrase)
        signer.unlock()
        return signer


class Signer:
    """Signs for an identity. The passphrase is asked for once, when first needed, and not kept."""

    def __init__(self, identity: Identity, ask: Callable[[], str]) -> None:
        self.identity = identity
        self._ask = ask
        self._key: UnlockedKey | None = None
        self._age: str | None = None

    @property
    def card(self) -> KeyCard:
        """The public part of the identity."""
        return self.identity.card

    @property
    def public_key(self) -> bytes:
        """The 32 raw bytes of the public key."""
        return bytes.fromhex(self.card.public_key)

    @property
    def key_sha256(self) -> str:
        """The fingerprint of the signing key."""
        return self.card.key_sha256

    def unlock(self) -> None:
        """Open the signing key now.

        Raises:
            UserError: if the card is damaged, the passphrase is wrong, or the key is not that of
                the card.
        """
        if self._key is None:
            self.identity.check()
            pem = (self.identity.folder / SIGNING_FILE).read_bytes()
            key = UnlockedKey(open_key(pem, "ed25519", self._ask()))
            if key.public_key != self.public_key:
                raise UserError(msg("The key file does not belong to the key card beside it."))
            self._key = key

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the signature.

        Raises:
            UserError: if the passphrase is wrong.
        """
        self.unlock()
        assert self._key is not None  # noqa: S101 - `unlock` has set it or raised
        return self._key.sign(data)

    def age_identity(self) -> str:
        """Return the secret that opens what was encrypted for this person, as age writes it.

        Raises:
            UserError: if the passphrase is wrong.
        """
        if self._age is None:
            pem = (self.identity.folder / AGE_FILE).read_bytes()
            self._age = age_secret(open_key(pem, "x25519", self._ask()))
        return self._age

    def age_identities(self) -> tuple[str, ...]:
        """Return `age_identity` and those of the keys before it that the passphrase opens.

        Raises:
            UserError: if the passphrase is wrong.
        """
        found = [self.age_identity()]
        for kept in kept_identities(self.identity.folder.parent):
            with suppress(UserError, OSError):
                found.append(kept.signer(self._ask).age_identity())
        return tuple(found)

    def lock(self) -> None:
        """Forget the unlocked keys."""
        self._key = self._age = None


def passphrase_from_environment() -> str:
    """Return the passphrase of `CFPDESK_PASSPHRASE`, for commands without a window.

    Raises:
        UserError: if it is not set.
    """
    passphrase = os.environ.get(PASSPHRASE_VARIABLE, "")
    if not passphrase:
        raise UserError(msg("Set {name} to the passphrase of your key.", name=PASSPHRASE_VARIABLE))
    return passphrase


def load_identity(home: Path) -> Identity | None:
    """Return the identity of this computer, or None before the first one was made.

    Raises:
        UserError: if the card is damaged.
    """
    identity = glance_at_identity(home)
    if identity is not None:
        identity.check()
    return identity


def glance_at_identity(home: Path) -> Identity | None:
    """Return the identity as `load_identity` does, for who calls its `check` a moment later.

    The check loads what no window needs to be painted. Whatever signs makes it in any case.

    Raises:
        UserError: if the card cannot be read as one.
    """
    folder = home / "identity"
    try:
        data = (folder / CARD_FILE).read_bytes()
    except FileNotFoundError:
        return None
    return Identity(glance_at_card(data), folder)


def kept_identities(home: Path) -> tuple[Identity, ...]:
    """Return the identities that were replaced on this computer, the newest first."""
    found = []
    for folder in home.glob(f"{_KEPT}*"):
        with suppress(UserError, OSError):
            found.append(Identity(read_card((folder / CARD_FILE).read_bytes()), folder))
    return tuple(sorted(found, key=lambda identity: identity.card.created_at, reverse=True))


def create_identity(
    home: Path, *, name: str, organisation: str, passphrase: str, now: datetime
) -> Identity:
    """Make keys and card of a new person.

    Raises:
        UserError: if the name is empty, the passphrase too short, or an identity is there.
    """
    if not name.strip():
        raise UserError(msg("A key needs the name of its person."))
    return install_identity(
        home,
        name=name,
        organisation=organisation,
        person=str(uuid.uuid4()),
        secrets=(generate("ed25519"), generate("x25519")),
        passphrase=passphrase,
        now=now,
    )


def install_identity(
    home: Path,
    *,
    name: str,
    organisation: str,
    person: str,
    secrets: tuple[bytes, bytes],
    passphrase: str,
    now: datetime,
    replaces: tuple[str, UnlockedKey] | None = None,
) -> Identity:
    """Write an identity: the folder appears whole or not at all.

    Args:
        home: where `identity` is made.
        name: of the person; kept in NFC.
        organisation: of the person.
        person: their UUID.
        secrets: the 32 bytes of the signing key and of the age identity.
        passphrase: will open both.
        now: the moment of signing the card.
        replaces: fingerprint and key of the identity before this one.

    Raises:
        UserError: if the passphrase is too short or an identity is there.
    """
    check_passphrase(passphrase)
    target = home / "identity"
    if target.exists():
        raise UserError(msg("There is a key on this computer already; it is not overwritten."))
    key = UnlockedKey(secrets[0])
    card = KeyCard(
        person=person,
        name=unicodedata.normalize("NFC", name.strip()),
        organisation=unicodedata.normalize("NFC", organisation.strip()),
        device=str(uuid.uuid4()),
        created_at=now.astimezone(UTC).replace(microsecond=0),
        public_key=key.public_key.hex(),
        key_sha256=key_sha256(key.public_key),
        age_recipient=age_recipient(secrets[1]),
        replaces=replaces[0] if replaces else "",
    )
    temporary = home / f".identity.{uuid.uuid4()}"
    temporary.mkdir(parents=True, mode=0o700)
    card_file = make_card(card, key, now, replaces[1] if replaces else None)
    write_file(temporary / CARD_FILE, card_file)
    write_file(temporary / SIGNING_FILE, seal_key(secrets[0], "ed25519", passphrase), 0o600)
    write_file(temporary / AGE_FILE, seal_key(secrets[1], "x25519", passphrase), 0o600)
    put_in_place(temporary, target)
    return Identity(card, target)


def rotate_identity(identity: Identity, passphrase: str, now: datetime) -> Identity:
    """Replace the keys by new ones; the new card is signed by the old key too.

    The old keys stay beside the new ones under `identity-<fingerprint>`, so that what was
    encrypted for them still opens. A new key starts a new replica in every engagement.

    Raises:
        UserError: if the passphrase is wrong.
    """
    old = UnlockedKey(
        open_key((identity.folder / SIGNING_FILE).read_bytes(), "ed25519", passphrase)
    )
    home = identity.folder.parent
    kept = home / f"{_KEPT}{identity.key_sha256[:16]}"
    put_in_place(identity.folder, kept)
    try:
        return install_identity(
            home,
            name=identity.card.name,
            organisation=identity.card.organisation,
            person=identity.card.person,
            secrets=(generate("ed25519"), generate("x25519")),
            passphrase=passphrase,
            now=now,
            replaces=(identity.key_sha256, old),
        )
    except BaseException:
        put_in_place(kept, identity.folder)
        raise


def age_secret(secret: bytes) -> str:
    """Return 32 secret bytes as age writes an identity: bech32, upper case."""
    return _bech32("age-secret-key-", secret).upper()


def age_recipient(secret: bytes) -> str:
    """Return the public part of an age identity, `age1…`."""
    import pyrage

    return str(pyrage.x25519.Identity.from_str(age_secret(secret)).to_public())


def _bech32(prefix: str, data: bytes) -> str:
    """Encode bytes with the checksum of BIP 173."""
    bits = int.from_bytes(data, "big") << (-len(data) * 8 % 5)
    count = -(-len(data) * 8 // 5)
    values = [bits >> 5 * (count - 1 - i) & 31 for i in range(count)]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = 1
    for value in [*spread, *values, 0, 0, 0, 0, 0, 0]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> i & 1 else 0
    values += [(check ^ 1) >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(_BECH32[value] for value in values)
