"""Person-days: what they are computed from, the days of each part, and the rules beside them."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Target
from cfpdesk.model.person_day_gate import range_text
from cfpdesk.model.person_day_view import RuleLine
from cfpdesk.model.person_days import DAY_PART_WORD, DayPart
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import ROLE_NAMES
from cfpdesk.steps import person_days
from cfpdesk.steps.person_days import DaysState, MemberShare
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import DecimalField
from cfpdesk.ui.form import Form
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.day_bar import DayBar
from cfpdesk.ui.widgets.text import Hairline, empty, label, row

_SHAPES = {
    True: ("conform", "ok", msg("kept")),
    False: ("blocks", "bad", msg("broken")),
    None: ("open", "control", msg("open")),
}


class DaysTab(QWidget):
    """See the module text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rules = person_days.state(desk.session).rules
        self._members: dict[str, DecimalField] = {}
        self._roles: dict[str, QLabel] = {}
        self._counts: dict[str, QLabel] = {}
        self._shown: object = None
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        left.addWidget(self._base_card())
        left.addWidget(self._factor_card())
        left.addStretch(1)
        right.addWidget(self._days_card())
        right.addWidget(self._member_card())
        right.addWidget(self._note_card())
        right.addStretch(1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)

    # Building ---------------------------------------------------------------------------------

    def _commit(self, field: str) -> Callable[[Decimal | str | date | bool | None], object]:
        return lambda value: person_days.write(self._desk.session, field, value)

    def _base_card(self) -> Card:
        self._base = Card(_("Base"), clause_text("RULE:A").text(current_language()))
        self._form = Form(self._desk, "person_days", label_width=84)
        self._form.decimal("sources", _("Sources"), self._commit("sources"), clause="RULE:A")
        self._form.decimal("sinks", _("Sinks"), self._commit("sinks"), clause="RULE:A")
        self._base.body.addWidget(self._form)
        self._take = button("", self._take_count, icon="table", kind="quiet", name="take-count")
        self._base.body.addLayout(row(self._take, None))
        self._range = label("", "label", wrap=True)
        self._base.body.addWidget(self._range)
        self._base_form = Form(self._desk, "person_days", label_width=84)
        days = _("person-days")
        self._base_form.decimal("base", _("Base"), self._commit("base"), clause="RULE:A", unit=days)
        self._base_form.line("signed_by", _("Approved by"), self._commit("signed_by"),
                             clause="RULE:10.1.4", hint=_("technical manager"))  # fmt: skip
        self._base_form.date("signed_on", _("on"), self._commit("signed_on"), clause="RULE:10.1.4")
        self._base.body.addWidget(self._base_form)
        return self._base

    def _factor_card(self) -> Card:
        clause = clause_text("RULE:9.4").text(current_language())
        self._factors = Card(_("What the days depend on"), clause)
        self._factor_form = Form(self._desk, "rule_entry", label_width=0)
        for item in self._rules.rule_list(ListCode.DAY_FACTOR).items:
            words = item.text.text(current_language())
            self._factor_form.note(
                f"day_factor.{item.code}",
                words,
                self._factor(item.code),
                lines=1,
                clause="RULE:9.4",
            )
        self._factors.body.addWidget(self._factor_form)
        return self._factors

    def _factor(self, item: str) -> Callable[[str], object]:
        return lambda text: person_days.write_factor(self._desk.session, item, text)

    def _days_card(self) -> Card:
        self._days = Card(_("Person-days"))
        self.bar = DayBar(_("Person-days"))
        self._days.body.addWidget(self.bar)
        self._day_form = Form(self._desk, "person_days", label_width=118)
        for part in DayPart:
            words, unit = str(DAY_PART_WORD[part]), _("days")
            self._day_form.decimal(part, words, self._commit(part), clause="RULE:9.4", unit=unit)
        self._day_form.note("reason", _("Why fewer than the base"), self._commit("reason"),
                            clause="RULE:9.4", lines=1)  # fmt: skip
        self._days.body.addWidget(self._day_form)
        self._days.body.addWidget(Hairline())
        self._lines = QVBoxLayout()
        self._lines.setSpacing(5)
        self._days.body.addLayout(self._lines)
        return self._days

    def _member_card(self) -> Card:
        clause = clause_text("RULE:9.1").text(current_language())
        self._member = Card(_("Shared out"), clause)
        self._member_lines = QVBoxLayout()
        self._member_lines.setSpacing(4)
        self._member.body.addLayout(self._member_lines)
        self._experts = Form(self._desk, "person_days", label_width=0)
        self._experts.check("experts_count", _("Days of technical experts count"),
                            self._commit("experts_count"), clause="RULE:9.1")  # fmt: skip
        self._member.body.addWidget(self._experts)
        return self._member

    def _note_card(self) -> Card:
        self._note = Card(_("Read from the rules like this"))
        self._notes = QVBoxLayout()
        self._notes.setSpacing(6)
        self._note.body.addLayout(self._notes)
        return self._note

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, *, frozen: bool) -> None:
        """Show the person-days as they stand."""
        now = person_days.state(self._desk.session)
        entered = now.plan.entered
        row_name = entered.row
        self._form.show_values(
            {
                "sources": None if entered.sources is None else Decimal(entered.sources),
                "sinks": None if entered.sinks is None else Decimal(entered.sinks),
            },
            row=row_name,
        )
        fields = ("base", "signed_by", "signed_on")
        self._base_form.show_values({f: getattr(entered, f) for f in fields}, row=row_name)
        of_days = (*(str(part) for part in DayPart), "reason")
        self._day_form.show_values({f: getattr(entered, f) for f in of_days}, row=row_name)
        self._experts.show_values({"experts_count": entered.experts_count}, row=row_name)
        for item in self._rules.rule_list(ListCode.DAY_FACTOR).codes:
            name = f"day_factor.{item}"
            self._factor_form.show_values({name: now.factors.get(item, "")}, row=name)
        for form in (self._form, self._base_form, self._day_form, self._experts, self._factor_form):
            form.set_read_only(frozen)
        self._show_count(now, frozen=frozen)
        self.bar.show_days([(str(DAY_PART_WORD[part]), now.plan.days(part)) for part in DayPart])
        self._show_members(now.members, frozen=frozen)
        self._show_lines(now)

    def _show_count(self, now: DaysState, *, frozen: bool) -> None:
        found, entered = now.inventory, now.plan.entered
        same = found == (entered.sources, entered.sinks)
        self._take.setVisible(found is not None and not same and not frozen)
        if found is not None:
            words = _("The inventory has {sources} sources and {sinks} sinks: take over")
            self._take.setText(words.format(sources=found[0], sinks=found[1]))
            self._take.setAccessibleName(self._take.text())
        plan = now.plan
        if plan.count is None or plan.band is None:
            words = _("The number of sources and sinks gives the row of the table.")
        elif plan.base_range is None:
            words = _("Sources and sinks: {n}. The technical manager sets the days case by case.")
            words = words.format(n=plan.count)
        else:
            words = _("Sources and sinks: {n}. Base: {range} person-days, the sum of the parts.")
            words = words.format(n=plan.count, range=range_text(plan.base_range))
        self._range.setText(words)

    def _show_members(self, members: Sequence[MemberShare], *, frozen: bool) -> None:
        wanted = [member.person.row for member in members]
        if wanted != list(self._members):
            empty(self._member_lines)
            self._members = {m.person.row: self._member_field(m) for m in members}
        for member in members:
            field = self._members[member.person.row]
            field.show(member.days, member.person.row)
            field.set_read_only(read_only=frozen)
            self._counts[member.person.row].setText("" if member.counted else _("not counted"))
            self._roles[member.person.row].setText(str(ROLE_NAMES[member.person.role]))
        shared = sum((m.days for m in members if m.counted and m.days), Decimal(0))
        self._member.count.setText(_("{days} days").format(days=figure(shared)) if shared else "")

    def _member_field(self, member: MemberShare) -> DecimalField:
        made: DecimalField

        def write(value: Decimal | None) -> None:
            person_days.give_days(self._desk.session, made.row, value)

        name = member.person.name
        words = _("Days of {name}").format(name=name)
        made = DecimalField(self._desk, "member_days", f"days-{member.person.row}", words, write)
        made.box.setFixedWidth(92)
        self._roles[member.person.row] = label("", "muted")
        self._counts[member.person.row] = label("", "small")
        box = QWidget()
        line = row(label(name, "strong"), self._roles[member.person.row], None)
        line.addWidget(self._counts[member.person.row])
        line.addWidget(made.box, 0, Qt.AlignmentFlag.AlignTop)
        box.setLayout(line)
        self._member_lines.addWidget(box)
        return made

    def _show_lines(self, now: DaysState) -> None:
        shown = (now.lines, now.plan.notes, current_language())
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._lines)
        for line in now.lines:
            self._lines.addWidget(_rule_line(line))
        empty(self._notes)
        self._note.setVisible(bool(now.plan.notes))
        for oddity in now.plan.notes:
            language = current_language()
            said = label(oddity.says.text(language), "label", wrap=True)
            self._notes.addWidget(said)
            self._notes.addWidget(label(f"→ {oddity.reading.text(language)}", wrap=True))

    # What a person does -----------------------------------------------------------------------

    def _take_count(self) -> None:
        self._desk.attempt(lambda: person_days.take_count(self._desk.session))

    def focus_on(self, target: Target) -> bool:
        """Go to a field, or to the days of a member; False if it is not here."""
        if target.field == "days":
            found = self._members.get(target.row) or next(iter(self._members.values()), None)
            if found is not None:
                found.focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return found is not None
        return False

    def panes(self) -> Sequence[QWidget]:
        """Base, days, shares, factors, notes."""
        return (self._base, self._factors, self._days, self._member, self._note)


def _rule_line(line: RuleLine) -> QWidget:
    icon, token, word = _SHAPES[line.kept]
    mark = label()
    set_icon(mark, icon, token, 16)
    mark.setAccessibleName(str(word))
    mark.setToolTip(str(word))
    clause = label(clause_text(line.clause).text(current_language()), "small")
    if line.source is not None:
        clause.setToolTip(str(line.source.text()))
    box = QWidget()
    made = row(mark)
    made.addWidget(label(str(line.sentence), wrap=True), 1)
    made.addWidget(clause)
    box.setLayout(made)
    return box
