"""What is odd about a factor on a line: each doubt with its clause and its figures (rule 6.2).

Codes: `factor.unit`, `factor.gas` (the unit names none), `factor.series` (electricity),
`factor.co2` (burning only), `factor.gwp`, `factor.gwp_twice`, `factor.year`, `factor.rank` (a
better one is at hand), `factor.rank_open` (none stated), `factor.rank_reason`, `factor.boundary`,
`factor.region`, `factor.deviation` (from the body's database), `factor.database`. Where a value is
wrong by itself the level is H*: it stands in the way until there is a verified value or a reason.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.i18n import Message, msg
from cfpdesk.model.factor import (
    FACTOR_BOUNDARY_WORD,
    RANK_WORD,
    Factor,
    FactorBoundary,
    FactorRank,
)
from cfpdesk.model.factor_use import FactorContext, FactorUse, kg_per, short
from cfpdesk.model.factor_value import value_flags
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.model.quantity import figure, unit_text
from cfpdesk.model.units import Unit, fits

WORD: dict[str, Message] = {
    "factor.unit": msg("Unit"),
    "factor.gas": msg("Unit"),
    "factor.series": msg("Scope"),
    "factor.co2": msg("Scope"),
    "factor.gwp": msg("GWP"),
    "factor.gwp_twice": msg("GWP"),
    "factor.year": msg("Year"),
    "factor.rank": msg("Rank"),
    "factor.rank_open": msg("Rank"),
    "factor.rank_reason": msg("Reason"),
    "factor.boundary": msg("Boundary"),
    "factor.region": msg("Region"),
    "factor.deviation": msg("Deviation"),
    "factor.database": msg("Database"),
}
# Others than the body's own; a national announcement or a measurement is no database.
_DATABASES = re.compile(
    r"ecoinvent|gabi|sphera|clcd|tiangong|天工|elcd|idemat|uslci|agri-?footprint|agribalyse|defra"
    r"|数据库|database",
    re.IGNORECASE,
)


def check_factor(use: FactorUse, context: FactorContext) -> tuple[Flag, ...]:
    """Return every doubt about a line's factor; an empty tuple where there is none."""
    values = tuple(value_flags(use, context))
    codes = {flag.code for flag in values}
    return (
        *_unit(use),
        *values,
        *_year(use, context),
        *(() if "factor.series" in codes else _boundary(use)),
        *_region(use, context),
        *_rank(use, context),
        *_deviation(use, context),
        *_database(use, context),
    )


def _unit(use: FactorUse) -> Iterator[Flag]:
    activity, unit = use.activity, use.unit
    names = (use.activity_unit.strip() or "–", use.factor.unit.strip() or "–")
    if activity is None or unit is None:
        unknown = names[0] if activity is None else names[1]
        sentence = msg("The program cannot read the unit {unit}", unit=unknown)
    elif not fits(activity, unit):
        sentence = msg(
            "{activity} and a factor in {factor} do not fit; they are not multiplied.",
            activity=unit_text(activity.text),
            factor=unit_text(unit.text),
        )
    else:
        if unit.above and not unit.of:
            sentence = msg(
                "The unit {unit} does not say of which gas; it is read as CO₂e", unit=unit.text
            )
            yield Flag("factor.gas", Level.INFO, "RULE:6.2", sentence, msg("Ask the client"))
        return
    remedy = msg("Write the verified value with a unit that fits")
    yield Flag("factor.unit", Level.OVERRIDABLE, "RULE:6.2", sentence, remedy)


def _year(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    year, data = use.factor.year, use.data_year
    if year is None or data is None or data - year <= context.age_limit:
        return
    sentence = msg(
        "The factor is of {year}, the data of {data}: {age} {age:year|years} older, more than "
        "{limit}",
        year=str(year),
        data=str(data),
        age=data - year,
        limit=context.age_limit,
    )
    yield Flag("factor.year", Level.WARNING, "RULE:6.1.2", sentence, msg("Take a newer factor"))


def _boundary(use: FactorUse) -> Iterator[Flag]:
    if not use.needs_upstream or not use.factor.lacks_upstream:
        return
    boundary = use.factor.boundary
    sentence = (
        msg("The factor leaves out the supply chain")
        if boundary is FactorBoundary.UNKNOWN
        else msg(
            "The factor covers {boundary}: it leaves out the supply chain",
            boundary=FACTOR_BOUNDARY_WORD[boundary],
        )
    )
    remedy = msg("Add the supply chain, or show that another line counts it")
    yield Flag("factor.boundary", Level.WARNING, "ISO14067:6.3.5", sentence, remedy)


def _region(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    region, place = use.factor.region.strip(), use.place.strip()
    if not region or not place or use.place_reason.strip():
        return
    covers = context.electricity.covers(region, place)
    if covers is None:
        covers = place.casefold().startswith(region.casefold())
    if not covers:
        sentence = msg(
            "The factor is for {region}, the activity is in {place}, and no reason is given",
            region=region,
            place=place,
        )
        remedy = msg("Take a factor of the region, or give the reason")
        yield Flag("factor.region", Level.WARNING, "RULE:6.1.2", sentence, remedy)


def _rank(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    rank = use.factor.rank
    if rank is None:
        sentence = msg("No rank a to e is stated for the factor")
        yield Flag("factor.rank_open", Level.WARNING, "RULE:6.2", sentence, msg("State the rank"))
        return
    if use.reason.strip():
        return
    better = _better(use, context, rank)
    if better is not None and better.rank is not None and better.value is not None:
        sentence = msg(
            "Rank {rank} ({word}) is used, and a better one is at hand: rank {other}, {value} "
            "{unit}, {source}",
            rank=str(rank),
            word=RANK_WORD[rank],
            other=str(better.rank),
            value=short(better.value),
            unit=unit_text(better.unit),
            source=better.source or better.library_id or better.library or "–",
        )
        remedy = msg("Take it, or give the reason")
        yield Flag("factor.rank", Level.WARNING, "RULE:6.2", sentence, remedy)
    elif rank not in (FactorRank.MEASURED, FactorRank.SUPPLIER):
        sentence = msg(
            "Rank {rank} ({word}) is used without a reason why no better one",
            rank=str(rank),
            word=RANK_WORD[rank],
        )
        remedy = msg("Write the reason")
        yield Flag("factor.rank_reason", Level.INFO, "RULE:6.2", sentence, remedy)


def _better(use: FactorUse, context: FactorContext, rank: FactorRank) -> Factor | None:
    """Return the best factor at hand for the same product that is better than the one used."""
    activity = use.activity
    found = [
        factor
        for factor in context.known.same_product(use.name)
        if factor.rank is not None
        and factor.rank < rank
        and activity is not None
        and kg_per(activity, factor) is not None
    ]
    return min(found, key=lambda f: (str(f.rank), -(f.year or 0)), default=None)


def _deviation(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    activity = use.activity
    own = kg_per(activity, use.factor, use.activity_unit) if activity is not None else None
    if activity is None or own is None or use.multiplies_gwp:
        return
    body = _of_database(use, context, activity, own)
    if body is None:
        return
    factor, theirs = body
    if abs(own - theirs) * 100 <= abs(theirs) * context.deviation_pct:
        return
    sentence = msg(
        "The factor is {own}, {database} {id} has {theirs} kgCO₂e/{unit}: {difference}",
        own=short(own),
        database=context.database,
        id=factor.library_id,
        theirs=short(theirs),
        unit=activity.text,
        difference=_percent(own, theirs),
    )
    remedy = msg("Ask why they differ")
    yield Flag("factor.deviation", Level.WARNING, "RULE:6.2.1", sentence, remedy)


def _percent(own: Decimal, theirs: Decimal) -> str:
    """Return how far off in percent, with sign; a dash where the other is zero."""
    if not theirs:
        return "–"
    share = (own - theirs) * 100 / abs(theirs)
    return f"{'+' if share > 0 else ''}{figure(share, 1)} %"


def _of_database(
    use: FactorUse, context: FactorContext, activity: Unit, own: Decimal
) -> tuple[Factor, Decimal] | None:
    """Return the factor of the body's database to compare with, and its kg per unit of activity.

    Of several the one with the same boundary, then the newest, then the nearest. A factor that was
    itself taken from there is compared with its own number.
    """
    found = []
    numbered = context.known.with_number(context.database, use.factor.library_id)
    for factor in (*numbered, *context.known.same_product(use.name)):
        kg = kg_per(activity, factor)
        if factor.library == context.database and kg is not None:
            number = factor.library_id != use.factor.library_id
            boundary = factor.boundary is not use.factor.boundary
            found.append(((number, boundary, -(factor.year or 0), abs(kg - own)), factor, kg))
    if not found:
        return None
    _, factor, kg = min(found, key=lambda each: each[0])
    return factor, kg


def _database(use: FactorUse, context: FactorContext) -> Iterator[Flag]:
    factor = use.factor
    words = f"{factor.source} {factor.library}"
    named = _DATABASES.search(words)
    if not named or context.database.casefold() in words.casefold():
        return
    if factor.rank in (FactorRank.MEASURED, FactorRank.SUPPLIER):
        return
    sentence = msg(
        "The factor comes from {source}; the body's database is {database}",
        source=(factor.source or factor.library).strip(),
        database=context.database,
    )
    remedy = msg("The report says so")
    yield Flag("factor.database", Level.INFO, "RULE:6.2.1", sentence, remedy)
