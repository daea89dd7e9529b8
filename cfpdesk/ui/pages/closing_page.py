"""Closing meeting: tell, agree or dispute, settle the key data, sign, seal (rules 9.5.2, 9.6.2)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QVBoxLayout, QWidget

from cfpdesk import flow
from cfpdesk.i18n import Text, _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.closing import KeyFact
from cfpdesk.model.closing_gate import ClosingState, seal_blockers
from cfpdesk.model.finding import Finding, Position
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import Presence
from cfpdesk.model.team import Side
from cfpdesk.steps import closing, sampling_ledger
from cfpdesk.store.inventory_query import verified_unit
from cfpdesk.ui.closing_people import PeopleCard
from cfpdesk.ui.closing_signing import key_data_request
from cfpdesk.ui.form import Form
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.opinion_summary import OpinionSummary
from cfpdesk.ui.theme import density
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.key_facts import KeyFacts
from cfpdesk.ui.widgets.seal_card import SealCard
from cfpdesk.ui.widgets.text import label, row
from cfpdesk.ui.widgets.told_list import ToldList

_TWO_COLUMNS = 880  # pixels of the page from which on both columns fit
_ANY_WIDTH = 16_777_215


class ClosingPage(Page):
    """Cards: findings told one by one, key data, attendance; the seal is in the title row."""

    NOUN = "closing"
    WATCHES = frozenset(
        {
            *("engagement", "meeting", "finding", "key_datum", "attendance", "person"),
            *("signature", "seal", "link", "answer", "evidence", "population", "sample_item"),
            *("sample_extension", "line_review", "dataset", "misstatement", "opinion"),
        }
    )
    LAYOUT = "read"

    def build(self) -> None:
        """Make the cards: what is told at the left, who is there at the right."""
        cards = self.scrolled()
        columns = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        self._seal_card = SealCard()
        cards.addWidget(self._seal_card)
        left.addWidget(self._told_card())
        left.addWidget(self._key_card())
        left.addStretch(1)
        self._opinion = OpinionSummary()
        self._opinion.opened.connect(lambda: self.desk.go("sampling", field="chosen"))
        right.addWidget(self._opinion)
        self._people = PeopleCard(self.desk)
        right.addWidget(self._people)
        right.addStretch(1)
        columns.addLayout(left, 64)
        columns.addLayout(right, 36)
        cards.addLayout(columns)
        cards.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the cards below each other where there is no room for both columns."""
        super().resizeEvent(event)
        if hasattr(self, "_columns"):
            narrow = self.width() < _TWO_COLUMNS + 45 * density().type_step
            flow_to = QBoxLayout.Direction
            self._columns.setDirection(flow_to.TopToBottom if narrow else flow_to.LeftToRight)
            most = _ANY_WIDTH if narrow else 392 + 16 * density().type_step
            self._people.setMaximumWidth(most)
            self._opinion.setMaximumWidth(most)

    def _told_card(self) -> Card:
        self._told_frame = Card(_("Told one by one"), _("1 agreed · 2 disputed · ↓ next"))
        self._words: dict[str, Form] = {}
        self._said: dict[str, Finding] = {}
        self._told = ToldList(self._words_of)
        self._told.answered.connect(self._answer)
        self._told.opened.connect(lambda finding: self.desk.go("finding", finding))
        self._none = label(_("No findings. That is a valid result and prints so."), "label")
        self._told_frame.body.setSpacing(0)
        self._told_frame.body.addWidget(self._told)
        self._told_frame.body.addWidget(self._none)
        return self._told_frame

    def _key_card(self) -> Card:
        self._key_frame = Card(_("Key data of certificate and report"))
        self._keys = KeyFacts()
        self._keys.ticked.connect(self._tick)
        self._keys.worded.connect(self._word)
        self._key_note = label("", "muted", wrap=True)
        self._key_sign = button(
            _("Hand over for signature…"),
            self._sign_key_data,
            icon="hand-over",
            name="key_signature",
        )
        self._key_frame.body.setSpacing(0)
        self._key_frame.body.addWidget(self._keys)
        self._key_frame.body.addSpacing(10)
        self._key_frame.body.addLayout(row(self._key_note, None, self._key_sign))
        return self._key_frame

    def _words_of(self, finding: str) -> QWidget:
        form = Form(self.desk, "finding", label_width=0)
        form.note(
            "response",
            _("The client's own words; printed word for word"),
            lambda text: self._respond(finding, text),
            clause="RULE:12",
            lines=2,
        )
        self._words[finding] = form
        self._said.pop(finding, None)
        found = self.session.get(Finding, finding)
        if found is not None:
            self._show_words(found)
        return form

    def _show_words(self, finding: Finding) -> None:
        if finding is not self._said.get(finding.row):
            self._said[finding.row] = finding
            self._words[finding.row].show_values({"response": finding.response}, row=finding.row)

    # State into widgets -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the meeting as it stands."""
        state = closing.state(self.session)
        self._seal_card.show_state(state)
        self._told.show_findings(state.told)
        self._none.setVisible(not state.told)
        self._told_frame.count.setText(f"{state.told_count} / {len(state.told)}")
        for finding in state.told:
            if finding.row in self._words:  # the others are made in the turns after
                self._show_words(finding)
        self._keys.show_facts(state.facts)
        self._keys.row("value").show_recalculated(verified_unit(self.session))
        self._key_frame.count.setText(f"{state.confirmed_count} / {len(state.facts)}")
        self._show_key_signature(state)
        self._people.show_state(state)
        self._opinion.show_state(sampling_ledger.state(self.session))

    def _show_key_signature(self, state: ClosingState) -> None:
        signature = state.key_signature
        if signature is None:
            text = _("six facts, confirmed by the client's signature")
        elif signature.declined:
            text = _("{name} declined to sign").format(name=signature.name)
        elif state.key_signature_stands:
            text = _("signed by {name}, {at}").format(
                name=signature.name, at=_moment(signature.signed_at)
            )
        else:
            text = _("{name} signed version {n}; the facts changed since").format(
                name=signature.name, n=signature.version
            )
        self._key_note.setText(text)
        ready = all(fact.confirmed for fact in state.facts)
        self._key_sign.setEnabled(ready)
        self._key_sign.setToolTip("" if ready else _("Confirm all six facts first."))
        self._key_sign.setText(
            _("Sign again…") if state.key_signature_stands else _("Hand over for signature…")
        )

    def state_line(self) -> str:
        """Say when and where the meeting is held, or that it is sealed."""
        state = closing.state(self.session)
        if state.seal is not None:
            return _("sealed {at} by {name}").format(
                at=_moment(state.seal.sealed_at), name=state.sealed_by
            )
        if state.meeting.started_at is None:
            return _("not begun")
        parts = [_("began {at}").format(at=_moment(state.meeting.started_at)), state.meeting.place]
        if state.meeting.ended_at is not None:
            parts[0] = _("{start} to {end}").format(
                start=_moment(state.meeting.started_at), end=_moment(state.meeting.ended_at)[-5:]
            )
        return " · ".join(part for part in parts if part)

    def page_actions(self) -> Sequence[PageAction]:
        """Begin or end, and the seal with what still blocks it."""
        state = closing.state(self.session)
        found: list[PageAction] = []
        if state.meeting.started_at is None:
            found.append(PageAction("begin", _("Begin meeting"), self._begin, icon="clock"))
        elif state.meeting.ended_at is None and state.seal is None:
            found.append(PageAction("end", _("End meeting"), self._end, icon="clock"))
        hard = seal_blockers(flow.blockers(self.session)) if state.seal is None else ()
        if state.seal is None:
            why = str(msg("{n} {n:point still blocks|points still block} the seal.", n=len(hard)))
            sentences = [str(blocker.sentence) for blocker in hard[:8]]
            found.append(
                PageAction(
                    "seal",
                    _("Seal and sign"),
                    self._seal,
                    icon="lock",
                    primary=True,
                    enabled=not hard,
                    why="\n".join([why, *sentences]) if hard else "",
                )
            )
        return tuple(found)

    def guidance(self) -> Guidance | None:
        """Say what the closing meeting is for."""
        return Guidance(
            clause_text("RULE:9.6.2").text(current_language()),
            _(
                "Go through every finding with the client and note whether they agree. Settle the "
                "six facts of certificate and report and have them signed. Everybody who takes "
                "part signs the sheet; a dispute is kept in the client's words and ranks equal to "
                "agreement."
            ),
            ("RULE:9.6.2",),
        )

    def focus_on(self, target: Target) -> None:
        """Go to a finding, a key fact or a person."""
        if target.field == "response" and self._told.words_box(target.row) is not None:
            self._words[target.row].field("response").focus_widget.setFocus()
        elif target.field == "started_at":
            self._begin()
        elif target.field == "position":
            self._told.focus_row(target.row)
        elif target.field == "confirmed":
            self._keys.row(target.row).box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif target.field in ("attendance", "people"):
            self._people.focus_person(target.row)
        elif target.field == "seal":
            verb = self.window().findChild(QWidget, "action-seal")
            if verb is not None:
                verb.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().focus_on(target)

    # What a person does -------------------------------------------------------------------------

    def _begin(self) -> None:
        self.desk.attempt(lambda: closing.begin(self.session))

    def _end(self) -> None:
        self.desk.attempt(lambda: closing.end(self.session))

    def _with_reason(self, prompt: Text, verb: Callable[[str], object]) -> None:
        """Call a verb; after the seal it becomes an amendment and asks why."""
        if closing.state(self.session).seal is None:
            self.desk.attempt(lambda: verb(""))
            return
        self.refresh()  # what was pressed goes back until there is a reason
        self.desk.ask_reason(prompt, lambda reason: self.desk.attempt(lambda: verb(reason)))

    def _answer(self, finding: str, position: object) -> None:
        found = self._finding(finding)
        if found is None or not isinstance(position, Position):
            return
        self._with_reason(
            msg("Why does {number} change after the seal?", number=found.number),
            lambda reason: closing.take_position(self.session, found, position, reason),
        )
        box = self._words.get(finding)
        if position is Position.DISPUTED and box is not None and not found.response:
            box.field("response").focus_widget.setFocus()

    def _respond(self, finding: str, text: str) -> None:
        found = self._finding(finding)
        if found is None or text == found.response:
            return
        if closing.state(self.session).seal is None:
            closing.write_response(self.session, found, text)
            return
        self.desk.ask_reason(
            msg("Why does {number} change after the seal?", number=found.number),
            lambda reason: self.desk.attempt(
                lambda: closing.write_response(self.session, found, text, reason)
            ),
        )

    def _tick(self, code: str, on: bool) -> None:
        fact = self._fact(code)
        self._with_reason(
            msg("Why do the key data change after the seal?"),
            lambda reason: closing.confirm(self.session, fact, on, reason),
        )

    def _word(self, code: str, text: str) -> None:
        fact = self._fact(code)
        self._with_reason(
            msg("Why do the key data change after the seal?"),
            lambda reason: closing.word(self.session, fact, text, reason),
        )

    # Signing and sealing ------------------------------------------------------------------------

    def hand_over(self) -> bool:
        """Hand over to everybody who still has to sign the sheet."""
        return self._people.hand_over_all()

    def _sign_key_data(self) -> None:
        rows = closing.state(self.session).sheet.rows
        clients = [r for r in rows if r.side is Side.CLIENT and r.presence is not Presence.ABSENT]
        if not clients:
            self.desk.say(msg("First put the person of the client on the attendance sheet."))
            self._people.open_add()
        elif len(clients) == 1:
            self.desk.hand_over([key_data_request(self.desk, clients[0].person)])
        else:
            menu = QMenu(self)
            for client in clients:
                words = " ".join(part for part in (client.name, client.title) if part)
                menu.addAction(words).triggered.connect(self._teller(client.person))
            menu.exec(self._key_sign.mapToGlobal(self._key_sign.rect().bottomLeft()))

    def _teller(self, person: str) -> Callable[[], None]:
        return lambda: self.desk.hand_over([key_data_request(self.desk, person)])

    def _seal(self) -> None:
        from cfpdesk.ui.seal_dialog import SealDialog

        self.desk.leave_fields()
        standing = flow.blockers(self.session)
        if seal_blockers(standing):
            self.desk.page_changed()
            return
        if not SealDialog(self.desk.window, closing.state(self.session)).ask():
            return
        signer = self.desk.signer(msg("Seal the visit"))
        if signer is None:
            return
        if self.desk.attempt(lambda: closing.seal(self.session, standing)):
            self.desk.say(msg("The visit is sealed; later edits show as amendments."))

    def _finding(self, finding: str) -> Finding | None:
        return self.session.get(Finding, finding)

    def _fact(self, code: str) -> KeyFact:
        return next(f for f in closing.state(self.session).facts if f.code == code)


def _moment(at: datetime | None) -> str:
    return at.astimezone().strftime("%m-%d %H:%M") if at else ""
