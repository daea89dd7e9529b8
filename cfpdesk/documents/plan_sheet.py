"""The verification plan: what the client is told and confirms, with the schedule (9.4.1, 9.4.3).

From the state that the plan's tab shows. Which checklist group a block is for is the team's own
affair and is not printed.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    Fact,
    Heading,
    Options,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.programme_sheet import team_table
from cfpdesk.documents.row import NO, YES, joined, row
from cfpdesk.documents.rule_list_table import rule_list_table
from cfpdesk.documents.standing import standing_blocks
from cfpdesk.i18n import Bilingual, Message, Text, msg
from cfpdesk.model.contract_gate import is_named
from cfpdesk.model.engagement import BOUNDARY_NAMES, LEVEL_NAMES, Site, materiality_text
from cfpdesk.model.plan import PlanVersion, TeamChange, confirmed
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import BLOCK_KIND_WORD, BlockKind, ScheduleBlock, time_text
from cfpdesk.model.team import Side
from cfpdesk.model.yes_no import YES_NO_WORD
from cfpdesk.steps.plan import PlanView

SHEET = Sheet("plan", msg("Verification Plan"), "VP", "RULE:9.4.1")


def build(state: PlanView, options: Options) -> Document:
    """Return the plan as it stands; its version is the newest one sent, where nothing differs.

    Args:
        state: what the plan's tab shows.
        options: `for_client` leaves out what is still open within the team.
    """
    return SHEET.of(state.plan.engagement, _blocks(state, options), options)


def summary(state: PlanView) -> Message:
    """Return how far the plan is, as it stands in the list of documents."""
    latest = state.latest
    if latest is None:
        return msg("not sent")
    if state.changed:
        return msg("changed since version {n}", n=latest.number)
    if confirmed(latest):
        return msg("version {n} confirmed", n=latest.number)
    return msg("version {n} sent", n=latest.number)


def _blocks(state: PlanView, options: Options) -> Iterator[Block]:
    rules, plan = state.rules, state.plan
    yield agreed_facts(
        plan.engagement,
        Fact(msg("Rules"), f"{rules.number} {rules.issue}"),
        Fact(msg("Version"), summary(state)),
    )
    yield Heading(msg("What every plan holds"), "1")
    given = _given(state)
    yield rule_list_table(rules.rule_list(ListCode.PLAN), plan.entries, options, given=given)
    yield Heading(msg("What it holds where needed"), "2")
    listed = rules.rule_list(ListCode.PLAN_IF_NEEDED)
    yield rule_list_table(listed, plan.entries, options, given=given)
    yield Heading(msg("Sites"), "3")
    yield _sites(plan.sites)
    yield Heading(msg("Verification team"), "4")
    yield team_table(state)
    yield Heading(msg("Schedule"), "5")
    yield from _schedule(state)
    yield Heading(msg("Versions and notices"), "6")
    yield from _versions(state)
    yield Heading(msg("Standards and documents the rules refer to"), "7")
    yield _references(state)
    if not options.for_client:
        yield from standing_blocks(state.blockers, "8")
    yield from signatures(msg("Team leader, date"), msg("For the client, date"))


def _given(state: PlanView) -> Mapping[str, Text]:
    """Return what other facts say of the items that they hold."""
    engagement = state.plan.engagement
    client = [p for p in state.plan.people if p.side is Side.CLIENT]
    texts: dict[str, Text] = {
        "criteria": " · ".join(engagement.criteria),
        "boundary": joined(
            (engagement.product, BOUNDARY_NAMES[engagement.boundary], engagement.declared_unit)
        ),
        "level": joined((LEVEL_NAMES[engagement.assurance_level], materiality_text(engagement))),
        "places": msg("see 3"),
        "members": msg("see 4"),
        "schedule": msg("see 5"),
        "representatives": " · ".join(f"{person.name} {person.title}".strip() for person in client),
    }
    return {item: text for item, text in texts.items() if item in state.given}


def _sites(sites: tuple[Site, ...]) -> Table:
    rows = tuple(
        row(
            str(at),
            Words(site.name or "–", note=site.address),
            site.activities or "–",
            _visit(site),
            site.responsible,
        )
        for at, site in enumerate(sites, 1)
    )
    columns = (
        Column(msg("No."), 12, "center"),
        Column(msg("Site"), 64),
        Column(msg("Activities"), 42),
        Column(msg("Visit"), 34),
        Column(msg("Responsible"), 22),
    )
    return Table(msg("Sites"), columns, rows, dense=True)


def _visit(site: Site) -> str:
    days = [day.isoformat() for day in (site.visit_from, site.visit_to) if day is not None]
    return " – ".join(dict.fromkeys(days)) or "–"


def _references(state: PlanView) -> Table:
    """Return the documents of the rules, with how the rules write those they write wrongly."""
    criteria = state.plan.engagement.criteria
    rows = tuple(
        row(
            " · ".join(reference.names),
            Words(reference.title, note=reference.note or ""),
            YES if any(is_named(criterion, reference) for criterion in criteria) else NO,
        )
        for reference in state.rules.references
    )
    columns = (
        Column(msg("Document"), 52),
        Column(Bilingual("名称", "Title"), 98),
        Column(msg("Criterion here"), 24, "center"),
    )
    return Table(msg("Standards and documents the rules refer to"), columns, rows, dense=True)


# Schedule -------------------------------------------------------------------------------------


def _schedule(state: PlanView) -> Iterator[Block]:
    blocks = sorted(
        state.plan.blocks, key=lambda b: (b.day or date.max, b.start, b.end, b.title, b.row)
    )
    if not blocks:
        yield Paragraph(msg("Nothing is scheduled yet."))
        return
    names = {person.row: person.name for person in state.plan.people}
    sites = {site.row: site.name for site in state.plan.sites}
    rows: list[Row] = []
    day: date | None = None
    for at, block in enumerate(blocks):
        if block.day != day or not at:
            day = block.day
            rows.append(row(_day(day), "", "", "", strong=True))
        rows.append(_block(block, names, sites))
    columns = (
        Column(msg("Time"), 30, "center"),
        Column(msg("What"), 66),
        Column(Bilingual("人员", "Who"), 44),
        Column(msg("Site"), 34),
    )
    yield Table(msg("Schedule"), columns, tuple(rows), dense=True)


def _day(day: date | None) -> Text:
    return day.isoformat() if day is not None else msg("no day yet")


def _block(block: ScheduleBlock, names: Mapping[str, str], sites: Mapping[str, str]) -> Row:
    kind = BLOCK_KIND_WORD[block.kind]
    title = block.title.strip()
    people = " · ".join(names.get(person, "–") for person in block.people)
    time = f"{time_text(block.start)}–{time_text(block.end)}"
    where: Text = sites.get(block.site, "") or Bilingual("场外", "off site")
    return row(
        time,
        Words(title or kind, note=kind if title and block.kind is not BlockKind.WORK else ""),
        people or "–",
        where,
    )


# Versions -------------------------------------------------------------------------------------


def _versions(state: PlanView) -> Iterator[Block]:
    versions = sorted(state.plan.versions, key=lambda version: version.number)
    if not versions:
        yield Paragraph(msg("The plan was not sent to the client yet."))
    else:
        columns = (
            Column(msg("Version"), 18, "center"),
            Column(msg("Sent"), 44),
            Column(msg("Confirmed"), 40),
            Column(msg("Why it was changed"), 50),
            Column(msg("Fingerprint"), 22),
        )
        rows = tuple(map(_version, versions))
        yield Table(msg("Versions and notices"), columns, rows, dense=True)
    if state.changed and state.latest is not None:
        yield Paragraph(
            msg("This plan differs from version {n}; it is to be sent.", n=state.latest.number)
        )
    if state.replaced:
        yield _replaced(state)


def _version(version: PlanVersion) -> Row:
    sent = version.sent_on.isoformat() if version.sent_on else "–"
    agreed = version.confirmed_on.isoformat() if version.confirmed_on else "–"
    return row(
        str(version.number),
        Words(sent, note=version.sent_how),
        Words(version.confirmed_by or "–", note=agreed if version.confirmed_by else ""),
        version.reason,
        f"{version.state_sha256[:4]} {version.state_sha256[4:8]}".upper(),
    )


def _replaced(state: PlanView) -> Table:
    columns = (
        Column(msg("Verifies no more"), 34),
        Column(msg("In their place"), 34),
        Column(msg("Unforeseeable"), 24, "center"),
        Column(msg("Why"), 48),
        Column(msg("Agreed by the client"), 34),
    )
    rows = tuple(_change(change, state) for change in state.replaced)
    return Table(msg("Planned verifiers who were replaced"), columns, rows, dense=True)


def _change(change: TeamChange, state: PlanView) -> Row:
    agreed = change.confirmed_on.isoformat() if change.confirmed_on else ""
    return row(
        state.plan.name_of(change.out),
        state.plan.name_of(change.into),
        YES_NO_WORD[change.unforeseeable],
        change.reason,
        Words(change.confirmed_by or "–", note=agreed),
    )
