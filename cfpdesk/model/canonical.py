"""Canonical JSON: RFC 8785 (JCS) restricted so that the standard library's encoder gives it.

ASCII keys, no floats, |int| < 2^53, no lone surrogates. What is read is encoded again and compared
with the received bytes, because `json.loads` silently accepts duplicate keys, NaN and lone
surrogates.
"""

import json

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.record import JsonValue

MAX_INT = 2**53 - 1
MAX_DEPTH = 20


def canonical_json(value: JsonValue) -> bytes:
    """Return the one encoding of a value.

    Raises:
        ValueError: for what the restricted form excludes (floats, large integers, keys that are
            not ASCII strings, lone surrogates, more than `MAX_DEPTH` levels).
    """
    _check(value, MAX_DEPTH)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError


def parse_canonical(data: bytes) -> JsonValue:
    """Return the value of canonical bytes.

    Raises:
        UserError: if the bytes are not the canonical encoding of a value.
    """
    try:
        value: JsonValue = json.loads(data)
        same = canonical_json(value) == data
    except (ValueError, RecursionError):
        same = False
        value = None
    if not same:
        raise UserError(msg("The data is not in canonical form; it was changed or is damaged."))
    return value


def _check(value: JsonValue, depth: int) -> None:
    if depth == 0:
        raise ValueError("nested too deep")
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > MAX_INT:
            raise ValueError("integer too large")
    elif isinstance(value, list):
        for part in value:
            _check(part, depth - 1)
    elif isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError("keys are ASCII strings")
            _check(part, depth - 1)
    else:
        raise ValueError(f"{type(value).__name__} has no canonical form")  # noqa: TRY004
