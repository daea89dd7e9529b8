"""The footprint as it goes to other programs: a sheet to look at, a PACT file, an openLCA file.

What is missing is listed with the place that mends it; nothing is written until it is complete.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from cfpdesk.documents.assembly import assembled
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    DocumentLanguage,
    Fact,
    Facts,
    Figure,
    Heading,
    Later,
    Options,
    OwnFile,
    Paragraph,
    Row,
    Table,
)
from cfpdesk.documents.engagement_facts import agreed_facts
from cfpdesk.documents.row import joined, row
from cfpdesk.errors import UserError
from cfpdesk.i18n import Language, Message, Text, msg
from cfpdesk.model.canonical import canonical_json, parse_canonical
from cfpdesk.model.engagement import LEVEL_NAMES
from cfpdesk.model.footprint_export import PLACE_WORD, Place
from cfpdesk.model.footprint_facts import FootprintExportState
from cfpdesk.model.footprint_missing import refusal
from cfpdesk.model.footprint_sources import DOCUMENT
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.product_footprint import FootprintValues, ProductFootprintFacts, decimal_text

TITLE = msg("Exchange of the Footprint")
CODE = DOCUMENT


def build(state: FootprintExportState, options: Options) -> Document:
    """Return the sheet with both files, which raise `UserError` while something is missing."""
    made = assembled(
        state.sources.engagement,
        tuple(_blocks(state)),
        options,
        code=CODE,
        title=TITLE,
        suffix="PF",
        clause="",
        files=(OwnFile("json", partial(_pact, state)), OwnFile("zip", partial(_olca, state))),
    )
    name = state.facts.id if state.facts else ""
    shown = canonical_json({"id": name, "shown": parse_canonical(made.state)})
    digest = hashlib.sha256(shown).hexdigest()
    return replace(made, state=shown, state_sha256=digest, content_sha256=digest)


def summary(state: FootprintExportState) -> Message:
    """Return whether it can be handed out, as it stands in the list of documents."""
    if state.missing:
        return msg("{n} {n:thing|things} missing", n=len(state.missing))
    return msg("complete")


def gaps(state: FootprintExportState) -> tuple[Blocker, ...]:
    """Return what is missing before the footprint can be handed out."""
    return tuple(
        Blocker(
            f"footprint.{one.code}", Level.OVERRIDABLE, "", one.sentence, msg("Fill in"), one.target
        )
        for one in state.missing
    )


# Files ----------------------------------------------------------------------------------------


def _spoken(language: DocumentLanguage) -> Language:
    """Return the language of the words in a file; files for everybody are in English."""
    return "en" if language == "both" else language


def _complete(state: FootprintExportState) -> ProductFootprintFacts:
    if state.facts is None:
        raise refusal(state.missing)
    return state.facts


def _pact(state: FootprintExportState, language: DocumentLanguage) -> bytes:
    from cfpdesk.exchange.pact import export_footprint

    return export_footprint(_complete(state), _spoken(language)).data


def _olca(state: FootprintExportState, language: DocumentLanguage) -> bytes:
    from cfpdesk.exchange.olca import export_inventory

    facts, units = _complete(state), state.sources.units
    if units is None:
        raise refusal(state.missing)
    return export_inventory(facts, state.lines, units, _spoken(language))


# The sheet ------------------------------------------------------------------------------------


def _blocks(state: FootprintExportState) -> Iterator[Block]:
    yield agreed_facts(state.sources.engagement)
    yield Paragraph(
        msg(
            "Files for other programs: a product footprint by the PACT specification 3.0 (JSON), "
            "and the verified inventory for openLCA (zip)."
        )
    )
    if state.facts is None:
        yield Heading(msg("Still missing"), "1")
        rows = tuple(row(str(at), one.sentence) for at, one in enumerate(state.missing, 1))
        columns = (Column(msg("No."), 12, "center"), Column(msg("What is missing"), 162))
        yield Table(msg("Still missing"), columns, rows)
        yield Heading(msg("What was written for the exchange"), "2")
        yield _written(state)
        return
    facts = state.facts
    yield Heading(msg("Footprint"), "1")
    yield _named(facts)
    yield Heading(msg("Values per declared unit"), "2")
    yield _values(facts)
    yield Heading(msg("Basis"), "3")
    yield _basis(facts)
    yield from _sources(facts)
    yield Heading(msg("Verification"), "4")
    yield from _verification(facts)
    yield Heading(msg("Check of the PACT file"), "5")
    yield Later(partial(_checked, facts))


def _written(state: FootprintExportState) -> Facts:
    record = state.record
    place: Text = joined((PLACE_WORD[record.place], record.place_name))
    return Facts((
        Fact(msg("URN of the client"), " ".join(record.company_ids) or "–", wide=True),
        Fact(msg("URN of the product"), " ".join(record.product_ids) or "–", wide=True),
        Fact(msg("Place"), place),
        Fact(msg("Mass of the declared unit"), _kg(Figure(record.mass_kg), "kg")),
        Fact(msg("Fossil carbon"), _kg(Figure(record.fossil_carbon), "kg C")),
        Fact(msg("Biogenic carbon"), _kg(Figure(record.biogenic_carbon), "kg C")),
    ))  # fmt: skip


def _kg(figure: Figure, unit: str) -> str:
    return f"{figure.text()} {unit}" if figure.value is not None else "–"


def _named(facts: ProductFootprintFacts) -> Facts:
    return Facts((
        Fact(msg("Id of the footprint"), facts.id, wide=True),
        Fact(msg("Preceding footprints"), " ".join(facts.preceding) or "–", wide=True),
        Fact(msg("URN of the client"), " ".join(facts.company.ids), wide=True),
        Fact(msg("URN of the product"), " ".join(facts.product.ids), wide=True),
        Fact(msg("Classification of the product"), " ".join(facts.product.classifications) or "–",
             wide=True),
        Fact(msg("Description of the product"), facts.product.description or "–", wide=True),
        Fact(msg("Declared unit"), f"{decimal_text(facts.amount)} {facts.unit.value}"),
        Fact(msg("Mass of the declared unit"), f"{decimal_text(facts.mass_kg)} kg"),
        Fact(msg("Place"), facts.geography.name if facts.geography else PLACE_WORD[Place.WORLD]),
        Fact(msg("Valid"), _valid(facts)),
    ))  # fmt: skip


def _valid(facts: ProductFootprintFacts) -> str:
    ends = (facts.valid_from, facts.valid_until)
    return " – ".join(end.isoformat() if end else "…" for end in ends) if any(ends) else "–"


def _values(facts: ProductFootprintFacts) -> Table:
    values = facts.values
    rows = [
        *_parts(values),
        row(msg("Without biogenic uptake"), Figure(values.excluding_uptake, 6), strong=True),
        row(msg("With biogenic uptake"), Figure(values.including_uptake, 6), strong=True),
    ]
    beside = (
        (msg("of it from aircraft"), values.aircraft),
        (msg("Outbound logistics, beside the total"), values.outbound),
        (msg("Beyond the gate, not in the PACT file"), facts.beyond_gate),
    )
    rows += [row(name, Figure(value, 6)) for name, value in beside if value is not None]
    carbon = (
        (msg("Fossil carbon, kg C"), facts.fossil_carbon),
        (msg("Biogenic carbon, kg C"), facts.biogenic_carbon),
    )
    rows += [row(name, Figure(value, 6)) for name, value in carbon]
    columns = (Column(msg("Cradle to gate"), 120), Column("kgCO₂e", 54, "right"))
    return Table(msg("Values per declared unit"), columns, tuple(rows), row_height=5.4)


def _parts(values: FootprintValues) -> Iterator[Row]:
    named = (
        (msg("Fossil emissions and removals"), values.fossil),
        (msg("Direct land use change"), values.land_use_change),
        (msg("Biogenic emissions without CO₂"), values.biogenic_non_co2),
        (msg("Biogenic uptake"), values.uptake),
    )
    for name, value in named:
        yield row(name, Figure(value, 6))


def _basis(facts: ProductFootprintFacts) -> Facts:
    ratings = facts.ratings
    shown = "–"
    if ratings is not None:
        shown = " / ".join(
            decimal_text(value, 3)
            for value in (ratings.technology, ratings.geography, ratings.time)
        )
    primary = facts.primary_share_pct
    return Facts((
        Fact(msg("Primary data"), f"{decimal_text(primary, 4)} %" if primary is not None else "–"),
        Fact(msg("Technology / geography / time"), shown),
        Fact(msg("Left out"), f"{decimal_text(facts.exempted_pct, 4)} %"),
        Fact(msg("GWP values"), " ".join(facts.gwp_sets)),
        Fact(msg("Why left out"), facts.exempted_reason or "–", wide=True),
        Fact(msg("Standards"), " · ".join(facts.standards), wide=True),
        Fact(msg("Product category rules"), _rules(facts), wide=True),
        Fact(msg("Rules of allocation in words"), facts.allocation or "–", wide=True),
        Fact(msg("Processes within the boundary"), facts.boundary_description or "–", wide=True),
        Fact(msg("Packaging in the footprint"),
             msg("included") if facts.packaging_included else msg("not included")),
        Fact(msg("Comment in the exchange file"), facts.comment or "–", wide=True),
    ))  # fmt: skip


def _rules(facts: ProductFootprintFacts) -> str:
    return "; ".join(f"{one.operator}: {', '.join(one.names)}" for one in facts.sector_rules) or "–"


def _sources(facts: ProductFootprintFacts) -> Iterator[Table]:
    if facts.factor_sources:
        columns = (Column(msg("Source of secondary factors"), 134), Column(msg("Version"), 40))
        rows = tuple(row(one.name, one.version) for one in facts.factor_sources)
        yield Table(msg("Source of secondary factors"), columns, rows, dense=True)


def _verification(facts: ProductFootprintFacts) -> Iterator[Facts]:
    found = facts.verification
    if found is not None:
        yield Facts((
            Fact(msg("Verified by"), found.provider),
            Fact(msg("Level of assurance"), LEVEL_NAMES[found.level]),
            Fact(msg("Opinion"), found.opinion),
            Fact(msg("Completed on"), found.completed_at.date().isoformat()),
            Fact(msg("Standard"), found.standard),
            Fact(msg("Number of the certificate"), found.certificate or "–"),
        ))  # fmt: skip


def _checked(facts: ProductFootprintFacts) -> tuple[Block, ...]:
    """Return what the export says about the file; it is checked as any client's would be."""
    from cfpdesk.exchange.pact import ExportRefusedError, export_footprint

    try:
        notes = export_footprint(facts).notes
    except ExportRefusedError as error:
        columns = (Column(msg("Field"), 60), Column(msg("What is wrong"), 114))
        rows = tuple(row(problem.field, problem.message) for problem in error.problems)
        said = Paragraph(msg("The PACT file is refused as long as this is so:"))
        return (said, Table(msg("Check of the PACT file"), columns, rows, dense=True))
    except UserError as error:
        return (Paragraph(error.message),)
    if not notes:
        return (Paragraph(msg("Every check of the PACT file is passed.")),)
    passed = Paragraph(msg("Every check of the PACT file is passed. To be known:"))
    return (passed, *(Paragraph(note, label="·") for note in notes))
