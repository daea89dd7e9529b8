"""What was agreed, who does what, the meetings, the kit for the auditors."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.engagement_gate import EngagementState, MemberState
from cfpdesk.model.gate import Target
from cfpdesk.model.team import Role, Side
from cfpdesk.model.trust import fingerprint_groups
from cfpdesk.steps import engagement, follow_up, team
from cfpdesk.store.package_file import WrittenPackage
from cfpdesk.store.session import Session
from cfpdesk.ui.contract_change import change_contract
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.engagement_form import EngagementForm, MeetingsForm
from cfpdesk.ui.jobs import Cancelled
from cfpdesk.ui.package_writing import send_kit
from cfpdesk.ui.parts.team_keys import TeamKeys
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.kit_panel import KitMember, KitPanel
from cfpdesk.ui.widgets.owner_matrix import MatrixGroup, OwnerMatrix
from cfpdesk.ui.widgets.people_list import PeopleList
from cfpdesk.ui.widgets.size import size_text
from cfpdesk.ui.widgets.text import label


class AgreedTab(QWidget):
    """Facts, meetings and the client's people at the left; team and owners at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        left.addWidget(self._facts_card())
        left.addWidget(self._meetings_card())
        left.addWidget(self._client_card())
        left.addStretch(1)
        self._kit = KitPanel()
        self._kit.wanted.connect(self._send_kit)
        self._kit.hide()
        right.addWidget(self._kit)
        right.addWidget(self._team_card())
        right.addWidget(self._owners_card())
        right.addStretch(1)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)

    @property
    def session(self) -> Session:
        """The engagement that is open."""
        return self.desk.session

    def _facts_card(self) -> Card:
        self._facts_frame = Card(_("Engagement"), " ")
        self._follows = label("", "muted", wrap=True)
        self._follows.setObjectName("follows")
        self._facts_frame.body.addWidget(self._follows)
        self._facts = EngagementForm(self.desk, self._write)
        self._facts_frame.body.addWidget(self._facts)
        self._change = button(
            _("Change of the contract…"), self._change_contract, icon="edit", kind="quiet"
        )
        self._change.setObjectName("change-agreed")
        self._facts_frame.add_to_head(self._change)
        return self._facts_frame

    def _meetings_card(self) -> Card:
        card = Card(_("Meetings"), _("arranged with the client"))
        self._meetings = MeetingsForm(self.desk)
        card.body.addWidget(self._meetings)
        return card

    def _team_card(self) -> Card:
        self._team_frame = Card(_("Verification team"), _("place · key"))
        self._team_frame.body.setSpacing(0)
        self._keys = TeamKeys(self.desk)
        self._team = self._people_list(Side.TEAM)
        self._team.card_wanted.connect(self._keys.take_card)
        self._team.key_pressed.connect(self._keys.show_key)
        self._team.revoke_wanted.connect(self._keys.ask_revoke)
        self._team_frame.add_to_head(self._keys.list_button)
        self._team_frame.body.addWidget(self._team)
        self._team_frame.body.addWidget(self._keys)
        return self._team_frame

    def _client_card(self) -> Card:
        self._client_frame = Card(_("People of the client"))
        self._client_frame.body.setSpacing(0)
        self._client = self._people_list(Side.CLIENT)
        self._client_frame.body.addWidget(self._client)
        return self._client_frame

    def _people_list(self, side: Side) -> PeopleList:
        made = PeopleList(side)
        made.added.connect(lambda name: self.desk.attempt(lambda: self._add_person(side, name)))
        made.written.connect(self._write_person)
        made.role_given.connect(
            lambda row, role: self.desk.attempt(
                lambda: team.give_role(self.session, row, Role(role))
            )
        )
        made.moved.connect(self._move_person)
        made.removed.connect(
            lambda row: self.desk.attempt(lambda: team.remove_person(self.session, row))
        )
        return made

    def _owners_card(self) -> Card:
        self._owners_frame = Card(_("Owners of the checklist groups"))
        self._owners_frame.body.setSpacing(6)
        self._rest = button(_("Give the rest to…"), self._give_rest, kind="quiet", name="rest")
        self._owners_frame.add_to_head(self._rest)
        self._matrix = OwnerMatrix(_("Owners"))
        self._matrix.setObjectName("owner")
        self._matrix.owned.connect(self._own)
        self._owners_frame.body.addWidget(self._matrix)
        return self._owners_frame

    # State into widgets -------------------------------------------------------------------------

    def show_state(self, *, frozen: bool) -> None:
        """Show the engagement as it stands."""
        now = engagement.state(self.session)
        self._facts.show_state(now, frozen=frozen)
        self._facts_frame.note.setText(_note(now))
        self._show_last()
        self._change.setVisible(bool(now.locked))
        self._change.setEnabled(not frozen)
        self._meetings.show_state(now, frozen=frozen)
        self._team.show_people(now.team, frozen=frozen)
        self._keys.show_state()
        self._client.show_people(now.client, frozen=frozen)
        self._client_frame.count.setText(str(len(now.client) or ""))
        self._team_frame.count.setText(str(len(now.team)))
        self._matrix.set_people([(person.row, person.name) for person in now.owners])
        self._matrix.set_groups(
            [
                MatrixGroup(g.code, text_in(g.title, current_language()), g.items, g.owner)
                for g in now.groups
            ]
        )
        self._matrix.setEnabled(not frozen)
        self._rest.setVisible(bool(now.unowned and now.owners) and not frozen)
        self._owners_frame.count.setText(f"{len(now.groups) - now.unowned} / {len(now.groups)}")
        self._kit.show_members([_kit_member(m) for m in now.team if m.person in now.owners])

    def _show_last(self) -> None:
        """Say which engagement this one follows, and what of it stands here."""
        found = follow_up.state(self.session)
        self._follows.setVisible(found is not None)
        if found is not None:
            last = found.predecessor
            words = _("Follows {number}. {carried}")
            self._follows.setText(
                words.format(number=last.number or last.source, carried=found.carried.sentence)
            )

    def focus_on(self, target: Target) -> bool:
        """Show a person, a group or a field; False if nothing of it is here."""
        if target.field == "owner" and self._matrix.select(target.row):
            self._matrix.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        field = {"key": "key", "title": "title", "place": "place", "role": "role"}.get(target.field)
        for people in (self._team, self._client):
            if target.row and people.focus_part(target.row, field or "name"):
                return True
        return False

    def panes(self) -> Sequence[QWidget]:
        """Facts, client, team, owners."""
        return (self._facts_frame, self._client_frame, self._team_frame, self._owners_frame)

    # What a person does -------------------------------------------------------------------------

    def _change_contract(self) -> None:
        self.desk.leave_fields()
        change_contract(self.desk)

    def _write(self, field: str, value: engagement.FactValue) -> None:
        engagement.write(self.session, field, value)

    def _own(self, group: str, person: str) -> None:
        self.desk.attempt(lambda: engagement.own(self.session, group, person))

    def _give_rest(self) -> None:
        menu = QMenu(self._rest)
        for person in engagement.state(self.session).owners:
            action = menu.addAction(person.name)
            action.triggered.connect(
                lambda _on=False, row=person.row: self.desk.attempt(
                    lambda: engagement.own_rest(self.session, row)
                )
            )
        menu.popup(self._rest.mapToGlobal(self._rest.rect().bottomLeft()))

    def _add_person(self, side: Side, name: str) -> None:
        client = engagement.state(self.session).engagement.client
        team.add_person(
            self.session, side, name, organisation=client if side is Side.CLIENT else ""
        )

    def _write_person(self, row: str, field: str, text: str) -> None:
        value: str | int = text
        if field == "place":
            value = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        if not self.desk.attempt(lambda: team.write_person(self.session, row, field, value)):
            self.show_state(frozen=self.session.read_only)

    def _move_person(self, row: str, step: int) -> None:
        now = engagement.state(self.session)
        for side in (now.team, now.client):
            rows = [member.person.row for member in side]
            if row in rows:
                to = rows.index(row) + step
                self.desk.attempt(lambda: team.move_person(self.session, row, to))  # noqa: B023

    # The kit ------------------------------------------------------------------------------------

    def open_kit(self) -> None:
        """Ask how the kit is to be written."""
        self._kit.finished("", good=True)
        self._kit.show()
        self._kit.take_focus()

    def _send_kit(self, recipients: tuple[str, ...]) -> None:
        def send() -> None:
            job = send_kit(self.desk, recipients, self._kit_written, self._kit_failed)
            if job is not None:
                self._kit.watch(job.progress)
                self._kit.cancelled.connect(job.cancel)

        self.desk.attempt(send)

    def _kit_written(self, written: WrittenPackage) -> None:
        finger = fingerprint_groups(written.root[:16]).upper()
        size = size_text(written.size)
        words = _("Written and read back: {path} · {size} · {fingerprint}").format(
            path=written.path, size=size, fingerprint=finger
        )
        self._kit.finished(words, good=True)

    def _kit_failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._kit.finished(_("Cancelled; nothing was left behind."), good=True)
        elif isinstance(error, UserError):
            self._kit.finished(str(error.message), good=False)
        else:
            self._kit.finished("", good=False)
            self.desk.report(error)


def _note(now: EngagementState) -> str:
    if now.sealed:
        return _("sealed; changes need a reason")
    return _("agreed") if now.locked else ""


def _kit_member(member: MemberState) -> KitMember:
    return KitMember(
        name=member.person.name,
        items=member.items,
        recipient=member.key.age_recipient if member.key else "",
        trusted=member.trusted,
        me=member.me,
    )
