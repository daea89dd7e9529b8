"""Reading the parts of a rule file: each is checked, so that whoever uses it can trust it.

Everything that does not fit is a ValueError or KeyError; the loader makes one sentence of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from cfpdesk.i18n import Bilingual


def mapping(value: object) -> Mapping[str, object]:
    """Return a JSON object; raises ValueError for anything else."""
    if not isinstance(value, dict):
        raise ValueError("an object is needed")  # noqa: TRY004 - one error for all bad data
    return value


def sequence(value: object) -> Sequence[object]:
    """Return a JSON list; raises ValueError for anything else."""
    if not isinstance(value, list):
        raise ValueError("a list is needed")  # noqa: TRY004
    return value


def text(value: object) -> str:
    """Return a text that is not empty; raises ValueError for anything else."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text is needed")
    return value


def whole(value: object) -> int:
    """Return a whole number from 0 up; raises ValueError for anything else."""
    if type(value) is not int or value < 0:
        raise ValueError("a whole number is needed")
    return value


def decimal(value: object) -> Decimal:
    """Return a finite decimal that is written as text; raises ValueError for anything else."""
    try:
        found = Decimal(text(value))
    except InvalidOperation as error:
        raise ValueError("a number is needed") from error
    if not found.is_finite():
        raise ValueError("a number is needed")
    return found


def both(value: object) -> Bilingual:
    """Return content in both languages; raises ValueError where one is missing."""
    pair = mapping(value)
    return Bilingual(text(pair.get("zh")), text(pair.get("en")))


def once(codes: Iterable[object]) -> None:
    """Raise ValueError where a code is used twice."""
    known = list(codes)
    if len(known) != len(set(known)):
        raise ValueError(f"a code is used twice in {known}")
