"""The sign-in of a meeting: who is there, who signs next, newcomers, and the paper sheet.

The page connects `people`, `new`, `paper`, `add` and `scan`; `show_state` puts the state in.
"""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.opening_gate import OpeningState, waits
from cfpdesk.model.team import short_key
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.attendance_list import AttendanceList
from cfpdesk.ui.widgets.attendee_field import AttendeeField
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.paper_sheet import PaperSheet
from cfpdesk.ui.widgets.text import label, row


class SignInCard(Card):
    """The card; `room` is the field of the meeting's place, which stands in its head."""

    begin_wanted = Signal()

    def __init__(self, room: QWidget) -> None:
        super().__init__(_("Sign-in"))
        self.add = button(_("Add person"), icon="plus", kind="quiet", name="add_person")
        self.add_to_head(room)
        self.add_to_head(self.add)
        self.people = AttendanceList()
        self._nobody = EmptyState(
            _("When the meeting begins, everybody who is known stands here to sign in."),
            _("Begin meeting"),
            self.begin_wanted.emit,
            icon="clock",
            clause=text_in(clause_text("RULE:9.5.2"), current_language()),
        )
        self.new = AttendeeField()
        self.new.hide()
        self.paper = PaperSheet()
        self.paper.hide()
        for part in (self.people, self._nobody, self.new, self.paper):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        mark = label()
        set_icon(mark, "fingerprint", "text2", 18)
        words = QVBoxLayout()
        words.setSpacing(1)
        bound = _("Each signature is bound to the version shown")
        words.addWidget(label(bound, "label", wrap=True))
        self._version = label("", "muted", wrap=True)
        words.addWidget(self._version)
        self.scan = button(_("Paper sheet…"), icon="camera", name="paper")
        foot = row(mark, spacing=10)
        foot.addLayout(words, 1)
        foot.addWidget(self.scan)
        return foot

    def show_state(self, now: OpeningState, *, frozen: bool) -> None:
        """Show the people and the version they sign."""
        sheet = now.sheet
        client = _("Client · {name}").format(name=sheet.client) if sheet.client else _("Client")
        self.people.set_heads(_("Verification team"), client)
        times = {r.person: _clock(r.signature.signed_at) for r in sheet.rows if r.signature}
        self.people.show_rows(sheet.rows, times, read_only=frozen)
        self.people.setVisible(bool(sheet.rows))
        self._nobody.setVisible(now.meeting.started_at is None and not sheet.rows)
        self._nobody.button.setEnabled(not frozen)
        self.count.setText(f"{now.settled} / {len(sheet.rows)}" if sheet.rows else "")
        self.add.setEnabled(not frozen)
        self.scan.setEnabled(not frozen)
        self.new.set_known([(p.row, p.name, p.title) for p in now.known])
        self.paper.show_people([(r.person, r.name) for r in sheet.rows if waits(r)])
        words = _("Version {n} · {fingerprint} · latecomers change nothing signed")
        text = words.format(n=sheet.version, fingerprint=short_key(sheet.facts_sha256))
        if now.meeting.sheet is not None:
            text = _("Paper sheet: {name}").format(name=now.meeting.sheet.name) + " · " + text
        self._version.setText(text)


def _clock(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%H:%M") if moment else ""
