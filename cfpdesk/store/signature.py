"""Keeping what somebody gave on the signing page, bound to what was shown there."""

from collections.abc import Callable
from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.meeting import Signature
from cfpdesk.store.session import Change, Session

_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave: ink, a typed name, or the refusal with its reason.

    Attributes:
        ink: canonical JSON of the strokes; empty where there are none.
    """

    ink: bytes = b""
    typed: str = ""
    declined: bool = False
    reason: str = ""


def keep_signature(
    session: Session,
    title: Message,
    signature: Signature,
    facts: tuple[str, bytes],
    given: Given,
    *,
    also: Callable[[Change], object] | None = None,
) -> None:
    """Keep a signature as one operation; earlier ones of the same person stay.

    Args:
        session: the engagement.
        title: of the operation.
        signature: whose it is, for what, and under which sentence.
        facts: what was shown, as a file's name and canonical JSON; its hash binds the signature.
        given: ink, a typed name, or the refusal.
        also: writes what follows from the signature, in the same operation.

    Raises:
        UserError: if nothing was given.
    """
    if not (given.ink or given.typed.strip() or given.declined):
        raise UserError(msg("There is no signature yet."))
    name, data = facts
    with session.transact(title) as change:
        change.put(
            signature.but(
                facts=change.attach(data, mime=_JSON, name=name),
                ink=change.attach(given.ink, mime=_JSON, name="ink.json") if given.ink else None,
                typed=given.typed.strip(),
                declined=given.declined,
                reason=given.reason.strip(),
                signed_at=change.now,
            )
        )
        if also is not None:
            also(change)
