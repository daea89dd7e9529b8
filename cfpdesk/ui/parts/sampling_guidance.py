"""What F1 says of the step at which a population stands."""

from cfpdesk.i18n import Message, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.population_gate import STAGE_WORD, PopulationStage
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.page import Guidance

_HOW: dict[PopulationStage, Message] = {
    PopulationStage.IMPORT: msg(
        "A population is the whole list the client keeps: every slip, invoice or reading of the "
        "period. Take it from the client's system, not from what the client has picked."
    ),
    PopulationStage.RECONCILE: msg(
        "Its total must be that of the client's ledger, to the last digit. Where it is not, "
        "something is missing or counted twice; find out what before going on."
    ),
    PopulationStage.FREEZE: msg(
        "Freezing fixes items and recipe by a fingerprint. Only then is the client asked for a "
        "number, so that nobody can choose items to fit it."
    ),
    PopulationStage.SEED: msg(
        "The client says any number aloud. Together with the engagement's number and the "
        "population's name it decides which items are drawn, the same on every computer."
    ),
    PopulationStage.DRAW: msg(
        "The draw follows from the seed alone. Items as large as the interval, or as the "
        "materiality threshold, are always checked."
    ),
    PopulationStage.CHECK: msg(
        "Look at the original voucher of each item and write what it shows. What cannot be found "
        "counts as misstated in full. Keep a photo of what differs."
    ),
    PopulationStage.EVALUATE: msg(
        "Known is what was found, projected what it means for the whole, the limit what it may be "
        "at most. Over- and understatement are never netted. Where a limit is above materiality: "
        "extend the sample, let the client correct, or raise a finding."
    ),
}
_LEDGER = msg(
    "Each misstatement counts once, whether it came from recalculation, a sample, a finding or a "
    "person. What the client corrected, and the team verified, is taken off. The opinion follows "
    "from the facts; a person sets it, and says why where it is another one."
)


def guidance_of(one: PopulationState | None) -> Guidance:
    """Return what is to be known of the step; of misstatements and opinion where None."""
    language = current_language()
    if one is None:
        title = clause_text("RULE:9.8.1").text(language)
        return Guidance(title, _LEDGER.text(language), ("RULE:9.8.1",))
    clause = clause_text("ISO14064-3:6.1.3").text(language)
    title = f"{STAGE_WORD[one.stage].text(language)} · {clause}"
    return Guidance(title, _HOW[one.stage].text(language))
