"""Kinds of engagement in the life of a certificate (rule 5): initial, surveillance, again."""

from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Stage


class Cycle(StrEnum):
    """What kind of verification an engagement is."""

    INITIAL = "initial"
    SURVEILLANCE = "surveillance"
    RECERTIFICATION = "recertification"


CYCLE_WORD: dict[Cycle, Message] = {
    Cycle.INITIAL: msg("Initial verification"),
    Cycle.SURVEILLANCE: msg("Surveillance"),
    Cycle.RECERTIFICATION: msg("Recertification"),
}
_OF_STAGE = {
    Stage.SURVEILLANCE: Cycle.SURVEILLANCE,
    Stage.RECERTIFICATION: Cycle.RECERTIFICATION,
}


def cycle_of(stage: Stage) -> Cycle:
    """Return the kind of engagement a stage belongs to; only the initial one has two stages."""
    return _OF_STAGE.get(stage, Cycle.INITIAL)
