"""Confirmation of the key data: the six facts of certificate and report (rule 9.6.2 6)."""

import hashlib

from cfpdesk.documents.document import (
    Column,
    Document,
    Fact,
    Facts,
    Options,
    Paragraph,
    Row,
    SignatureBox,
    Signed,
    Table,
    Words,
)
from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.closing import key_data_facts
from cfpdesk.model.closing_gate import ClosingState
from cfpdesk.model.record import JsonValue

TITLE = msg("Confirmation of key data")
_DONE = Bilingual("✓", "✓")


def build(state: ClosingState, options: Options) -> Document:
    """Return the sheet the client reads and signs, or the signed one.

    Args:
        state: the closing meeting; `key_signature` is printed if it is of these facts.
        options: `signing` shows the content without a signature.
    """
    engagement = state.engagement
    facts = key_data_facts(engagement, state.facts)
    shown = canonical_json({"facts": facts, "signature": _signature_state(state)})
    return Document(
        code="key_data",
        title=TITLE,
        number=f"{engagement.number}-KD",
        body=engagement.body,
        clause="RULE:9.6.2",
        version=state.key_version,
        content_sha256=hashlib.sha256(canonical_json(facts)).hexdigest(),
        state_sha256=hashlib.sha256(shown).hexdigest(),
        state=shown,
        options=options,
        blocks=(
            Facts(
                (
                    Fact(Bilingual("委托方", "Client"), engagement.client),
                    Fact(msg("Engagement no."), engagement.number),
                )
            ),
            _table(state),
            Paragraph(state.key_sentence),
            _signature(state, options),
        ),
    )


def _table(state: ClosingState) -> Table:
    rows = tuple(
        Row(
            (
                Words(str(number)),
                Words(fact.label),
                Words(fact.said),
                Words(_DONE if fact.confirmed else ""),
            )
        )
        for number, fact in enumerate(state.facts, 1)
    )
    columns = (
        Column(msg("No."), 10, "center"),
        Column(msg("Item"), 28, strong=True),
        Column(msg("As read out"), 110),
        Column(msg("Confirmed"), 26, "center"),
    )
    return Table(msg("Key data of certificate and report"), columns, rows, row_height=9)


def _signature(state: ClosingState, options: Options) -> SignatureBox:
    label = msg("For the client")
    signature = state.key_signature
    if signature is None or not state.key_signature_stands or options.signing or options.blank:
        return SignatureBox(label)
    at = options.moment(signature.signed_at)
    signed = Signed(ink=state.key_ink, typed=signature.typed, at=at)
    name = " ".join(part for part in (signature.name, signature.title) if part)
    return SignatureBox(label, name, signed)


def _signature_state(state: ClosingState) -> JsonValue:
    signature = state.key_signature
    if signature is None or not state.key_signature_stands:
        return None
    return {
        "at": signature.signed_at.isoformat() if signature.signed_at else None,
        "ink": signature.ink.sha256 if signature.ink else "",
        "name": signature.name,
        "typed": signature.typed,
    }
