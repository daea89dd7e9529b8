"""The seal that stands, and what was changed after it; closing and package ask the same."""

from cfpdesk.model.closing import Seal
from cfpdesk.store.change import FREE_AFTER_SEAL
from cfpdesk.store.operation import Operation
from cfpdesk.store.session import Session


def standing_seal(session: Session) -> Seal | None:
    """Return the newest seal, or None while nothing is sealed."""
    seals = session.all(Seal)
    return seals[-1] if seals else None


def amendments(session: Session) -> tuple[Operation, ...]:
    """Return the operations after the seal that stand and touch what it sealed, the oldest first.

    A chain the seal does not name was not here when it was set: what it brings was merged in, and
    amends nothing. Nor does taking back what was done after the seal: both leave what was sealed.
    """
    seal = standing_seal(session)
    if seal is None or seal.sealed_at is None:
        return ()
    ends = {name: int(seq) for name, seq, _hash in (head.split(":") for head in seal.heads)}
    later = session.operations_since(ends)
    actions = {operation.action for operation in later}
    return tuple(
        operation
        for operation in reversed(later)
        if operation.tables - FREE_AFTER_SEAL
        and not operation.undone
        and operation.undoes not in actions
    )
