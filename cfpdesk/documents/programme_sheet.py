"""The verification programme: what is verified, how, and by whom (rule 9.2).

From the state that the plan's tab shows; the plan of the days stands in `plan_sheet`.
"""

from collections.abc import Iterator

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import Block, Column, Document, Fact, Heading, Options, Table
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.row import row
from cfpdesk.documents.rule_list_table import rule_list_table
from cfpdesk.documents.standing import standing_blocks
from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.competence import MEMBERS
from cfpdesk.model.rule_entry import entries_of
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import ROLE_NAMES
from cfpdesk.steps.plan import PlanView

SHEET = Sheet("programme", msg("Verification Programme"), "PG", "RULE:9.2")
_GAPS = "plan.programme"


def build(state: PlanView, options: Options) -> Document:
    """Return the programme.

    Args:
        state: what the plan's tab shows.
        options: `blank` leaves what was written to the pen.
    """
    return SHEET.of(state.plan.engagement, _blocks(state, options), options)


def summary(state: PlanView) -> Message:
    """Return how many items are written, as it stands in the list of documents."""
    items = state.rules.rule_list(ListCode.PROGRAMME).codes
    kept = entries_of(ListCode.PROGRAMME, state.plan.entries)
    done = sum(item in kept and bool(kept[item].text.strip()) for item in items)
    return msg("{n} of {total} written", n=done, total=len(items))


def _blocks(state: PlanView, options: Options) -> Iterator[Block]:
    rules = state.rules
    yield agreed_facts(state.plan.engagement, Fact(msg("Rules"), f"{rules.number} {rules.issue}"))
    yield Heading(msg("Programme"), "1")
    yield rule_list_table(rules.rule_list(ListCode.PROGRAMME), state.plan.entries, options)
    yield Heading(msg("Verification team"), "2")
    yield team_table(state)
    selection = rules.rule_list(ListCode.SELECTION)
    yield Heading(selection.title, "3")
    yield rule_list_table(selection, state.plan.entries, options)
    if not options.blank:
        gaps = (blocker for blocker in state.blockers if blocker.code.startswith(_GAPS))
        yield from standing_blocks(gaps, "4")
    yield from signatures(msg("Team leader, date"), msg("Technical manager, date"))


def team_table(state: PlanView) -> Table:
    """Return the members of the team with role and organisation; who reviews it is none of it."""
    team = [person for person in state.plan.people if person.role in MEMBERS]
    rows = tuple(
        row(str(at), person.name, ROLE_NAMES[person.role], person.organisation, person.title)
        for at, person in enumerate(team, 1)
    )
    columns = (
        Column(msg("No."), 12, "center"),
        Column(msg("Name"), 36, strong=True),
        Column(Bilingual("角色", "Role"), 44),
        Column(msg("Organisation"), 44),
        Column(Bilingual("职务", "Title"), 38),
    )
    return Table(msg("Verification team"), columns, rows, dense=True)
