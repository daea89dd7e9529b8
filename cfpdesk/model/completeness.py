"""Completeness: from independent records to the inventory (method 2.6).

No sample of the inventory sees what is not in it. The records (weighbridge, meters, purchase
ledger, gate log) are a population of their own. Of each drawn record it is seen whether, and with
which amount, the inventory has it. The upper limit of the share that is missing, times the claimed
amount of the population it tests, is the limit of understatement of that population: of what was
left out and of what was put in too small.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cfpdesk.i18n import Message, msg
from cfpdesk.model.checked_item import Checked, checked_items, in_part
from cfpdesk.model.drawn_sample import DrawnSample, Part
from cfpdesk.model.emission_unit import UnitItem, UnitSample, emission_unit_estimate
from cfpdesk.model.estimate import SPARE, Condition, plain, unmet
from cfpdesk.model.population import LimitKind, Population, SampleItem, SamplingMethod
from cfpdesk.model.quantity import short_figure
from cfpdesk.model.sample_limit import upper_limit


@dataclass(frozen=True, slots=True)
class OmissionTest:
    """The outcome of a completeness test.

    Attributes:
        population, reverse_of: rows of the records' population and of the one it tests.
        size, checked: records drawn, and how many of them are done.
        missing: not in the inventory; `short` in it with less than the record says.
        rate: upper limit of the share that is missing; None while open, or chosen by judgement.
        likely: share that is missing by projection.
        by_amount: the share is one of amount, not of number of records.
    """

    population: str
    reverse_of: str
    name: str
    size: int
    checked: int
    missing: int
    short: int
    rate: Decimal | None
    likely: Decimal
    confidence: Decimal
    by_amount: bool
    conditions: tuple[Condition, ...]

    @property
    def finished(self) -> bool:
        """Tell whether every drawn record is done."""
        return self.size > 0 and self.checked == self.size


def omission_test(
    population: Population,
    sample: DrawnSample,
    seen: Mapping[str, SampleItem],
    confidence: Decimal,
    limit: LimitKind | None = None,
) -> OmissionTest:
    """Evaluate a completeness test.

    Args:
        population: of the records; in its items `verified` is what the inventory shows of a record,
            `missing` that it shows nothing.
        sample: the records that were drawn.
        seen: by identifier of the record.
        confidence: one-sided.
        limit: distribution to use instead of the population's own.
    """
    items = checked_items(sample, seen)
    checked = sum(item.settled for item in items)
    finished = bool(items) and checked == len(items)
    missing = sum(item.missing for item in items)
    with localcontext(SPARE):
        if not sample.drawn:
            likely = sum((_shortfall(item) for item in items), Decimal(0)) / (sample.total or 1)
            rate = likely
        elif population.method is SamplingMethod.EMISSION_UNIT:
            rate, likely = _by_amount(items, sample, confidence)
        else:
            rate, likely = _by_count(items, sample, confidence, limit or population.limit)
    judged = population.method is SamplingMethod.JUDGEMENT
    by_amount = not sample.drawn or population.method is SamplingMethod.EMISSION_UNIT
    return OmissionTest(
        population=population.row,
        reverse_of=population.reverse_of,
        name=population.name,
        size=len(items),
        checked=checked,
        missing=missing,
        short=sum(_shortfall(item) > 0 for item in items) - missing,
        rate=plain(rate) if finished and not judged else None,
        likely=plain(likely),
        confidence=confidence,
        by_amount=by_amount,
        conditions=_conditions(judged=judged, by_amount=by_amount),
    )


def _shortfall(item: Checked) -> Decimal:
    """Return by how much the inventory shows less; all of it where no figure says how much."""
    if item.verified is None:
        return item.claimed if item.deviates else Decimal(0)
    return max(item.claimed - item.verified, Decimal(0))


def _by_amount(
    items: tuple[Checked, ...], sample: DrawnSample, confidence: Decimal
) -> tuple[Decimal, Decimal]:
    units = tuple(
        UnitItem(item.claimed, item.claimed - _shortfall(item), item.drawn.hits) for item in items
    )
    found = emission_unit_estimate(UnitSample(sample.total, sample.size, units), confidence)
    over = found.limits.over if found.limits.over is not None else sample.total
    return over / sample.total, found.projected.over / sample.total


def _by_count(
    items: tuple[Checked, ...], sample: DrawnSample, confidence: Decimal, limit: LimitKind
) -> tuple[Decimal, Decimal]:
    whole = sum(_shortfall(item) > 0 for item in in_part(items, Part.WHOLE))
    drawn = in_part(items, Part.DRAWN)
    deviations = sum(_shortfall(item) > 0 for item in drawn)
    rest = sample.rest_count
    most = upper_limit(limit, deviations, len(drawn), confidence, rest) * rest + whole
    likely = Decimal(deviations) / len(drawn) * rest + whole
    return most / sample.count, likely / sample.count


def _conditions(*, judged: bool, by_amount: bool) -> tuple[Condition, ...]:
    if judged:
        sentence = msg("The records were chosen by judgement: no limit follows from them")
        return (unmet(sentence),)
    sentence = (
        msg("The records were drawn by amount")
        if by_amount
        else msg("The records were drawn by number: missing ones count as of average size")
    )
    return (Condition(met=True, sentence=sentence),)


def traced_text(test: OmissionTest) -> Message:
    """Return what was traced and what was missing, for a line below the gauge."""
    if test.missing or test.short:
        return msg(
            "{name}: {checked} of {size} records traced, {missing} missing, {short} short: likely "
            "{likely} of all",
            name=test.name,
            checked=test.checked,
            size=test.size,
            missing=test.missing,
            short=test.short,
            likely=f"{short_figure(test.likely * 100)} %",
        )
    return msg(
        "{name}: {checked} of {size} records traced, none missing",
        name=test.name,
        checked=test.checked,
        size=test.size,
    )
