"""One finding on a page, as the client reads it and signs agreed or disputed (rule 9.7)."""

import hashlib

from cfpdesk.documents.document import (
    Block,
    Document,
    Fact,
    Facts,
    Heading,
    Options,
    Paragraph,
    SignatureBox,
)
from cfpdesk.i18n import Bilingual, Text, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.clause import clause_text
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.finding import (
    KIND_WORD,
    POSITION_WORD,
    Effect,
    Finding,
    effect_text,
    finding_facts,
)

TITLE = msg("Finding")


def build(
    finding: Finding,
    engagement: Engagement,
    *,
    effect: Effect | None,
    evidence: tuple[str, ...],
    sentence: Bilingual,
    version: int,
    options: Options,
) -> Document:
    """Return the page of one finding with a place to sign.

    Args:
        finding: as it is now; this is what gets signed.
        engagement: for client and number.
        effect: on the claim, None where none is stated.
        evidence: numbers of the evidence, in order.
        sentence: what the signature means.
        version: of the signed content, counted per finding.
        options: how it is printed.
    """
    shown = canonical_json(finding_facts(finding))
    digest = hashlib.sha256(shown).hexdigest()
    blocks: list[Block] = [
        Facts(
            (
                Fact(msg("Client"), engagement.client),
                Fact(msg("Engagement no."), engagement.number),
                Fact(msg("Finding no."), finding.number),
                Fact(msg("Kind"), KIND_WORD[finding.kind]),
            )
        ),
        Heading(finding.title or KIND_WORD[finding.kind]),
        *named(msg("Facts"), finding.facts),
        *named(msg("Not met"), clauses(finding)),
        *named(msg("Effect"), effect_text(effect) if effect else ""),
        *named(msg("Basis of the estimate"), finding.effect_basis),
        *named(msg("Evidence"), " · ".join(evidence)),
        *named(msg("Required"), finding.requirement),
        *named(msg("Deadline"), finding.deadline.isoformat() if finding.deadline else ""),
        Heading(msg("Client response")),
        *named(POSITION_WORD[finding.position], finding.response or "—"),
        Paragraph(sentence),
        SignatureBox(msg("For the client")),
    ]
    return Document(
        code="finding_sheet",
        title=TITLE,
        number=f"{engagement.number}-{finding.number}",
        body=engagement.body,
        clause="RULE:9.7",
        version=version,
        content_sha256=digest,
        state_sha256=digest,
        state=shown,
        options=options,
        blocks=tuple(blocks),
    )


def named(label: Text, text: Text) -> tuple[Paragraph, ...]:
    """Return a text behind its label; nothing where there is none."""
    return (Paragraph(text, label=label),) if text else ()


def clauses(finding: Finding) -> Text:
    """Return the clauses that are not met, in either language; empty where none is named."""
    texts = [clause_text(code) for code in finding.clauses]
    if not texts:
        return ""
    return Bilingual(" · ".join(t.zh for t in texts), " · ".join(t.en for t in texts))
