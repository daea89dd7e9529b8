"""What a member of the team signs before they may verify: the statements on a page (rule 4.1)."""

from collections.abc import Sequence

from cfpdesk.documents.document import (
    Column,
    Document,
    Fact,
    Facts,
    Options,
    Paragraph,
    SignatureBox,
    Table,
    Words,
)
from cfpdesk.documents.row import row
from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.issue import state_sha256
from cfpdesk.model.statement_facts import StatedFacts, statement_facts
from cfpdesk.model.team import ROLE_NAMES, Person

TITLE = msg("Statements of a Member")


def build(
    stated: StatedFacts, engagement: Engagement, person: Person, sentence: Bilingual, version: int
) -> Document:
    """Return the page with a place to sign.

    Args:
        stated: the statements and the tie, as they are signed.
        engagement: for client and number.
        person: who signs.
        sentence: what the signature means.
        version: of what is signed, counted per person.
    """
    facts = statement_facts(stated)
    digest = state_sha256(facts)
    return Document(
        code="statement_sheet",
        title=TITLE,
        number=f"{engagement.number}-ST",
        body=engagement.body,
        clause="RULE:4.1",
        version=version,
        content_sha256=digest,
        state_sha256=digest,
        state=canonical_json(facts),
        options=Options(signing=person.row),
        blocks=(
            Facts(
                (
                    Fact(msg("Client"), engagement.client),
                    Fact(msg("Engagement no."), engagement.number),
                    Fact(msg("Name"), person.name),
                    Fact(msg("Role in the team"), ROLE_NAMES[person.role]),
                    Fact(msg("Product"), engagement.product, wide=True),
                )
            ),
            _table(stated.statements),
            Paragraph(stated.tie or msg("none"), label=msg("Tie to the client:")),
            Paragraph(sentence),
            SignatureBox(msg("Member of the team"), person.name),
        ),
    )


def _table(statements: Sequence[tuple[Bilingual, Bilingual]]) -> Table:
    columns = (
        Column(msg("No."), 12, "center"),
        Column(msg("Statement"), 40, strong=True),
        Column(msg("What is stated"), 122),
    )
    rows = tuple(row(str(at), title, Words(text)) for at, (title, text) in enumerate(statements, 1))
    return Table(msg("Statements of the team"), columns, rows, row_height=9)
