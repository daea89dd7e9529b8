"""The agreed facts as fields, and when the two meetings are to be."""

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.day import moment_text, parse_moment
from cfpdesk.model.engagement import BOUNDARY_NAMES, LEVEL_NAMES, STAGE_NAMES
from cfpdesk.model.engagement_gate import EngagementState
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.quantity import unit_text
from cfpdesk.steps import engagement
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.widgets.text import Hairline, label, row

Write = Callable[[str, engagement.FactValue], object]
_CRITERIA = (
    "GB/T 24067-2024",
    "ISO 14067:2018",
    "ISO 14064-3:2019",
    "GB/T 24044-2008",
    "GB/T 24040-2008",
)


class EngagementForm(QWidget):
    """Fields that commit when they are left; the threshold shows its value as one reads."""

    def __init__(self, desk: Desk, write: Write) -> None:
        super().__init__()
        self._write = write
        self._who = Form(desk, "engagement")
        self._what = Form(desk, "engagement")
        self._value = Form(desk, "engagement")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._threshold = label("", "strong")
        self._add_who()
        self._add_what()
        self._add_value()
        for form in (self._who, self._what, self._value):
            if form is not self._who:
                column.addWidget(Hairline())
            column.addWidget(form)

    def _commit(self, field: str) -> Callable[[engagement.FactValue], object]:
        return lambda value: self._write(field, value)

    def _add_who(self) -> None:
        form = self._who
        form.line("client", _("Client"), self._commit("client"), clause="RULE:8.2")
        form.line("client_address", _("Address"), self._commit("client_address"), clause="RULE:8.2")
        form.line("number", _("Number"), self._commit("number"))
        form.line("body", _("Body"), self._commit("body"))
        stages = [(str(stage), str(name)) for stage, name in STAGE_NAMES.items()]
        form.choice("stage", _("Stage"), stages, self._commit("stage"), clause="RULE:9.5.1")

    def _add_what(self) -> None:
        form = self._what
        form.line("product", _("Product"), self._commit("product"), clause="RULE:8.2")
        form.tags(
            "criteria",
            _("Criteria"),
            self._commit("criteria"),
            clause="RULE:2.2",
            suggestions=_CRITERIA,
        )
        boundaries = [(str(each), str(name)) for each, name in BOUNDARY_NAMES.items()]
        form.choice(
            "boundary", _("Boundary"), boundaries, self._commit("boundary"), clause="RULE:8.3.2"
        )
        form.line("declared_unit", _("Declared unit"), self._commit("declared_unit"), hint="1 t")
        form.decimal("output_quantity", _("Output"), self._commit("output_quantity"))
        form.line("output_unit", _("Unit of output"), self._commit("output_unit"), hint="t")
        form.date("period_from", _("Period from"), self._commit("period_from"), clause="RULE:8.3.2")
        form.date("period_to", _("to"), self._commit("period_to"), clause="RULE:8.3.2")

    def _add_value(self) -> None:
        form = self._value
        form.decimal("claimed_value", _("Claimed"), self._commit("claimed_value"))
        form.line("claimed_unit", _("Unit"), self._commit("claimed_unit"), hint="kgCO2e/t")
        levels = [(str(each), str(name)) for each, name in LEVEL_NAMES.items()]
        form.choice(
            "assurance_level", _("Level"), levels, self._commit("assurance_level"), clause="RULE:7"
        )
        pct = form.decimal(
            "materiality_pct",
            _("Materiality"),
            self._commit("materiality_pct"),
            clause="RULE:7",
            unit="%",
        )
        pct.edit.setMaximumWidth(72)
        _put_behind(pct.focus_widget, self._threshold)
        form.date(
            "materiality_told_on",
            _("Told on"),
            self._commit("materiality_told_on"),
            clause="RULE:7",
        )
        form.line(
            "materiality_told_how",
            _("Told how"),
            self._commit("materiality_told_how"),
            clause="RULE:7",
            hint=_("in writing, received by …"),
        )

    def show_state(self, now: EngagementState, *, frozen: bool) -> None:
        """Show the facts."""
        kept = now.engagement
        self._who.show_values(
            {
                "client": kept.client,
                "client_address": kept.client_address,
                "number": kept.number,
                "body": kept.body,
                "stage": kept.stage,
            },
            row=kept.row,
        )
        self._what.show_values(
            {
                "product": kept.product,
                "criteria": kept.criteria,
                "boundary": kept.boundary,
                "declared_unit": kept.declared_unit,
                "output_quantity": kept.output_quantity,
                "output_unit": kept.output_unit,
                "period_from": kept.period_from,
                "period_to": kept.period_to,
            },
            row=kept.row,
        )
        self._value.show_values(
            {
                "claimed_value": kept.claimed_value,
                "claimed_unit": unit_text(kept.claimed_unit),
                "assurance_level": kept.assurance_level,
                "materiality_pct": kept.materiality_pct,
                "materiality_told_on": kept.materiality_told_on,
                "materiality_told_how": kept.materiality_told_how,
            },
            row=kept.row,
        )
        self._threshold.setText(f"= {now.materiality}" if now.materiality else "")
        for form in (self._who, self._what, self._value):
            form.set_read_only(frozen)


def _put_behind(field: QWidget, words: QWidget) -> None:
    """Put words at the end of the line that a field stands in."""
    box = field.parentWidget()
    for line in box.findChildren(QHBoxLayout):
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
            at, place = Form(desk, "meeting"), Form(desk, "meeting", label_width=34)
            at.line(
                "planned_at", name, self._at(kind), clause="RULE:9.4.3", hint="2026-03-18 09:00"
            ).edit.setMinimumWidth(128)
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
