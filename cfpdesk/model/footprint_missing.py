"""What is missing before a footprint can be handed to other programs, each with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.declared_unit import declared_unit, mass_of
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.footprint_export import Place
from cfpdesk.model.footprint_line import ExportLine
from cfpdesk.model.footprint_sources import DOCUMENT, FootprintSources
from cfpdesk.model.gate import Target
from cfpdesk.model.opinion import OPINION_WORD, certificate_possible


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, as a sentence, and the place that mends it."""

    code: str
    sentence: Message
    target: Target


def refusal(missing: Sequence[Missing]) -> UserError:
    """Return the error for a person who wants a file while something is missing."""
    first, more = missing[0].sentence, len(missing) - 1
    if not more:
        return UserError(msg("The file cannot be written yet. {sentence}", sentence=first))
    return UserError(
        msg("The file cannot be written yet. {sentence} ({n} more)", sentence=first, n=more)
    )


def missing_facts(sources: FootprintSources, lines: Sequence[ExportLine]) -> Iterator[Missing]:
    """Yield everything that is missing before a file can be written.

    Args:
        sources: what the facts are made of.
        lines: the verified inventory.
    """
    yield from _missing_inventory(sources, lines)
    yield from _missing_agreed(sources.engagement)
    yield from _missing_opinion(sources)
    yield from _missing_written(sources)


def _missing_inventory(sources: FootprintSources, lines: Sequence[ExportLine]) -> Iterator[Missing]:
    target = Target("inventory")
    if sources.reading:
        sentence = msg("The client's inventory was not read on this computer yet.")
        yield Missing("reading", sentence, target)
    elif not lines:
        yield Missing("lines", msg("There is no recalculated line yet."), target)
    open_lines = sources.found.totals.open_lines
    if open_lines:
        sentence = msg(
            "{n} {n:line has|lines have} no recalculated value; the footprint would lack "
            "{n:it|them}.",
            n=open_lines,
        )
        yield Missing("open", sentence, target)
    if sources.units is None:
        sentence = msg(
            "Claimed value, output and declared unit do not say how many declared units were made."
        )
        yield Missing("units", sentence, Target("engagement", "", "output_quantity"))


def _missing_agreed(engagement: Engagement) -> Iterator[Missing]:
    if engagement.period_from is None or engagement.period_to is None:
        sentence = msg("The data period is missing.")
        yield Missing("period", sentence, Target("engagement", "", "period_from"))
    texts = (
        ("client", engagement.client, msg("The client's name is missing.")),
        ("product", engagement.product, msg("The product's name is missing.")),
        ("body", engagement.body, msg("The name of the verification body is missing.")),
    )
    for field, text, sentence in texts:
        if not text.strip():
            yield Missing(field, sentence, Target("engagement", "", field))
    if not engagement.criteria:
        sentence = msg("No standard is named that the footprint was calculated by.")
        yield Missing("criteria", sentence, Target("engagement", "", "criteria"))


def _missing_opinion(sources: FootprintSources) -> Iterator[Missing]:
    chosen, target = sources.opinion.chosen, Target("sampling", "", "chosen")
    if chosen is None or sources.opinion.chosen_at is None:
        sentence = msg("No opinion is set; a footprint is handed out once it is verified.")
        yield Missing("opinion", sentence, target)
    elif not certificate_possible(chosen, sources.ledger):
        sentence = msg(
            "The opinion is “{opinion}”; such a footprint is not handed out as verified.",
            opinion=OPINION_WORD[chosen],
        )
        yield Missing("opinion_kind", sentence, target)


def _missing_written(sources: FootprintSources) -> Iterator[Missing]:
    record = sources.record
    if not record.company_ids:
        sentence = msg("The client's URN is missing, for example urn:lei:… or urn:uuid:….")
        yield _written("company_ids", sentence)
    if not record.product_ids:
        sentence = msg("The product's URN is missing, for example urn:gtin:….")
        yield _written("product_ids", sentence)
    if record.place is Place.UNKNOWN:
        sentence = msg("It is not said which place the footprint stands for.")
        yield _written("place", sentence)
    elif record.place is not Place.WORLD and not record.place_name.strip():
        yield _written("place_name", msg("The name of the place is missing, for example CN-JS."))
    if record.fossil_carbon is None:
        sentence = msg("The fossil carbon content is missing; write 0 where there is none.")
        yield _written("fossil_carbon", sentence)
    yield from _missing_unit(sources)


def _missing_unit(sources: FootprintSources) -> Iterator[Missing]:
    try:
        unit, amount = declared_unit(sources.engagement.declared_unit)
    except UserError as error:
        yield Missing("unit", error.message, Target("engagement", "", "declared_unit"))
        return
    if sources.record.mass_kg is None and mass_of(unit, amount) is None:
        sentence = msg("The mass of one declared unit is missing; its unit does not say it.")
        yield _written("mass_kg", sentence)


def _written(field: str, sentence: Message) -> Missing:
    return Missing(field, sentence, Target("document", DOCUMENT, field))
