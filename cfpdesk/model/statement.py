"""What a signature is made over: a small text that `sha256sum -c` can check by itself.

```
# cfpdesk-signature-v1
# role: lead
# key-sha256: <hex SHA-256 of the 32 raw public-key bytes>
# signed-at: 2026-01-02T00:00:00Z
# meaning: I received and reviewed this package
<hex>  tagmanifest-sha256.txt
<hex>  signatures/01-auditor.pem
```

ASCII, LF, fixed order of lines. The first line keeps a signature from being taken for one over
anything else. What is read is written again and compared, so there is exactly one text for one
meaning.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.canonical import parse_canonical
from cfpdesk.model.record import JsonValue, has_local_time

MAX_STATEMENT_BYTES = 64 * 1024
MAX_MEANING = 200
ZEROS = "0" * 64

_HEX64 = re.compile(r"[0-9a-f]{64}")
_ROLE = re.compile(r"[a-z]{1,20}")
_MEANING = re.compile(rf"[!-~](?:[ -~]{{0,{MAX_MEANING - 2}}}[!-~])?")
_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9_][a-z0-9_./-]*)")
_HEADS = ("# role: ", "# key-sha256: ", "# signed-at: ", "# meaning: ")
_FIRST = "# cfpdesk-signature-v1"


class PackageError(UserError):
    """A package, a trust list, a key card or a part of them is not what it has to be."""


def parse_sheet(data: bytes) -> JsonValue:
    """Return the value of canonical JSON that came from outside.

    Raises:
        PackageError: if the bytes are not the canonical encoding of a value.
    """
    try:
        return parse_canonical(data)
    except UserError as error:
        raise PackageError(error.message) from error


def is_sha256(text: object) -> bool:
    """Tell whether a value is 64 lower-case hex digits."""
    return isinstance(text, str) and _HEX64.fullmatch(text) is not None


def utc_text(at: datetime) -> str:
    """Return a moment as `2026-01-02T00:00:00Z`; the moment must carry its zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_moment(text: str) -> datetime:
    """Return the moment of `utc_text`.

    Raises:
        ValueError: if the text is not exactly of that form, or lies beyond all local times.
    """
    at = datetime.fromisoformat(text)
    if utc_text(at) != text or not has_local_time(at):
        raise ValueError(text)
    return at


def checksum_lines(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return (sha256, name) pairs as lines of `sha256sum -c`, in the order given."""
    return "".join(f"{sha256}  {name}\n" for sha256, name in pairs).encode("ascii")


def parse_checksums(data: bytes) -> tuple[tuple[str, str], ...]:
    """Return the (sha256, name) pairs of a list.

    Raises:
        ValueError: if the bytes are not exactly what `checksum_lines` writes.
    """
    text = data.decode("ascii")
    if text and not text.endswith("\n"):
        raise ValueError("the last line has no end")
    found = []
    for line in text.split("\n")[:-1]:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(line)
        found.append((match[1], match[2]))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says by signing.

    Attributes:
        role: auditor, lead or reviewer.
        key_sha256: hex SHA-256 of the 32 raw bytes of the public key.
        signed_at: what the signer's device believed the time to be; a claim, not a proof.
        meaning: one line of printable ASCII.
        lines: (sha256, name) of what is signed.
    """

    role: str
    key_sha256: str
    signed_at: datetime
    meaning: str
    lines: tuple[tuple[str, str], ...]

    def to_bytes(self) -> bytes:
        """Return the text that is signed.

        Raises:
            ValueError: for a role, meaning or key that the form does not allow.
        """
        if not (_ROLE.fullmatch(self.role) and is_sha256(self.key_sha256)):
            raise ValueError("role or key")
        if not _MEANING.fullmatch(self.meaning):
            raise ValueError("the meaning is one line of printable ASCII")
        values = (self.role, self.key_sha256, utc_text(self.signed_at), self.meaning)
        heads = [head + value for head, value in zip(_HEADS, values, strict=True)]
        text = "\n".join([_FIRST, *heads]) + "\n"
        return text.encode("ascii") + checksum_lines(self.lines)


def parse_statement(data: bytes) -> Statement:
    """Return the statement of a text.

    Raises:
        PackageError: if the bytes are not exactly what `Statement.to_bytes` writes.
    """
    try:
        statement = _parse(data)
        same = statement.to_bytes() == data
    except ValueError:
        same = False
    if not same:
        raise PackageError(msg("A signed statement is not in its one form."))
    return statement


def _parse(data: bytes) -> Statement:
    lines = data[: MAX_STATEMENT_BYTES + 1].decode("ascii").split("\n", 5)
    if len(data) > MAX_STATEMENT_BYTES or len(lines) != 6:
        raise ValueError("length")
    values = [line.removeprefix(head) for line, head in zip(lines[1:5], _HEADS, strict=True)]
    return Statement(
        role=values[0],
        key_sha256=values[1],
        signed_at=utc_moment(values[2]),
        meaning=values[3],
        lines=parse_checksums(lines[5].encode("ascii")),
    )
