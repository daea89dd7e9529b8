"""What a sample means: the figures against materiality, what the method asks for, the sentence."""

from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.documents.document import (
    Block,
    Chart,
    Column,
    Fact,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Row,
    Table,
)
from cfpdesk.documents.row import joined, kg_places, row
from cfpdesk.i18n import Text, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.completeness import OmissionTest
from cfpdesk.model.conclusion import WAY_TEXT, Conclusion, omission_sentence
from cfpdesk.model.estimate import Condition, Estimate
from cfpdesk.model.evaluation import ClaimContext, Evaluation
from cfpdesk.model.evaluation_method import AttributeResult
from cfpdesk.model.sample_plan import percent
from cfpdesk.model.sampling_pictures import evaluation_gauge
from cfpdesk.model.sampling_view import PopulationState, SamplingState


def result_blocks(state: SamplingState, one: PopulationState, number: str) -> Iterator[Block]:
    """Yield the evaluation of a population, or of a completeness test."""
    yield Heading(msg("Evaluation"), f"{number}.4")
    if one.omission is not None:
        yield from _omission(one.omission, number)
    elif one.evaluation is not None and one.conclusion is not None:
        yield from _evaluation(state, number, one.evaluation, one.conclusion)
    else:
        yield Paragraph(msg("Nothing is drawn yet: no conclusion"))


def _evaluation(
    state: SamplingState, number: str, found: Evaluation, conclusion: Conclusion
) -> Iterator[Block]:
    yield Paragraph(conclusion.sentence, label=msg("Conclusion:"))
    if conclusion.ways:
        for way in conclusion.ways:
            yield Paragraph(WAY_TEXT[way], label="→")
    if found.attribute is not None:
        yield _attribute(found.attribute, found)
    picture = evaluation_gauge(found, state.context)
    if picture is not None:
        yield Chart(picture)
    if found.attribute is None:
        yield _figures(state.context, number, found)
    yield Paragraph(conclusion.over, quiet=True)
    yield Paragraph(conclusion.under, quiet=True)
    yield from _conditions(conclusion.conditions, number)
    if found.alternatives and found.finished:
        yield _alternatives(number, found)


def _figures(context: ClaimContext, number: str, found: Evaluation) -> Table:
    known, projected, limits = found.gauge
    rows = [
        _sides(msg("Known"), known.over, known.under, context),
        _sides(msg("Projected"), projected.over, projected.under, context),
    ]
    if found.quantified:
        name = msg("Upper limit at {confidence}", confidence=percent(found.sampled.confidence))
        rows.append(_sides(name, limits.over, limits.under, context))
    tolerable, performance = context.tolerable_kg, context.performance_kg
    if tolerable is not None and performance is not None:
        rows.append(_sides(msg("Performance materiality"), performance, -performance, context))
        rows.append(_sides(msg("Materiality"), tolerable, -tolerable, context, strong=True))
    columns = (
        Column(msg("Misstatement, with what is known elsewhere"), 62),
        Column(msg("Overstated kgCO₂e"), 32, "right"),
        Column(msg("% of claim"), 24, "right"),
        Column(msg("Understated kgCO₂e"), 32, "right"),
        Column(msg("% of claim"), 24, "right"),
    )
    return Table(joined((number, msg("Evaluation")), " "), columns, tuple(rows))


def _sides(
    name: Text, over: Decimal | None, under: Decimal | None, context: ClaimContext, *,
    strong: bool = False,
) -> Row:  # fmt: skip
    places = kg_places(context.claim_kg)
    return row(
        name,
        Figure(over, places, signed=True),
        Figure(context.percent(over), 2, signed=True),
        Figure(under, places, signed=True),
        Figure(context.percent(under), 2, signed=True),
        strong=strong,
    )


def _attribute(result: AttributeResult, found: Evaluation) -> Facts:
    return Facts((
        Fact(msg("Deviations"), f"{result.deviations} / {result.size}"),
        Fact(msg("Likely rate"), percent(result.likely)),
        Fact(msg("Upper limit"), percent(result.limit)),
        Fact(msg("Confidence"), percent(found.sampled.confidence)),
    ))  # fmt: skip


def _conditions(conditions: tuple[Condition, ...], number: str) -> Iterator[Table]:
    if not conditions:
        return
    rows = tuple(
        row(
            "✓" if condition.met else "×",
            condition.sentence,
            clause_text(condition.clause) if condition.clause else "",
        )
        for condition in conditions
    )
    columns = (
        Column(msg("Met"), 14, "center"),
        Column(msg("What the method asks for"), 124),
        Column(msg("Clause"), 36),
    )
    name = joined((number, msg("Conditions")), " ")
    yield Table(name, columns, rows, row_height=5.4, dense=True)


def _alternatives(number: str, found: Evaluation) -> Table:
    """Return the same items by other methods, in kgCO2e."""
    factor = found.sampled.factor
    places = kg_places(found.context.claim_kg)

    def estimate(name: Text, other: Estimate, *, strong: bool = False) -> Row:
        projected, limits = other.projected.times(factor), other.limits.times(factor)
        return row(
            name,
            Figure(projected.over, places, signed=True),
            Figure(projected.under, places, signed=True),
            Figure(limits.over, places, signed=True),
            Figure(limits.under, places, signed=True),
            "✓" if other.valid else "×",
            strong=strong,
        )

    columns = (
        Column(msg("Method"), 50),
        Column(msg("Projected over kg"), 27, "right"),
        Column(msg("Projected under kg"), 27, "right"),
        Column(msg("Limit over kg"), 27, "right"),
        Column(msg("Limit under kg"), 27, "right"),
        Column(msg("Valid"), 16, "center"),
    )
    rows = (
        estimate(found.estimate.method, found.estimate, strong=True),
        *(estimate(other.method, other) for other in found.alternatives),
    )
    name = joined((number, msg("Other methods")), " ")
    return Table(name, columns, rows, row_height=5.4, dense=True)


def _omission(test: OmissionTest, number: str) -> Iterator[Block]:
    yield Paragraph(omission_sentence(test), label=msg("Conclusion:"))
    share = msg("of amount") if test.by_amount else msg("of number")
    yield Facts((
        Fact(msg("Records traced"), f"{test.checked} / {test.size}"),
        Fact(msg("Missing in the inventory"), str(test.missing)),
        Fact(msg("In it with less"), str(test.short)),
        Fact(msg("Likely share missing"), percent(test.likely)),
        Fact(msg("At most missing"), percent(test.rate) if test.rate is not None else "–"),
        Fact(msg("Confidence"), percent(test.confidence)),
        Fact(msg("The share is one"), share),
    ))  # fmt: skip
    yield from _conditions(test.conditions, number)
