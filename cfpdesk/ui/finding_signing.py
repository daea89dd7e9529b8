"""Handing a finding to the client: the page that is shown, and where the signature goes."""

from cfpdesk.documents import finding_sheet
from cfpdesk.documents.document import Options, fingerprint
from cfpdesk.i18n import Language, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.meeting import Signature
from cfpdesk.model.team import Person
from cfpdesk.steps import finding_signature
from cfpdesk.steps.finding import FindingView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.signing import SigningRequest, SigningResult


def finding_request(desk: Desk, view: FindingView, person: Person) -> SigningRequest:
    """Return the request for one person to sign one finding as it is now.

    Raises:
        UserError: if the client has taken no position yet.
    """
    session = desk.session
    shown = view.finding
    sentence = finding_signature.sentence_for(session, shown)
    pieces = [session.get(Evidence, row) for row in view.evidence]
    signed = [s for s in session.all(Signature) if s.subject == shown.row]
    document = finding_sheet.build(
        shown,
        session.find(Engagement, only="engagement"),
        effect=view.effect,
        evidence=tuple(piece.number for piece in pieces if piece),
        sentence=sentence,
        version=len(signed) + 1,
        options=Options(signing=person.row),
    )

    def pdf(language: Language) -> bytes:
        from cfpdesk.documents.to_pdf import to_pdf  # heavy, and only needed now

        return to_pdf(document, language)

    def keep(result: SigningResult) -> None:
        finding_signature.sign(
            desk.session,
            shown,
            person.row,
            ink=result.ink.to_bytes() if result.ink else b"",
            typed=result.typed,
            declined=result.declined,
            reason=result.reason,
        )

    return SigningRequest(
        person=person.row,
        name=person.name,
        title=person.title,
        statement=sentence,
        document=msg("Finding {number}", number=shown.number),
        pdf=pdf,
        signed=keep,
        version=document.version,
        fingerprint=fingerprint(document.content_sha256),
    )
