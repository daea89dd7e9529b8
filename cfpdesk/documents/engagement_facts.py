"""What was agreed, as the grid of facts at the head of a record, and who signs at its end."""

from cfpdesk.documents.document import Fact, Facts, SignatureBox
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.claim_basis import ClaimBasis, basis_sentence
from cfpdesk.model.engagement import (
    BOUNDARY_NAMES,
    LEVEL_NAMES,
    Engagement,
    claim_text,
    materiality_text,
    period_text,
)
from cfpdesk.model.quantity import figure, short_figure, unit_text


def agreed_facts(engagement: Engagement, *more: Fact) -> Facts:
    """Return the agreed facts of an engagement, and what else a record puts beside them."""
    return Facts((
        Fact(msg("Client"), engagement.client),
        Fact(msg("Engagement no."), engagement.number),
        Fact(msg("Product"), engagement.product),
        Fact(msg("Declared unit"), engagement.declared_unit),
        Fact(msg("Boundary"), BOUNDARY_NAMES[engagement.boundary]),
        Fact(msg("Data period"), period_text(engagement)),
        Fact(msg("Claimed value"), claim_text(engagement) or "–"),
        Fact(msg("Output"), _output(engagement)),
        Fact(msg("Level of assurance"), LEVEL_NAMES[engagement.assurance_level]),
        Fact(msg("Materiality threshold"), _materiality(engagement)),
        Fact(msg("Criteria"), " · ".join(engagement.criteria), wide=True),
        *more,
    ))  # fmt: skip


def base_facts(basis: ClaimBasis | None) -> tuple[Fact, ...]:
    """Return what materiality is taken of, where the client's two figures are not the same."""
    sentence = None if basis is None else basis_sentence(basis)
    return () if sentence is None else (Fact(msg("Base of materiality"), sentence, wide=True),)


def _output(engagement: Engagement) -> Text:
    if engagement.output_quantity is None:
        return "–"
    return f"{figure(engagement.output_quantity)} {unit_text(engagement.output_unit)}".strip()


def _materiality(engagement: Engagement) -> str:
    pct = engagement.materiality_pct
    if pct is None:
        return "–"
    value = materiality_text(engagement)
    return f"±{short_figure(pct)} % = {value}" if value else f"±{short_figure(pct)} %"


def signatures(*roles: Message) -> tuple[SignatureBox, ...]:
    """Return a place to sign for each role, to be signed by pen."""
    return tuple(SignatureBox(role) for role in roles)
