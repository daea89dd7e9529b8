"""Merge: bring signed packages together, knowing what changes, and be able to take it back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.choice import Choice, FieldConflict, by_person
from cfpdesk.model.field_word import field_word
from cfpdesk.model.gate import Mark, StepStatus, Target
from cfpdesk.model.package import PackageKind
from cfpdesk.steps import merge as step
from cfpdesk.store.reception import Arrived
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.merge_choices import Choices
from cfpdesk.ui.merge_record import RecordPane
from cfpdesk.ui.merging import Merging
from cfpdesk.ui.package_verbs import PackageVerbs
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.list_delegate import ListRow, RowList
from cfpdesk.ui.widgets.merge_counts import MergeCounts
from cfpdesk.ui.widgets.package_list import PackagePane
from cfpdesk.ui.widgets.package_note import PackageNote
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.status_icon import CONFLICT, Shape
from cfpdesk.ui.widgets.text import Hairline, label

_DECIDED = Shape("conform", "ok", msg("Decided"))


class MergePage(Page):
    """Panes: packages; counts above, conflicts and the record in question below."""

    NOUN = "merge"
    WATCHES = frozenset(
        {
            *("engagement", "person", "person_key", "answer", "evidence", "link", "finding"),
            *("meeting", "attendance", "agenda_point", "key_datum", "group_owner", "site", "seal"),
        }
    )
    LAYOUT = "work"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._merging = Merging(desk, self._package_changed)
        self._choices = Choices()
        self._package = ""
        self._record = ""

    def build(self) -> None:
        """Make the panes."""
        self._packages = PackagePane()
        self._packages.list.chosen.connect(self._show_package)
        self._packages.dropped.connect(self.receive)
        self._packages.asked.connect(self._open)
        right = QFrame()
        role(right, box="base")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._counts = MergeCounts()
        column.addWidget(self._counts)
        column.addWidget(Hairline())
        self._conflicts = RowList(_("Conflicts"))
        self._conflicts.chosen.connect(self._show_record)
        self._conflicts.opened.connect(lambda _key: self._focus_fields())
        below = [(self._conflict_pane(), 232), (self._right(), 620)]
        column.addWidget(Panes("merge-record", self.desk.settings, below, grow=1), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        parts: list[tuple[QWidget, int]] = [(self._packages, 268), (right, 860)]
        layout.addWidget(Panes("merge", self.desk.settings, parts, grow=1))

    def _conflict_pane(self) -> QWidget:
        pane = QFrame()
        role(pane, box="pane")
        pane.setMinimumWidth(196)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 10)
        column.addWidget(self._conflicts, 1)
        note = label(
            _("Photos, signatures, notes and records are united; nothing is thrown away."),
            "muted",
            wrap=True,
        )
        note.setContentsMargins(14, 0, 14, 0)
        column.addWidget(note)
        return pane

    def _right(self) -> QWidget:
        self._stack = QStackedWidget()
        self._pane = RecordPane()
        self._pane.chosen.connect(self._choose)
        self._pane.sided.connect(lambda mine: self._take_side(mine=mine))
        self._pane.person_asked.connect(self._take_person)
        self._pane.reasoned.connect(self._write_reason)
        self._pane.decided.connect(self._decide)
        self._pane.next_asked.connect(lambda: self._step(1))
        self._stack.addWidget(self._pane)
        self._note = PackageNote()
        self._verbs = PackageVerbs(
            self.desk, self._note, self.receive, lambda: self._show_package("")
        )
        self._stack.addWidget(self._note)
        return self._stack

    # State into widgets -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show packages, counts, conflicts, and what is selected."""
        state = step.state(self.session)
        self._packages.show_packages(state, tuple(self._merging.arrived.values()))
        if not self._packages.list.select(self._package):
            self._package = self._packages.first() if not self._package else ""
            self._packages.list.select(self._package)
        arrived = self._arrived()
        self._counts.show_state(
            arrived.preview if arrived else None,
            merged=len([p for p in state.packages if p.ranges and not p.taken_back]),
            conflicts=state.open_fields,
        )
        records = self._records(state)
        self._choices.offer(records)
        self._conflicts.set_rows([self._row(record) for record in records])
        if not self._conflicts.select(self._record):
            self._record = records[0].key if records else ""
            self._conflicts.select(self._record)
        if self._package.partition(":")[0] in ("package", "aside"):
            self._conflicts.clearSelection()
        self._show_right(state, records)
        self.desk.page_changed()

    def _arrived(self) -> Arrived | None:
        return self._merging.arrived.get(self._package)

    def _records(self, state: step.MergeState) -> tuple[step.RecordConflict, ...]:
        """Return the conflicts a package would make, or those that stand."""
        arrived = self._arrived()
        if arrived is None:
            return state.conflicts
        coming = {arrived.replica: arrived.key_sha256}
        return step.records(self.session, arrived.preview.conflicts, coming)

    def _row(self, record: step.RecordConflict) -> ListRow:
        language = current_language()
        open_fields = self._choices.left_open(record)
        total = len(record.fields)
        words = "、" if language == "zh" else ", "
        fields = words.join(text_in(field_word(f.table, f.field), language) for f in record.fields)
        decided = not open_fields
        return ListRow(
            record.key,
            fields,
            shape=_DECIDED if decided else CONFLICT,
            number=text_in(record.name, language),
            kind=" ",
            word=_("chosen {n}/{total}").format(n=total - open_fields, total=total),
            token="ok" if decided else "conf",
        )

    def _show_right(self, state: step.MergeState, records: Sequence[step.RecordConflict]) -> None:
        record = next((r for r in records if r.key == self._record), None)
        about = self._package.partition(":")[0]
        if record is not None and about in ("arrived", ""):
            self._stack.setCurrentIndex(0)
            self._pane.show_record(
                record, self._choices, self._arrived(), read_only=self.session.read_only
            )
            return
        self._stack.setCurrentIndex(1)
        self._note.show_package(self._package, self._arrived(), state, self.session)

    def state_line(self) -> str:
        """Say how many packages are in, looked at, set aside."""
        state = step.state(self.session)
        merged = sum(bool(p.ranges) and not p.taken_back for p in state.packages)
        parts = [_("{n} merged").format(n=merged)]
        if self._merging.arrived:
            parts.append(_("{n} looked at").format(n=len(self._merging.arrived)))
        if state.aside:
            parts.append(_("{n} set aside").format(n=len(state.aside)))
        return " · ".join([*parts, _("any of them can be taken back")])

    def page_actions(self) -> Sequence[PageAction]:
        """Receive, countersign, merge; next and previous conflict by key."""
        arrived = self._arrived()
        found = [
            PageAction("countersign", _("Countersign…"), self._countersign, "signature"),
            PageAction("receive", _("Receive packages…"), self._open, "download"),
            PageAction(
                "next",
                _("Next conflict"),
                lambda: self._step(1),
                shortcut="Alt+Down",
                in_title=False,
            ),
            PageAction(
                "previous",
                _("Previous conflict"),
                lambda: self._step(-1),
                shortcut="Alt+Up",
                in_title=False,
            ),
        ]
        if arrived is not None:
            left = sum(self._choices.left_open(r) for r in self._records(step.state(self.session)))
            words = _("Merge, leave {n} open").format(n=left) if left else _("Merge")
            if arrived.kind is PackageKind.RECEIPT:
                words = _("Take the receipt in")
            busy = self._merging.busy or self.session.read_only
            why = _("This engagement is open for reading only.") if self.session.read_only else ""
            found.append(
                PageAction(
                    "merge",
                    words,
                    self._merge,
                    icon="merge",
                    primary=True,
                    enabled=not busy,
                    why=why,
                )
            )
        return tuple(found)

    def panes(self) -> Sequence[QWidget]:
        """Packages, conflicts, fields."""
        fields = self._pane.fields.rows()
        return (self._packages.list, self._conflicts, fields[0] if fields else self._packages.list)

    def guidance(self) -> Guidance | None:
        """Say what a merge does."""
        return Guidance(
            _("About merging"),
            _(
                "A package is checked completely before anything is shown. Merging unites all "
                "entries; only fields that differ are conflicts, and both values are kept. What is "
                "decided here is an entry with its reason and travels with the next package."
            ),
        )

    def focus_on(self, target: Target) -> None:
        """Show a record in conflict."""
        self._package = ""
        if target.row:
            self._record = target.row
        self.refresh()
        place = self._packages.list if target.field == "packages" else self._conflicts
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What a person does -------------------------------------------------------------------------

    def receive(self, paths: Sequence[Path]) -> bool:
        """Take packages that were dropped or opened."""
        self._merging.take(paths)
        return True

    def _open(self) -> None:
        found = self.desk.open_files(msg("Receive packages"), "*.cfpkg *.age")
        if found:
            self.receive(found)

    def _package_changed(self, key: str) -> None:
        if key:
            self._package = key
        if self.isVisible():
            self.refresh()
        else:
            self.stale = True
        self.desk.status_changed()

    def waiting(self) -> StepStatus | None:
        """Say how many packages are looked at and not merged."""
        n = len(self._merging.arrived)
        return StepStatus(Mark.IN_PROGRESS, figure=msg("{n} {n:waits|wait}", n=n)) if n else None

    def _show_package(self, key: str) -> None:
        self._package = key
        self._record = ""
        self.refresh()

    def _show_record(self, key: str) -> None:
        self._record = key
        if self._package.partition(":")[0] not in ("arrived", ""):
            self._package = ""
        self.refresh()

    def _current(self) -> step.RecordConflict | None:
        records = self._records(step.state(self.session))
        return next((r for r in records if r.key == self._record), None)

    def _choose(self, field: str, choice: Choice) -> None:
        table, _colon, row_id = self._record.partition(":")
        self._choices.choose((table, row_id, field), choice)
        self.refresh()

    def _take_side(self, *, mine: bool) -> None:
        record = self._current()
        if record is not None:
            self._choices.take_side(record, mine=mine)
            self.refresh()

    def _take_person(self) -> None:
        from PySide6.QtWidgets import QMenu

        records = self._records(step.state(self.session))
        people = sorted({v.person for r in records for f in r.fields for v in f.versions})
        menu = QMenu(self)
        for person in people:
            menu.addAction(person).triggered.connect(self._taker(person))
        menu.exec(self._pane.menu_place())

    def _taker(self, person: str) -> Callable[[], None]:
        def take() -> None:
            records = self._records(step.state(self.session))
            fields = [f for r in records for f in r.fields]
            self._choices.take(by_person(fields, person))
            self.refresh()

        return take

    def _write_reason(self, text: str) -> None:
        self._choices.write_reason(self._record, text)
        self._pane.merged.show_error("")

    def _decide(self) -> None:
        """Write the decisions on this record; on an arrived package they wait for the merge."""
        record = self._current()
        if record is None or self._arrived() is not None:
            self._step(1)
            return
        chosen = self._choices.pairs(record)
        if not chosen:
            return
        if self._write([(record, chosen)], self._choices.reason(record.key)):
            self._choices.forget([record])
            self.refresh()

    def _write(
        self,
        decisions: Sequence[tuple[step.RecordConflict, list[tuple[FieldConflict, Choice]]]],
        reason: str,
    ) -> bool:
        for record, chosen in decisions:
            try:
                step.settle(self.session, chosen, reason, record.name)
            except UserError as error:
                self._pane.complain(str(error.message))
                return False
        return True

    def _merge(self) -> None:
        arrived = self._arrived()
        if arrived is None:
            return
        records = self._records(step.state(self.session))
        decided = [(r, self._choices.pairs(r)) for r in records if self._choices.meant(r)]
        lacking = next((r for r, _p in decided if not self._choices.reason(r.key).strip()), None)
        if lacking is not None:
            self._record = lacking.key
            self.refresh()
            self._pane.complain(_("Say why: a conflict is settled with a reason."))
            return

        def then() -> None:
            for record, pairs in decided:
                self._write([(record, pairs)], self._choices.reason(record.key))
            self._choices.forget([r for r, _pairs in decided])
            self._record = ""

        self.desk.attempt(lambda: self._merging.merge(arrived, then))

    def _countersign(self) -> None:
        arrived = self._arrived()
        if arrived is not None and arrived.path.suffix == ".cfpkg":
            self._merging.countersign(arrived.path)
            return
        found = self.desk.open_files(msg("Countersign a package"), "*.cfpkg")
        if found:
            self._merging.countersign(found[0])

    def _step(self, by: int) -> None:
        keys = [r.key for r in self._records(step.state(self.session))]
        if not keys:
            return
        at = keys.index(self._record) + by if self._record in keys else 0
        self._show_record(keys[at % len(keys)])
        self._focus_fields()

    def _focus_fields(self) -> None:
        fields = self._pane.fields.rows()
        if fields:
            fields[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
