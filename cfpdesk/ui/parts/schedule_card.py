"""The schedule of the plan: a day as it can be dragged, or every block as it can be typed."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.schedule import BlockKind, ScheduleBlock
from cfpdesk.steps import schedule
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.widgets.block_row import BlockChoices, BlockRow
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.schedule_layout import Shown
from cfpdesk.ui.widgets.schedule_view import ScheduleView
from cfpdesk.ui.widgets.text import Hairline, label

_DAY, _LIST = "day", "list"
_NOON = 9 * 60


class ScheduleCard(Card):
    """Day view with the chosen block below it, or the list; which day and block is view state."""

    # Emitted after what is looked at has changed, so that the page can chain its fields anew.
    looked = Signal()

    def __init__(self, desk: Desk, look: dict[str, str]) -> None:
        super().__init__(_("Schedule"))
        self._desk = desk
        self._look = look
        self._now = schedule.state(desk.session)
        self._rows: dict[str, BlockRow] = {}
        self._days = Choice(_("Day"), "tabs")
        self._days.setObjectName("plan-days")
        self._days.chosen.connect(self._day_chosen)
        self._kind = Choice(_("Look of the schedule"))
        self._kind.set_options([(_DAY, _("Day")), (_LIST, _("List"))])
        self._kind.chosen.connect(self._kind_chosen)
        self._add = button(_("Add a block"), self._add_block, icon="plus", kind="quiet")
        self._add.setObjectName("schedule")
        self._meetings = button(
            _("Put the meetings in"), self._put_meetings, icon="people", kind="quiet"
        )
        self._meetings.setObjectName("put-meetings")
        self.head.insertWidget(2, self._days)
        for widget in (self._meetings, self._add, self._kind):
            self.add_to_head(widget)
        self._make_view()
        self._list = QWidget()
        self._list_lines = QVBoxLayout(self._list)
        self._list_lines.setContentsMargins(0, 0, 0, 0)
        self._list_lines.setSpacing(2)
        self.body.addWidget(self._list)

    def _make_view(self) -> None:
        self.view = ScheduleView(_("Schedule"))
        self.view.setObjectName("schedule-view")
        self.view.chosen.connect(self._chosen)
        self.view.added.connect(self._added)
        self.view.opened.connect(self._opened)
        self.view.placed.connect(self._placed)
        self.view.removed.connect(self._removed)
        self.body.addWidget(self.view)
        self._none = label(
            _("Give the sites their days first; the schedule goes from day to day."),
            "label", wrap=True,
        )  # fmt: skip
        self.body.addWidget(self._none)
        self._keys = label(
            _(
                "Enter adds or opens · ← → 15 min · Shift ← → length · Alt ↑ ↓ person · "
                "Del takes out · Page Up/Down from block to block"
            ),
            "small", wrap=True,
        )  # fmt: skip
        self._edit = self._row_of("")
        self._edit.setObjectName("block-edit")
        self._trouble = label("", "warn", wrap=True)
        self.body.addWidget(self._edit)
        self.body.addWidget(self._trouble)
        self.body.addWidget(self._keys)

    def _row_of(self, block: str) -> BlockRow:
        made = BlockRow()
        made.written.connect(
            lambda field, value: self._write(block or self._look_at(), field, value)
        )
        made.removed.connect(lambda: self._removed(block or self._look_at()))
        return made

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, *, frozen: bool) -> None:
        """Show the schedule as it stands."""
        self._now = schedule.state(self._desk.session)
        days = [day.isoformat() for day in self._now.days]
        if self._look.get("day") not in days:
            self._look["day"] = days[0] if days else ""
        self._days.set_options([(day, day[5:].replace("-", "/")) for day in days])
        self._days.choose(self._look["day"])
        look = self._look.setdefault("schedule", _DAY)
        self._kind.choose(look)
        ready = bool(days and self._now.people)
        self._days.setVisible(ready and look == _DAY)
        self.view.setVisible(ready and look == _DAY)
        self._keys.setVisible(ready and look == _DAY)
        self._list.setVisible(look == _LIST)
        self._none.setVisible(not ready)
        self._add.setEnabled(ready and not frozen)
        self._meetings.setVisible(self._now.missing_meetings and not frozen)
        self.count.setText(str(len(self._now.blocks) or ""))
        self.view.read_only = frozen
        self._show_day()
        self._show_list(frozen=frozen)
        self._show_edit(frozen=frozen)

    def _show_day(self) -> None:
        people = [(p.row, p.name) for p in self._now.people]
        of_day = [b for b in self._now.blocks if b.day and b.day.isoformat() == self._look["day"]]
        self.view.show_day(people, [self._shown(block) for block in of_day])
        if self._look_at() != self.view.current():
            self.view.choose(self._look_at())

    def _shown(self, block: ScheduleBlock) -> Shown:
        names = self._now.uncovered.get(block.row, ())
        warning = _("no valid certificate: {names}").format(names="、".join(names)) if names else ""
        return Shown(
            row=block.row,
            start=block.start,
            end=block.end,
            people=block.people,
            words=str(schedule.title_of(block)),
            joint=block.kind is not BlockKind.WORK,
            overlap=block.row in self._now.overlaps,
            warning=warning,
        )

    def _choices(self) -> BlockChoices:
        language = current_language()
        return BlockChoices(
            people=tuple((p.row, p.name) for p in self._now.people),
            sites=tuple((s.row, s.name) for s in self._now.sites),
            groups=tuple((code, title.text(language)) for code, title in self._now.groups),
        )

    def _show_edit(self, *, frozen: bool) -> None:
        block = self._block(self._look_at())
        there = block is not None and self._look["schedule"] == _DAY
        self._edit.setVisible(there)
        shown = self._shown(block) if block is not None else None
        words = [_("Somebody is planned twice at once.")] if shown and shown.overlap else []
        words += [shown.warning] if shown and shown.warning else []
        self._trouble.setText(" ".join(words))
        self._trouble.setVisible(there and bool(words))
        if block is not None:
            self._edit.show_block(block, self._choices(), _("Block"), frozen=frozen)

    def _show_list(self, *, frozen: bool) -> None:
        if self._look["schedule"] != _LIST:
            return
        wanted = [block.row for block in self._now.blocks]
        if wanted != list(self._rows):
            self._rebuild(wanted)
        for number, block in enumerate(self._now.blocks, start=1):
            words = _("Block {n}").format(n=number)
            self._rows[block.row].show_block(block, self._choices(), words, frozen=frozen)

    def _rebuild(self, wanted: list[str]) -> None:
        """Order the rows anew; those of the same block stay, so that focus stays."""
        while self._list_lines.count():
            item = self._list_lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if isinstance(widget, Hairline):
                widget.hide()
                widget.deleteLater()
        for gone in [block for block in self._rows if block not in wanted]:
            self._rows[gone].hide()
            self._rows.pop(gone).deleteLater()
        self._rows = {block: self._rows.get(block) or self._row_of(block) for block in wanted}
        for block in self._rows.values():
            self._list_lines.addWidget(Hairline())
            self._list_lines.addWidget(block)

    def _block(self, block: str) -> ScheduleBlock | None:
        return next((found for found in self._now.blocks if found.row == block), None)

    def _look_at(self) -> str:
        return self._look.get("block", "")

    # What a person does -----------------------------------------------------------------------

    def _again(self) -> None:
        self.show_state(frozen=self._desk.session.read_only)
        self.looked.emit()

    def _day_chosen(self, day: str) -> None:
        self._look.update(day=day, block="")
        self._again()

    def _kind_chosen(self, kind: str) -> None:
        self._look["schedule"] = kind
        self._again()

    def _chosen(self, block: str) -> None:
        self._look["block"] = block
        self._show_edit(frozen=self._desk.session.read_only)

    def _added(self, person: str, minute: int) -> None:
        day = date.fromisoformat(self._look["day"])
        added: list[str] = []

        def add() -> None:
            added.append(schedule.add(self._desk.session, day, minute, person).row)

        if self._desk.attempt(add):
            self._look["block"] = added[0]
            self._again()

    def _add_block(self) -> None:
        person, minute = self.view.cursor_place()
        taken = [b.end for b in self.view.geometry_of().blocks if person in b.people]
        self._added(person, max([minute, *taken], default=_NOON) if taken else minute)
        row_of_block = self._rows.get(self._look_at())
        edit = row_of_block if self._look["schedule"] == _LIST else self._edit
        if edit is not None:
            edit.title().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _opened(self, block: str) -> None:
        self._chosen(block)
        self._edit.title().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _placed(self, block: str, start: int, end: int, people: object) -> None:
        assert isinstance(people, tuple)  # noqa: S101 - the view gives rows
        self._desk.attempt(lambda: schedule.place(self._desk.session, block, start, end, people))
        self._again()

    def _write(self, block: str, field: str, value: object) -> None:
        assert isinstance(value, str | int | date | tuple)  # noqa: S101 - the row gives these
        self._desk.attempt(lambda: schedule.write(self._desk.session, block, field, value))
        found = schedule.state(self._desk.session)
        now = next((b for b in found.blocks if b.row == block), None)
        if field == "day" and now is not None and now.day is not None:
            self._look["day"] = now.day.isoformat()
        self._again()

    def _removed(self, block: str) -> None:
        self._desk.attempt(lambda: schedule.remove(self._desk.session, block))

    def _put_meetings(self) -> None:
        self._desk.attempt(lambda: schedule.put_meetings(self._desk.session))

    def focus_block(self, block: str) -> bool:
        """Go to a block on its day, or to the schedule; False if there is no such block."""
        found = self._block(block)
        if found is not None:
            day = found.day.isoformat() if found.day else self._look.get("day", "")
            self._look.update(day=day, block=block, schedule=_DAY)
            self._again()
        target = self.view if self.view.isVisible() else self._add
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return found is not None or not block
