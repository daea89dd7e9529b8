"""The agreed facts as fields, and when the two meetings are to be."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import TypeAlias

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cfpdesk.i18n import Message, _
from cfpdesk.model.day import moment_text, parse_moment
from cfpdesk.model.engagement import (
    BOUNDARY_NAMES,
    LEVEL_NAMES,
    STAGE_NAMES,
    AssuranceLevel,
    Boundary,
    Stage,
)
from cfpdesk.model.engagement_gate import EngagementState
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.quantity import unit_text
from cfpdesk.steps import engagement
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import Field
from cfpdesk.ui.form import Form
from cfpdesk.ui.widgets.status_icon import CONFLICT, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, label, row

Write: TypeAlias = Callable[[str, engagement.FactValue], object]
Names: TypeAlias = (
    Mapping[Stage, Message] | Mapping[Boundary, Message] | Mapping[AssuranceLevel, Message]
)
_CRITERIA = (
    "GB/T 24067-2024",
    "ISO 14067:2018",
    "ISO 14064-3:2019",
    "GB/T 24044-2008",
    "GB/T 24040-2008",
)


_LABEL = 76


class EngagementForm(QWidget):
    """Fields that commit when they are left; the threshold shows its value beside the percent."""

    def __init__(self, desk: Desk, write: Write) -> None:
        super().__init__()
        self._desk = desk
        self._write = write
        self._fields: dict[str, Form] = {}
        self._threshold = label("", "strong")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._add_who()
        self._column.addWidget(Hairline())
        self._add_what()
        self._column.addWidget(Hairline())
        self._add_value()
        self._flags = {name: _flag(form.field(name)) for name, form in self._fields.items()}

    def _form(self, name: str, *, label_width: int = _LABEL) -> Form:
        made = Form(self._desk, "engagement", label_width=label_width)
        self._fields[name] = made
        return made

    def _commit(self, field: str) -> Callable[[engagement.FactValue], object]:
        return lambda value: self._write(field, value)

    def _line(
        self, name: str, words: str, clause: str = "", hint: str = "", width: int = _LABEL
    ) -> Form:
        made = self._form(name, label_width=width)
        made.line(name, words, self._commit(name), clause=clause, hint=hint)
        return made

    def _day(self, name: str, words: str, clause: str, width: int = _LABEL) -> Form:
        made = self._form(name, label_width=width)
        made.date(name, words, self._commit(name), clause=clause)
        return made

    def _name_day(self, name: str, words: str) -> None:
        """Say in full what a short label leaves out, at the field and its calendar."""
        self._fields[name].field(name).focus_widget.setAccessibleName(words)
        for opener in self._fields[name].findChildren(QToolButton):
            opener.setAccessibleName(f"{words} {opener.toolTip().split()[-1]}")

    def _choice(self, name: str, words: str, names: Names, clause: str) -> Form:
        made = self._form(name)
        options = [(str(each), str(text)) for each, text in names.items()]
        made.choice(name, words, options, self._commit(name), clause=clause)
        return made

    def _pair(self, first: Form, second: Form, shares: tuple[int, int] = (1, 1)) -> None:
        line = row(spacing=8)
        line.addWidget(first, shares[0])
        line.addWidget(second, shares[1])
        self._column.addLayout(line)

    def _add_who(self) -> None:
        for made in (
            self._line("client", _("Client"), "RULE:8.2"),
            self._line("client_address", _("Address"), "RULE:8.2"),
            self._line("number", _("Number"), "RULE:9.4.1", "CFP-2026-0417"),
            self._line("body", _("Body")),
            self._choice("stage", _("Stage"), STAGE_NAMES, "RULE:9.5.1"),
        ):
            self._column.addWidget(made)

    def _add_what(self) -> None:
        self._column.addWidget(self._line("product", _("Product"), "RULE:8.2"))
        criteria = self._form("criteria")
        criteria.tags(
            "criteria",
            _("Criteria"),
            self._commit("criteria"),
            clause="RULE:2.2",
            suggestions=_CRITERIA,
        )
        self._column.addWidget(criteria)
        boundary = self._choice("boundary", _("Boundary"), BOUNDARY_NAMES, "RULE:8.3.2")
        self._column.addWidget(boundary)
        self._column.addWidget(self._line("declared_unit", _("Declared unit"), hint="1 t"))
        output = self._form("output_quantity")
        output.decimal("output_quantity", _("Output"), self._commit("output_quantity"))
        self._pair(output, self._line("output_unit", _("Unit"), hint="t", width=30), (3, 2))
        self._pair(
            self._day("period_from", _("Period"), "RULE:8.3.2"),
            self._day("period_to", "–", "RULE:8.3.2", width=10),
            (58, 42),
        )
        self._name_day("period_from", _("Data period from"))
        self._name_day("period_to", _("Data period to"))
        unit = self._fields["output_unit"].field("output_unit")
        unit.focus_widget.setAccessibleName(_("Unit of output"))

    def _add_value(self) -> None:
        claimed = self._form("claimed_value")
        claimed.decimal(
            "claimed_value", _("Claimed"), self._commit("claimed_value"), clause="RULE:7"
        )
        self._pair(
            claimed, self._line("claimed_unit", _("Unit"), hint="kgCO2e/t", width=30), (3, 2)
        )
        unit = self._fields["claimed_unit"].field("claimed_unit")
        unit.focus_widget.setAccessibleName(_("Unit of the claim"))
        level = self._choice("assurance_level", _("Level"), LEVEL_NAMES, "RULE:7")
        self._column.addWidget(level)
        threshold = self._form("materiality_pct")
        pct = threshold.decimal(
            "materiality_pct",
            _("Materiality"),
            self._commit("materiality_pct"),
            clause="RULE:7",
            unit="%",
        )
        pct.edit.setMaximumWidth(64)
        _put_behind(pct.focus_widget, self._threshold)
        self._column.addWidget(threshold)
        self._column.addWidget(self._day("materiality_told_on", _("Told on"), "RULE:7"))
        hint = _("in writing, received by …")
        self._column.addWidget(self._line("materiality_told_how", _("Told how"), "RULE:7", hint))

    def show_state(self, now: EngagementState, *, frozen: bool) -> None:
        """Show the facts."""
        kept = now.engagement
        for name, form in self._fields.items():
            value = getattr(kept, name)
            shown = unit_text(value) if name == "claimed_unit" else value
            form.show_values({name: shown}, row=kept.row)
            form.set_read_only(frozen or name in now.locked)
        disputed = dict(now.disputed)
        for name, flag in self._flags.items():
            flag.setVisible(name in disputed)
            versions = "；".join(f"{person}：{value}" for person, value in disputed.get(name, ()))
            flag.show_shape(CONFLICT, f"{CONFLICT.word}：{versions}")
        self._threshold.setText(f"= {now.materiality}" if now.materiality else "")


def _flag(field: Field) -> StatusIcon:
    """Put the mark of a conflict behind a field; hidden until there is one."""
    made = StatusIcon(CONFLICT, 16)
    made.hide()
    box = field.focus_widget.parentWidget()
    for line in box.findChildren(QHBoxLayout) if box else ():
        if line.indexOf(field.focus_widget) >= 0:
            line.addWidget(made)
    return made


def _put_behind(field: QWidget, words: QWidget) -> None:
    """Put words at the end of the line that a field stands in."""
    box = field.parentWidget()
    for line in box.findChildren(QHBoxLayout) if box else ():
        if line.indexOf(field) >= 0:
            line.setStretchFactor(field, 0)
            line.addWidget(words)
            line.addStretch(1)


class MeetingsForm(QWidget):
    """Day, time and room of the opening and the closing meeting."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._forms: dict[MeetingKind, Form] = {}
        self._rooms: dict[MeetingKind, Form] = {}
        names = {
            MeetingKind.OPENING: _("Opening meeting"),
            MeetingKind.CLOSING: _("Closing meeting"),
        }
        for kind, name in names.items():
            at, place = (
                Form(desk, "meeting", label_width=_LABEL),
                Form(desk, "meeting", label_width=30),
            )
            at.line(
                "planned_at", name, self._at(kind), clause="RULE:9.4.3", hint="2026-03-18 09:00"
            ).edit.setMinimumWidth(140)
            place.line("place", _("Room"), self._place(kind))
            at.field("planned_at").focus_widget.setObjectName(f"planned_at-{kind}")
            place.field("place").focus_widget.setObjectName(f"place-{kind}")
            place.field("place").focus_widget.setAccessibleName(f"{name} {_('Room')}")
            self._forms[kind] = at
            self._rooms[kind] = place
            column.addLayout(row(at, place, spacing=10))

    def _zone(self) -> tzinfo:
        zone = self._desk.now().astimezone().tzinfo
        assert zone is not None  # noqa: S101 - `astimezone` sets it
        return zone

    def _at(self, kind: MeetingKind) -> Callable[[str], object]:
        return lambda text: engagement.arrange(
            self._desk.session, kind, parse_moment(text, self._zone())
        )

    def _place(self, kind: MeetingKind) -> Callable[[str], object]:
        return lambda text: engagement.arrange_place(self._desk.session, kind, text)

    def show_state(self, now: EngagementState, *, frozen: bool) -> None:
        """Show what was arranged."""
        for meeting in (now.opening, now.closing):
            at, place = self._forms[meeting.kind], self._rooms[meeting.kind]
            at.show_values({"planned_at": moment_text(meeting.planned_at)}, row=meeting.row)
            place.show_values({"place": meeting.place}, row=meeting.row)
            for form in (at, place):
                form.set_read_only(frozen)
