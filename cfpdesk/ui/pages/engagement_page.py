"""Engagement and plan: what was agreed, the team's competence, days, sites, schedule."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.i18n import Message, _, current_language, msg, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.contract_review import ACCEPTANCE_WORD, Acceptance, ContractReview
from cfpdesk.model.gate import Target
from cfpdesk.model.plan import PlanVersion, newest
from cfpdesk.steps import engagement
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.agreed_tab import AgreedTab
from cfpdesk.ui.parts.contract_tab import ContractTab
from cfpdesk.ui.parts.days_tab import DaysTab
from cfpdesk.ui.parts.plan_tab import PlanTab
from cfpdesk.ui.parts.sites_tab import SitesTab
from cfpdesk.ui.parts.stages_tab import StagesTab
from cfpdesk.ui.parts.team_tab import TeamTab
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.reading_order import set_reading_order


class Tab(StrEnum):
    """The parts of the page."""

    AGREED = "agreed"
    CONTRACT = "contract"
    TEAM = "team"
    DAYS = "days"
    SITES = "sites"
    PLAN = "plan"
    STAGES = "stages"


_WORD: dict[Tab, Message] = {
    Tab.AGREED: msg("What was agreed"),
    Tab.CONTRACT: msg("Contract"),
    Tab.TEAM: msg("Team"),
    Tab.DAYS: msg("Person-days"),
    Tab.SITES: msg("Sites"),
    Tab.PLAN: msg("Plan"),
    Tab.STAGES: msg("Stages"),
}
# Fields that a tab mends, by the beginning of their names; all others stand on the first.
_FIELDS: dict[Tab, tuple[str, ...]] = {
    Tab.CONTRACT: (
        *("application.", "contract_question.", "agreed_scope.", "contract_tab", "materiality_by"),
        *("decision", "approver", "category", "contract_change"),
    ),
    Tab.STAGES: (
        *("document_review_tab", "document_input.", "document_judgement.", "document_risk."),
        *("missing", "ended_on", "receipt", "stage1.", "stage1_", "stage2_", "stages_tab", "mode"),
        *("verifier", "verified_", "running", "surveillance_", "recertification_"),
    ),
    Tab.TEAM: ("statement", "certificate", "training", "experience", "expert_", "mentor", "topic"),
    Tab.DAYS: (
        *("sources", "sinks", "base", "document_review", "stage1", "stage2", "report", "reason"),
        *("signed_", "experts_count", "days", "day_factor"),
    ),
    Tab.SITES: (
        *("add_site", "visit_", "central", "draw", "scheme", "name"),
        *("same_activity", "under_control", "different_activity", "regional_factor"),
    ),
    Tab.PLAN: ("schedule", "version", "team_change", "programme.", "plan", "selection."),
}
_GUIDANCE: dict[Tab, tuple[str, Message]] = {
    Tab.AGREED: (
        "RULE:7",
        msg(
            "Level of assurance and materiality threshold are fixed with the contract; the "
            "client is told the threshold before stage 2."
        ),
    ),
    Tab.CONTRACT: (
        "RULE:8.3",
        msg(
            "Nine items of the application, six questions and the agreed scope come before the "
            "technical manager accepts; afterwards what was agreed changes by a change of the "
            "contract only."
        ),
    ),
    Tab.STAGES: (
        "RULE:9.5",
        msg(
            "Document review comes first; insufficient information suspends everything. Stage 2 "
            "begins at most six months after stage 1, which has to find it ready; each issue of "
            "stage 1 is verified on site."
        ),
    ),
    Tab.TEAM: (
        "RULE:4.2",
        msg(
            "A verifier needs an accepted certificate that is valid on every planned day, two "
            "trainings and two years of work; everybody signs the statements."
        ),
    ),
    Tab.DAYS: (
        "RULE:9.4",
        msg(
            "The number of sources and sinks gives the base. Not less than 70 % of it is planned, "
            "each cut with a reason; document review takes at most 20 % of all days."
        ),
    ),
    Tab.SITES: (
        "RULE:9.4.1",
        msg(
            "Every site is visited, unless all do the same under one control, none does something "
            "different, and no regional factor matters; then a sample is, a quarter of it drawn."
        ),
    ),
    Tab.PLAN: (
        "RULE:9.4.3",
        msg(
            "The client confirms the plan in writing before the visit begins. A change afterwards "
            "is told in writing and makes the next version."
        ),
    ),
}


_Made: TypeAlias = AgreedTab | TeamTab | DaysTab | SitesTab | PlanTab


class TabPart(Protocol):
    """What a tab of this page offers."""

    def show_state(self, *, frozen: bool) -> None:
        """Show the state as it stands."""

    def focus_on(self, target: Target) -> bool:
        """Show a place; False if it is not here."""

    def panes(self) -> Sequence[QWidget]:
        """Return the panes in the order of F6."""


AnyTab: TypeAlias = AgreedTab | ContractTab | TeamTab | DaysTab | SitesTab | PlanTab | StagesTab


class EngagementPage(Page):
    """Tabs, each made when it is first looked at."""

    NOUN = "engagement"
    WATCHES = frozenset(
        {"engagement", "site", "person", "person_key", "group_owner", "meeting", "seal"}
        | {"person_certificate", "training", "team_statement", "person_facts", "competence_mark"}
        | {"override", "person_days", "member_days", "rule_entry", "line_review", "dataset"}
        | {"site_sampling", "schedule_block", "plan_version", "team_change"}
        | {"contract_review", "contract_change", "document_review", "stage1", "stage_issue"}
        | {"running_day", "finding", "evidence", "answer", "signature"}
    )
    LAYOUT = "read"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tab = Tab.AGREED
        self._look: dict[str, str] = {}
        self._sending: dict[str, object] = {}  # typed for the next version, not sent yet
        self._parts: dict[Tab, TabPart] = {}

    def build(self) -> None:
        """Make the tabs and the one that is looked at."""
        self._parts.clear()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._tabs = Choice(_("Part of the plan"), "tabs")
        self._tabs.setObjectName("parts")
        self._tabs.set_options([(tab, str(_WORD[tab])) for tab in Tab])
        self._tabs.choose(self._tab)
        self._tabs.chosen.connect(lambda key: self._show_tab(Tab(key)))
        line = QHBoxLayout()
        line.setContentsMargins(20, 0, 20, 6)
        line.addWidget(self._tabs)
        line.addStretch(1)
        outer.addLayout(line)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack, 1)
        self.areas: dict[Tab, QScrollArea] = {}

    def _made(self, tab: Tab) -> TabPart:
        part = self._parts.get(tab)
        if part is None:
            made = self._makers()[tab]()
            part = made
            self._parts[tab] = part
            self.areas[tab] = self._scrolled(made)
            self._stack.addWidget(self.areas[tab])
        return part

    def _makers(self) -> dict[Tab, Callable[[], "AnyTab"]]:
        return {
            Tab.AGREED: lambda: AgreedTab(self.desk),
            Tab.CONTRACT: lambda: ContractTab(self.desk),
            Tab.TEAM: lambda: TeamTab(self.desk, self._look),
            Tab.DAYS: lambda: DaysTab(self.desk),
            Tab.SITES: lambda: SitesTab(self.desk),
            Tab.PLAN: self._plan_tab,
            Tab.STAGES: lambda: StagesTab(self.desk),
        }

    def _plan_tab(self) -> PlanTab:
        made = PlanTab(self.desk, self._look, self._sending)
        made.looked.connect(self._chain)
        return made

    def _scrolled(self, part: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("box", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 4, 20, 14)
        column.addWidget(part)
        area.setWidget(inside)
        return area

    def _show_tab(self, tab: Tab) -> None:
        self._tab = tab
        self._tabs.choose(tab)
        self.refresh()
        self.desk.page_changed()

    # State into widgets -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the tab that is looked at as it stands; the others when they are looked at."""
        part = self._made(self._tab)
        self._stack.setCurrentWidget(self.areas[self._tab])
        part.show_state(frozen=self.session.read_only)
        self._chain()

    def _chain(self) -> None:
        """Let Tab follow what is read on the tab that is looked at."""
        hidden = {area for tab, area in self.areas.items() if tab is not self._tab}
        set_reading_order(self, but=hidden)

    def state_line(self) -> str:
        """Say how far contract and plan are, and what is missing."""
        now = engagement.state(self.session)
        missing = str(msg("{n} {n:fact is|facts are} empty", n=len(now.empty))) if now.empty else ""
        review = self.session.find(ContractReview)
        contract = _("Contract: {word}").format(word=ACCEPTANCE_WORD[review.decision])
        if review.decision is Acceptance.ACCEPTED and review.decided_on is not None:
            contract = _("Contract accepted {day}").format(day=review.decided_on.isoformat())
        version = newest(self.session.all(PlanVersion))
        plan = _("plan version {n}").format(n=version.number) if version else _("plan not sent")
        parts = (contract, plan, missing)
        return " · ".join(part for part in parts if part)

    def page_actions(self) -> Sequence[PageAction]:
        """Print the plan, give out the kit."""
        now = engagement.state(self.session)
        why = "" if len(now.owners) > 1 else _("Add the auditors to the team first.")
        return (
            PageAction(
                "print",
                _("Print plan"),
                lambda: self.desk.go("document", "plan"),
                icon="printer",
                shortcut="Ctrl+P",
            ),
            PageAction(
                "kit",
                _("Send kit…"),
                self._open_kit,
                icon="upload",
                primary=True,
                enabled=not why and not self.session.read_only,
                why=why,
            ),
        )

    def guidance(self) -> Guidance:
        """Say what the rules ask of what is looked at."""
        clause, words = _GUIDANCE[self._tab]
        return Guidance(text_in(clause_text(clause), current_language()), str(words), (clause,))

    def focus_on(self, target: Target) -> None:
        """Open the tab of a target, and show its row and field."""
        if not (target.row or target.field):
            return
        tab = tab_of(target)
        if tab is Tab.AGREED and any(
            site.row == target.row for site in engagement.state(self.session).sites
        ):
            tab = Tab.SITES
        self._show_tab(tab)
        if not self._parts[self._tab].focus_on(target):
            super().focus_on(target)

    def panes(self) -> Sequence[QWidget]:
        """Return the panes of the tab that is looked at."""
        return self._made(self._tab).panes()

    def _open_kit(self) -> None:
        self._show_tab(Tab.AGREED)
        part = self._parts[Tab.AGREED]
        if isinstance(part, AgreedTab):
            part.open_kit()


def tab_of(target: Target) -> Tab:
    """Return the tab on which a target is mended: the one that knows most of the field's name."""
    fitting = [
        (len(start), tab)
        for tab, starts in _FIELDS.items()
        for start in starts
        if target.field.startswith(start)
    ]
    return max(fitting)[1] if fitting else Tab.AGREED
