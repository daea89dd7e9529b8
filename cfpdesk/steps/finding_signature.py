"""The client's signature under a finding: who signs, under which sentence, and keeping it."""

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.finding import WHY, Finding, Need, Position, finding_facts
from cfpdesk.model.meeting import Signature, SignPurpose
from cfpdesk.model.team import Person, Side
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given, keep_signature


def sign(
    session: Session,
    shown: Finding,
    person: str,
    *,
    ink: bytes = b"",
    typed: str = "",
    declined: bool = False,
    reason: str = "",
) -> None:
    """Keep the client's signature under a finding and what it says about it, or the refusal.

    Args:
        session: the engagement.
        shown: the finding as it was shown; its facts are kept as a blob and bind the signature.
        person: row of who signs for the client.
        ink: canonical JSON of the strokes; otherwise `typed`, or `declined` with the reason.
        typed, declined, reason: see `ink`.

    Raises:
        UserError: if nothing was given, or the client has taken no position yet.
    """
    sentence = sentence_for(session, shown)
    who = session.get(Person, person) or Person(row=person)
    before = [s for s in session.all(Signature) if s.subject == shown.row]
    if declined:
        title = msg("{name} does not sign {number}", name=who.name, number=shown.number)
    else:
        title = msg("{name} signs {number}", name=who.name, number=shown.number)
    signature = Signature(
        purpose=_PURPOSE[shown.position],
        subject_table=Finding.TABLE,
        subject=shown.row,
        person=person,
        name=who.name,
        title=who.title,
        statement_zh=sentence.zh,
        statement_en=sentence.en,
        version=len(before) + 1,
    )
    facts = canonical_json(finding_facts(shown))
    given = Given(ink, typed, declined, reason)
    keep_signature(session, title, signature, (f"{shown.number}.json", facts), given)


_PURPOSE = {
    Position.AGREED: SignPurpose.FINDING_AGREED,
    Position.DISPUTED: SignPurpose.FINDING_DISPUTED,
}


def sentence_for(session: Session, finding: Finding) -> Bilingual:
    """Return the frozen sentence the client signs under: agreed or disputed.

    Raises:
        UserError: if the client has taken no position yet.
    """
    purpose = _PURPOSE.get(finding.position)
    if purpose is None:
        raise UserError(WHY[Need.POSITION])
    return rules_of(session).sentence(purpose).text


def signers(session: Session) -> tuple[Person, ...]:
    """Return the client's people, who signed a finding last first."""
    last = {s.person: n for n, s in enumerate(session.all(Signature)) if s.subject_table}
    people = [p for p in session.all(Person) if p.side is Side.CLIENT]
    return tuple(sorted(people, key=lambda p: -last.get(p.row, -1)))
