"""A finding that is about to be written: its number is given once, never again."""

from cfpdesk.model.finding import Finding, FindingKind, next_number
from cfpdesk.store.session import Session


def fresh_finding(session: Session, kind: FindingKind, item: str = "") -> Finding:
    """Return a finding of the person at this computer with the next number, not stored yet.

    Args:
        kind: gives the letters of the number.
        item: id of the check item it comes from, empty for none.
    """
    me = session.me()
    taken = (str(number) for number in session.given(Finding, "number"))
    number = next_number(kind, me.place if me else 0, taken)
    return Finding(number=number, kind=kind, raised_by=me.row if me else "", item=item)
