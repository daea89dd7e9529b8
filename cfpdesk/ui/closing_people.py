"""The card of who takes part in the closing meeting, and what they signed."""

from collections.abc import Sequence
from datetime import datetime

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.closing_gate import ClosingState
from cfpdesk.model.meeting import NEEDS_REASON, MeetingKind, Presence
from cfpdesk.model.opening_gate import waits
from cfpdesk.steps import attendance, closing
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.sheet_signing import sheet_requests
from cfpdesk.ui.widgets.attendance_list import AttendanceList
from cfpdesk.ui.widgets.attendee_field import AttendeeField
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import row

_KIND = MeetingKind.CLOSING


class PeopleCard(Card):
    """Room, people by side, a field for somebody who joins, and handing over to everybody."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Attendance and signatures"))
        self._desk = desk
        self._meeting = Form(desk, "meeting", label_width=44)
        self._meeting.line(
            "place",
            _("Room"),
            lambda text: closing.set_place(desk.session, text),
            clause="RULE:9.5.2",
        )
        self.people = AttendanceList()
        self.people.hand_over.connect(self._hand_over_from)
        self.people.presence.connect(self._attend)
        self.people.titled.connect(
            lambda person, text: desk.attempt(
                lambda: attendance.write_attendee(desk.session, person, "title", text)
            )
        )
        self.people.left_out.connect(
            lambda person: desk.attempt(lambda: attendance.leave_out(desk.session, _KIND, person))
        )
        self._new = AttendeeField()
        self._new.given.connect(self._join)
        self._new.hide()
        add = button(_("Add person"), self.open_add, icon="plus", kind="quiet", name="add_person")
        self._all = button(_("Hand to everybody…"), self.hand_over_all, icon="hand-over")
        self._all.setObjectName("hand_over_all")
        for part in (self._meeting, self.people, self._new):
            self.body.addWidget(part)
        self.body.addLayout(row(add, None, self._all))

    def show_state(self, state: ClosingState) -> None:
        """Show the sheet as it stands."""
        rows = state.sheet.rows
        self._meeting.show_values({"place": state.meeting.place}, row=state.meeting.row)
        client = state.sheet.client
        words = _("Client · {name}").format(name=client) if client else _("Client")
        self.people.set_heads(_("Verification team"), words)
        self.people.show_rows(rows, _times(state), read_only=self._desk.session.read_only)
        self._new.set_known([(p.row, p.name, p.title) for p in state.known])
        here = [r for r in rows if r.presence is not Presence.ABSENT]
        waiting = sum(waits(r) for r in here)
        self.count.setText(f"{len(here) - waiting} / {len(here)}")
        self._all.setEnabled(waiting > 0)
        self._all.setToolTip("" if waiting else _("Nobody is waiting to sign."))

    def open_add(self) -> None:
        """Show the field for somebody who joins."""
        self._new.show()
        self._new.take_focus()

    def focus_person(self, person: str) -> None:
        """Go to a person's place to sign."""
        found = self.people.row(person)
        if found is None:
            self.open_add()
        else:
            found.take_focus("sign")

    def hand_over_all(self) -> bool:
        """Hand over to everybody who still has to sign; False if nobody has."""
        rows = closing.state(self._desk.session).sheet.rows
        return self.hand_over([r.person for r in rows if waits(r)])

    def _hand_over_from(self, person: str) -> None:
        """Hand over to a person, and then to everybody else who waits: one passphrase for all."""
        rows = closing.state(self._desk.session).sheet.rows
        waiting = [r.person for r in rows if waits(r)]
        at = waiting.index(person) if person in waiting else 0
        self.hand_over([*waiting[at:], *waiting[:at]] if person in waiting else [person])

    def hand_over(self, people: Sequence[str]) -> bool:
        """Hand the sheet over to these people, one after the other."""
        requests = sheet_requests(self._desk, _KIND, people)
        self._desk.hand_over(requests)
        return bool(requests)

    def _attend(self, person: str, presence: object) -> None:
        if not isinstance(presence, Presence):
            return
        session = self._desk.session
        if presence in NEEDS_REASON:
            self._desk.ask_reason(
                msg("Why? It prints on the sheet."),
                lambda reason: self._desk.attempt(
                    lambda: attendance.attend(session, _KIND, person, presence, reason)
                ),
            )
            return
        self._desk.attempt(lambda: attendance.attend(session, _KIND, person, presence))

    def _join(self, person: str, name: str, title: str) -> None:
        try:
            attendance.add_attendee(self._desk.session, _KIND, name, title=title, person=person)
        except UserError as error:
            self._new.show_error(str(error.message))
            return
        self._new.clear()


def _times(state: ClosingState) -> dict[str, str]:
    return {
        r.person: _clock(r.signature.signed_at)
        for r in state.sheet.rows
        if r.signature is not None and r.signature.signed_at is not None
    }


def _clock(at: datetime) -> str:
    return at.astimezone().strftime("%H:%M")
