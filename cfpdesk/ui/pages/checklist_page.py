"""Checklists: decide each item on facts and evidence, fast, standing up."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.check_guidance import how_to_verify
from cfpdesk.model.checklist import VERDICT_WORD, Answer, Verdict
from cfpdesk.model.clause import clause_text
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.gate import Target
from cfpdesk.steps import checklist, evidence, finding
from cfpdesk.steps.checklist import ItemState
from cfpdesk.steps.evidence import LinkTarget
from cfpdesk.ui import intake
from cfpdesk.ui.checklist_version import add_own_item, choose_version
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.check_detail import LOW, CheckDetail
from cfpdesk.ui.parts.check_list import CheckList, Narrowing, history_text
from cfpdesk.ui.parts.shared_pictures import pictures_of, thumbs_of
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.group_list import GroupList
from cfpdesk.ui.widgets.list_delegate import ListRow
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.status_icon import ANSWERS

_NEW_KIND = {
    Verdict.OBSERVATION: FindingKind.OBSERVATION,
    Verdict.FOLLOW_UP: FindingKind.CLARIFICATION,
}


class ChecklistPage(Page):
    """See the module text."""

    NOUN = "checklist"
    WATCHES = frozenset(
        {"answer", "link", "evidence", "finding", "engagement", "group_owner", "person"}
        | {"own_item", "checklist_version"}
    )
    LAYOUT = "work"
    FIRST_PANE = 1

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._narrowing = Narrowing()
        self._only_mine = desk.settings.flag("checklist/only-mine", default=True)
        self._current = ""
        self._state = checklist.state(desk.session)
        for digit, verdict in enumerate((Verdict.OPEN, *ANSWERS)):
            keys = QKeySequence(f"Alt+{digit}")
            made = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(self._answering(verdict))

    # Building ---------------------------------------------------------------------------------

    def build(self) -> None:
        """Make the three panes."""
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._groups = GroupList()
        self._groups.current_changed.connect(self._to_group)
        role(self._groups, box="pane")
        self._detail = CheckDetail(self.desk, pictures_of(self.desk))
        self._nothing = EmptyState(_("Choose an item in the list."))
        self._right = QStackedWidget()
        self._right.addWidget(self._detail)
        self._right.addWidget(self._nothing)
        self._middle = CheckList(self._narrowing)
        self._middle.narrowed.connect(self._show_list)
        self._list = self._middle.list
        outer.addWidget(
            Panes(
                "checklist",
                self.desk.settings,
                [(self._groups, 232), (self._middle, 384), (self._right, 530)],
            )
        )
        self._connect()

    def _connect(self) -> None:
        self._list.chosen.connect(self._show_item)
        self._list.opened.connect(lambda _key: self._detail.facts.edit.setFocus())
        detail = self._detail
        detail.answered.connect(self._answer)
        detail.stepped.connect(self._step)
        detail.finding_opened.connect(lambda row: self.desk.go("finding", row))
        detail.finding_wanted.connect(self._new_finding)
        detail.evidence_opened.connect(lambda row: self.desk.go("evidence", row))
        detail.evidence_unlinked.connect(
            lambda row: self.desk.attempt(lambda: evidence.unlink(self.session, row))
        )
        detail.evidence_wanted.connect(self._add_evidence)
        detail.evidence_dropped.connect(self._drop)
        detail.link_wanted.connect(self._link)
        detail.guidance_wanted.connect(self.desk.page_changed)

    # Showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show groups, items and the current item."""
        self._state = checklist.state(self.session)
        self._groups.show_owners(self._state.owners)
        self._show_list(keep=True)

    def _show_list(self, *, keep: bool = False) -> None:
        """Show what passes the filters; `keep` leaves the item just answered until one goes on."""
        held = self._current if keep else ""
        ids = self._middle.show_items(self._state, self._scope(), held)
        if self._current not in ids:
            self._current = ids[0] if ids else ""
        if self._list.current_key() != self._current and self._current:
            self._list.select(self._current)
        self._show_current(ids)

    def _scope(self) -> list[ItemState]:
        mine = self._state.mine
        if not self._only_mine or mine is None:
            return list(self._state.items)
        codes = {group.code for group in mine.groups}
        return [item for item in self._state.items if item.item.group in codes]

    def _show_current(self, ids: Sequence[str]) -> None:
        item = self._item(self._current)
        self._right.setCurrentWidget(self._detail if item else self._nothing)
        if item is None:
            return
        group = item.item.group
        if self._groups.current_key() != group:
            self._groups.set_current(group, quiet=True)
        owner = self._state.people.get(item.owner, "")
        me = self.session.me()
        if item.owner and (me is None or item.owner != me.row):
            owner = _("{name}'s; stands beside yours after the merge").format(name=owner)
        place = f"{ids.index(item.item.id) + 1} / {len(ids)}" if item.item.id in ids else ""
        self._detail.show_item(
            item,
            owner=owner,
            place=place,
            thumbs=thumbs_of(self.session, item.answer.row, item.evidence),
            findings=self._findings(item),
            history=history_text(self.session, item),
        )

    def _findings(self, item: ItemState) -> list[tuple[Finding, str]]:
        found = []
        for row in item.findings:
            one = self.session.get(Finding, row)
            if one is not None:
                found.append((one, str(finding.line_of(self.session, one))))
        return found

    def _item(self, key: str) -> ItemState | None:
        return next((item for item in self._state.items if item.item.id == key), None)

    # Doing ------------------------------------------------------------------------------------

    def _show_item(self, key: str) -> None:
        if self._item(key) is None:  # a heading, on the way of a selection over several rows
            return
        self._current = key
        ids = [row.key for row in self._list.rows() if isinstance(row, ListRow)]
        self._show_current(ids)
        self.desk.page_changed()

    def _to_group(self, code: str) -> None:
        mine = self._state.mine
        if mine is not None and code not in {group.code for group in mine.groups}:
            self._only_mine = False
        first = next((i.item.id for i in self._state.items if i.item.group == code), "")
        self._current = first
        if not any(row.key == first for row in self._list.rows()):
            self._middle.clear()
        self._show_list()
        self._list.select(first)
        self.desk.page_changed()

    def _answering(self, verdict: Verdict) -> Callable[[], None]:
        return lambda: self._answer(verdict)

    def _answer(self, verdict: Verdict) -> None:
        chosen = [key for key in self._list.selected_keys() if self._item(key)]
        items = chosen if len(chosen) > 1 and self._current in chosen else [self._current]
        if not items[0]:
            return
        self.desk.leave_fields()
        if verdict is Verdict.NOT_APPLICABLE and len(items) > 1:
            prompt = msg("Why do these {n} items not apply?", n=len(items))
            self.desk.ask_reason(prompt, lambda reason: self._put(items, verdict, reason))
            return
        self._put(items, verdict)
        item = self._item(self._current)
        if item is not None and item.lacks_reason:
            self._detail.focus_field("reason")
        elif item is not None and verdict is Verdict.FOLLOW_UP and not item.answer.ask_whom:
            self._detail.focus_field("ask_whom")

    def _put(self, items: Sequence[str], verdict: Verdict, reason: str = "") -> None:
        self.desk.attempt(lambda: checklist.answer(self.session, items, verdict, reason=reason))

    def _step(self, by: int) -> None:
        self.desk.leave_fields()
        self._list.step(by)

    def _next_open(self, by: int) -> None:
        self.desk.leave_fields()
        ids = [row.key for row in self._list.rows() if isinstance(row, ListRow)]
        at = ids.index(self._current) if self._current in ids else -1
        order = [*ids[at + 1 :], *ids[: max(at, 0)]]
        if by < 0:
            order = [*reversed(ids[: max(at, 0)]), *reversed(ids[at + 1 :])]
        states = {item.item.id: item for item in self._state.items}
        for key in order:
            if states[key].answer.verdict is Verdict.OPEN:
                self._list.select(key)
                self._show_item(key)
                return
        self.desk.say(msg("Nothing is left to check in this list."))

    def _next_group(self) -> None:
        codes = [row.key for row in self._groups.rows() if not row.head]
        item = self._item(self._current)
        if item is not None and codes:
            at = codes.index(item.item.group) + 1 if item.item.group in codes else 0
            self._to_group(codes[at % len(codes)])

    def _target(self) -> LinkTarget | None:
        item = self._item(self._current)
        if item is None:
            return None
        return LinkTarget(Answer.TABLE, item.answer.row, item.item.id, item.item.question)

    def _add_evidence(self) -> None:
        intake.choose(self.desk, self._target())

    def _drop(self, paths: list[Path]) -> None:
        intake.take(self.desk, paths, evidence.Source.DRAG, self._target())

    def _link(self) -> None:
        target = self._target()
        if target is not None:
            self.desk.pick(
                ("evidence",),
                lambda found: self.desk.attempt(
                    lambda: evidence.link(self.session, [found.row], target)
                ),
            )

    def _new_finding(self, kind: FindingKind | None = None) -> None:
        item = self._item(self._current)
        if item is None:
            return
        self.desk.leave_fields()
        chosen = kind or _NEW_KIND.get(item.answer.verdict, FindingKind.MINOR)
        made: list[Finding] = []
        if self.desk.attempt(
            lambda: made.append(finding.create(self.session, chosen, item.item.id))
        ):
            self.desk.go("finding", made[0].row, "title")

    def _toggle_mine(self) -> None:
        self._only_mine = not self._only_mine
        self.desk.settings.put_flag("checklist/only-mine", value=self._only_mine)
        self._show_list()
        self.desk.page_changed()

    def _add_own(self) -> None:
        self.desk.leave_fields()
        add_own_item(self.desk, lambda number: self.focus_on(Target("checklist", number)))

    def _choose_version(self) -> None:
        self.desk.leave_fields()
        choose_version(self.desk)

    def _to_list(self) -> None:
        self._middle.leave_search()
        self._list.setFocus()

    # What the window asks ---------------------------------------------------------------------

    def state_line(self) -> str:
        """Return mine, and how many items apply."""
        state = self._state
        shared = str(
            msg(
                "{n} of {all} items {n:applies|apply} ({version})",
                n=len(state.items),
                all=state.library_size,
                version=state.version,
            )
        )
        mine = state.mine
        if mine is None:
            return shared
        own = _("mine {done} / {total}").format(done=mine.done, total=mine.total)
        return f"{own} · {shared}"

    def page_actions(self) -> Sequence[PageAction]:
        """Return what can be done here, with the keys of the design."""
        found = [
            PageAction(
                "print", _("Print checklist"), lambda: self.desk.go("document", "checklist_record"),
                icon="printer", shortcut="Ctrl+P",
            ),
            PageAction(
                "own", _("Add an item…"), self._add_own, icon="plus",
                enabled=not self.session.read_only,
            ),
        ]  # fmt: skip
        if self._state.mine is not None:
            found.append(
                PageAction(
                    "mine", _("Only mine"), self._toggle_mine, icon="person",
                    checked=self._only_mine,
                )
            )  # fmt: skip
        hidden = [
            ("new-finding", _("New finding from this item"), self._new_finding, "Ctrl+N"),
            ("next-open", _("Next open item"), lambda: self._next_open(1), "Alt+Down"),
            ("previous-open", _("Previous open item"), lambda: self._next_open(-1), "Alt+Up"),
            ("next-group", _("Next group"), self._next_group, "Alt+Right"),
            ("evidence", _("Add evidence"), self._add_evidence, "Ctrl+E"),
            ("link", _("Link evidence"), self._link, "Ctrl+L"),
            ("phrase", _("Insert a phrase"), self._detail.phrases, "Ctrl+T"),
            ("note", _("Write a note"), lambda: self._detail.focus_field("note"), "F2"),
            ("list", _("Back to the list"), self._to_list, "Esc"),
            ("version", _("Another version of the checklist…"), self._choose_version, ""),
        ]
        found += [
            PageAction(name, text, run, shortcut=key, in_title=False)
            for name, text, run, key in hidden
        ]
        found += [
            PageAction(
                f"answer-{digit}", str(VERDICT_WORD[verdict]), self._answering(verdict),
                shortcut=str(digit), in_title=False,
            )
            for digit, verdict in enumerate((Verdict.OPEN, *ANSWERS))
        ]  # fmt: skip
        return found

    def focus_on(self, target: Target) -> None:
        """Go to an item by its id, or by the row of its answer."""
        found = next(
            (i for i in self._state.items if target.row in (i.item.id, i.answer.row)), None
        )
        if found is None:
            return
        if found not in self._scope():
            self._only_mine = False
        if not self._narrowing.lets_pass(found):
            self._middle.clear()
        self._current = found.item.id
        self._show_list()
        self._list.select(found.item.id)
        self._list.setFocus()
        self._detail.focus_field(target.field)
        self.desk.page_changed()

    def guidance(self) -> Guidance | None:
        """Say how the current item is verified."""
        item = self._item(self._current)
        if item is None:
            return None
        language = current_language()
        clauses = " · ".join(clause_text(c).text(language) for c in item.item.clauses)
        lines = [text_in(g, language) for g in how_to_verify(item.item)]
        return Guidance(f"{item.item.id}  {clauses}", "\n".join(lines), item.item.clauses)

    def filter_field(self) -> QWidget:
        """Show the free-text filter and return it."""
        self._middle.search.show()
        return self._middle.search

    def panes(self) -> Sequence[QWidget]:
        """Return groups, items, detail."""
        return (self._groups, self._list, self._detail.facts.edit)

    def paste(self) -> bool:
        """Take the clipboard in as evidence of the current item."""
        return intake.paste(self.desk, self._target())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the second language where the page is low."""
        super().resizeEvent(event)
        if self._built:
            self._detail.show_low(self.height() < LOW)
