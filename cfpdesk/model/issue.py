"""Documents that were issued, with the fingerprint of the state they show."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from typing import ClassVar

from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.record import Blob, JsonValue, Record

_MISSING = object()
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Issue(Record):
    """One issued document.

    Attributes:
        document: the code in the document registry.
        form: pdf, xlsx, json (PACT), zip (openLCA) or print.
        audience: file or client.
        draft: the word draft stood on each page.
        state: canonical JSON of the content it shows, kept as a blob, so that a later state can
            be compared with it place by place.
        state_sha256: hash of that canonical JSON.
        file_sha256: hash of the bytes that were written or sent to the printer.
    """

    TABLE: ClassVar[str] = "issue"

    document: str = ""
    language: str = ""
    form: str = ""
    audience: str = ""
    draft: bool = False
    state: Blob | None = None
    state_sha256: str = ""
    file_sha256: str = ""
    issued_at: datetime | None = None


def state_sha256(state: JsonValue) -> str:
    """Return the fingerprint of a document's content: SHA-256 (hex) of its canonical JSON."""
    return hashlib.sha256(canonical_json(state)).hexdigest()


def differences(before: JsonValue, after: JsonValue) -> tuple[str, ...]:
    """Return the places where two states differ, as paths such as `people.3.title`.

    A list is compared by position; what is added or removed at its end is one place each.
    """
    return tuple(_differing(before, after, ""))


def _differing(before: object, after: object, path: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            inner = f"{path}.{key}" if path else key
            yield from _differing(before.get(key, _MISSING), after.get(key, _MISSING), inner)
    elif isinstance(before, list) and isinstance(after, list):
        for at, (old, new) in enumerate(zip_longest(before, after, fillvalue=_MISSING)):
            yield from _differing(old, new, f"{path}.{at}" if path else str(at))
    elif type(before) is not type(after) or before != after:
        yield path


def latest(issues: Sequence[Issue], document: str) -> Issue | None:
    """Return the newest issue of a document, or None."""
    own = [issue for issue in issues if issue.document == document]
    return max(own, key=lambda issue: issue.issued_at or _NEVER, default=None)
