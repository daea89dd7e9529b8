"""Edits that every record with a number knows: write what differs, delete with a reason."""

from typing import TypeVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.finding import Finding
from cfpdesk.model.record import Record
from cfpdesk.store.session import Session

R = TypeVar("R", bound=Record)


def existing(session: Session, kind: type[R], row: str) -> R:
    """Return a shown record.

    Raises:
        UserError: if somebody deleted it in the meantime.
    """
    found = session.get(kind, row)
    if found is None:
        raise UserError(msg("It was deleted in the meantime."))
    return found


def put_if_changed(session: Session, before: R, after: R, title: Message) -> None:
    """Write a record as one operation, unless nothing differs."""
    if after == before:
        return
    with session.transact(title) as change:
        change.put(after)


def delete_with_reason(
    session: Session, kind: type[Evidence] | type[Finding], row: str, reason: str
) -> None:
    """Take a numbered record out as one operation; its number and its history stay.

    Raises:
        UserError: if no reason is given, or it was deleted in the meantime.
    """
    if not reason.strip():
        raise UserError(msg("Say why it is deleted."))
    found: Evidence | Finding = existing(session, kind, row)
    title = msg("Delete {number}", number=found.number)
    with session.transact(title, reason=reason.strip()) as change:
        change.remove(found)
