"""Keys at the level of bytes: PEM, signatures, and the envelope that a passphrase opens.

The envelope is PKCS#8 with PBES2: PBKDF2-HMAC-SHA256 with 600 000 rounds, AES-256-CBC. We write
it ourselves because `cryptography` writes 2 048 rounds; `openssl pkey` opens it all the same.
Heavy libraries are imported where they are used: a window starts without any key.
"""

import base64
import hashlib
import os
import unicodedata
from typing import Any, Literal, Protocol, TypeAlias

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.statement import PackageError

ROUNDS = 600_000
MIN_PASSPHRASE = 12
KeyKind: TypeAlias = Literal["ed25519", "x25519"]

_SPKI = bytes.fromhex("302a300506032b6570032100")
_PKCS8: dict[KeyKind, bytes] = {
    "ed25519": bytes.fromhex("302e020100300506032b657004220420"),
    "x25519": bytes.fromhex("302e020100300506032b656e04220420"),
}
_MAX_ROUNDS = 10_000_000
# Points of small order (without the sign bit): under such a key one signature fits many texts, so
# whoever published it could say that somebody else signed.
_SMALL_ORDER = frozenset(
    bytes.fromhex(text)
    for text in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)


class Signs(Protocol):
    """What can sign: an unlocked key, or one that asks for its passphrase when it is needed."""

    @property
    def public_key(self) -> bytes:
        """The 32 raw bytes of the public key."""

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the Ed25519 signature."""


def key_sha256(public: bytes) -> str:
    """Return the fingerprint of a public key: hex SHA-256 of its 32 raw bytes."""
    return hashlib.sha256(public).hexdigest()


def public_pem(public: bytes) -> bytes:
    """Return the SubjectPublicKeyInfo of an Ed25519 key as PEM, as openssl reads it."""
    return _pem("PUBLIC KEY", _SPKI + public)


def parse_public_pem(pem: bytes) -> bytes:
    """Return the 32 raw bytes of an Ed25519 public key.

    Raises:
        PackageError: if the bytes are not exactly what `public_pem` writes.
    """
    try:
        der = base64.b64decode(b"".join(pem.splitlines()[1:-1]), validate=True)
        public = der[len(_SPKI) :]
        same = len(public) == 32 and public_pem(public) == pem and not _is_small(public)
    except ValueError:
        same = False
    if not same:
        raise PackageError(msg("A public key is not in its one form."))
    return public


def signature_holds(public: bytes, signature: bytes, data: bytes) -> bool:
    """Tell whether a signature over `data` was made with the key. Never raises."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except Exception:  # noqa: BLE001 - whatever the parser of foreign bytes raises is a no
        return False
    return True


def _is_small(public: bytes) -> bool:
    return public[:31] + bytes([public[31] & 0x7F]) in _SMALL_ORDER


def generate(kind: KeyKind) -> bytes:
    """Return the 32 secret bytes of a new key."""
    if kind == "x25519":
        return os.urandom(32)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


class UnlockedKey:
    """An Ed25519 key in memory."""

    def __init__(self, secret: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key = Ed25519PrivateKey.from_private_bytes(secret)

    @property
    def public_key(self) -> bytes:
        """The 32 raw bytes of the public key."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        return self._key.sign(data)


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to protect a file.

    Raises:
        UserError: below 12 characters.
    """
    if len(unicodedata.normalize("NFC", passphrase)) < MIN_PASSPHRASE:
        raise UserError(
            msg("The passphrase needs at least {n} characters; five words do.", n=MIN_PASSPHRASE)
        )


def seal_key(secret: bytes, kind: KeyKind, passphrase: str) -> bytes:
    """Return a secret key in its encrypted PEM envelope.

    Raises:
        UserError: if the passphrase is too short.
    """
    from asn1crypto import algos, keys
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    check_passphrase(passphrase)
    salt, iv = os.urandom(16), os.urandom(16)
    plain = _PKCS8[kind] + secret
    pad = 16 - len(plain) % 16
    encryptor = Cipher(algorithms.AES(_derive(passphrase, salt)), modes.CBC(iv)).encryptor()
    encrypted = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
    derivation = {
        "algorithm": "pbkdf2",
        "parameters": {
            "salt": algos.Pbkdf2Salt("specified", salt),
            "iteration_count": ROUNDS,
            "prf": {"algorithm": "sha256"},
        },
    }
    scheme = {"algorithm": "aes256_cbc", "parameters": iv}
    parameters = {"key_derivation_func": derivation, "encryption_scheme": scheme}
    envelope = keys.EncryptedPrivateKeyInfo(
        {
            "encryption_algorithm": {"algorithm": "pbes2", "parameters": parameters},
            "encrypted_data": encrypted,
        }
    )
    return _pem("ENCRYPTED PRIVATE KEY", envelope.dump())


def open_key(pem: bytes, kind: KeyKind, passphrase: str) -> bytes:
    """Return the 32 secret bytes of an envelope.

    Raises:
        UserError: if the passphrase is wrong or the envelope is damaged.
    """
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        _check_rounds(pem)
        key: Any = load_pem_private_key(pem, _encoded(passphrase))
        secret: bytes = key.private_bytes_raw()
        right = kind in type(key).__name__.lower() and len(secret) == 32
    except Exception:  # noqa: BLE001 - whatever the parser of foreign bytes raises is a no
        right = False
    if not right:
        raise UserError(msg("The passphrase is wrong, or the key file is damaged."))
    return secret


def _check_rounds(pem: bytes) -> None:
    """Refuse an envelope that would keep us busy for hours."""
    from asn1crypto import keys
    from asn1crypto import pem as asn1_pem

    _, _, der = asn1_pem.unarmor(pem)
    envelope = keys.EncryptedPrivateKeyInfo.load(der)
    derivation = envelope["encryption_algorithm"]["parameters"]["key_derivation_func"]
    if not 1 <= derivation["parameters"]["iteration_count"].native <= _MAX_ROUNDS:
        raise ValueError("rounds")


def _encoded(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode("utf-8")


def _derive(passphrase: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", _encoded(passphrase), salt, ROUNDS)


def _pem(label: str, der: bytes) -> bytes:
    text = base64.b64encode(der).decode("ascii")
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()
