"""Small JSON documents that carry their signatures: key cards and the trust list.

The body is canonical JSON. Under `signatures` stand key, statement and signature of each signer,
in the form of a package's statements; every statement names the SHA-256 of the body without
`signatures`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cfpdesk.i18n import msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.package import MAX_JSON_BYTES
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import PackageError, Statement, parse_sheet, parse_statement
from cfpdesk.store.keys import Signs, key_sha256, parse_public_pem, public_pem, signature_holds


@dataclass(frozen=True, slots=True)
class DocumentSigner:
    """Somebody whose signature under a document holds."""

    public_key: bytes
    statement: Statement


def sign_document(
    body: Mapping[str, JsonValue],
    name: str,
    signers: Sequence[tuple[Signs, str]],
    meaning: str,
    now: datetime,
) -> bytes:
    """Return a document with its signatures.

    Args:
        body: without `signatures`.
        name: what the statement calls the body, for example `trust.json`.
        signers: each with the role it signs in.
        meaning: one line of ASCII that is signed with it.
        now: the moment of signing.
    """
    sha256 = hashlib.sha256(canonical_json(dict(body))).hexdigest()
    signatures: list[JsonValue] = []
    for signer, role in signers:
        public = signer.public_key
        statement = Statement(role, key_sha256(public), now, meaning, ((sha256, name),)).to_bytes()
        signatures.append(
            {
                "pem": public_pem(public).decode("ascii"),
                "sig": signer.sign(statement).hex(),
                "stmt": statement.decode("ascii"),
            }
        )
    return canonical_json({**body, "signatures": signatures})


def open_document(data: bytes, name: str) -> tuple[dict[str, Any], tuple[DocumentSigner, ...]]:
    """Return the body of a document and who signed it; at least one did, and every signature holds.

    Raises:
        PackageError: if a byte is not as it was signed.
    """
    if len(data) > MAX_JSON_BYTES:
        raise PackageError(msg("{name} is larger than is allowed.", name=name))
    value: Any = parse_sheet(data)
    fault = PackageError(msg("A signature under {name} does not hold.", name=name))
    if not isinstance(value, dict) or not isinstance(value.get("signatures"), list):
        raise fault
    body = {field: part for field, part in value.items() if field != "signatures"}
    sha256 = hashlib.sha256(canonical_json(body)).hexdigest()
    signers = tuple(_signer(part, sha256, name, fault) for part in value["signatures"])
    if not signers:
        raise fault
    return body, signers


def _signer(part: Any, sha256: str, name: str, fault: PackageError) -> DocumentSigner:
    if not isinstance(part, dict) or set(part) != {"pem", "sig", "stmt"}:
        raise fault
    if not all(isinstance(text, str) and text.isascii() for text in part.values()):
        raise fault
    public = parse_public_pem(part["pem"].encode("ascii"))
    text = part["stmt"].encode("ascii")
    statement = parse_statement(text)
    try:
        signature = bytes.fromhex(part["sig"])
    except ValueError:
        raise fault from None
    if (
        signature.hex() != part["sig"]
        or statement.lines != ((sha256, name),)
        or statement.key_sha256 != key_sha256(public)
        or not signature_holds(public, signature, text)
    ):
        raise fault
    return DocumentSigner(public, statement)
