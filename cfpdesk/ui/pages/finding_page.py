"""Findings: state them so that the client can answer, and follow them to closure."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.evidence import LinkRole
from cfpdesk.model.finding import (
    KIND_WORD,
    Finding,
    FindingKind,
    FindingState,
    backward,
    forward,
)
from cfpdesk.model.gate import Target
from cfpdesk.model.quantity import figure
from cfpdesk.model.team import Person, Role
from cfpdesk.steps import evidence, finding, finding_signature
from cfpdesk.steps.evidence import LinkTarget, Source, Taken
from cfpdesk.steps.finding import FindingView
from cfpdesk.ui import intake
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.finding_signing import finding_request
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.finding_detail import FindingDetail
from cfpdesk.ui.parts.finding_facts import (
    drawn_signature,
    history_lines,
    raised_text,
    role_thumbs,
)
from cfpdesk.ui.parts.finding_rows import Tab, finding_row, how_to_state, is_in
from cfpdesk.ui.parts.shared_pictures import pictures_of
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.list_delegate import RowList
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.reading_order import set_reading_order


class FindingPage(Page):
    """See the module text."""

    NOUN = "finding"
    WATCHES = frozenset({"finding", "link", "evidence", "signature", "engagement", "person"})
    LAYOUT = "work"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tab = Tab.OPEN
        self._current = ""
        self._state = finding.state(desk.session)

    # Building ---------------------------------------------------------------------------------

    def build(self) -> None:
        """Make list and detail."""
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._detail = FindingDetail(self.desk, pictures_of(self.desk))
        left = QWidget()
        role(left, box="base")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._tabs = Choice(_("Show"), "tabs")
        self._tabs.chosen.connect(self._tab_chosen)
        line = QHBoxLayout()
        line.setContentsMargins(16, 4, 8, 0)
        line.addWidget(self._tabs)
        line.addStretch(1)
        column.addLayout(line)
        self._list = RowList(_("Findings"))
        self._list.chosen.connect(self._choose)
        self._list.opened.connect(lambda _row: self._detail.focus_field("facts"))
        column.addWidget(self._list, 1)
        self._connect()
        none = EmptyState(_("Nothing in this list."))
        self._right = QStackedWidget()
        self._right.addWidget(self._detail)
        self._right.addWidget(none)
        panes = Panes("finding", self.desk.settings, [(left, 345), (self._right, 790)])
        clause = clause_text("RULE:9.7").text(current_language())
        sentence = _("There is none yet. At a check item press 2, then Ctrl+N; or begin one here.")
        nothing = EmptyState(sentence, _("New finding"), self._new, icon="plus", clause=clause)
        self._stack = QStackedWidget()
        self._stack.addWidget(panes)
        self._stack.addWidget(nothing)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        detail = self._detail
        detail.moved.connect(self._move)
        detail.back_wanted.connect(self._back)
        detail.regraded.connect(self._regrade)
        detail.delete_wanted.connect(self._delete)
        detail.confirm_wanted.connect(
            lambda: self.desk.attempt(lambda: finding.confirm(self.session, self._current))
        )
        detail.item_opened.connect(lambda item: self.desk.go("checklist", item))
        detail.evidence_opened.connect(lambda row: self.desk.go("evidence", row))
        detail.evidence_unlinked.connect(
            lambda row: self.desk.attempt(lambda: evidence.unlink(self.session, row))
        )
        detail.evidence_wanted.connect(lambda proof: self._add_evidence(proof=proof))
        detail.evidence_dropped.connect(lambda paths, proof: self._drop(paths, proof=proof))
        detail.link_wanted.connect(self._link)
        detail.answer.sign_wanted.connect(self._sign)

    # Showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the list and the current finding."""
        self._state = finding.state(self.session)
        self._show_list()

    def _show_list(self) -> None:
        views = self._state.findings
        self._stack.setCurrentIndex(0 if views else 1)
        sorted_in = {tab: [v for v in views if is_in(v, tab)] for tab in Tab}
        words = {Tab.OPEN: _("Not closed"), Tab.CLOSED: _("Closed"), Tab.MINE: _("Mine")}
        self._tabs.set_options([(tab.value, f"{words[tab]} {len(sorted_in[tab])}") for tab in Tab])
        self._tabs.choose(self._tab.value)
        shown = sorted_in[self._tab]
        self._list.set_rows([finding_row(view) for view in shown])
        rows = [view.finding.row for view in shown]
        if self._current not in rows:
            self._current = rows[0] if rows else ""
        if self._current and self._list.current_key() != self._current:
            self._list.select(self._current)
        self._show_current()

    def _show_current(self) -> None:
        view = self._view()
        self._right.setCurrentIndex(0 if view else 1)
        if view is None:
            return
        me = self.session.me()
        current = view.finding
        writer = self.session.get(Person, current.raised_by) if current.raised_by else None
        trainee = writer is not None and writer.role is Role.TRAINEE and not current.confirmed_by
        may_confirm = trainee and me is not None and me.role is not Role.TRAINEE
        self._detail.show_finding(
            view,
            by=raised_text(self.session, current, writer),
            thumbs=role_thumbs(self.session, current.row, LinkRole.FACT),
            proofs=role_thumbs(self.session, current.row, LinkRole.CORRECTION),
            may_regrade=finding.may_regrade(self.session),
            may_confirm=may_confirm and not view.mine,
        )
        self._detail.answer.show_answer(
            view,
            finding_signature.signers(self.session),
            drawn_signature(self.session, view),
            history_lines(self.session, current),
        )
        set_reading_order(self)

    def _view(self) -> FindingView | None:
        found = (view for view in self._state.findings if view.finding.row == self._current)
        return next(found, None)

    # Doing ------------------------------------------------------------------------------------

    def _choose(self, row: str) -> None:
        if row != self._current:
            self._current = row
            self._show_current()
            self.desk.page_changed()

    def _tab_chosen(self, key: str) -> None:
        self._tab = Tab(key)
        self._show_list()

    def _new(self) -> None:
        menu = QMenu(self)
        for kind in FindingKind:
            menu.addAction(str(KIND_WORD[kind]), self._creating(kind))
        menu.popup(self.mapToGlobal(self.rect().topRight()) - self._menu_offset(menu))

    def _menu_offset(self, menu: QMenu) -> QPoint:
        return QPoint(menu.sizeHint().width() + 20, -4)

    def _creating(self, kind: FindingKind) -> Callable[[], None]:
        return lambda: self._create(kind)

    def _create(self, kind: FindingKind) -> None:
        made: list[Finding] = []
        if self.desk.attempt(lambda: made.append(finding.create(self.session, kind))):
            self._tab, self._current = Tab.OPEN, made[0].row
            self.refresh()
            self._detail.focus_field("title")
            self.desk.page_changed()

    def _move(self, end: FindingState) -> None:
        self.desk.leave_fields()
        row = self._current
        if not self.desk.attempt(lambda: finding.move(self.session, row, end)):
            self._detail.focus_field(self._detail.steps.lacking())

    def _move_on(self) -> None:
        view = self._view()
        move = forward(view.finding.kind, view.finding.state) if view else None
        if move is not None:
            self._move(move.end)

    def _back(self) -> None:
        view = self._view()
        move = backward(view.finding.kind, view.finding.state) if view else None
        if view is None or move is None:
            return
        row = view.finding.row
        prompt = msg("Why is {number} taken up again?", number=view.finding.number)
        self.desk.ask_reason(
            prompt,
            lambda reason: self.desk.attempt(
                lambda: finding.move(self.session, row, move.end, reason)
            ),
        )

    def _regrade(self, kind: FindingKind) -> None:
        view = self._view()
        if view is None or kind is view.finding.kind:
            return
        row = view.finding.row
        self.desk.leave_fields()
        if view.finding.state is FindingState.DRAFT:
            self.desk.attempt(lambda: finding.regrade(self.session, row, kind, ""))
            return
        prompt = msg("Why does {number} become: {kind}?", number=view.finding.number,
                     kind=KIND_WORD[kind])  # fmt: skip
        self.desk.ask_reason(
            prompt,
            lambda reason: self.desk.attempt(
                lambda: finding.regrade(self.session, row, kind, reason)
            ),
        )

    def _delete(self) -> None:
        view = self._view()
        if view is None:
            return
        row = view.finding.row
        prompt = msg(
            "Why is {number} deleted? Its number is not given again.", number=view.finding.number
        )
        self.desk.ask_reason(
            prompt,
            lambda reason: self.desk.attempt(lambda: finding.delete(self.session, row, reason)),
        )

    def _target(self) -> LinkTarget | None:
        view = self._view()
        if view is None:
            return None
        current = view.finding
        return LinkTarget(Finding.TABLE, current.row, current.number, current.title)

    def _add_evidence(self, *, proof: bool = False) -> None:
        intake.choose(self.desk, *self._for_intake(proof=proof))

    def _drop(self, paths: list[Path], *, proof: bool) -> None:
        intake.take(self.desk, paths, Source.DRAG, *self._for_intake(proof=proof))

    def _for_intake(self, *, proof: bool) -> tuple[LinkTarget | None, intake.Then | None]:
        """Return the target and what follows: a proof is linked as one after it came in."""
        target = self._target()
        if not proof or target is None:
            return target, None

        def link(taken: Sequence[Taken]) -> None:
            rows = [each.evidence.row for each in taken]
            self.desk.attempt(
                lambda: evidence.link(self.session, rows, target, LinkRole.CORRECTION)
            )

        return None, link

    def _link(self) -> None:
        target = self._target()
        if target is not None:
            self.desk.pick(
                ("evidence",),
                lambda found: self.desk.attempt(
                    lambda: evidence.link(self.session, [found.row], target)
                ),
            )

    def _sign(self, person: str) -> None:
        self.desk.leave_fields()
        view = self._view()
        who = self.session.get(Person, person)
        if view is not None and who is not None:
            self.desk.attempt(lambda: self.desk.hand_over([finding_request(self.desk, view, who)]))

    # What the window asks ---------------------------------------------------------------------

    def state_line(self) -> str:
        """Return how many there are, how many disputed, and the net effect."""
        state = self._state
        if not state.findings:
            return ""
        parts = [str(msg("{n} {n:finding|findings}", n=len(state.findings)))]
        if state.disputed:
            parts.append(_("{n} disputed").format(n=state.disputed))
        if state.net:
            side = _("net understated") if state.net < 0 else _("net overstated")
            text = f"{side} {figure(abs(state.net))} kgCO₂e"
            if state.net_percent is not None:
                text += f" ({figure(abs(state.net_percent), 2)} %)"
            parts.append(text)
        return " · ".join(parts)

    def page_actions(self) -> Sequence[PageAction]:
        """Return what can be done here."""
        view = self._view()
        chosen = view is not None
        first = _("Choose a finding first")
        return (
            PageAction("print", _("Print findings"),
                       lambda: self.desk.go("document", "finding_report"), icon="printer",
                       shortcut="Ctrl+P"),
            PageAction("new", _("New finding"), self._new, icon="plus", shortcut="Ctrl+N",
                       primary=True),
            PageAction("next", _("Next step of the finding"), self._move_on, shortcut="Alt+Right",
                       in_title=False, enabled=chosen, why=first),
            PageAction("evidence", _("Add evidence"), self._add_evidence, shortcut="Ctrl+E",
                       in_title=False, enabled=chosen, why=first),
            PageAction("link", _("Link evidence"), self._link, shortcut="Ctrl+L", in_title=False,
                       enabled=chosen, why=first),
            PageAction("delete", _("Delete …"), self._delete, in_title=False, enabled=chosen,
                       why=first),
        )  # fmt: skip

    def focus_on(self, target: Target) -> None:
        """Go to a finding by its row, and to a field of it."""
        view = next((v for v in self._state.findings if v.finding.row == target.row), None)
        if view is None:
            return
        if not is_in(view, self._tab):
            self._tab = Tab.CLOSED if view.finding.state is FindingState.CLOSED else Tab.OPEN
        self._current = target.row
        self._show_list()
        self._list.select(target.row)
        self._list.setFocus()
        self._detail.focus_field(target.field)
        self.desk.page_changed()

    def guidance(self) -> Guidance:
        """Say what a finding has to state."""
        return how_to_state()

    def hand_over(self) -> bool:
        """Hand the finding to the client's person who signed last, or the first (Ctrl+H)."""
        view = self._view()
        people = finding_signature.signers(self.session)
        if view is None or not people or not self._detail.answer.sign_button.isEnabled():
            return False
        self._sign(people[0].row)
        return True

    def panes(self) -> Sequence[QWidget]:
        """Return list, facts, answer."""
        return (self._list, self._detail.facts.edit, self._detail.answer.reply.edit)

    def paste(self) -> bool:
        """Take the clipboard in as evidence of the current finding."""
        return intake.paste(self.desk, self._target())
