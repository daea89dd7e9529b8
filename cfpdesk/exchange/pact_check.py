"""Checks a PACT v3 product footprint, also one that a client hands over.

The bytes may be anything: size, depth and number of sentences are bounded, and whatever they
hold, the answer is a list of problems.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from cfpdesk.exchange.pact_format import PRODUCT_FOOTPRINT
from cfpdesk.exchange.pact_problem import Gravity, Problem, shown
from cfpdesk.exchange.pact_sense import check_sense
from cfpdesk.exchange.pact_shape import JsonNumber, check_form, text_of
from cfpdesk.i18n import Message, msg

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 30
MAX_PROBLEMS = 200


class _UnreadableError(Exception):
    """The bytes hold no footprint; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message


def check_footprint(data: bytes) -> tuple[Problem, ...]:
    """Return what is wrong with a file of one PACT v3 `ProductFootprint`, or of several.

    An answer of a PACT service (`{"data": …}`) is looked into. Empty where nothing is wrong; the
    file is good for use where no problem is an error. Never raises, whatever the bytes are.
    """
    repeated: list[Problem] = []
    try:
        footprints = tuple(_footprints(_read(data, repeated)))
    except _UnreadableError as failure:
        return (Problem("", failure.message),)
    problems = list(islice(_all(repeated, footprints), MAX_PROBLEMS + 1))
    if len(problems) > MAX_PROBLEMS:
        said = msg(
            "More than {limit} problems were found; the others are not listed.", limit=MAX_PROBLEMS
        )
        problems[MAX_PROBLEMS:] = [Problem("", said)]
    return tuple(problems)


def check_value(footprint: Mapping[str, object], path: str = "") -> Iterator[Problem]:
    """Yield what is wrong with one footprint, form first, then sense.

    Args:
        footprint: as JSON gives it.
        path: where it stands in its file; empty where it is the file.
    """
    version = text_of(footprint.get("specVersion"))
    if version is not None and version.startswith(("0.", "1.", "2.")):
        said = msg(
            "The footprint is of version {value}; only version 3 of the PACT format is checked.",
            value=shown(version),
        )
        yield Problem(f"{path}.specVersion".lstrip("."), said)
        return
    yield from check_form(path, footprint, PRODUCT_FOOTPRINT)
    yield from check_sense(f"{path}." if path else "", footprint)


def errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return those problems that are errors."""
    return tuple(one for one in problems if one.gravity is Gravity.ERROR)


def _all(
    repeated: list[Problem], footprints: tuple[tuple[str, Mapping[str, object]], ...]
) -> Iterator[Problem]:
    yield from repeated
    for path, footprint in footprints:
        yield from check_value(footprint, path)


def _read(data: bytes, repeated: list[Problem]) -> object:
    if len(data) > MAX_BYTES:
        raise _UnreadableError(
            msg(
                "The file has {n} {n:byte|bytes}; a product footprint has at most {limit}.",
                n=len(data),
                limit=MAX_BYTES,
            )
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise _UnreadableError(msg("The file is not text in UTF-8.")) from failure
    try:
        value: object = json.loads(
            text,
            parse_int=JsonNumber,
            parse_float=JsonNumber,
            parse_constant=JsonNumber,
            object_pairs_hook=lambda pairs: _object(pairs, repeated),
        )
    except json.JSONDecodeError as failure:
        said = msg(
            "The file is not JSON: it breaks off or is wrong in line {line}.", line=failure.lineno
        )
        raise _UnreadableError(said) from failure
    except RecursionError as failure:
        raise _UnreadableError(_too_deep()) from failure
    if _deeper(value, MAX_DEPTH):
        raise _UnreadableError(_too_deep())
    return value


def _too_deep() -> Message:
    return msg(
        "The file is nested more than {limit} levels deep; no product footprint is.",
        limit=MAX_DEPTH,
    )


def _object(pairs: list[tuple[str, object]], repeated: list[Problem]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs) and len(repeated) <= MAX_PROBLEMS:
        counted = Counter(name for name, _ in pairs)
        twice = [name for name, times in counted.items() if times > 1]
        repeated.extend(_repeated(shown(name)) for name in twice[:MAX_PROBLEMS])
    return value


def _repeated(field: str) -> Problem:
    said = msg(
        "{field} stands twice in the same group; readers will not agree which one counts.",
        field=field,
    )
    return Problem(field, said)


def _deeper(value: object, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [
            part
            for whole in layer
            if isinstance(whole, dict | list)
            for part in (whole.values() if isinstance(whole, dict) else whole)
        ]
    return any(isinstance(whole, dict | list) for whole in layer)


def _footprints(value: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    if isinstance(value, dict) and "data" in value and "pcf" not in value:
        value = value["data"]
        if isinstance(value, dict):
            yield "data", value
            return
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            yield from ((f"data[{at}]", one) for at, one in enumerate(value))
            return
    elif isinstance(value, dict):
        yield "", value
        return
    raise _UnreadableError(msg("The file is JSON, but holds no product footprint."))
