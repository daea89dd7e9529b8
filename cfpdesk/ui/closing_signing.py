"""What the client is handed at the closing meeting besides the sheet: the key data."""

from collections.abc import Callable

from cfpdesk.documents import key_data
from cfpdesk.documents.document import Document, Options, fingerprint
from cfpdesk.i18n import Language
from cfpdesk.model.team import Person
from cfpdesk.steps import closing
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.signing import SigningRequest, SigningResult


def key_data_request(desk: Desk, person: str) -> SigningRequest:
    """Return the six facts as they stand for one person of the client."""
    found = desk.session.get(Person, person) or Person(row=person)
    shown = closing.state(desk.session)
    document = key_data.build(shown, Options(signing=person))

    def signed(result: SigningResult) -> None:
        closing.sign_key_data(
            desk.session,
            person,
            shown,
            ink=result.ink.to_bytes() if result.ink else b"",
            typed=result.typed,
            declined=result.declined,
            reason=result.reason,
        )

    return SigningRequest(
        person=person,
        name=found.name,
        title=found.title,
        statement=shown.key_sentence,
        document=document.title,
        version=document.version,
        fingerprint=fingerprint(document.content_sha256),
        pdf=_pdf(document),
        signed=signed,
    )


def _pdf(document: Document) -> Callable[[Language], bytes]:
    from cfpdesk.documents.to_pdf import to_pdf  # heavy, and only needed now

    return lambda language: to_pdf(document, language)
