"""Misstatements that people enter beside those that are computed, and the opinion that is set."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.misstatement import Misstatement, QualitativeKind
from cfpdesk.model.opinion import OPINION_WORD, Opinion, OpinionType
from cfpdesk.model.opinion_view import OpinionState
from cfpdesk.model.order import between
from cfpdesk.model.sensitivity import Variant
from cfpdesk.store.opinion_query import opinion_state, variants_of
from cfpdesk.store.record_edit import existing, put_if_changed
from cfpdesk.store.session import Session


class MisstatementText(StrEnum):
    """The texts of an entered misstatement, named as its fields."""

    DESCRIPTION = "description"
    LINE = "line"
    CORRECTED_HOW = "corrected_how"


def state(session: Session) -> OpinionState:
    """Return the ledger of misstatements with the proposed opinion and the one that was set."""
    return opinion_state(session)


def variants(session: Session) -> tuple[Variant, ...]:
    """Return what becomes of the conclusion with one choice changed at a time."""
    return variants_of(session)


# Misstatements ----------------------------------------------------------------------------------


def add(session: Session, description: str, kg: Decimal | None = None) -> Misstatement:
    """Enter a misstatement that is computed nowhere.

    Args:
        description: what is misstated.
        kg: its effect in kgCO2e, claimed − verified; None for one that has no size.

    Raises:
        UserError: without a description.
    """
    plain = _described(description)
    others = session.all(Misstatement)
    order = between(others[-1].order if others else "", "")
    with session.transact(msg("Enter a misstatement: {what}", what=plain)) as change:
        return change.put(Misstatement(order=order, description=plain, kg=kg))


def _described(description: str) -> str:
    plain = " ".join(description.split())
    if not plain:
        raise UserError(msg("Say what is misstated."))
    return plain


def write(session: Session, row: str, field: MisstatementText, text: str) -> None:
    """Write one text of an entered misstatement.

    Raises:
        UserError: if its description would be empty, or it was deleted in the meantime.
    """
    plain = _described(text) if field is MisstatementText.DESCRIPTION else text.strip()
    _edit(session, row, **{field.value: plain})


def set_kg(session: Session, row: str, kg: Decimal | None) -> None:
    """Write its effect in kgCO2e, claimed − verified; None for one that has no size."""
    _edit(session, row, kg=kg)


def set_kind(session: Session, row: str, kind: QualitativeKind) -> None:
    """Say whether it is wrong apart from its size, which makes it material by judgement."""
    _edit(session, row, kind=kind)


def set_corrected(session: Session, row: str, *, corrected: bool) -> None:
    """Say that the client corrected it and the team verified that, so that it is taken off."""
    _edit(session, row, corrected=corrected)


def _edit(session: Session, row: str, **changes: Any) -> None:
    before = existing(session, Misstatement, row)
    title = msg("Misstatement: {what}", what=before.description)
    put_if_changed(session, before, before.but(**changes), title)


def remove(session: Session, row: str, reason: str) -> None:
    """Take an entered misstatement out; the journal keeps it.

    Raises:
        UserError: without a reason.
    """
    if not reason.strip():
        raise UserError(msg("Say why it is taken out."))
    found = existing(session, Misstatement, row)
    title = msg("Take out the misstatement: {what}", what=found.description)
    with session.transact(title, reason=reason.strip()) as change:
        change.remove(found)


# The opinion ------------------------------------------------------------------------------------


def choose(session: Session, chosen: OpinionType | None, reason: str = "") -> None:
    """Set the opinion, or take it back with None.

    Args:
        chosen: what a person concludes.
        reason: why it is another one than proposed.

    Raises:
        UserError: if it differs from what is proposed and no reason is given.
    """
    proposed = opinion_state(session).proposal.type
    before = session.find(Opinion)
    if chosen is None:
        after = before.but(chosen=None, reason="", chosen_by="", chosen_at=None)
        put_if_changed(session, before, after, msg("No opinion is set any more"))
        return
    if chosen is not proposed and not reason.strip():
        raise UserError(
            msg("{proposed} is proposed; say why it is another one.",
                proposed=OPINION_WORD[proposed])
        )  # fmt: skip
    me = session.me()
    why = "" if chosen is proposed else reason.strip()
    if (before.chosen, before.reason) == (chosen, why):
        return
    with session.transact(msg("Opinion: {type}", type=OPINION_WORD[chosen])) as change:
        change.put(
            before.but(
                chosen=chosen,
                reason=why,
                chosen_by=me.row if me else "",
                chosen_at=change.now,
            )
        )


def write_matters(session: Session, text: str) -> None:
    """Write what is departed from, limited or missing, as it stands in the opinion."""
    before = session.find(Opinion)
    put_if_changed(session, before, before.but(matters=text.strip()), msg("Matters of the opinion"))


def write_reason(session: Session, text: str) -> None:
    """Write why another opinion is set than proposed."""
    before = session.find(Opinion)
    put_if_changed(session, before, before.but(reason=text.strip()), msg("Reason of the opinion"))


def set_missing(session: Session, missing: tuple[str, ...]) -> None:
    """Write which evidence could not be obtained."""
    before = session.find(Opinion)
    plain = tuple(dict.fromkeys(" ".join(part.split()) for part in missing if part.strip()))
    title = msg("Evidence that could not be obtained")
    put_if_changed(session, before, before.but(missing=plain), title)


def set_pervasive(session: Session, *, pervasive: bool) -> None:
    """Say whether what could not be obtained reaches the whole claim."""
    before = session.find(Opinion)
    title = msg("Reach of the evidence that could not be obtained")
    put_if_changed(session, before, before.but(pervasive=pervasive), title)
