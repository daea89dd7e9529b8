"""Handing the statements of the team to a member: the page shown, and where the signature goes."""

from cfpdesk.documents import statement_sheet
from cfpdesk.documents.document import fingerprint
from cfpdesk.i18n import Language
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.team import Person
from cfpdesk.steps import statement_signature
from cfpdesk.store.signature import Given
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.signing import SigningRequest, SigningResult


def statement_request(desk: Desk, person: Person) -> SigningRequest:
    """Return the request for one member to sign the statements as they stand."""
    session = desk.session
    shown = statement_signature.stated(session, person)
    sentence = statement_signature.sentence(session)
    document = statement_sheet.build(
        shown,
        session.find(Engagement),
        person,
        sentence,
        statement_signature.next_version(session, person.row),
    )

    def pdf(language: Language) -> bytes:
        from cfpdesk.documents.to_pdf import to_pdf  # heavy, and only needed now

        return to_pdf(document, language)

    def signed(result: SigningResult) -> None:
        given = Given(
            ink=result.ink.to_bytes() if result.ink else b"",
            typed=result.typed,
            declined=result.declined,
            reason=result.reason,
        )
        statement_signature.sign(session, shown, person, given)

    return SigningRequest(
        person=person.row,
        name=person.name,
        title=person.title,
        statement=sentence,
        document=document.title,
        version=document.version,
        fingerprint=fingerprint(document.content_sha256),
        pdf=pdf,
        signed=signed,
    )
