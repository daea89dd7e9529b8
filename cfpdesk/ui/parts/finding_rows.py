"""Findings as rows of the list, and the tabs that sort them."""

from enum import StrEnum

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.finding import KIND_WORD, STATE_WORD, FindingState, effect_text
from cfpdesk.model.quantity import full_figure
from cfpdesk.steps.finding import FindingView
from cfpdesk.ui.page import Guidance
from cfpdesk.ui.widgets.list_delegate import ListRow
from cfpdesk.ui.widgets.status_icon import FINDINGS

_CLAUSES = ("RULE:9.7", "RULE:9.8.5")
HOW_TO_STATE = msg(
    "A finding states the fact, the clause it does not meet, the evidence, its effect in"
    " kgCO₂e, its class and a deadline.\n"
    "The client agrees or disputes in his own words; both weigh the same and print as"
    " they are.\n"
    "Correction, cause and action are the client's; that they hold is verified with"
    " evidence, by somebody who is no trainee."
)


class Tab(StrEnum):
    """Which findings the list shows."""

    OPEN = "open"
    CLOSED = "closed"
    MINE = "mine"


def is_in(view: FindingView, tab: Tab) -> bool:
    """Tell whether a tab shows a finding."""
    closed = view.finding.state is FindingState.CLOSED
    if tab is Tab.MINE:
        return view.mine
    return closed if tab is Tab.CLOSED else not closed


def finding_row(view: FindingView) -> ListRow:
    """Return a finding as a row."""
    current = view.finding
    shape = FINDINGS[current.kind]
    word = str(STATE_WORD[current.state])
    token = "warn"
    if view.disputed:
        word, token = " · ".join((word, _("Disputed"))), "conf"
    elif current.state in (FindingState.DRAFT, FindingState.CLOSED, FindingState.RAISED):
        token = "muted"
    title = current.title or _("without a title yet")
    effect = f"{full_figure(current.effect)} kg" if current.effect is not None else ""
    said = [current.number, str(shape.word), word, title]
    if view.effect is not None:
        said.append(str(effect_text(view.effect)))
    return ListRow(
        key=current.row,
        title=title,
        shape=shape,
        number=current.number,
        kind=str(KIND_WORD[current.kind]),
        word=effect,
        token="text",
        note=current.item,
        below=word,
        below_token=token,
        faded=current.state is FindingState.CLOSED,
        spoken="，".join(said),
    )


def how_to_state() -> Guidance:
    """Return what a finding has to state, with its clauses."""
    title = " · ".join(clause_text(code).text(current_language()) for code in _CLAUSES)
    return Guidance(title, str(HOW_TO_STATE), _CLAUSES)
