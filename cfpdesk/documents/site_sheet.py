"""The site sampling plan: the four conditions, the draw, and which sites are visited (rule 9.4.1).

From the state that the sites tab shows. Whoever has seed and names can draw the same sites again.
"""

from collections.abc import Iterator

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Options,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.row import NO, YES, row
from cfpdesk.documents.standing import standing_blocks
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.draw import hash_order
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.site_sample import CONDITION_WORD, CONDITIONS
from cfpdesk.model.yes_no import YES_NO_WORD, YesNo
from cfpdesk.steps.site_sampling import CHOSEN_WORD, Chosen, SitesState

SHEET = Sheet("site_sampling", msg("Site Sampling Plan"), "SS", "RULE:9.4.1")
_AGAINST = "✗"


def build(state: SitesState, engagement: Engagement, options: Options) -> Document:
    """Return the plan.

    Args:
        state: what the sites tab shows.
        engagement: what was agreed.
        options: how it is printed.
    """
    return SHEET.of(engagement, _blocks(state, engagement, options), options)


def summary(state: SitesState) -> Message:
    """Return how many sites are visited, as it stands in the list of documents."""
    visited = sum(why is not Chosen.LEFT_OUT for _site, why in state.chosen)
    return msg("{n} of {total} visited", n=visited, total=len(state.chosen))


def _blocks(state: SitesState, engagement: Engagement, options: Options) -> Iterator[Block]:
    rules = state.rules
    yield agreed_facts(
        engagement,
        Fact(msg("Rules"), f"{rules.number} {rules.issue}"),
        Fact(msg("Sites"), str(len(state.sites))),
    )
    yield Heading(msg("May sites be sampled?"), "1")
    if len(state.sites) < 2:
        yield Paragraph(msg("There is one site at most: it is visited, and nothing is sampled."))
    else:
        yield _conditions(state)
        yield Paragraph(_verdict(state))
        yield Heading(msg("Sample and draw"), "2")
        yield _draw(state, options)
        yield from _order(state)
    several = len(state.sites) > 1
    yield Heading(msg("Which are visited"), "3" if several else "2")
    yield _visits(state)
    yield from standing_blocks(state.blockers, "4" if several else "3")
    yield from signatures(msg("Team leader, date"), msg("Technical manager, date"))


# Conditions -----------------------------------------------------------------------------------


def _conditions(state: SitesState) -> Table:
    rows = tuple(_condition(state, name, wanted) for name, wanted in CONDITIONS.items())
    columns = (
        Column(msg("Condition"), 92),
        Column(msg("Has to be"), 26, "center"),
        Column(msg("Is"), 30, "center"),
        Column(msg("Met"), 26, "center"),
    )
    return Table(msg("Conditions"), columns, rows, dense=True)


def _condition(state: SitesState, name: str, wanted: YesNo) -> Row:
    answer: YesNo = getattr(state.sampling, name)
    mark = NO if answer is YesNo.OPEN else YES if answer is wanted else _AGAINST
    return row(CONDITION_WORD[name], YES_NO_WORD[wanted], YES_NO_WORD[answer], mark)


def _verdict(state: SitesState) -> Message:
    match state.sample.allowed:
        case True:
            return msg("Sites may be sampled.")
        case False:
            return msg("Sites may not be sampled; every one is visited.")
        case _:
            return msg("Not decided yet; until then every site is visited.")


# Draw -----------------------------------------------------------------------------------------


def _draw(state: SitesState, options: Options) -> Facts:
    sampling, sample = state.sampling, state.sample
    names = {site.row: site.name for site in state.sites}
    share = figure(state.rules.value(NumberCode.SITE_RANDOM_PCT))
    drawn_at = sampling.drawn_at
    when = options.moment(drawn_at)
    drawn = " · ".join(part for part in (sampling.drawn_by, when) if part)
    facts = [
        Fact(msg("Site of the central function"), names.get(sampling.central, "–")),
        Fact(
            msg("Size of the sample"), msg("{size} besides the central function", size=sample.size)
        ),
        Fact(
            msg("At random"),
            msg("{n}, at least {share} %", n=sample.at_random, share=share),
        ),
        Fact(msg("Number said aloud"), sampling.spoken or "–"),
        Fact(msg("Drawn by, when"), drawn or "–"),
        Fact(msg("Draw stands"), _stands(state)),
        Fact(msg("Seed"), sampling.seed or "–", wide=True),
        Fact(
            msg("How the sample keeps the footprint right and the data representative"),
            sampling.scheme or "–",
            wide=True,
        ),
    ]
    return Facts(tuple(facts))


def _stands(state: SitesState) -> Text:
    if state.sample.stale:
        return msg("no: drawn from other sites")
    return msg("yes") if state.drawn else msg("not drawn")


def _order(state: SitesState) -> Iterator[Block]:
    """Yield the order in which the names came out, so that the draw can be repeated."""
    if not state.sampling.seed or not state.sampling.frame:
        return
    order = hash_order(state.sampling.seed, state.sampling.frame)
    yield Paragraph(
        msg("Order of the draw: names ascending by SHA-256 of seed, comma, name."), quiet=True
    )
    named = " · ".join(f"{at} {name}" for at, name in enumerate(order, 1))
    yield Paragraph(named)


# Visits ---------------------------------------------------------------------------------------


def _visits(state: SitesState) -> Table:
    columns = (
        Column(msg("No."), 10, "center"),
        Column(msg("Site"), 70),
        Column(msg("Activities"), 44),
        Column(msg("Visit"), 50),
    )
    rows = tuple(_visit(at, site, why) for at, (site, why) in enumerate(state.chosen, 1))
    return Table(msg("Which are visited"), columns, rows, dense=True)


def _visit(number: int, site: Site, why: Chosen) -> Row:
    days = [day.isoformat() for day in (site.visit_from, site.visit_to) if day is not None]
    when = " – ".join(dict.fromkeys(days))
    note = " · ".join(part for part in (when, site.responsible) if part)
    return row(
        str(number),
        Words(site.name or "–", note=site.address),
        site.activities,
        Words(CHOSEN_WORD[why], note=note, quiet=why is Chosen.LEFT_OUT),
    )
