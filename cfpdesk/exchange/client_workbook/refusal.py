"""Why a workbook is not read, as a word on the pipe and as a sentence that says what to do."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg


class Refusal(StrEnum):
    """Why a workbook is not read."""

    GONE = "gone"
    EMPTY = "empty"
    NO_WORKBOOK = "no_workbook"
    PRETENDS = "pretends"
    LOCKED = "locked"
    WRONG_KEY = "wrong_key"
    LOCKED_OTHERWISE = "locked_otherwise"
    DAMAGED = "damaged"
    HOSTILE = "hostile"
    TOO_LARGE = "too_large"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_SHEETS = "too_many_sheets"
    MEMORY = "memory"
    TOO_SLOW = "too_slow"
    NO_FORMULAS = "no_formulas"
    NO_SHEET = "no_sheet"


class RefusedError(Exception):
    """Inside the worker: this is not read.

    Args:
        why: the reason.
        values: the fields of its sentence.
    """

    def __init__(self, why: Refusal, **values: str | int) -> None:
        super().__init__(why)
        self.why = why
        self.values = values


class WorkbookError(UserError):
    """A workbook is not read; the sentence says why and what to do.

    Attributes:
        why: the reason, for whoever offers more than the sentence.
    """

    def __init__(self, why: Refusal, message: Message) -> None:
        super().__init__(message)
        self.why = why

    @property
    def asks_password(self) -> bool:
        """Whether a password, or another one, may open it."""
        return self.why in (Refusal.LOCKED, Refusal.WRONG_KEY)


_SENTENCES: dict[Refusal, Message] = {
    Refusal.GONE: msg("The workbook cannot be opened. Is the card, stick or drive still there?"),
    Refusal.EMPTY: msg("This file is empty. Ask the client for it again."),
    Refusal.NO_WORKBOOK: msg(
        "This is no workbook. Files of the kinds xlsx, xlsm, xlsb, xls, ods and csv can be read."
    ),
    Refusal.PRETENDS: msg(
        "This file calls itself a workbook, but is a web page or XML. Open it in Excel or WPS, "
        "save it as xlsx, and import that."
    ),
    Refusal.LOCKED: msg(
        "This workbook is locked with a password. Type the one that the client gave."
    ),
    Refusal.WRONG_KEY: msg(
        "This password does not open the workbook. Mind capitals and full-width characters, or "
        "ask the client again."
    ),
    Refusal.LOCKED_OTHERWISE: msg(
        "This workbook is locked in a way that cannot be opened here. Open it in Excel or WPS with "
        "the client's password, take the password away, save it, and import that."
    ),
    Refusal.DAMAGED: msg(
        "This workbook is damaged or cut off. Ask the client for it again, or open it in Excel or "
        "WPS, save it as xlsx, and import that."
    ),
    Refusal.HOSTILE: msg(
        "This workbook holds things that no office program writes, and was not opened. Ask the "
        "client where it comes from, and for a copy saved anew."
    ),
    Refusal.MEMORY: msg(
        "Reading this workbook needs too much memory, or it is damaged. Ask the client for the "
        "needed sheets alone, saved as xlsx."
    ),
    Refusal.TOO_SLOW: msg(
        "Reading this workbook takes too long and was given up. Ask the client for the needed "
        "sheets alone, saved as xlsx."
    ),
    Refusal.NO_FORMULAS: msg("A csv has no formulas."),
    Refusal.NO_SHEET: msg("There is no such sheet in this workbook."),
}


def _too_large(values: Mapping[str, object]) -> Message:
    return msg(
        "This workbook unpacks to {size} MB; up to {limit} MB are read. Ask the client for the "
        "needed sheets alone, without pictures.",
        size=_plain(values["size"]),
        limit=_plain(values["limit"]),
    )


def _too_many_cells(values: Mapping[str, object]) -> Message:
    return msg(
        "Sheet {sheet} reaches to cell {cell}: too many cells to read. Delete what lies far below "
        "and to the right of the table in Excel or WPS, save it, and import that.",
        sheet=_plain(values["sheet"]),
        cell=_plain(values["cell"]),
    )


def _too_many_sheets(values: Mapping[str, object]) -> Message:
    return msg(
        "This workbook has {count} {count:sheet|sheets}; up to {limit} are read. Ask the client "
        "for the needed sheets alone.",
        count=int(str(values["count"])),
        limit=_plain(values["limit"]),
    )


_WITH_FIELDS: dict[Refusal, Callable[[Mapping[str, object]], Message]] = {
    Refusal.TOO_LARGE: _too_large,
    Refusal.TOO_MANY_CELLS: _too_many_cells,
    Refusal.TOO_MANY_SHEETS: _too_many_sheets,
}


def error_of(why: str, values: Mapping[str, object] | None = None) -> WorkbookError:
    """Return the error for a reason; an unknown one counts as damaged."""
    try:
        reason = Refusal(why)
        fill = _WITH_FIELDS.get(reason)
        sentence = _SENTENCES[reason] if fill is None else fill(values or {})
    except (ValueError, KeyError):
        return WorkbookError(Refusal.DAMAGED, _SENTENCES[Refusal.DAMAGED])
    return WorkbookError(reason, sentence)


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)[:200]
