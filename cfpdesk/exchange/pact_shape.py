"""Whether the values of a PACT footprint have the form the format asks for, field by field."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from cfpdesk.exchange.pact_format import Field, Form, Kind, Need
from cfpdesk.exchange.pact_problem import Gravity, Problem, shown
from cfpdesk.i18n import Message, msg

# Longer figures than this are no product footprint; they would only cost time and memory.
_DIGITS = 40
_DECIMAL = re.compile(rf"[+-]?[0-9]{{1,{_DIGITS}}}(?:\.[0-9]{{1,{_DIGITS}}})?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_VERSION_4 = re.compile(r".{14}4.{4}[89ab].*", re.IGNORECASE)
# RFC 8141: a name of 2 to 32 characters, then what the scheme says, other signs as %XX.
_URN = re.compile(
    r"urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:(?:[a-z0-9\-._~!$&'()*+,;=:@/?#]|%[0-9a-f]{2})+",
    re.IGNORECASE,
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+")
_LONGEST_LIST = 1000

_KIND_WORD: dict[Kind, Message] = {
    Kind.FLAG: msg("true or false"),
    Kind.OBJECT: msg("a group of fields in braces"),
    Kind.LIST: msg("a list in square brackets"),
}


class JsonNumber(str):
    """A bare number of a JSON file, as it is written there; decimals must be text instead."""

    __slots__ = ()


def check_form(path: str, value: object, form: Form) -> Iterator[Problem]:
    """Yield what is wrong with one value.

    Args:
        path: where it stands.
        value: as JSON gives it, with bare numbers as `JsonNumber`.
        form: what it must be like.
    """
    yield from _CHECKS[form.kind](path, value, form)


def decimal_of(value: object) -> Decimal | None:
    """Return the decimal that a value is; None where it is none."""
    text = text_of(value)
    return Decimal(text) if text is not None and _DECIMAL.fullmatch(text) else None


def moment_of(value: object) -> datetime | None:
    """Return the moment that a value is, with its zone; None where it is none."""
    text = text_of(value)
    if text is None or not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper().replace(" ", "T"))
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def text_of(value: object) -> str | None:
    """Return the text that a value is; None where it is none."""
    return value if isinstance(value, str) and not isinstance(value, JsonNumber) else None


def _text(path: str, value: object, form: Form) -> Iterator[Problem]:
    text, found = text_of(value), shown(value)
    if text is None:
        said = msg(
            "{field} must be text in quotation marks; it is {value}.", field=path, value=found
        )
        yield Problem(path, said)
    elif form.kind is Kind.FILLED and not text.strip():
        yield Problem(path, msg("{field} must not be empty.", field=path))
    elif form.choices and text not in form.choices:
        said = msg(
            "{field} is {value}; the format knows only: {choices}.",
            field=path,
            value=found,
            choices=", ".join(form.choices),
        )
        yield Problem(path, said, Gravity.NOTICE if form.open_choices else Gravity.ERROR)
    elif form.pattern and not re.fullmatch(form.pattern, text):
        said = msg(
            "{field} is {value}; it must be written like {example}.",
            field=path,
            value=found,
            example=form.example,
        )
        yield Problem(path, said)


def _decimal(path: str, value: object, form: Form) -> Iterator[Problem]:
    number = decimal_of(value)
    said: Message | None
    if number is None:
        said = msg(
            '{field} must be a decimal in quotation marks, such as "1.5"; it is {value}.',
            field=path,
            value=shown(value),
        )
    else:
        said = _limit(path, number, shown(value), form)
    if said is not None:
        yield Problem(path, said)


def _limit(path: str, number: Decimal, found: str, form: Form) -> Message | None:
    low, high, above = form.low, form.high, form.above
    if low is not None and high is not None:
        if low <= number <= high:
            return None
        return msg(
            "{field} is {value}; it must lie between {low} and {high}.",
            field=path,
            value=found,
            low=low,
            high=high,
        )
    if low is not None and number < low:
        return msg(
            "{field} is {value}; it must not be below {low}.", field=path, value=found, low=low
        )
    if high is not None and number > high:
        return msg(
            "{field} is {value}; it must not be above {high}.", field=path, value=found, high=high
        )
    if above is not None and number <= above:
        return msg(
            "{field} is {value}; it must be above {low}.", field=path, value=found, low=above
        )
    return None


def _moment(path: str, value: object, _form: Form) -> Iterator[Problem]:
    moment = moment_of(value)
    if moment is None:
        said = msg(
            "{field} is {value}; it must be a moment written like 2025-01-01T00:00:00Z.",
            field=path,
            value=shown(value),
        )
        yield Problem(path, said)
    elif moment.utcoffset() != timedelta(0):
        said = msg(
            "{field} is {value}; the format asks for times in UTC, with a Z at the end.",
            field=path,
            value=shown(value),
        )
        yield Problem(path, said, Gravity.NOTICE)


def _uuid(path: str, value: object, _form: Form) -> Iterator[Problem]:
    text, found = text_of(value) or "", shown(value)
    if not _UUID.fullmatch(text):
        yield Problem(path, msg("{field} is {value}; it must be a UUID.", field=path, value=found))
    elif not _VERSION_4.fullmatch(text):
        said = msg(
            "{field} is {value}; the format asks for a UUID of version 4.", field=path, value=found
        )
        yield Problem(path, said, Gravity.NOTICE)


def _urn(path: str, value: object, _form: Form) -> Iterator[Problem]:
    if not _URN.fullmatch(text_of(value) or ""):
        said = msg(
            "{field} is {value}; it must be a URN such as urn:gtin:4712345060507.",
            field=path,
            value=shown(value),
        )
        yield Problem(path, said)


def _uri(path: str, value: object, _form: Form) -> Iterator[Problem]:
    if not _URI.fullmatch(text_of(value) or ""):
        said = msg(
            "{field} is {value}; it must be an address such as https://example.com/a.",
            field=path,
            value=shown(value),
        )
        yield Problem(path, said)


def _flag(path: str, value: object, form: Form) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield _other_kind(path, value, form)


def _object(path: str, value: object, form: Form) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _other_kind(path, value, form)
        return
    for part in form.fields:
        inner = f"{path}.{part.name}" if path else part.name
        if part.name in value:
            yield from check_form(inner, value[part.name], part.form)
        else:
            yield from _absent(inner, part)


def _absent(path: str, part: Field) -> Iterator[Problem]:
    if part.need is Need.REQUIRED:
        yield Problem(path, msg("{field} is missing.", field=path))
    elif part.need is Need.EXPECTED:
        said = msg("{field} is missing; the PACT methodology asks for it.", field=path)
        yield Problem(path, said, Gravity.NOTICE)


def _list(path: str, value: object, form: Form) -> Iterator[Problem]:
    if not isinstance(value, list) or form.item is None:
        yield _other_kind(path, value, form)
        return
    if not value:
        yield Problem(path, msg("{field} must not be empty.", field=path))
    if len(value) > _LONGEST_LIST:
        said = msg(
            "{field} has {n} {n:entry|entries}; no more than {limit} are looked at.",
            field=path,
            n=len(value),
            limit=_LONGEST_LIST,
        )
        yield Problem(path, said)
    seen: set[str] = set()
    for at, part in enumerate(value[:_LONGEST_LIST]):
        yield from check_form(f"{path}[{at}]", part, form.item)
        mark = repr(part)
        if form.unique and mark in seen:
            said = msg("{field} names {value} twice.", field=path, value=shown(part))
            yield Problem(path, said)
        seen.add(mark)


def _other_kind(path: str, value: object, form: Form) -> Problem:
    said = msg(
        "{field} must be {kind}; it is {value}.",
        field=path,
        kind=_KIND_WORD[form.kind],
        value=shown(value),
    )
    return Problem(path, said)


_Check: TypeAlias = Callable[[str, object, Form], Iterator[Problem]]
_CHECKS: dict[Kind, _Check] = {
    Kind.TEXT: _text,
    Kind.FILLED: _text,
    Kind.UUID: _uuid,
    Kind.URN: _urn,
    Kind.URI: _uri,
    Kind.MOMENT: _moment,
    Kind.DECIMAL: _decimal,
    Kind.FLAG: _flag,
    Kind.OBJECT: _object,
    Kind.LIST: _list,
}
