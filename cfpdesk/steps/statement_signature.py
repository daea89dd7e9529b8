"""A member signs the statements of the team on the signing page (rule 4.1)."""

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.competence import SignedHow, TeamStatement
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.meeting import Signature, SignPurpose
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.statement_facts import StatedFacts, statement_facts
from cfpdesk.model.team import Person
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Change, Session
from cfpdesk.store.signature import Given, keep_signature


def stated(session: Session, person: Person) -> StatedFacts:
    """Return what a member is shown to sign: every statement of the rules, and their tie."""
    rules = rules_of(session)
    own = [s for s in session.all(TeamStatement) if s.person == person.row]
    return StatedFacts(
        engagement=session.find(Engagement).number,
        name=person.name,
        statements=tuple(
            (item.text, rules.statement(item.code).text)
            for item in rules.rule_list(ListCode.STATEMENT).items
        ),
        tie=next((s.conflict for s in own if s.conflict.strip()), ""),
    )


def sentence(session: Session) -> Bilingual:
    """Return the frozen sentence under which the statements are signed."""
    return rules_of(session).sentence(SignPurpose.STATEMENTS).text


def next_version(session: Session, person: str) -> int:
    """Return the number of what is signed next by a member."""
    return 1 + sum(_of(signature, person) for signature in session.all(Signature))


def sign(session: Session, shown: StatedFacts, person: Person, given: Given) -> None:
    """Keep the signature, and every statement as signed on the screen; a refusal signs nothing.

    Args:
        session: the engagement.
        shown: what stood on the page; it binds the signature.
        person: who signs.
        given: ink, a typed name, or the refusal.

    Raises:
        UserError: if nothing was given, or what is stated has changed meanwhile.
    """
    if shown != stated(session, person):
        raise UserError(msg("What is stated has changed; show the page again."))
    text = sentence(session)
    title = (
        msg("{name} does not sign the statements of the team", name=person.name)
        if given.declined
        else msg("{name} signs the statements of the team", name=person.name)
    )
    signature = Signature(
        purpose=SignPurpose.STATEMENTS,
        subject_table=TeamStatement.TABLE,
        subject=person.row,
        person=person.row,
        name=person.name,
        title=person.title,
        statement_zh=text.zh,
        statement_en=text.en,
        version=next_version(session, person.row),
    )
    facts = ("statements.json", canonical_json(statement_facts(shown)))

    def signed(change: Change) -> None:
        for item in rules_of(session).rule_list(ListCode.STATEMENT).items:
            kept = session.find(TeamStatement, person=person.row, kind=item.code)
            words = rules_of(session).statement(item.code).text
            change.put(
                kept.but(
                    signed_at=change.now,
                    how=SignedHow.SCREEN,
                    text_zh=words.text("zh"),
                    text_en=words.text("en"),
                )
            )

    keep_signature(session, title, signature, facts, given, also=None if given.declined else signed)


def _of(signature: Signature, person: str) -> bool:
    return signature.purpose is SignPurpose.STATEMENTS and signature.person == person
