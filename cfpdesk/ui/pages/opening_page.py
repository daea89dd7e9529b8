"""Opening meeting: say what must be said, know who was there, get the number (rule 9.5.2)."""

import mimetypes
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.errors import NeedsReasonError, UserError
from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import NEEDS_REASON, MeetingKind, Presence
from cfpdesk.model.opening_gate import (
    PointState,
    hard_blockers,
    opening_blockers,
    waits,
)
from cfpdesk.steps import attendance, opening
from cfpdesk.ui.form import Form
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.sheet_signing import sheet_requests
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.agenda_list import AgendaLine, AgendaList
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.number_card import NumberCard
from cfpdesk.ui.widgets.reading_order import set_reading_order
from cfpdesk.ui.widgets.sign_in_card import SignInCard
from cfpdesk.ui.widgets.text import Hairline, row

KIND = MeetingKind.OPENING
_SCANS = "*.jpg *.jpeg *.png *.tif *.tiff *.pdf *.heic *.heif"


class OpeningPage(Page):
    """Cards: the agenda and the number at the left, who is there at the right."""

    NOUN = "opening"
    WATCHES = frozenset(
        {
            *("engagement", "site", "meeting", "agenda_point", "attendance", "person"),
            *("signature", "seal", "population"),
        }
    )
    LAYOUT = "read"

    def build(self) -> None:
        """Make the cards."""
        cards = self.scrolled()
        cards.setContentsMargins(20, 4, 20, 8)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        left.addWidget(self._agenda_card(), 1)
        right.addWidget(self._people_card(), 1)
        columns.addLayout(left, 48)
        columns.addLayout(right, 52)
        cards.addLayout(columns, 1)

    def _agenda_card(self) -> Card:
        self._agenda_frame = Card(_("Agenda"), _("Space ticks · ↓ next"))
        self._agenda_frame.body.setSpacing(0)
        around = self._agenda_frame.layout()
        if around is not None:  # ten points and the number fit without scrolling
            around.setContentsMargins(16, 10, 16, 10)
            around.setSpacing(6)
        self._agenda = AgendaList()
        self._agenda.ticked.connect(self._tick)
        self._agenda.renamed.connect(
            lambda key, text: self.desk.attempt(
                lambda: opening.write_point(self.session, key, text)
            )
        )
        self._agenda.shifted.connect(
            lambda key, step: self.desk.attempt(lambda: opening.move_point(self.session, key, step))
        )
        self._agenda.removed.connect(
            lambda key: self.desk.attempt(lambda: opening.remove_point(self.session, key))
        )
        self._new_point = QLineEdit()
        self._agenda.left_end.connect(self._new_point.setFocus)
        self._new_point.setObjectName("new-point")
        self._new_point.setAccessibleName(_("Another point"))
        self._new_point.setPlaceholderText(_("Another point, then Enter"))
        self._new_point.returnPressed.connect(self._add_point)
        role(self._new_point, cell=True)
        self._agenda_frame.body.addWidget(self._agenda)
        self._agenda_frame.body.addWidget(Hairline())
        self._agenda_frame.body.addSpacing(2)
        self._agenda_frame.body.addLayout(row(31, self._new_point))
        self._agenda_frame.body.addStretch(1)
        self._agenda_frame.body.addSpacing(4)
        self._agenda_frame.body.addWidget(Hairline())
        self._agenda_frame.body.addWidget(self._number_card())
        return self._agenda_frame

    def _number_card(self) -> NumberCard:
        self._number = NumberCard()
        self._number.said.connect(self._say_number)
        return self._number

    def _people_card(self) -> SignInCard:
        self._meeting = Form(self.desk, "meeting", label_width=30)
        self._meeting.setMaximumWidth(220)
        self._meeting.line(
            "place",
            _("Room"),
            lambda text: opening.set_place(self.session, text),
            clause="RULE:9.5.2",
        )
        self._people = SignInCard(self._meeting)
        self._people.add.clicked.connect(lambda _on=False: self._open_add())
        self._people.scan.clicked.connect(lambda _on=False: self._open_paper())
        self._people.begin_wanted.connect(self._begin)
        self._people.people.hand_over.connect(self._hand_over)
        self._people.people.presence.connect(self._attend)
        self._people.people.titled.connect(self._give_title)
        self._people.people.left_out.connect(
            lambda person: self.desk.attempt(
                lambda: attendance.leave_out(self.session, KIND, person)
            )
        )
        self._people.new.given.connect(self._add_person)
        self._people.paper.kept.connect(self._keep_paper)
        return self._people

    # State into widgets -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the meeting as it stands."""
        now = opening.state(self.session)
        frozen = self.session.read_only
        self._agenda.show_points([_line(point) for point in now.points])
        self._agenda.setEnabled(not frozen)
        self._new_point.setEnabled(not frozen)
        self._agenda_frame.count.setText(f"{now.explained} / {len(now.points)}")
        self._meeting.show_values({"place": now.meeting.place}, row=now.meeting.row)
        self._meeting.set_read_only(frozen)
        self._people.show_state(now, frozen=frozen)
        self._number.show_number(
            now.meeting.spoken_number,
            by=now.meeting.spoken_by,
            by_name=now.number_by,
            at=_clock(now.meeting.spoken_at),
            people=[(r.person, r.name) for r in now.sheet.rows if r.side == "client"],
            frozen=frozen or now.number_used,
            populations=[(one.name, one.frozen_items) for one in now.frozen],
        )
        set_reading_order(self)

    def state_line(self) -> str:
        """Say since when and where the meeting is held."""
        now = opening.state(self.session)
        start, end = now.meeting.started_at, now.meeting.ended_at
        if start is None:
            planned = now.meeting.planned_at
            arranged = _("arranged for {time}").format(time=_day_clock(planned)) if planned else ""
            parts = [_("not begun"), arranged, now.meeting.place]
        elif end is None:
            minutes = max(int((self.desk.now() - start).total_seconds() // 60), 0)
            lasts = _("{n} min so far").format(n=minutes) if minutes < 24 * 60 else ""
            parts = [_("began {at}").format(at=_day_clock(start)), now.meeting.place, lasts]
        else:
            parts = [_("{start} to {end}").format(start=_day_clock(start), end=_clock(end))]
            parts.append(now.meeting.place)
        return " · ".join(part for part in parts if part)

    def page_actions(self) -> Sequence[PageAction]:
        """Print, begin, end or go on."""
        now = opening.state(self.session)
        found = [
            PageAction(
                "print",
                _("Print attendance sheet"),
                lambda: self.desk.go("document", "attendance_opening"),
                icon="printer",
                shortcut="Ctrl+P",
            )
        ]
        if now.sealed or self.session.read_only:
            return found
        if now.meeting.started_at is None:
            begin = PageAction("begin", _("Begin meeting"), self._begin, icon="clock", primary=True)
            return [*found, begin]
        if now.meeting.ended_at is not None:
            resume = PageAction("resume", _("Go on with the meeting"), self._resume)
            return [*found, resume, self._number_action()]
        hard = hard_blockers(opening_blockers(now))
        why = "\n".join(str(b.sentence) for b in hard)
        end = PageAction("end", _("End meeting"), self._end, enabled=not hard, why=why)
        add = PageAction("add", _("Add person"), self._open_add, in_title=False)
        return [*found, end, add, self._number_action()]

    def _number_action(self) -> PageAction:
        words = _("Number said by the client")
        run = self._number.take_focus
        return PageAction("number", words, run, icon="dice", shortcut="Alt+N", in_title=False)

    def guidance(self) -> Guidance:
        """Say what the rules ask of the meeting."""
        return Guidance(
            text_in(clause_text("RULE:9.5.2"), current_language()),
            _(
                "The team holds an opening and a closing meeting with the organisation. Who takes "
                "part signs the attendance sheet."
            ),
            ("RULE:9.5.2",),
        )

    def focus_on(self, target: Target) -> None:
        """Show a point, a person or a field."""
        person = self._people.people.row(target.row)
        if target.field == "agenda":
            self._agenda.focus_point(target.row)
        elif target.field == "begin":
            self.setFocus()
            self._begin()
        elif target.field == "end":
            verb = self.window().findChild(QWidget, "action-end")
            if verb is not None:
                verb.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif target.field == "number":
            self._number.take_focus()
        elif target.field == "add_person":
            self._open_add()
        elif person is not None:
            person.take_focus({"title": "title", "sign": "sign"}.get(target.field, "more"))
        else:
            super().focus_on(target)

    def hand_over(self) -> bool:
        """Hand over to the person whose row has the focus, else to the next one who waits."""
        rows = opening.state(self.session).sheet.rows
        waiting = [r.person for r in rows if waits(r)]
        focused = self._people.people.focused()
        if not waiting:
            return False
        self._hand_over(focused if focused in waiting else waiting[0])
        return True

    # What a person does -------------------------------------------------------------------------

    def _begin(self) -> None:
        if opening.state(self.session).meeting.started_at is None:
            self.desk.attempt(lambda: opening.begin(self.session))
            first = opening.state(self.session).points
            if first:
                self._agenda.focus_point(first[0].row)

    def _end(self) -> None:
        if self.desk.attempt(lambda: opening.end(self.session)):
            self.desk.say(msg("The opening meeting has ended"), undo=True)

    def _resume(self) -> None:
        self.desk.attempt(lambda: opening.resume(self.session))

    def _tick(self, key: str, on: bool) -> None:
        def verb() -> None:
            opening.tick(self.session, key, done=on)

        if not self.desk.attempt(verb):
            self.refresh()

    def _add_point(self) -> None:
        text = self._new_point.text()
        if self.desk.attempt(lambda: opening.add_point(self.session, text)):
            self._new_point.clear()

    def _hand_over(self, person: str) -> None:
        rows = opening.state(self.session).sheet.rows
        waiting = [r.person for r in rows if waits(r)]
        at = waiting.index(person) if person in waiting else 0
        turn = [*waiting[at:], *waiting[:at]] if person in waiting else [person]
        self.desk.hand_over(sheet_requests(self.desk, KIND, turn))

    def _attend(self, person: str, presence: Presence) -> None:
        def keep(reason: str) -> None:
            self.desk.attempt(
                lambda: attendance.attend(self.session, KIND, person, presence, reason)
            )

        if presence in NEEDS_REASON:
            prompt = (
                msg("Why is the person absent?")
                if presence is Presence.ABSENT
                else msg("Why did the person leave early?")
            )
            self.desk.ask_reason(prompt, keep)
        else:
            keep("")

    def _give_title(self, person: str, title: str) -> None:
        self.desk.attempt(lambda: attendance.write_attendee(self.session, person, "title", title))

    def _open_add(self) -> None:
        self._people.new.show()
        self._people.new.take_focus()
        self._scroll_to(self._people.new)

    def _scroll_to(self, part: QWidget) -> None:
        area = self.findChild(QScrollArea)
        if area is not None:
            QTimer.singleShot(0, part, lambda: area.ensureWidgetVisible(part))

    def _add_person(self, person: str, name: str, title: str) -> None:
        def verb() -> None:
            attendance.add_attendee(self.session, KIND, name, title=title, person=person)
            self._people.new.clear()

        self._tell_at_field(verb, self._people.new.show_error)

    def _open_paper(self) -> None:
        files = self.desk.open_files(msg("Choose the scan of the paper sheet"), _SCANS)
        if files:
            self._people.paper.open_for(files[0])
            self._scroll_to(self._people.paper)

    def _keep_paper(self, file: Path, people: tuple[str, ...]) -> None:
        mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if self.desk.attempt(lambda: attendance.take_sheet(self.session, KIND, file, mime, people)):
            self._people.paper.hide()

    def _say_number(self, digits: str, by: str) -> None:
        self._tell_at_field(
            lambda: opening.say_number(self.session, digits, by), self._number.show_error
        )

    def _tell_at_field(
        self, verb: Callable[[], object], show_error: Callable[[str], object]
    ) -> None:
        """Call a verb; what is wrong is said at the field, and after the seal a reason is asked."""
        try:
            verb()
        except NeedsReasonError as error:
            self.desk.amend(error.message, verb)
        except UserError as error:
            show_error(str(error.message))


def _line(point: PointState) -> AgendaLine:
    language = current_language()
    clauses = " · ".join(text_in(clause_text(clause), language) for clause in point.clauses)
    return AgendaLine(
        key=point.row,
        title=text_in(point.title, language),
        fact=text_in(point.fact, language) if point.fact else "",
        clause=clauses,
        done=_clock(point.done_at),
        own=point.own,
    )


def _clock(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%H:%M") if moment else ""


def _day_clock(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%m-%d %H:%M") if moment else ""
