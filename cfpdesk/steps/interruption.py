"""Noting that the signing page lost the focus: an event of the journal, which nobody undoes."""

from cfpdesk.i18n import msg
from cfpdesk.model.interruption import Interruption
from cfpdesk.store.session import Session


def note(session: Session, person: str, name: str, document: str, fingerprint: str) -> None:
    """Write that another window came to the front while a person had the screen.

    Raises:
        UserError: if nothing can be written now, and why.
    """
    title = msg("While {name} had the screen, another window came to the front.", name=name)
    with session.transact(title) as change:
        change.put(
            Interruption(
                person=person, name=name, document=document, fingerprint=fingerprint, at=change.now
            )
        )
